// Package migrations holds the schema: one SQL file per change and engine, with
// the same name in both folders, applied in the order of their timestamps.
package migrations

import "embed"

// Files holds sqlite/*.sql and postgres/*.sql.
//
//go:embed sqlite/*.sql postgres/*.sql
var Files embed.FS
