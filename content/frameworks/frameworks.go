// Package frameworks is the starter list of competencies, data only. It was
// written for this product in words of its own; no published framework's text
// is in it.
package frameworks

import "embed"

// Files holds one YAML file per framework.
//
//go:embed *.yaml
var Files embed.FS
