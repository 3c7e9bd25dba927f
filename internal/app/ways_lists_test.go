package app_test

import (
	"encoding/json"
	"net/http/httptest"
	"slices"
	"testing"

	"preceptor/internal/api"
)

// lists are the lists of the API that keep to a scope, each with where its
// things are read one by one.
var lists = []string{"/encounters", "/records", "/cases", "/courses"}

// TestListsHoldWhatOneMayRead: a list shows a thing to somebody exactly when the
// thing's own address does.
func TestListsHoldWhatOneMayRead(t *testing.T) {
	w := newWorld(t)
	for _, list := range lists {
		all := w.everything(list)
		if len(all) < 2 {
			t.Fatalf("%s: only %d things to look for", list, len(all))
		}
		for _, s := range standings {
			me := w.here[s.name]
			shown := w.listed(me.session, list)
			for _, id := range all {
				reads := w.try(me.session, knock{method: "GET", path: api.Prefix + list + "/" + id}) == in
				if reads != slices.Contains(shown, id) {
					t.Errorf("%s: the %s may read %s: %v; it is in the list: %v", list, s.name, id, reads, !reads)
				}
			}
		}
	}
}

// everything is what stands in the lists of all people together.
func (w *world) everything(list string) []string {
	var all []string
	for _, s := range append([]*somebody{w.nora}, values(w.here)...) {
		all = append(all, w.listed(s.session, list)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func values(m map[string]*somebody) (all []*somebody) {
	for _, s := range m {
		all = append(all, s)
	}
	return all
}

// listed are the identifiers in a list as somebody sees it.
func (w *world) listed(credential, list string) (ids []string) {
	w.t.Helper()
	answer := httptest.NewRecorder()
	k := knock{method: "GET", path: api.Prefix + list + "?limit=200"}
	w.handler.ServeHTTP(answer, k.request(ctx, credential))
	var page api.Page[struct{ ID string }]
	if err := json.Unmarshal(answer.Body.Bytes(), &page); err != nil || page.Next != "" {
		w.t.Fatalf("%s: %d, next %q, %v", list, answer.Code, page.Next, err)
	}
	for _, item := range page.Items {
		ids = append(ids, item.ID)
	}
	return ids
}
