package api

import (
	"errors"
	"fmt"
	"net/http"

	"preceptor/internal/cases"
	"preceptor/internal/encounter"
	"preceptor/internal/events"
	"preceptor/internal/id"
	"preceptor/internal/jobs"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/privacy"
	"preceptor/internal/record"
	"preceptor/internal/rubric"
)

// The causes that begin in this package.
var (
	errPath      = errors.New("there is nothing at this address")
	errMethod    = errors.New("this address does not take this method")
	errNothing   = errors.New("there is no such thing, or it is not yours to see")
	errParameter = errors.New("a parameter of the address is wrong")
	errBody      = errors.New("the body is wrong")
	errMedia     = errors.New("the body has to be application/json")
	errTooLarge  = errors.New("the body is larger than 64 KiB")
	errNoVersion = errors.New("name the version that you saw in an If-Match header")
	errChanged   = errors.New("it was changed since you saw it; read it again")
	errOutside   = fmt.Errorf("%w: the tree of that size does not hold it", errParameter)
	errCourse    = errors.New("the case belongs to another course")
)

// cause is an error of the floors below with its words here.
type cause struct {
	err    error
	slug   string
	status int
	title  string
	whole  bool // the error's whole text is fit for the caller, not only the cause's
}

// sentence says what happened.
func (c cause) sentence(err error) string {
	if c.whole {
		return sentence(err.Error())
	}
	return sentence(c.err.Error())
}

const (
	notFound = "Not found"
	conflict = "Not in this state"
	refused  = "The body is not acceptable"
)

// causes is the one table of errors in words. The first that fits counts.
var causes = []cause{
	{err: errPath, slug: "no-such-address", status: http.StatusNotFound, title: notFound},
	{err: errMethod, slug: "wrong-method", status: http.StatusMethodNotAllowed, title: "Method not allowed"},
	{err: errNothing, slug: "not-found", status: http.StatusNotFound, title: notFound},
	{err: errParameter, slug: "wrong-parameter", status: http.StatusBadRequest, title: "The address is not acceptable", whole: true},
	{err: errBody, slug: "wrong-body", status: http.StatusBadRequest, title: refused, whole: true},
	{err: errMedia, slug: "wrong-media-type", status: http.StatusUnsupportedMediaType, title: refused},
	{err: errTooLarge, slug: "too-large", status: http.StatusRequestEntityTooLarge, title: refused},
	{err: errNoVersion, slug: "version-missing", status: http.StatusPreconditionRequired, title: "A version is needed"},
	{err: errChanged, slug: "changed", status: http.StatusPreconditionFailed, title: "Changed in the meantime"},
	{err: errCourse, slug: "other-course", status: http.StatusUnprocessableEntity, title: refused},
	{err: tooMany{}, slug: "too-many-requests", status: http.StatusTooManyRequests, title: "Too many requests"},

	{err: people.ErrSignIn, slug: "sign-in", status: http.StatusUnauthorized, title: "Nobody is signed in"},
	{err: people.ErrSuspended, slug: "suspended", status: http.StatusForbidden, title: "The account is suspended"},
	{err: people.ErrNotFound, slug: "not-found", status: http.StatusNotFound, title: notFound},
	{err: people.ErrStatus, slug: "wrong-state", status: http.StatusConflict, title: conflict},
	{err: people.ErrName, slug: "wrong-body", status: http.StatusUnprocessableEntity, title: refused},
	{err: people.ErrScope, slug: "wrong-body", status: http.StatusUnprocessableEntity, title: refused},
	{err: people.ErrTokenLifetime, slug: "wrong-body", status: http.StatusUnprocessableEntity, title: refused},

	{err: cases.ErrNoCase, slug: "not-found", status: http.StatusNotFound, title: notFound},
	{err: id.ErrMalformed, slug: "not-a-ulid", status: http.StatusUnprocessableEntity, title: refused},
	{err: encounter.ErrNotFound, slug: "not-found", status: http.StatusNotFound, title: notFound},
	{err: encounter.ErrOver, slug: "encounter-over", status: http.StatusConflict, title: conflict},
	{err: encounter.ErrNotOver, slug: "encounter-not-over", status: http.StatusConflict, title: conflict},
	{err: encounter.ErrNoDiagnosis, slug: "no-diagnosis", status: http.StatusConflict, title: conflict},
	{err: encounter.ErrOpenTaken, slug: "encounter-taken", status: http.StatusConflict, title: "Begun before with another case"},
	{err: encounter.ErrPurpose, slug: "wrong-body", status: http.StatusUnprocessableEntity, title: refused},
	{err: encounter.ErrBusy, slug: "busy", status: http.StatusServiceUnavailable, title: "Busy"},
	{err: encounter.ErrTurnTaken, slug: "turn-taken", status: http.StatusConflict, title: "Sent before with other words"},
	{err: encounter.ErrNothingSaid, slug: "nothing-said", status: http.StatusUnprocessableEntity, title: refused},
	{err: encounter.ErrTooLong, slug: "too-long", status: http.StatusUnprocessableEntity, title: refused},
	{err: encounter.ErrKind, slug: "wrong-body", status: http.StatusUnprocessableEntity, title: refused},
	{err: encounter.ErrConfidence, slug: "wrong-body", status: http.StatusUnprocessableEntity, title: refused},
	{err: encounter.ErrStale, slug: "changed", status: http.StatusPreconditionFailed, title: "Changed in the meantime"},

	{err: rubric.ErrOwnReading, slug: "own-matter", status: http.StatusForbidden, title: "Not for one's own things"},
	{err: rubric.ErrSigned, slug: "signed", status: http.StatusConflict, title: conflict},
	{err: rubric.ErrSameMark, slug: "same-mark", status: http.StatusConflict, title: conflict},
	{err: rubric.ErrUndecided, slug: "marks-open", status: http.StatusConflict, title: conflict},
	{err: rubric.ErrNoItem, slug: "no-such-item", status: http.StatusUnprocessableEntity, title: refused},
	{err: rubric.ErrNoReason, slug: "reason-missing", status: http.StatusUnprocessableEntity, title: refused},

	{err: record.ErrNotFound, slug: "not-found", status: http.StatusNotFound, title: notFound},
	{err: privacy.ErrErased, slug: "erased", status: http.StatusGone, title: "Erased"},
	{err: ledger.ErrNotFound, slug: "not-found", status: http.StatusNotFound, title: notFound},
	{err: ledger.ErrWaiting, slug: "entry-waiting", status: http.StatusConflict, title: conflict},
	{err: jobs.ErrNotFound, slug: "wrong-state", status: http.StatusConflict, title: conflict},
	{err: events.ErrPruned, slug: "events-gone", status: http.StatusGone, title: "No longer kept"},
}

// refusals are the policy's reasons in words.
var refusals = map[policy.Reason]struct {
	slug, title, detail string
	status              int
}{
	policy.ReasonSignIn:    {"sign-in", "Nobody is signed in", "Please sign in.", http.StatusUnauthorized},
	policy.ReasonSuspended: {"suspended", "The account is suspended", "This account is suspended.", http.StatusForbidden},
	policy.ReasonScope:     {"scope-missing", "The API token does not reach so far", "The API token lacks a scope.", http.StatusForbidden},
	policy.ReasonPrivate:   {"not-found", notFound, "There is no such thing, or it is not yours to see.", http.StatusNotFound},
	policy.ReasonOwn:       {"own-matter", "Not for one's own things", "Nobody does this to their own things.", http.StatusForbidden},
	policy.ReasonUndecided: {"forbidden", "Not allowed", "The rules cannot decide this, so the answer is no.", http.StatusForbidden},
	policy.ReasonRole:      {"forbidden", "Not allowed", "None of your roles may do this.", http.StatusForbidden},
}
