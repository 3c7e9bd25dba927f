package policy

import (
	"slices"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"

	"preceptor/internal/people"
)

// question is what Cedar is asked: who, what, by which way, and about whom it
// knows what.
type question struct {
	request  cedar.Request
	entities types.EntityMap
}

// ask begins a question without its object.
func ask(actor Actor, meta Meta) question {
	principal := principalOf(actor)
	return question{
		request:  cedar.Request{Principal: principal.UID, Action: actionUID(meta.Action), Context: types.NewRecord(wayOf(actor, meta.Scope))},
		entities: types.EntityMap{principal.UID: principal},
	}
}

// add names the object. A person as an object has no attributes, and must not
// replace the principal's.
func (q *question) add(o Object) {
	shape := kinds[o.Kind]
	uid := types.NewEntityUID(types.EntityType(shape.entity), types.String(o.ID))
	q.request.Resource = uid
	if _, asked := q.entities[uid]; asked {
		return
	}
	attributes := types.RecordMap{}
	for a := range shape.columns {
		if a != itself {
			attributes[types.String(a)] = o.value(a)
		}
	}
	q.entities[uid] = types.Entity{UID: uid, Attributes: types.NewRecord(attributes)}
}

func (o Object) value(a attribute) types.Value {
	switch a {
	case owner:
		return personUID(o.Owner)
	case course:
		return courseUID(o.Course)
	case purpose:
		return types.String(o.Purpose)
	default:
		return types.String(o.Status)
	}
}

func principalOf(actor Actor) types.Entity {
	courses := func(role people.Role) types.Value {
		var in []types.Value
		for course, roles := range actor.Courses {
			if course != "" && (role == "" || slices.Contains(roles, role)) { // nobody holds a course role in the whole installation
				in = append(in, courseUID(course))
			}
		}
		return types.NewSet(in...)
	}
	return types.Entity{UID: personUID(actor.Person), Attributes: types.NewRecord(types.RecordMap{
		"roles":        setOf(actor.Roles),
		"suspended":    types.Boolean(actor.Suspended),
		"memberOf":     courses(""),
		"learnsIn":     courses(people.Learner),
		"teachesIn":    courses(people.Educator),
		"examinesIn":   courses(people.Examiner),
		"supervisesIn": courses(people.Supervisor),
		"leads":        courses(people.CurriculumLead),
	})}
}

func wayOf(actor Actor, needs people.Scope) types.RecordMap {
	return types.RecordMap{
		"byToken":   types.Boolean(actor.Way == ByToken),
		"byCommand": types.Boolean(actor.Way == ByCommand),
		"scopes":    setOf(actor.Scopes),
		"needs":     types.String(needs),
	}
}

func setOf[T ~string](words []T) types.Set {
	values := make([]types.Value, len(words))
	for i, word := range words {
		values[i] = types.String(word)
	}
	return types.NewSet(values...)
}

func personUID(who people.ID) types.EntityUID { return types.NewEntityUID("Person", types.String(who)) }

func courseUID(c people.CourseID) types.EntityUID {
	return types.NewEntityUID("Course", types.String(c))
}
