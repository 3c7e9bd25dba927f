package webtest

import (
	"context"
	"reflect"
	"slices"

	"preceptor/internal/web/view"
)

// Content lists every text that the made-up services give to pages: what
// people and cases say, as opposed to what the interface says. Enumerations
// are not among it; their words stand in the catalogues.
func (h *House) Content() []string {
	ctx, s, found := context.Background(), h.services(), map[string]bool{}
	note := func(v any, _ error) { collect(reflect.ValueOf(v), found) }
	for _, role := range view.Roles {
		actor := ActorOf(role)
		note(actor, nil)
		note(s.Homes.Home(ctx, actor, role))
		note(s.Cases.List(ctx, actor, "", 0))
		note(s.Cases.Brief(ctx, actor, CaseID))
		note(s.People.Person(ctx, actor, actor.ID))
		note(s.Settings.Open(ctx, actor, string(role)))
	}
	actor := ActorOf(view.Learner)
	note(s.Encounters.Open(ctx, actor, EncounterID))
	note(s.Encounters.Debrief(ctx, actor, FinishedID))
	note(s.Reviews.Inbox(ctx, actor, 0))
	note(s.Reviews.Open(ctx, actor, FinishedID))
	note(s.Made.Provenance(ctx, actor, byModel.Ref))
	note(s.Made.Provenance(ctx, actor, byEngine.Ref))
	note(s.Ledger.Overview(ctx, actor, 0))
	note(s.People.List(ctx, actor, view.PeopleQuery{}))
	note(s.Joining.Invitation(ctx, "welcome"))
	note(everybody(), nil)
	note([]string{h.Shell.Institution, h.Shell.Support}, nil)
	texts := make([]string, 0, len(found))
	for text := range found {
		texts = append(texts, text)
	}
	slices.SortFunc(texts, func(a, b string) int { return len(b) - len(a) }) // longest first: one text may hold another
	return texts
}

// collect finds the plain strings inside a value.
func collect(v reflect.Value, found map[string]bool) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			collect(v.Elem(), found)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				collect(v.Field(i), found)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			collect(v.Index(i), found)
		}
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() && v.String() != "" {
			found[v.String()] = true
		}
	}
}
