package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// version is set by the linker for releases (-X main.version=1.2.3).
var version = "development"

// VersionCmd prints what this program is.
type VersionCmd struct{}

// Run prints one line: version, commit, Go and platform.
func (VersionCmd) Run(streams *Streams) error {
	_, err := fmt.Fprintf(streams.Out, "preceptor %s%s (%s, %s/%s)\n", version, commit(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

// commit is what the build knows of its source, as in " 1a2b3c4d, changed".
func commit() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	said := map[string]string{}
	for _, s := range info.Settings {
		said[s.Key] = s.Value
	}
	revision := said["vcs.revision"]
	if revision == "" {
		return ""
	}
	text := " " + revision[:min(8, len(revision))]
	if said["vcs.modified"] == "true" {
		text += ", changed"
	}
	return text
}
