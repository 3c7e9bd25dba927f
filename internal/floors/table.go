package floors

import "strings"

// Floor is where a package stands; imports only go to a lower floor.
type Floor int

// The floors, from the ground up. Above the faces stand the journeys of e2e,
// which use the finished product. This package lies on the ground, so that
// every test may ask it.
const (
	Data Floor = iota
	Sciences
	Engines
	Things
	Activities
	Faces
	Outside
)

// rooms is the table of the design. The order of a row matters for things.
var rooms = map[Floor][]string{
	Data:       {"migrations", "content", "internal/floors"},
	Sciences:   {"measure", "language", "standards"},
	Engines:    internal("id config db blob events jobs search llm"),
	Things:     internal("ledger people policy privacy record gate library curriculum rubric review cases items"),
	Activities: internal("encounter circuit tutor exam study notes authoring writing supervise literacy equity insight"),
	Faces:      append([]string{"cmd/preceptor"}, internal("app web api")...),
	Outside:    {"e2e"},
}

func internal(names string) []string {
	fields := strings.Fields(names)
	for i := range fields {
		fields[i] = "internal/" + fields[i]
	}
	return fields
}

// Place is a room of the house: a floor and the position in its row.
type Place struct {
	Floor Floor
	Index int
	Room  string // "internal/db" also for internal/db/dbtest
}

// PlaceOf finds the room of a folder, given relative to the repository.
func PlaceOf(folder string) (Place, bool) {
	for floor, row := range rooms {
		for i, room := range row {
			if folder == room || strings.HasPrefix(folder, room+"/") {
				return Place{floor, i, room}, true
			}
		}
	}
	return Place{}, false
}
