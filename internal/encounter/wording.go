package encounter

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"preceptor/internal/cases"
	"preceptor/internal/gate"
	"preceptor/internal/gate/checks"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/privacy"
)

//go:embed prompts/*.md
var promptFiles embed.FS

var wordPrompt = gate.LoadPrompts(promptFiles).Must("encounter.word")

// Gate asks a model; *gate.Gate is one.
type Gate interface {
	// May tells beforehand whether a model may be asked, without leaving a trace.
	May(ctx context.Context, m gate.Matter) error
	Ask(ctx context.Context, r gate.Request) (gate.Answer, error)
}

// mostWordingTokens bounds a wording: three spoken sentences with room to spare.
const mostWordingTokens = 200

// word lets a model say what the engine decided, in the patient's own way. The
// engine's own words stay when there is no model, when nothing of the case is
// told, when the wording does not pass, and when it is late: a talk never waits
// for longer than the service's patience, nor for a second try.
func (s *Service) word(ctx context.Context, e Encounter, c *cases.Case, after cases.State, turn *Turn) {
	if s.Gate == nil || len(turn.Reply.Facts) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, s.Patience)
	defer cancel()
	if err := s.Gate.May(ctx, wordingMatter(e)); err != nil {
		turn.WordedBy = WordedBy{Instead: whyNot(err)}
		return
	}
	answer, err := s.Gate.Ask(ctx, wordingOf(e, c, after, *turn))
	if err != nil {
		turn.WordedBy = WordedBy{Call: string(answer.Call), Instead: whyNot(errors.Join(ctx.Err(), err))}
		return
	}
	turn.Reply.Text = answer.Text
	turn.WordedBy = WordedBy{Model: answer.Model, Call: string(answer.Call), Disclosure: answer.Disclosure()}
}

func wordingMatter(e Encounter) gate.Matter {
	return gate.Matter{Purpose: "encounter.word", Actor: e.Learner, Course: e.Course,
		Activity: gate.Activity{Kind: "encounter", ID: string(e.ID)}, Class: privacy.Personal,
		Level: people.AIWords, Assessed: e.Purpose == policy.Assessed}
}

// wordingOf shows a model what may be seen for this reply: its facts, the draft,
// the last question, and who speaks in what mood. Nothing that was not said.
func wordingOf(e Encounter, c *cases.Case, after cases.State, turn Turn) gate.Request {
	seen := cases.MaterialFor(c, after, turn.Reply)
	return gate.Request{
		Matter: wordingMatter(e),
		Prompt: wordPrompt,
		Input: map[string]any{"speaker": seen.Speaker, "persona": seen.Persona, "mood": seen.Mood,
			"question": seen.Say, "draft": seen.Own},
		Sources: told(turn.Reply.Facts),
		Checker: faithful(c, after, turn.Reply),
		Tokens:  mostWordingTokens,
	}
}

func told(facts []cases.Told) []gate.Source {
	sources := make([]gate.Source, len(facts))
	for n, f := range facts {
		sources[n] = gate.Source{ID: f.ID, Text: f.Text}
	}
	return sources
}

// faithful passes a wording that says what the reply and its facts say, all of
// it and nothing else: twice judged, by the gate's checks of content and by the
// case's own, which knows the diagnosis and what a fact means.
func faithful(c *cases.Case, after cases.State, reply cases.Reply) gate.Checker {
	ground := []string{reply.Text}
	for _, f := range reply.Facts {
		ground = append(ground, f.Text)
	}
	given := checks.NewGround(ground)
	return func(_ context.Context, d gate.Draft) []gate.Check {
		results := append(checks.Form(d.Text, 3*len(reply.Text)+200), given.Judge(d.Text)...)
		return append(results, ofTheCase(cases.CheckWording(c, after, reply, d.Text)))
	}
}

// ofTheCase counts the faults that the case finds; their text stays here.
func ofTheCase(faults []cases.Fault) gate.Check {
	check := gate.Check{Name: "case", OK: len(faults) == 0}
	if !check.OK {
		check.Detail = fmt.Sprintf("%d faults against the case", len(faults))
	}
	return check
}

// reasons are the codes that a turn keeps when a model's wording was not used,
// the first that fits.
var reasons = []struct {
	err  error
	code string
}{
	{gate.ErrChecksFailed, "checks"}, {context.DeadlineExceeded, "late"}, {gate.ErrBudget, "budget"}, {gate.ErrAtOnce, "busy"}, {gate.ErrNotAllowed, "policy"},
	{gate.ErrPrivacy, "privacy"}, {gate.ErrModelFailed, "model"},
}

// whyNot is empty when there simply is no model.
func whyNot(err error) string {
	if errors.Is(err, gate.ErrNoModel) {
		return ""
	}
	for _, r := range reasons {
		if errors.Is(err, r.err) {
			return r.code
		}
	}
	return "other"
}

// disclosed says once for a whole talk what a model did in it; empty when nothing.
func disclosed(turns []Turn) string {
	worded, replies := map[string]int{}, 0
	for _, t := range turns {
		if t.Kind == Say {
			replies++
		}
		if t.WordedBy.Model != "" {
			worded[t.WordedBy.Model]++
		}
	}
	var parts []string
	for _, model := range slices.Sorted(maps.Keys(worded)) {
		parts = append(parts, fmt.Sprintf("%d by the AI model %s", worded[model], model))
	}
	if len(parts) == 0 {
		return ""
	}
	return fmt.Sprintf("Of %d replies of the patient, worded were %s (prompt %s); what was told, the engine decided.",
		replies, strings.Join(parts, ", "), wordPrompt.Name())
}
