#!/bin/sh
# Runs every fuzz test for FUZZTIME (20 s unless told).
set -eu
time=${FUZZTIME:-20s}
go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.Dir}} {{.ImportPath}}{{end}}' ./... | while read -r dir package; do
	for name in $(cat "$dir"/*_test.go | sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p'); do
		echo "fuzz: $package $name"
		go test "$package" -run '^$' -fuzz "^$name\$" -fuzztime "$time"
	done
done
