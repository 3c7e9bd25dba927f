package gate

import "errors"

// Why there is no answer, one sentinel per cause.
var (
	// ErrRequest says that the call itself is wrong: a fault of the program.
	ErrRequest = errors.New("gate: request incomplete")
	// ErrNotAllowed says that policy does not allow this use of a model.
	ErrNotAllowed = errors.New("gate: not allowed")
	// ErrNoModel says that no configured wire may take this matter.
	ErrNoModel = errors.New("gate: no model for this")
	// ErrPrivacy says that the text may not be sent to any model.
	ErrPrivacy = errors.New("gate: text may not be sent")
	// ErrBudget says that the budget of the person, the course or everybody is spent.
	ErrBudget = errors.New("gate: budget spent")
	// ErrAtOnce says that the person has too many calls open.
	ErrAtOnce = errors.New("gate: too many calls at once")
	// ErrModelFailed says that the model gave no usable answer; it wraps the error of package llm.
	ErrModelFailed = errors.New("gate: model failed")
	// ErrChecksFailed says that the answer did not pass its checks.
	ErrChecksFailed = errors.New("gate: answer failed its checks")
	// ErrUnrecorded says that budget or ledger could not be written; without a record there is no answer.
	ErrUnrecorded = errors.New("gate: call could not be recorded")
)

// refusals are the codes of what is refused before anything is asked.
var refusals = []struct {
	err  error
	code string
}{
	{ErrNotAllowed, "not_allowed"}, {ErrPrivacy, "privacy"}, {ErrNoModel, "no_model"},
	{ErrBudget, "budget"}, {ErrAtOnce, "at_once"},
}

// refusalCode gives the code of a refusal; "" when the error is none.
func refusalCode(err error) string {
	for _, r := range refusals {
		if errors.Is(err, r.err) {
			return r.code
		}
	}
	return ""
}
