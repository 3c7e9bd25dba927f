// Package app plugs the house together: it opens the engines, builds the things
// on them, gives each activity the small interfaces it asks for, and runs what
// runs in the background. It holds no rule of the field; those stand on the
// floors below.
//
//	Open ──▶ App{…every part…} ──▶ Run (background) ──▶ Close
//	                │
//	                └──▶ faces: pages (internal/app/pages), API (internal/api)
package app
