package api

import (
	"fmt"
	"strconv"
	"strings"

	"preceptor/internal/encounter"
)

// listEncounters pages by place and last encounter: new ones come in front and
// push the rest down, so the place alone would show some twice.
func (a *API) listEncounters(c *Call) (Page[Encounter], error) {
	offset, err := a.placeOf(c)
	if err != nil {
		return Page[Encounter]{}, err
	}
	found, err := a.Encounters.List(c.ctx(), c.scope, c.limit()+1, offset)
	if err != nil {
		return Page[Encounter]{}, err
	}
	next := offset + c.limit()
	return page(c, each(found, encounterOf), func(e Encounter) string { return fmt.Sprintf("%d.%s", next, e.ID) }), nil
}

// placeOf is how many encounters stand up to and with the one that after names.
func (a *API) placeOf(c *Call) (int, error) {
	after := c.word("after")
	if after == "" {
		return 0, nil
	}
	number, last, _ := strings.Cut(after, ".")
	place, err := strconv.Atoi(number)
	if err != nil || place < 1 {
		return 0, errNoPlace
	}
	for {
		found, err := a.Encounters.List(c.ctx(), c.scope, mostLimit, place-1)
		if err != nil {
			return 0, err
		}
		for n, e := range found {
			if e.ID == encounter.ID(last) {
				return place + n, nil
			}
		}
		if len(found) < mostLimit {
			return 0, errNoPlace
		}
		place += mostLimit
	}
}
