#!/bin/sh
# Figures. Always: the speed of the sciences and engines, and the quality on the
# starter pack, which bench/figures.json keeps from falling.
#
# With SHARED=DIR also the scorers on evaluation data that is kept outside this
# repository. Each result is one line of bench/history.jsonl. Nothing of the data
# is copied.
set -eu
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# shown COMMAND runs a go test and shows the lines that hold figures.
shown() {
	status=0
	"$@" >"$work/own" 2>&1 || status=$?
	grep -e '^Benchmark' -e '^ *figures_test' -e '^FAIL' -e '^--- FAIL' "$work/own" || cat "$work/own"
	return $status
}

own() {
	shown go test ./e2e/figures -count=1 -v -write -run Falls
	shown go test -run '^$' -bench . -benchtime 100ms ./measure/... ./internal/encounter ./internal/policy ./internal/search ./internal/ledger
}

# The scorers, each with the command that it needs.
scorers='measure:irt fit
cards:cards replay
patient:patient
mark:mark
search:search
items:items lint
claims:claims
grade:grade
guard:guard
phi:phi
refs:refs check'

# score NAME [ARGUMENTS] runs one scorer and keeps its JSON object.
score() {
	name=$1
	shift
	echo "== $name $*"
	PYTHONDONTWRITEBYTECODE=1 python3 "$SHARED/bench/$name.py" "$@" </dev/null >"$work/$name.out" || {
		cat "$work/$name.out"
		echo "bench: the scorer $name failed" >&2
		return 1
	}
	cat "$work/$name.out"
	python3 - "$name $*" "$(git rev-parse --short HEAD)" "$work/$name.out" >>bench/history.jsonl <<'PYTHON'
import json, sys, time
name, commit, path = sys.argv[1:]
text = open(path, encoding="utf-8").read()
at = 0 if text.startswith("{") else text.rindex("\n{") + 1
line = {"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "commit": commit, "scorer": name.strip(), "figures": json.loads(text[at:])}
print(json.dumps(line))
PYTHON
}

shared() {
	if [ ! -d "$SHARED/bench" ] || [ ! -d "$SHARED/data" ]; then
		echo "bench: SHARED=$SHARED holds no bench and data folders" >&2
		exit 1
	fi
	CGO_ENABLED=0 go build -trimpath -o "$work/preceptor" ./cmd/preceptor
	PRECEPTOR=$work/preceptor
	export PRECEPTOR
	failed=
	while IFS=: read -r name command; do
		[ -z "${ONLY:-}" ] || [ "$name" = "$ONLY" ] || continue
		# shellcheck disable=SC2086 # a command of several words
		if ! "$PRECEPTOR" $command --help >"$work/help" 2>/dev/null; then
			echo "== $name: skipped, this program has no command \"$command\" yet"
			continue
		fi
		score "$name" || failed="$failed $name"
		if [ "$name" = patient ] && grep -q -e '--model' "$work/help"; then
			score patient --model all || failed="$failed patient--model"
		fi
	done <<LIST
$scorers
LIST
	if [ -n "$failed" ]; then
		echo "bench: failed:$failed" >&2
		exit 1
	fi
}

[ -n "${ONLY:-}" ] || own
if [ -n "${SHARED:-}" ]; then
	SHARED=$(cd "$SHARED" 2>/dev/null && pwd) || {
		echo "bench: there is no folder SHARED names" >&2
		exit 1
	}
	shared
else
	echo "bench: SHARED is not set; the scorers on evaluation data were not run"
fi
