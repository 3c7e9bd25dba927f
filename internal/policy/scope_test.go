package policy_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/people"
	"preceptor/internal/policy"
)

// The world of the properties: few people and courses, so that they meet often.
var (
	somePeople   = []people.ID{"ana", "bo", "chen", ""}
	someCourses  = []people.CourseID{"cardiology", "surgery", ""}
	somePurposes = []policy.Purpose{policy.Private, policy.Shared, policy.Assignment, policy.Assessed, "unheard of"}
	someStatuses = []policy.Status{policy.Draft, policy.InReview, policy.ChangesRequested, policy.Approved, policy.Retired}
)

// shelf is a table with every possible object of one kind.
type shelf struct {
	table   string
	objects map[string]policy.Object
}

// fill makes the table of a kind under the column names that the kind declares.
func fill(t *testing.T, d *db.DB, kind policy.Kind) shelf {
	t.Helper()
	columns := policy.ColumnsOf(kind)
	s := shelf{table: "shelf_" + string(kind), objects: map[string]policy.Object{}}
	named := map[string]func(policy.Object) string{
		"":        func(o policy.Object) string { return o.ID },
		"owner":   func(o policy.Object) string { return string(o.Owner) },
		"course":  func(o policy.Object) string { return string(o.Course) },
		"purpose": func(o policy.Object) string { return string(o.Purpose) },
		"status":  func(o policy.Object) string { return string(o.Status) },
	}
	var names []string
	var values []func(policy.Object) string
	for attribute, column := range columns {
		names = append(names, column)
		values = append(values, named[attribute])
	}
	must(t, d, "CREATE TABLE "+s.table+" (shelf_key TEXT NOT NULL, "+strings.Join(names, " TEXT NOT NULL, ")+" TEXT NOT NULL)")
	for _, object := range everyObject(kind, columns) {
		key := fmt.Sprint(len(s.objects))
		args := []any{key}
		for _, value := range values {
			args = append(args, value(object))
		}
		s.objects[key] = object
		must(t, d, "INSERT INTO "+s.table+" (shelf_key, "+strings.Join(names, ", ")+") VALUES (?"+strings.Repeat(", ?", len(names))+")", args...)
	}
	return s
}

// everyObject varies the attributes that the kind has.
func everyObject(kind policy.Kind, columns map[string]string) []policy.Object {
	all := []policy.Object{{Kind: kind}}
	vary := func(attribute string, n int, set func(o *policy.Object, i int)) {
		if _, has := columns[attribute]; !has {
			return
		}
		var varied []policy.Object
		for _, o := range all {
			for i := range n {
				set(&o, i)
				varied = append(varied, o)
			}
		}
		all = varied
	}
	ids := []string{"ana", "bo", "cardiology", "surgery", "another"}
	vary("", len(ids), func(o *policy.Object, i int) { o.ID = ids[i] })
	vary("owner", len(somePeople), func(o *policy.Object, i int) { o.Owner = somePeople[i] })
	vary("course", len(someCourses), func(o *policy.Object, i int) { o.Course = someCourses[i] })
	vary("purpose", len(somePurposes), func(o *policy.Object, i int) { o.Purpose = somePurposes[i] })
	vary("status", len(someStatuses), func(o *policy.Object, i int) { o.Status = someStatuses[i] })
	if kind != policy.Person && kind != policy.Course {
		all = slices.DeleteFunc(all, func(o policy.Object) bool { return o.ID != "" && o.ID != "another" })
	}
	return all
}

// anActor draws anybody, coming in by any way.
func anActor(t *rapid.T, scope people.Scope) policy.Actor {
	actor := policy.Actor{
		Person:    rapid.SampledFrom(somePeople).Draw(t, "person"),
		Way:       rapid.SampledFrom([]policy.Way{policy.BySession, policy.ByToken, policy.ByCommand, policy.ByJob}).Draw(t, "way"),
		Suspended: rapid.IntRange(0, 9).Draw(t, "suspended") == 0,
		Roles:     rapid.SliceOfNDistinct(rapid.SampledFrom(people.Roles()), 0, 3, rapid.ID).Draw(t, "roles"),
		Courses:   map[people.CourseID][]people.Role{},
	}
	if actor.Way == policy.ByToken {
		actor.Scopes = rapid.SliceOfN(rapid.SampledFrom([]people.Scope{scope, people.CasesRead, people.LedgerRead}), 0, 2).Draw(t, "scopes")
		actor.Scopes = slices.DeleteFunc(actor.Scopes, func(s people.Scope) bool { return s == "" })
	}
	for _, course := range []people.CourseID{"cardiology", "surgery"} {
		if roles := rapid.SliceOfNDistinct(rapid.SampledFrom(people.CourseRoles()), 0, 2, rapid.ID).Draw(t, "roles in "+string(course)); len(roles) > 0 {
			actor.Courses[course] = roles
		}
	}
	return actor
}

// A list filtered in the database is the list filtered one by one.
func TestScopeEqualsAllow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := rules(t)
		shelves := map[policy.Kind]shelf{}
		for _, kind := range policy.KindsListed() {
			shelves[kind] = fill(t, d, kind)
		}
		listed := slices.DeleteFunc(policy.Actions(), func(m policy.Meta) bool { return m.Kind.Table() == "" })
		rapid.Check(t, func(t *rapid.T) {
			meta := rapid.SampledFrom(listed).Draw(t, "action")
			compare(t, d, p, anActor(t, meta.Scope), meta, shelves[meta.Kind])
		})
	})
}

// The same for rules that nobody has written yet.
func TestScopeEqualsAllowForAnyRules(t *testing.T) {
	meta := policy.Meta{Action: policy.SourceRead, Kind: policy.Source, Scope: people.SourcesRead}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		sources := fill(t, d, policy.Source)
		rapid.Check(t, func(t *rapid.T) {
			text := aRule(t, "permit", 1) + aRule(t, "permit", 2) + aRule(t, "forbid", 3)
			p, err := policy.New(ctx, textSource(text))
			if err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			compare(t, d, p, anActor(t, meta.Scope), meta, sources)
		})
	})
}

// compare holds the database's answer against Allow, object by object.
func compare(t *rapid.T, d *db.DB, p *policy.Policy, actor policy.Actor, meta policy.Meta, s shelf) {
	scope, err := p.Scope(ctx, actor, meta.Action, meta.Kind)
	if err != nil {
		t.Fatal(err)
	}
	scope = scope.On("s")
	rows, err := d.Query(ctx, "SELECT shelf_key FROM "+s.table+" AS s WHERE "+scope.SQL, scope.Args...)
	if err != nil {
		t.Fatalf("%s: %v", scope.SQL, err)
	}
	defer rows.Close()
	found := map[string]bool{}
	for rows.Next() {
		var key string
		if err := rows.Scan(&key); err != nil {
			t.Fatal(err)
		}
		found[key] = true
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for key, object := range s.objects {
		if err := p.Allow(ctx, actor, meta.Action, object); (err == nil) != found[key] {
			t.Fatalf("%+v\n%s on %+v: Allow gives %v, but in the list: %v\n%s %v", actor, meta.Action, object, err, found[key], scope.SQL, scope.Args)
		}
	}
	if scope.Never() && len(found) > 0 {
		t.Fatal("a scope that is never met was met")
	}
}

// aRule writes a rule about sources with random conditions.
func aRule(t *rapid.T, effect string, n int) string {
	rule := fmt.Sprintf("@id(\"%d\") @reason(\"role\")\n%s (principal, action == Action::\"source.read\", resource)\nwhen { %s }\n", n, effect, aCondition(t, 3))
	if rapid.Bool().Draw(t, "unless") {
		rule += "unless { " + aCondition(t, 2) + " }\n"
	}
	return rule + ";\n"
}

var atoms = []string{
	`resource.owner == principal`, `principal != resource.owner`, `resource.owner == Person::"bo"`, `resource.owner != Person::""`,
	`principal.teachesIn.contains(resource.course)`, `principal.memberOf.contains(resource.course)`, `resource.course == Course::""`,
	`[Course::"surgery", Course::""].contains(resource.course)`, `resource.purpose == "private"`, `"shared" != resource.purpose`,
	`["assignment", "assessed"].contains(resource.purpose)`, `resource.status == "approved"`, `resource.status != "retired"`,
	`principal.roles.contains("educator")`, `principal.roles.containsAny(["administrator", "researcher"])`, `principal.leads.isEmpty()`,
	`context.byToken`, `context.scopes.contains(context.needs)`, `principal == Person::"ana"`, `resource == Source::"another"`,
}

func aCondition(t *rapid.T, depth int) string {
	shape := 0
	if depth > 0 {
		shape = rapid.IntRange(0, 3).Draw(t, "shape")
	}
	switch shape {
	case 1:
		return "(" + aCondition(t, depth-1) + " && " + aCondition(t, depth-1) + ")"
	case 2:
		return "(" + aCondition(t, depth-1) + " || " + aCondition(t, depth-1) + ")"
	case 3:
		return "!(" + aCondition(t, depth-1) + ")"
	}
	return rapid.SampledFrom(atoms).Draw(t, "atom")
}

func TestWhatHasNoTableHasNoScope(t *testing.T) {
	p := rules(t)
	for _, ask := range []struct {
		action policy.Action
		kind   policy.Kind
	}{{policy.LedgerRead, policy.Ledger}, {policy.CaseRead, policy.Encounter}, {"case.burn", policy.Case}} {
		scope, err := p.Scope(ctx, policy.Operator(), ask.action, ask.kind)
		if !errors.Is(err, policy.ErrUndecided) || !scope.Never() || scope.SQL != "FALSE" {
			t.Errorf("%v gave %q and %v", ask, scope.SQL, err)
		}
	}
}

// The rules name columns of tables that other packages own.
func TestTheColumnsOfScopesExist(t *testing.T) {
	standing := 0
	d := dbtest.Postgres(t)
	for _, kind := range policy.KindsListed() {
		if !exists(t, d, `SELECT count(*) FROM information_schema.tables WHERE table_name = ?`, kind.Table()) {
			continue // its package is yet to come
		}
		standing++
		for _, column := range policy.ColumnsOf(kind) {
			if !exists(t, d, `SELECT count(*) FROM information_schema.columns WHERE table_name = ? AND column_name = ? AND is_nullable = 'NO'`, kind.Table(), column) {
				t.Errorf("%s has no column %s that is never null", kind.Table(), column)
			}
		}
	}
	if standing < 11 {
		t.Errorf("only %d tables stand", standing)
	}
}

func exists(t *testing.T, d *db.DB, query string, args ...any) bool {
	t.Helper()
	var n int
	if err := d.QueryRow(ctx, query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n > 0
}

func must(t *testing.T, d *db.DB, query string, args ...any) {
	t.Helper()
	if _, err := d.Exec(ctx, query, args...); err != nil {
		t.Fatal(err)
	}
}
