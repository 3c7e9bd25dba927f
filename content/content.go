// Package content is the starter pack: original cases and other learning
// material, data only. Every piece says itself who has reviewed it.
package content

import "embed"

// Cases holds the starter cases as cases/*.yaml in the case format.
//
//go:embed cases/*.yaml
var Cases embed.FS
