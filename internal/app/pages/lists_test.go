package pages

import (
	"net/http/httptest"
	"net/url"
	"testing"

	"preceptor/internal/people"
	"preceptor/internal/web/view"
)

func TestTheAddressOfAListKeepsWhatWasAskedFor(t *testing.T) {
	for _, c := range []struct{ path, want string }{
		{listAt("/reviews"), "/reviews?"},
		{listAt("/people", "q", "", "state", ""), "/people?"},
		{listAt("/people", "q", "O'Brien & co?from=9#x", "state", "active"), "/people?q=O%27Brien+%26+co%3Ffrom%3D9%23x&state=active&"},
	} {
		if c.path != c.want {
			t.Errorf("%s, not %s", c.path, c.want)
		}
		if u, err := url.Parse(c.path + "from=50"); err != nil || u.Query().Get("from") != "50" {
			t.Errorf("%s loses the offset", c.path)
		}
	}
}

// A school with more people than fit on one page: the next page is there.
func TestTheSecondPageOfPeople(t *testing.T) {
	h := newHouse(t, nil)
	for range pageSize {
		login := h.ulid() + "@school.example"
		_, err := h.People.Add(ctx, "", people.Profile{Login: login, Name: "Ö & co", Language: "en"})
		h.must(err)
	}
	list, err := h.pages.People.List(ctx, h.as(people.Administrator), view.PeopleQuery{Text: "@"})
	h.must(err)
	shell, err := Shell(h.App)
	h.must(err)
	handler, err := shell.Handler()
	h.must(err)
	server := httptest.NewServer(handler)
	defer server.Close()
	samir := h.visit(t, server, people.Administrator)
	samir.says(samir.get("/people?q=%40"), `href="/people?q=%40&amp;from=50"`)
	samir.says(samir.get("/people?q=%40&from=50"), "rel=\"prev\"")
	if len(list.People) != pageSize || !list.Pages.HasNext() {
		t.Errorf("%d people, %+v", len(list.People), list.Pages)
	}
}
