package web

// RailItem is one entry of the rail, the bottom bar and the command palette.
type RailItem struct {
	Key    string // its word is nav.<key>
	Path   string
	Icon   string
	Action string // shown to whom the policy allows it
	Bottom bool   // has a place in the bottom bar of phones
}

// railItems are all rooms of the house in the order of the rail.
var railItems = []RailItem{
	{Key: "home", Path: "/", Icon: "house", Action: Own, Bottom: true},
	{Key: "cases", Path: "/cases", Icon: "stethoscope", Action: ActionCaseList, Bottom: true},
	{Key: "reviews", Path: "/reviews", Icon: "clipboard-check", Action: ActionReviewList, Bottom: true},
	{Key: "people", Path: "/people", Icon: "users", Action: ActionPeople, Bottom: true},
	{Key: "ledger", Path: "/ledger", Icon: "scroll-text", Action: ActionLedger, Bottom: true},
	{Key: "settings", Path: "/settings", Icon: "settings", Action: Own, Bottom: true},
}

// railFor gives the rooms that this person may enter; none for strangers.
func (s *Shell) railFor(v *Visit) []RailItem {
	if v.Actor == nil {
		return nil
	}
	var rail []RailItem
	for _, item := range s.rail() {
		if item.Action == Own || s.services.Policy.Allow(v.Context(), *v.Actor, item.Action, Object{}) == nil {
			rail = append(rail, item)
		}
	}
	return rail
}

// rail is the house's own rooms and those that Options add, settings last.
func (s *Shell) rail() []RailItem {
	if len(s.ExtraRail) == 0 {
		return railItems
	}
	last := len(railItems) - 1
	rail := append([]RailItem{}, railItems[:last]...)
	return append(append(rail, s.ExtraRail...), railItems[last])
}
