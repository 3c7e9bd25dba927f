package record

import (
	"context"
	"strings"

	"preceptor/internal/people"
	"preceptor/internal/policy"
)

// Scope is what the reader may see, as policy gives it. The empty Scope is
// refused; AllOf spells out "everything".
type Scope = policy.Predicate

// AllOf is the scope of the installation's own work: every record.
var AllOf = Scope{SQL: "1 = 1"}

// Query asks for records, oldest first. Empty fields do not restrict.
type Query struct {
	Scope      Scope // required
	Learner    people.ID
	Course     people.CourseID
	Activity   Activity // its kind alone, or kind and id
	Competency string   // framework:code
	Purpose    policy.Purpose
	Superseded bool // also what corrections replaced
	After      ID   // the last record of the page before
	Most       int  // records per page; 0: 100, at most 1000
}

const (
	usualPage = 100
	mostPage  = 1000
)

// List gives a page of records without their bodies, in the order of their identifiers.
func (s *Service) List(ctx context.Context, q Query) ([]Record, error) {
	if strings.TrimSpace(q.Scope.SQL) == "" {
		return nil, ErrScope
	}
	where, args := q.where()
	return s.selectRecords(ctx, where, args, q.most())
}

func (q Query) most() int {
	if q.Most <= 0 {
		return usualPage
	}
	return min(q.Most, mostPage)
}

// where joins the conditions; only the scope's text comes from outside this file.
func (q Query) where() (string, []any) {
	conditions, args := []string{"(" + q.Scope.SQL + ")"}, append([]any(nil), q.Scope.Args...)
	add := func(wanted bool, condition string, values ...any) {
		if wanted {
			conditions, args = append(conditions, condition), append(args, values...)
		}
	}
	add(q.Learner != "", "records.learner = ?", q.Learner)
	add(q.Course != "", "records.course = ?", q.Course)
	add(q.Activity.Kind != "", "records.activity_kind = ?", q.Activity.Kind)
	add(q.Activity.ID != "", "records.activity_id = ?", q.Activity.ID)
	add(q.Purpose != "", "records.purpose = ?", q.Purpose)
	add(q.After != "", "records.id > ?", q.After)
	add(q.Competency != "", "records.id IN (SELECT record_id FROM record_competencies WHERE code = ?)", q.Competency)
	add(!q.Superseded, "NOT EXISTS (SELECT 1 FROM records later WHERE later.supersedes = records.id)")
	return strings.Join(conditions, " AND "), args
}
