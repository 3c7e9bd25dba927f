package gate

import (
	"context"

	"preceptor/internal/people"
	"preceptor/internal/policy"
)

// Rules is the Policy of an installation: its written rules, asked with the person's roles and the
// course's level as they stand at this moment.
type Rules struct {
	Book   RuleBook
	People Presences
}

// RuleBook decides about the use of models; *policy.Policy is one.
type RuleBook interface {
	AllowModel(ctx context.Context, use policy.ModelUse) error
}

// Presences knows people and courses; *people.Service does.
type Presences interface {
	PresenceOf(ctx context.Context, who people.ID) (people.Presence, error)
	Course(ctx context.Context, course people.CourseID) (people.Course, error)
}

// AllowModel asks the rules. The course can lower the activity's level, never raise it; a person or
// course that cannot be found is refused.
func (r Rules) AllowModel(ctx context.Context, m Matter, hosted bool) error {
	use := policy.ModelUse{
		Actor: policy.TheInstallation(), Purpose: m.Purpose, Class: m.Class.String(),
		Hosted: hosted, Course: m.Course, Level: m.Level, Assessed: m.Assessed,
	}
	if m.Actor != "" {
		presence, err := r.People.PresenceOf(ctx, m.Actor)
		if err != nil {
			return err
		}
		use.Actor = policy.Of(presence)
	}
	if m.Course != "" {
		course, err := r.People.Course(ctx, m.Course)
		if err != nil {
			return err
		}
		use.Level = min(use.Level, course.AILevel)
	}
	return r.Book.AllowModel(ctx, use)
}
