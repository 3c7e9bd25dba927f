package floors

// The sentences of the design that a fault quotes.
const (
	saysTable      = "A new folder stands on a floor of the table, or the table changes first by a decision."
	saysDown       = "Five floors, imports only go down."
	saysActivities = "An activity never imports another; one that needs another declares the small interface that it needs, and internal/app plugs the other in."
	saysLeft       = "Things may import things that stand to their left in the row, never to their right."
	saysEngines    = "Engines know nothing of education."
	saysPure       = "Sciences are pure: no I/O, no clock, no database; standard library plus gonum."
	saysClock      = "Clock, randomness and model are passed in."
	saysGate       = "The gate is the only package that may send anything to a model."
	saysNetwork    = "No request to any other host, ever, but through a model wire of internal/llm."
	saysFaces      = "Faces only translate: no rule of the field lives here, and no SQL."
	saysStore      = "Inside every package of floors 3 and 4 the same files: store.go holds its SQL."
	saysDoc        = "Every package has doc.go: what it is, its words, its state machine drawn."
	saysWorking    = "No package exists before it holds working code."
	saysNames      = "Every exported name has a doc comment."
	saysFiles      = "Files: median about 120 lines, none over 600."
	saysPair       = "A test checks the sqlite/libc pair: modernc.org/sqlite v1.60.1 with libc v1.77.1."
)
