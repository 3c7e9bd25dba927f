package policy_test

import (
	"errors"
	"testing"

	"preceptor/internal/people"
	"preceptor/internal/policy"
)

func TestModelsAreUsedAsFarAsTheCourseAllows(t *testing.T) {
	p := rules(t)
	learner := policy.Actor{Person: "ana", Way: policy.BySession, Courses: map[people.CourseID][]people.Role{"cardiology": {people.Learner}}}
	educator := policy.Actor{Person: "bo", Way: policy.ByJob, Courses: map[people.CourseID][]people.Role{"cardiology": {people.Educator}}}
	gone := learner
	gone.Suspended = true
	use := func(actor policy.Actor, purpose, class string, level people.AILevel) policy.ModelUse {
		return policy.ModelUse{Actor: actor, Purpose: purpose, Class: class, Course: "cardiology", Level: level}
	}
	hosted, assessed := func(u policy.ModelUse) policy.ModelUse { u.Hosted = true; return u }, func(u policy.ModelUse) policy.ModelUse { u.Assessed = true; return u }
	elsewhere := use(educator, "case.draft", "internal", people.AIOpen)
	elsewhere.Course = "surgery"
	for name, test := range map[string]struct {
		use  policy.ModelUse
		want policy.Reason // empty: allowed
	}{
		"the patient's voice":                     {use(learner, "encounter.word", "personal", people.AIWords), ""},
		"the patient's voice in an exam":          {assessed(use(learner, "encounter.word", "personal", people.AIWords)), ""},
		"the patient's voice in a course without": {use(learner, "encounter.word", "personal", people.AINone), policy.ReasonLevel},
		"the patient's voice from a hosted model": {hosted(use(learner, "encounter.word", "personal", people.AIOpen)), policy.ReasonClass},
		"a public text to a hosted model":         {hosted(use(learner, "tutor.answer", "public", people.AISupport)), ""},
		"a text of no class to a hosted model":    {hosted(use(learner, "tutor.answer", "", people.AISupport)), policy.ReasonClass},
		"the tutor below its level":               {use(learner, "tutor.answer", "personal", people.AIWords), policy.ReasonRole},
		"the tutor in an exam":                    {assessed(use(learner, "tutor.answer", "personal", people.AIOpen)), policy.ReasonAssessed},
		"a draft for the learner":                 {use(learner, "writing.draft", "personal", people.AIDrafts), ""},
		"a draft for the learner below its level": {use(learner, "writing.draft", "personal", people.AISupport), policy.ReasonRole},
		"a suggested mark, for an educator":       {use(educator, "mark.suggest", "personal", people.AIWords), ""},
		"a suggested mark, for the learner":       {use(learner, "mark.suggest", "personal", people.AIOpen), policy.ReasonRole},
		"a drafted case, for an educator":         {use(educator, "case.draft", "internal", people.AIWords), ""},
		"a drafted case in another course":        {elsewhere, policy.ReasonRole},
		"a purpose that nobody thought of":        {use(educator, "grade.final", "personal", people.AIOpen), policy.ReasonRole},
		"a suspended person":                      {use(gone, "encounter.word", "personal", people.AIOpen), policy.ReasonSuspended},
		"nobody":                                  {use(policy.Actor{}, "encounter.word", "personal", people.AIOpen), policy.ReasonSignIn},
		"the search index, for nobody":            {use(policy.TheInstallation(), "search.embed", "internal", people.AIWords), ""},
		"a case drafted by the program of itself": {use(policy.TheInstallation(), "case.draft", "internal", people.AIOpen), policy.ReasonRole},
	} {
		err := p.AllowModel(ctx, test.use)
		if reasonOf(err) != test.want || (err != nil) != errors.Is(err, policy.ErrDenied) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
