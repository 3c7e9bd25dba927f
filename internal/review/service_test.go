package review_test

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/events"
	"preceptor/internal/id"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/privacy"
	"preceptor/internal/review"
)

var ctx = context.Background()

// faculty is a service with everything that stands behind it, and three
// educators of the library: Ana writes, Bo and Cy review.
type faculty struct {
	*review.Service
	t           testing.TB
	db          *db.DB
	events      *events.Stream
	keys        *privacy.KeyFile
	rules       *policy.Policy
	ana, bo, cy people.ID
}

func newFaculty(t testing.TB, d *db.DB) *faculty {
	t.Helper()
	f, dir, ids := &faculty{t: t, db: d}, t.TempDir(), id.NewSource(time.Now, rand.Reader)
	var err error
	f.keys, err = privacy.OpenKeyFile(ctx, filepath.Join(dir, "keys.db"), time.Now)
	f.must(err)
	t.Cleanup(func() { f.must(f.keys.Close()) })
	master, err := privacy.OpenMaster(filepath.Join(dir, "master.key"), rand.Reader)
	f.must(err)
	signer, err := ledger.OpenSigner(filepath.Join(dir, "ledger.key"), rand.Reader)
	f.must(err)
	f.rules, err = policy.New(ctx, policy.Embedded{})
	f.must(err)
	f.events = events.New(d, ids, time.Hour)
	f.Service = review.New(review.Config{
		DB: d, IDs: ids, Events: f.events, Vault: privacy.NewVault(f.keys, master, rand.Reader, time.Now),
		Ledger: ledger.New(d, ids, signer, slog.New(slog.DiscardHandler)),
	})
	f.ana, f.bo, f.cy = id.New[people.ID](ids), id.New[people.ID](ids), id.New[people.ID](ids)
	return f
}

func (f *faculty) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

// open begins the review of a case of Ana's and submits its first revision.
func (f *faculty) submitted(subject string, approvals int) review.Review {
	f.t.Helper()
	r, err := f.Open(ctx, review.Subject{Kind: "case", ID: subject}, "", f.ana, approvals)
	f.must(err)
	return f.decide(r, review.Submit, f.ana, "")
}

func (f *faculty) decide(r review.Review, a review.Action, by people.ID, comment string) review.Review {
	f.t.Helper()
	d := review.Decision{Action: a, By: by, Version: r.Version, Revision: max(1, r.Revision), Comment: comment}
	after, err := f.Decide(ctx, r.ID, d)
	f.must(err)
	return after
}

func (f *faculty) inbox(who people.ID) (toDecide, toCorrect []string) {
	f.t.Helper()
	scope, err := f.rules.Scope(ctx, policy.Actor{Person: who, Way: policy.BySession, Roles: []people.Role{people.Educator}}, policy.ReviewDecide, policy.Review)
	f.must(err)
	box, err := f.Inbox(ctx, who, scope, 50)
	f.must(err)
	return subjects(box.ToDecide), subjects(box.ToCorrect)
}

func subjects(list []review.Review) (ids []string) {
	for _, r := range list {
		ids = append(ids, r.Subject.ID)
	}
	return ids
}

// Ana's case is returned by Bo, corrected, and approved by Cy.
func TestACaseGoesThroughReview(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFaculty(t, d)
		r := f.submitted("chest-pain", 1)
		if again, err := f.Open(ctx, r.Subject, "", f.cy, 1); err != nil || again.ID != r.ID || again.Author != f.ana {
			t.Errorf("opening it again gave %+v, %v", again, err)
		}
		if toDecide, _ := f.inbox(f.bo); !slices.Equal(toDecide, []string{"chest-pain"}) {
			t.Errorf("Bo has to decide %v", toDecide)
		}
		if toDecide, toCorrect := f.inbox(f.ana); len(toDecide)+len(toCorrect) != 0 {
			t.Errorf("Ana's inbox holds %v and %v", toDecide, toCorrect)
		}
		r = f.decide(r, review.Return, f.bo, " The onset is missing. ")
		if _, toCorrect := f.inbox(f.ana); !slices.Equal(toCorrect, []string{"chest-pain"}) {
			t.Errorf("Ana has to correct %v", toCorrect)
		}
		r.Revision = 2
		r = f.decide(r, review.Submit, f.ana, "")
		r = f.decide(r, review.Approve, f.cy, "")
		if r.State != review.Approved || r.ApprovedRevision != 2 {
			t.Errorf("%+v", r)
		}
		kept, err := f.Of(ctx, r.Subject)
		if diff := cmp.Diff(r, kept); err != nil || diff != "" {
			t.Errorf("%v\n%s", err, diff)
		}
		f.checkHistory(r.ID)
		f.checkEvents(r)
	})
}

func (f *faculty) checkHistory(r review.ID) {
	f.t.Helper()
	steps, err := f.History(ctx, r)
	f.must(err)
	type line struct {
		Action   review.Action
		To       review.State
		By       people.ID
		Revision int64
		Comment  string
	}
	var got []line
	for _, s := range steps {
		got = append(got, line{s.Action, s.To, s.By, s.Revision, s.Comment})
	}
	want := []line{
		{review.Submit, review.InReview, f.ana, 1, ""},
		{review.Return, review.ChangesRequested, f.bo, 1, "The onset is missing."},
		{review.Submit, review.InReview, f.ana, 2, ""},
		{review.Approve, review.Approved, f.cy, 2, ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		f.t.Error(diff)
	}
}

func (f *faculty) checkEvents(r review.Review) {
	f.t.Helper()
	page, err := f.events.Read(ctx, 0, 100)
	f.must(err)
	var kinds []string
	for _, e := range page {
		if e.Subject != string(r.ID) {
			f.t.Errorf("an event of %s", e.Subject)
		}
		kinds = append(kinds, string(e.Kind))
	}
	if want := []string{"review.submitted", "review.returned", "review.submitted", "review.approved"}; !slices.Equal(kinds, want) {
		f.t.Errorf("the nodes were told %v", kinds)
	}
	var leaves int
	f.must(f.db.QueryRow(ctx, `SELECT COUNT(*) FROM ledger_pending`).Scan(&leaves))
	if leaves != 4 {
		f.t.Errorf("the ledger was told %d times", leaves)
	}
}

func TestTwoApprovalsAreOfTwoPeople(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFaculty(t, d)
		r := f.decide(f.submitted("exam-item", 2), review.Approve, f.bo, "")
		if r.State != review.InReview {
			t.Errorf("%+v", r)
		}
		if toDecide, _ := f.inbox(f.bo); len(toDecide) != 0 {
			t.Errorf("Bo still has to decide %v", toDecide)
		}
		if toDecide, _ := f.inbox(f.cy); len(toDecide) != 1 {
			t.Errorf("Cy has to decide %v", toDecide)
		}
		_, err := f.Decide(ctx, r.ID, review.Decision{Action: review.Approve, By: f.bo, Version: r.Version, Revision: 1})
		if !errors.Is(err, review.ErrAlready) {
			t.Errorf("Bo's second approval gave %v", err)
		}
		// A new submission needs both again.
		r = f.decide(r, review.Return, f.cy, "the key is wrong")
		r.Revision = 2
		r = f.decide(r, review.Submit, f.ana, "")
		if r = f.decide(r, review.Approve, f.bo, ""); r.State != review.InReview {
			t.Errorf("%+v", r)
		}
		if r = f.decide(r, review.Approve, f.cy, ""); r.State != review.Approved {
			t.Errorf("%+v", r)
		}
	})
}

// Of many reviewers who click at the same moment, one decides.
func TestOneOfManyDecisionsAtOnceCounts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFaculty(t, d)
		r := f.submitted("chest-pain", 1)
		var wg sync.WaitGroup
		errs := make([]error, 6)
		for i := range errs {
			d := review.Decision{Action: review.Approve, By: f.bo, Version: r.Version, Revision: 1}
			if i%2 == 1 {
				d = review.Decision{Action: review.Return, By: f.cy, Version: r.Version, Revision: 1, Comment: "no"}
			}
			wg.Go(func() { _, errs[i] = f.Decide(ctx, r.ID, d) })
		}
		wg.Wait()
		done := 0
		for _, err := range errs {
			if err == nil {
				done++
			} else if !errors.Is(err, review.ErrChanged) {
				t.Error(err)
			}
		}
		steps, err := f.History(ctx, r.ID)
		if done != 1 || err != nil || len(steps) != 2 {
			t.Errorf("%d decisions counted; %d steps, %v", done, len(steps), err)
		}
	})
}

func TestARefusedStepLeavesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFaculty(t, d)
		r := f.submitted("chest-pain", 1)
		_, err := f.Decide(ctx, r.ID, review.Decision{Action: review.Approve, By: f.ana, Version: r.Version, Revision: 1, Comment: "fine by me"})
		if !errors.Is(err, review.ErrOwnWork) {
			t.Errorf("approving one's own gave %v", err)
		}
		if steps, err := f.History(ctx, r.ID); err != nil || len(steps) != 1 {
			t.Errorf("%v, %v", steps, err)
		}
		if _, err := f.Decide(ctx, "nothing", review.Decision{Action: review.Retire, By: f.ana}); !errors.Is(err, review.ErrNotFound) {
			t.Errorf("an unknown review gave %v", err)
		}
		if _, err := f.Open(ctx, review.Subject{Kind: "Case"}, "", f.ana, 1); !errors.Is(err, review.ErrIncomplete) {
			t.Errorf("a malformed subject gave %v", err)
		}
	})
}

// The reviewer's words go with the reviewer; that there was a step stays.
func TestAnErasedReviewersCommentIsGone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFaculty(t, d)
		r := f.decide(f.submitted("chest-pain", 1), review.Return, f.bo, "see my own history")
		f.must(f.keys.Destroy(ctx, f.bo, d.Now()))
		f.Vault.(*privacy.Vault).Evict(f.bo)
		steps, err := f.History(ctx, r.ID)
		if err != nil || len(steps) != 2 || !steps[1].Erased || steps[1].Comment != "" || steps[0].Erased {
			t.Errorf("%+v, %v", steps, err)
		}
	})
}

func TestListsKeepToTheScope(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFaculty(t, d)
		f.submitted("library-case", 1)
		r, err := f.Open(ctx, review.Subject{Kind: "item", ID: "course-item"}, "cardiology", f.ana, 1)
		f.must(err)
		f.decide(r, review.Submit, f.ana, "")
		_, err = f.Open(ctx, review.Subject{Kind: "case", ID: "course-draft"}, "cardiology", f.ana, 1)
		f.must(err)
		teacher := policy.Actor{Person: f.bo, Way: policy.BySession, Courses: map[people.CourseID][]people.Role{"cardiology": {people.Educator}}}
		scope, err := f.rules.Scope(ctx, teacher, policy.ReviewRead, policy.Review)
		f.must(err)
		for _, c := range []struct {
			kind  string
			state review.State
			want  []string
		}{
			{"", "", []string{"course-item", "course-draft"}},
			{"case", "", []string{"course-draft"}},
			{"", review.InReview, []string{"course-item"}},
			{"source", review.Retired, nil},
		} {
			list, err := f.List(ctx, scope, c.kind, c.state, 10)
			f.must(err)
			if got := subjects(list); !slices.Equal(got, c.want) {
				t.Errorf("%q %q: %v, want %v", c.kind, c.state, got, c.want)
			}
		}
	})
}
