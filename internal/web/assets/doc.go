// Package assets holds the style sheet, scripts, fonts and drawings that pages
// load, as they were bundled into dist/ from look/, islands/ and vendored/.
//
// The bundles are committed, so that building the program needs no tool; a test
// beside the build tool proves that they are fresh. File names carry the hash of
// their content and are served for good. To rebuild after a change:
//
//	go generate ./internal/web/assets
package assets

//go:generate go run ./build
