// Package config is what an installation is told from outside: one TOML file,
// PRECEPTOR_* variables and command flags, each stronger than the one before,
// on top of defaults that work with none of them.
//
//	defaults  <  preceptor.toml  <  PRECEPTOR_SERVER_ADDRESS=…  <  --address
//
// It is strict: an unknown setting or an unusable value stops the start. All
// faults are named together, one sentence each, so that one round of editing is
// enough. The Config struct is the only description of the settings: Example
// and docs/configuration.md are written from its tags.
package config

//go:generate go test . -run TestTheDocumentationIsFresh -update
