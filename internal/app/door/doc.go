// Package door puts the faces that answer over the network behind one handler:
// the pages, and the API under /api/v1.
package door
