package policy

import (
	"context"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"

	"preceptor/internal/people"
)

// modelUse is the one action about models. It is no way in, so Actions leaves it out.
const modelUse Action = "model.use"

// ModelUse is what the gate asks before it sends anything to a model.
type ModelUse struct {
	Actor    Actor           // for whom; TheInstallation() for nobody
	Purpose  string          // what the answer is for, for example "encounter.word"
	Class    string          // of the texts: public, internal, personal or health
	Hosted   bool            // the wire leaves the institution
	Course   people.CourseID // empty: outside courses
	Level    people.AILevel  // of the course or of the activity, the lower of the two
	Assessed bool            // the learner is being assessed at this moment
}

// AllowModel returns nil when the model may be used so, and a *Denied otherwise.
func (p *Policy) AllowModel(_ context.Context, use ModelUse) error {
	if use.Actor.Person == "" {
		return &Denied{Action: modelUse, Reason: ReasonSignIn}
	}
	principal := principalOf(use.Actor)
	// The way in was checked when the activity was; what a token may make the
	// activity do, it may make it ask a model for.
	details := wayOf(Actor{Way: ByJob}, "")
	details["purpose"], details["class"] = types.String(use.Purpose), types.String(use.Class)
	details["hosted"], details["assessed"] = types.Boolean(use.Hosted), types.Boolean(use.Assessed)
	details["course"], details["level"] = courseUID(use.Course), types.Long(use.Level)
	return p.decide(modelUse, question{
		request: cedar.Request{Principal: principal.UID, Action: actionUID(modelUse),
			Resource: types.NewEntityUID("Model", ""), Context: types.NewRecord(details)},
		entities: types.EntityMap{principal.UID: principal},
	})
}
