package pages

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"preceptor/internal/encounter"
	"preceptor/internal/people"
	"preceptor/internal/web"
	"preceptor/internal/web/view"
)

// made tells how replies and marks came about.
type made struct{ desk }

// ref names what was made: an encounter's marks by its id, a reply by id and turn.
func ref(e encounter.ID, turn int) string { return fmt.Sprintf("%s.%d", e, turn) }

// splitRef gives the turn as -1 when the ref is about the marks.
func splitRef(text string) (encounter.ID, int) {
	id, number, found := strings.Cut(text, ".")
	n, err := strconv.Atoi(number)
	if !found || err != nil {
		n = -1
	}
	return encounter.ID(id), n
}

// Provenance tells a learner who is still talking only who made a reply, not
// the fact behind it or the question that was understood: those are answers.
func (s made) Provenance(ctx context.Context, actor web.Actor, reference string) (view.Provenance, error) {
	id, turn := splitRef(reference)
	t, err := s.talk(ctx, string(id))
	if err != nil {
		return view.Provenance{}, err
	}
	if turn < 0 {
		return s.marks(ctx, t, reference)
	}
	if turn >= len(t.all) {
		return view.Provenance{}, web.ErrNotFound
	}
	p := t.reply(t.all[turn], reference)
	if idOf(actor) == t.e.Learner && t.e.Status != encounter.Finished {
		p = withoutAnswers(p)
	}
	return p, nil
}

func withoutAnswers(p view.Provenance) view.Provenance {
	p.Sources = nil
	for n := range p.Checks {
		p.Checks[n].Detail = ""
	}
	return p
}

// reply tells how a patient's reply was found and who worded it.
func (t *talk) reply(turn encounter.Turn, reference string) view.Provenance {
	p := view.Provenance{Ref: reference, By: madeBy(turn.WordedBy), At: turn.At.Time(), Model: turn.WordedBy.Model,
		Prompt: encounter.EngineVersion, Disclosure: turn.WordedBy.Disclosure}
	for _, f := range turn.Reply.Facts {
		p.Sources = append(p.Sources, view.Source{Title: t.c.Title, Passage: f.Text, Support: view.Supported})
	}
	if why := turn.Reply.Match.Why; why != "" {
		p.Checks = append(p.Checks, view.Check{Name: "Understood", Passed: true, Detail: why})
	}
	if turn.WordedBy.Instead != "" {
		p.Checks = append(p.Checks, view.Check{Name: "Model's wording", Detail: "Not used: " + turn.WordedBy.Instead + ". The engine's own words stand."})
	}
	return p
}

func (s made) marks(ctx context.Context, t *talk, reference string) (view.Provenance, error) {
	marks, err := s.Encounters.Marks(ctx, t.e)
	if err != nil {
		return view.Provenance{}, words(err)
	}
	p := view.Provenance{Ref: reference, By: view.MadeByEngine, At: t.e.FinishedAt.Time(), Prompt: encounter.MarkerVersion,
		Checks: []view.Check{{Name: "Quotes stand in the talk", Passed: true}}}
	if marks.SignedBy != "" {
		p.Reviewer, p.ReviewedAt = s.named(ctx, people.ID(marks.SignedBy)), marks.SignedAt
	}
	return p, nil
}

// Report files a problem with the event stream, from which the educators' inbox is fed.
func (s made) Report(ctx context.Context, actor web.Actor, reference, problem string) error {
	id, turn := splitRef(reference)
	return words(s.Encounters.Report(ctx, id, idOf(actor), turn, encounter.Problem(problem)))
}
