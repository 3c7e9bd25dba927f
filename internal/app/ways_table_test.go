package app_test

import (
	"fmt"
	"net/http"
	"strings"

	"preceptor/internal/api"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/web"
)

const heading = `Who may do what: every way in over the network that asks the policy, tried by everybody.

yes      let in: what happens then is up to the thing itself
no       refused (403)
hidden   answered as if there were no such thing (404)
scope    refused: the API token reaches not so far
sign-in  nobody stands behind the credential (401)
-        there is no such combination

own      by session, and the thing is one's own
other    by session, and it is a fellow learner's
any      by session, and it has no owner
token    the same by an API token with every scope; bare: by one without the scope that is needed
far      by session, somebody with the same role in another course, at what is not theirs
A suspended administrator's session gets "sign-in" at all of these.
`

// way is one way in, to one variant of a thing.
type way struct {
	title  string
	page   bool // a page: no tokens
	scope  people.Scope
	owned  bool
	knocks func(owner *somebody) knock
}

func (w *world) table() string {
	var out strings.Builder
	out.WriteString(heading)
	for _, v := range w.ways() {
		fmt.Fprintf(&out, "\n%s\n", v.title)
		out.WriteString(w.rows(v))
		if got := w.try(w.suspended, v.knocks(w.nora)); got != signIn {
			w.t.Errorf("%s: the suspended administrator gets %q", v.title, got)
		}
	}
	return out.String()
}

// rows are the outcomes by standing, those that fare alike in one row.
func (w *world) rows(v way) string {
	names := map[string][]string{}
	var order []string
	for _, s := range standings {
		row := w.row(v, s)
		if names[row] == nil {
			order = append(order, row)
		}
		names[row] = append(names[row], s.name)
	}
	var out strings.Builder
	for _, row := range order {
		who := strings.Join(names[row], ", ")
		if len(names[row]) == len(standings) {
			who = "everybody"
		}
		fmt.Fprintf(&out, "  %s  %s\n", row, who)
	}
	return out.String()
}

func (w *world) row(v way, s standing) string {
	me := w.here[s.name]
	cells := []string{}
	three := func(label string, owner *somebody) {
		cell := label + " " + pad(w.try(me.session, v.knocks(owner)))
		if !v.page {
			cell += " token " + pad(w.try(me.token, v.knocks(owner))) + " bare " + pad(w.try(me.without(v.scope), v.knocks(owner)))
		}
		cells = append(cells, cell)
	}
	if v.owned {
		three("own", me)
		three("other", w.nora)
	} else {
		three("any", w.nora)
	}
	far := none
	if there := w.far[s.name]; there != nil {
		far = w.try(there.session, v.knocks(w.nora))
	}
	cells = append(cells, "far "+pad(far))
	return strings.Join(cells, "| ")
}

func pad(o outcome) string { return fmt.Sprintf("%-7s", o) }

// without is a token of the person that lacks the scope.
func (s *somebody) without(needed people.Scope) string {
	if token, special := s.bare[needed]; special {
		return token
	}
	return s.bare[""]
}

// ways are all routes that ask the policy, in every variant.
func (w *world) ways() []way {
	var all []way
	for _, r := range w.api.Routes() {
		if r.Action != api.Public {
			all = append(all, w.apiWays(r)...)
		}
	}
	for _, r := range w.shell.Routes() {
		if r.Action != web.Public && r.Action != web.Own {
			all = append(all, w.pageWays(r)...)
		}
	}
	return all
}

func (w *world) apiWays(r api.Route) []way {
	meta, _ := policy.MetaOf(r.Action)
	base := way{title: fmt.Sprintf("%s %s  asks %s", r.Method, r.Pattern, r.Action), scope: meta.Scope}
	if r.ID == "startEncounter" {
		return w.starts(base, func(purpose policy.Purpose) knock {
			return knock{method: "POST", path: r.Pattern, body: fmt.Sprintf(`{"id":%q,"case":%q,"purpose":%q}`, w.ulid(), w.approved, purpose)}
		})
	}
	return w.variants(base, kindOf(r.Pattern, meta.Kind), func(id string) knock {
		return knock{method: r.Method, path: strings.ReplaceAll(r.Pattern, "{id}", id) + needed(r), body: bodies[r.ID]}
	})
}

// bodies are requests that are well formed, where one is needed.
var bodies = map[string]string{
	"makeToken":    `{"name":"x","scopes":["cases:read"],"days":1}`,
	"takeTurn":     `{"id":"01KAH5D9S0Q3M9B4F6GZK8Y7XF","kind":"say","text":"Hello"}`,
	"overruleMark": `{"item":"c-onset","met":true,"reason":"Heard."}`,
}

// needed are the parameters without which a route would say nothing.
func needed(r api.Route) string {
	for _, q := range r.Query {
		if q.Required {
			return "?" + q.Name + "=1"
		}
	}
	return ""
}

func (w *world) pageWays(r web.Route) []way {
	base := way{title: fmt.Sprintf("page %s %s  asks %s", r.Method, r.Pattern, r.Action), page: true}
	if r.Action == web.ActionEncounter {
		return w.starts(base, func(purpose policy.Purpose) knock {
			return knock{method: "POST", path: "/cases/" + w.approved + "/start", body: "encounter=" + w.ulid() + "&purpose=" + string(purpose), form: true}
		})
	}
	return w.variants(base, kindOf(r.Pattern, policy.Kind(r.Kind)), func(id string) knock {
		return knock{method: r.Method, path: strings.ReplaceAll(r.Pattern, "{id}", id), form: r.Method == http.MethodPost}
	})
}

// kindOf is the kind of the thing in the path; empty when there is none.
func kindOf(pattern string, kind policy.Kind) policy.Kind {
	switch {
	case !strings.Contains(pattern, "{id}"):
		return ""
	case strings.Contains(pattern, "/cases/"):
		return policy.Case
	}
	return kind
}

// starts are the beginnings of an encounter, for each purpose.
func (w *world) starts(base way, begin func(policy.Purpose) knock) []way {
	var all []way
	for _, purpose := range []policy.Purpose{policy.Private, policy.Shared, policy.Assignment, policy.Assessed} {
		v := base
		v.title += ", " + string(purpose) + ", with a case of the course"
		v.knocks = func(*somebody) knock { return begin(purpose) }
		all = append(all, v)
	}
	return all
}

// variants are the things of a kind between which the rules make a difference.
func (w *world) variants(base way, kind policy.Kind, at func(id string) knock) []way {
	var all []way
	add := func(variant string, owned bool, id func(*somebody) string) {
		v := base
		v.owned = owned
		if variant != "" {
			v.title += ", " + variant
		}
		v.knocks = func(owner *somebody) knock { return at(id(owner)) }
		all = append(all, v)
	}
	switch kind {
	case policy.Person:
		add("", true, func(s *somebody) string { return string(s.id) })
	case policy.Token:
		add("", true, func(s *somebody) string { return string(s.spare) })
	case policy.Case:
		add("approved, of the library", false, func(*somebody) string { return w.library })
		add("approved, of the course", false, func(*somebody) string { return w.approved })
		add("a draft of the course", true, func(s *somebody) string { return s.draft })
	case policy.Encounter, policy.Mark, policy.Made:
		w.perPurpose(func(p policy.Purpose) {
			add(string(p), true, func(s *somebody) string { return string(s.encounters[p]) })
		})
	case policy.Record:
		w.perPurpose(func(p policy.Purpose) { add(string(p), true, func(s *somebody) string { return string(s.records[p]) }) })
	case policy.Course, policy.Cohort, policy.Enrolment:
		add("", false, func(*somebody) string { return string(w.course) })
	case policy.Job:
		add("", false, func(*somebody) string { return string(w.job) })
	case policy.Ledger:
		add("", false, func(*somebody) string { return string(w.leaf) })
	case "":
		add("", false, func(*somebody) string { return "" })
	default:
		w.t.Errorf("%s: nobody knows a %s to try it with", base.title, kind)
	}
	return all
}

func (w *world) perPurpose(each func(policy.Purpose)) {
	for _, p := range []policy.Purpose{policy.Private, policy.Shared, policy.Assessed} {
		each(p)
	}
}
