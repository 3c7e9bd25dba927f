package policy_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"preceptor/internal/people"
	"preceptor/internal/policy"
)

var update = flag.Bool("update", false, "write testdata/matrix.txt anew; read every changed line before you commit it")

const matrixFile = "testdata/matrix.txt"

const legend = `# Who may do what: action × object × role × owner × way in. Made by
#     go test ./internal/policy -run TestTheMatrix -update
# and read by people line by line; a change of the rules shows here as a change of lines.
#
# Columns: the object is the actor's own, or another's; asked in a session, with an API
# token that has the action's scope, with one that has another scope, by a suspended
# account, and by one who has the role in another course only (blank for roles that are
# not held in a course). A word in a cell is the reason of the refusal; "-": no rule permits it.
# Rows: roles that fare differently from somebody without any role ("anyone").
`

// The matrix is the expected table of every action. It is generated from the
// rules and compared with what was committed.
func TestTheMatrix(t *testing.T) {
	got := matrix(rules(t))
	if *update {
		if err := os.WriteFile(matrixFile, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(matrixFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("the rules and %s differ (-committed +rules):\n%s", matrixFile, diff)
	}
}

// role is one row: how somebody holds a role.
type role struct {
	name     string
	inCourse people.Role // held in the object's course
	atLarge  people.Role // held in the installation
	command  bool
}

func matrixRoles() []role {
	rows := []role{{name: "anyone"}}
	for _, r := range people.CourseRoles() {
		rows = append(rows, role{name: "course " + string(r), inCourse: r})
	}
	for _, r := range people.Roles() {
		rows = append(rows, role{name: string(r), atLarge: r})
	}
	return append(rows, role{name: "operator, at the machine", command: true})
}

const me, other = people.ID("me"), people.ID("other")

func (r role) actor() policy.Actor {
	if r.command {
		return policy.Operator()
	}
	actor := policy.Actor{Person: me, Way: policy.BySession, Courses: map[people.CourseID][]people.Role{}}
	if r.inCourse != "" {
		actor.Courses["here"] = []people.Role{r.inCourse}
	}
	if r.atLarge != "" {
		actor.Roles = []people.Role{r.atLarge}
	}
	return actor
}

// variants are the objects that the rules tell apart.
func variants(kind policy.Kind) []policy.Object {
	columns := policy.ColumnsOf(kind)
	all := []policy.Object{{Kind: kind, ID: "it"}}
	if kind == policy.Course {
		all[0].ID = "here"
	}
	if _, has := columns["course"]; has {
		all[0].Course = "here"
	}
	if slices.Contains([]policy.Kind{policy.Case, policy.Review, policy.Source, policy.Encounter}, kind) {
		all = append(all, policy.Object{Kind: kind, ID: "it"})
	}
	if _, has := columns["purpose"]; has && kind != policy.Source {
		all = spread(all, []policy.Purpose{policy.Private, policy.Shared, policy.Assignment, policy.Assessed}, func(o *policy.Object, p policy.Purpose) { o.Purpose = p })
	}
	if kind == policy.Source {
		all = spread(all, []policy.Purpose{policy.Private, policy.Shared}, func(o *policy.Object, p policy.Purpose) { o.Purpose = p })
	}
	if _, has := columns["status"]; has {
		all = spread(all, []policy.Status{policy.Draft, policy.Approved, policy.Retired}, func(o *policy.Object, s policy.Status) { o.Status = s })
	}
	return all
}

func spread[T any](objects []policy.Object, values []T, set func(*policy.Object, T)) []policy.Object {
	var all []policy.Object
	for _, o := range objects {
		for _, v := range values {
			set(&o, v)
			all = append(all, o)
		}
	}
	return all
}

func describe(o policy.Object) string {
	var words []string
	if o.Purpose != "" {
		words = append(words, string(o.Purpose))
	}
	if o.Status != "" {
		words = append(words, string(o.Status))
	}
	if _, has := policy.ColumnsOf(o.Kind)["course"]; has {
		where := "in a course"
		if o.Course == "" {
			where = "outside courses"
		}
		words = append(words, where)
	}
	return strings.Join(words, ", ")
}

func matrix(p *policy.Policy) string {
	var b strings.Builder
	b.WriteString(legend)
	for _, meta := range policy.Actions() {
		scope := string(meta.Scope)
		if scope == "" {
			scope = "no token"
		}
		fmt.Fprintf(&b, "\n%s: %s [%s]\n", meta.Action, meta.Does, scope)
		var last string
		for _, object := range variants(meta.Kind) {
			block := matrixBlock(p, meta, object)
			if block == last {
				fmt.Fprintf(&b, "  %s: the same\n", describe(object))
				continue
			}
			fmt.Fprintf(&b, "  %-34s%s\n%s", describe(object), heading(meta.Kind), block)
			last = block
		}
	}
	return b.String()
}

// cells are the verdicts for the five ways in, in the order of ways.
type cells [5]string

var ways = cells{"session", "token", "bare", "suspended", "elsewhere"}

func (c cells) String() string {
	return fmt.Sprintf("%-10s%-10s%-10s%-11s%-10s", c[0], c[1], c[2], c[3], c[4])
}

// line is one row: what may be done to one's own, and to another's.
type line struct{ own, others cells }

// like says whether a row tells nothing that the row of anyone does not tell. A
// role in another course should count for nothing there.
func (l line) like(anyone line) bool {
	same := func(a, b cells) bool {
		return slices.Equal(a[:4], b[:4]) && (a[4] == "" || a[4] == b[0])
	}
	return same(l.own, anyone.own) && same(l.others, anyone.others)
}

func ownable(kind policy.Kind) bool {
	_, owned := policy.ColumnsOf(kind)["owner"]
	return owned || kind == policy.Person
}

func heading(kind policy.Kind) string {
	if ownable(kind) {
		return "own: " + ways.String() + "another's: " + strings.TrimRight(ways.String(), " ")
	}
	return "     " + strings.TrimRight(ways.String(), " ")
}

func matrixBlock(p *policy.Policy, meta policy.Meta, object policy.Object) string {
	var b strings.Builder
	var anyone line
	for i, r := range matrixRoles() {
		row := matrixLine(p, meta, r, object)
		if i == 0 {
			anyone = row
		}
		if i > 0 && row.like(anyone) {
			continue
		}
		text := fmt.Sprintf("    %-32s     %s", r.name, row.own)
		if ownable(meta.Kind) {
			text += "           " + row.others.String()
		}
		b.WriteString(strings.TrimRight(text, " ") + "\n")
	}
	return b.String()
}

func matrixLine(p *policy.Policy, meta policy.Meta, r role, object policy.Object) line {
	own, others := object, object
	own.Owner, others.Owner = me, other
	if meta.Kind == policy.Person {
		own.ID, others.ID = string(me), string(other)
	}
	if r.command { // no account: it owns nothing, carries no token, is never suspended
		verdicts := cells{verdict(p.Allow(ctx, r.actor(), meta.Action, others))}
		if ownable(meta.Kind) {
			return line{others: verdicts}
		}
		return line{own: verdicts}
	}
	return line{own: matrixCells(p, meta, r, own), others: matrixCells(p, meta, r, others)}
}

func matrixCells(p *policy.Policy, meta policy.Meta, r role, object policy.Object) (c cells) {
	ask := func(bend func(*policy.Actor)) string {
		actor := r.actor()
		bend(&actor)
		return verdict(p.Allow(ctx, actor, meta.Action, object))
	}
	withScopes := func(scopes ...people.Scope) func(*policy.Actor) {
		return func(a *policy.Actor) { a.Way, a.Scopes = policy.ByToken, scopes }
	}
	right := []people.Scope{meta.Scope}
	if meta.Scope == "" {
		right = people.Scopes() // not even all of them together suffice
	}
	c[0], c[1], c[2] = ask(func(*policy.Actor) {}), ask(withScopes(right...)), ask(withScopes("unrelated:read"))
	c[3] = ask(func(a *policy.Actor) { a.Suspended = true })
	if r.inCourse != "" {
		c[4] = ask(func(a *policy.Actor) { a.Courses = map[people.CourseID][]people.Role{"elsewhere": {r.inCourse}} })
	}
	return c
}

func verdict(err error) string {
	switch reason := reasonOf(err); reason {
	case "":
		return "yes"
	case policy.ReasonRole:
		return "-"
	default:
		return string(reason)
	}
}
