// Package pages lets the pages see the installation: it gives each service that
// the web face asks for, filled from the things and activities below. It only
// translates; what may be done is decided by policy, what happens by the activities.
package pages
