# make demo    a running installation with a starter pack and demo people
# make test    what continuous integration runs: vet, house rules, tests with the race detector, Chromium
# make check   the command before saying done: test, staticcheck, every page in every theme and width, fuzzing
# make bench   figures; with SHARED=DIR also the scorers on evaluation data kept outside the repository
# make shots   a picture of every page, 1440 and 390 px wide, light and dark, in shots/

GO ?= go
FUZZTIME ?= 20s
SHARED ?=

# Statistics and browser journeys find few races and cost much under the detector.
PLAIN := ./measure/... ./e2e/...
RACED := $(shell $(GO) list ./... 2>/dev/null | grep -v -e /measure -e /e2e)

.PHONY: build demo test tools vet check staticcheck fuzz full bench shots generate clean

build:
	CGO_ENABLED=0 $(GO) build -trimpath -o bin/preceptor ./cmd/preceptor

demo:
	$(GO) run ./cmd/preceptor demo

tools:
	@sh scripts/tools.sh

vet:
	$(GO) vet ./...

test: tools vet
	$(GO) test -race -timeout 20m $(RACED)
	$(GO) test -timeout 20m $(PLAIN)

check: test staticcheck full fuzz

staticcheck:
	$(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...

full:
	PRECEPTOR_TEST_FULL=1 $(GO) test -timeout 25m ./e2e -run TestEveryPage
	$(GO) test -timeout 25m ./e2e/drill -full

fuzz:
	FUZZTIME=$(FUZZTIME) sh scripts/fuzz.sh

bench:
	SHARED="$(SHARED)" sh scripts/bench.sh

shots:
	PRECEPTOR_TEST_SHOTS="$(CURDIR)/shots" $(GO) test -timeout 30m ./e2e -run TestShots

generate:
	$(GO) generate ./...

clean:
	rm -rf bin shots
