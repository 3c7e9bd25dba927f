#!/bin/sh
# Makes sure that everything the tests need is on this machine: Go, a C compiler
# (for the race detector), PostgreSQL's server programs and Chromium. What is
# missing is installed with apt-get where that is possible; otherwise it is named
# and the script fails. A machine that has everything sees one quick look and no change.
set -u

missing=""
need() { # need NAME PACKAGE TEST...
	name=$1 package=$2
	shift 2
	if ! "$@" >/dev/null 2>&1; then
		missing="$missing $package"
		names="${names:-}${names:+, }$name"
	fi
}

has_postgres() {
	command -v initdb >/dev/null && command -v postgres >/dev/null && return 0
	for dir in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin; do
		[ -x "$dir/initdb" ] && [ -x "$dir/postgres" ] && return 0
	done
	return 1
}

has_chromium() {
	for name in chromium chromium-browser google-chrome google-chrome-stable; do
		command -v "$name" >/dev/null && return 0
	done
	[ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ]
}

has_compiler() { command -v cc >/dev/null || command -v gcc >/dev/null || command -v clang >/dev/null; }

look() {
	missing="" names=""
	need "a C compiler" gcc has_compiler
	need "PostgreSQL's initdb and postgres" postgresql has_postgres
	need "Chromium" chromium has_chromium
}

if ! command -v go >/dev/null; then
	echo "tools: Go is missing; install the version that go.mod names from https://go.dev/dl/" >&2
	exit 1
fi

look
[ -z "$missing" ] && exit 0

if command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then
	as_root=""
	[ "$(id -u)" = 0 ] || as_root="sudo -n"
	echo "tools: installing$missing" >&2
	$as_root apt-get update -qq >&2
	# shellcheck disable=SC2086 # the list is meant to be split
	DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >&2
	look
	[ -z "$missing" ] && exit 0
fi

echo "tools: the tests need $names; please install (Debian's names:$missing) and try again" >&2
exit 1
