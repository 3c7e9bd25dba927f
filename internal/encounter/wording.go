package encounter

import (
	"context"
	"embed"
	"errors"

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
	HasChat() bool
	Ask(ctx context.Context, r gate.Request) (gate.Answer, error)
}

// mostWordingTokens bounds a wording: three spoken sentences with room to spare.
const mostWordingTokens = 200

// word lets a model say what the engine decided, in the patient's own way. The
// engine's own words stay when there is no model, when nothing of the case is
// told, or when the wording does not pass; a talk never waits for a second try.
func (s *Service) word(ctx context.Context, e Encounter, c *cases.Case, turn *Turn) {
	if s.Gate == nil || !s.Gate.HasChat() || len(turn.Reply.Facts) == 0 {
		return
	}
	answer, err := s.Gate.Ask(ctx, wordingOf(e, c, *turn))
	if err != nil {
		turn.WordedBy = WordedBy{Call: string(answer.Call), Instead: whyNot(err)}
		return
	}
	turn.Reply.Text = answer.Text
	turn.WordedBy = WordedBy{Model: answer.Model, Call: string(answer.Call), Disclosure: answer.Disclosure()}
}

// wordingOf shows a model the facts that this reply tells, the draft and the
// last question: nothing that the patient has not said.
func wordingOf(e Encounter, c *cases.Case, turn Turn) gate.Request {
	draft := turn.Reply.Text
	return gate.Request{
		Matter: gate.Matter{Purpose: "encounter.word", Actor: e.Learner, Course: e.Course,
			Activity: gate.Activity{Kind: "encounter", ID: string(e.ID)}, Class: privacy.Personal,
			Level: people.AIWords, Assessed: e.Purpose == policy.Assessed},
		Prompt:  wordPrompt,
		Input:   map[string]any{"persona": persona(c), "question": turn.Text, "draft": draft},
		Sources: told(turn.Reply.Facts),
		Checker: faithful(draft),
		Tokens:  mostWordingTokens,
	}
}

func persona(c *cases.Case) string {
	if c.Temperament.Persona != "" {
		return c.Temperament.Persona
	}
	return c.Patient.Setting
}

func told(facts []cases.Told) []gate.Source {
	sources := make([]gate.Source, len(facts))
	for n, f := range facts {
		sources[n] = gate.Source{ID: f.ID, Text: f.Text}
	}
	return sources
}

// faithful passes a wording that says what the draft says and nothing else: no
// markup, no content of its own, no changed number, unit, side or negation.
func faithful(draft string) gate.Checker {
	ground := checks.NewGround([]string{draft})
	return func(_ context.Context, d gate.Draft) []gate.Check {
		form := checks.Form(d.Text, 3*len(draft)+200)
		return append(form, ground.Judge(d.Text)...)
	}
}

// reasons are the codes that a turn keeps when a model's wording was not used.
var reasons = []struct {
	err  error
	code string
}{
	{gate.ErrChecksFailed, "checks"}, {gate.ErrBudget, "budget"}, {gate.ErrAtOnce, "busy"}, {gate.ErrNotAllowed, "policy"},
	{gate.ErrPrivacy, "privacy"}, {gate.ErrNoModel, "no model"}, {gate.ErrModelFailed, "model"},
}

func whyNot(err error) string {
	for _, r := range reasons {
		if errors.Is(err, r.err) {
			return r.code
		}
	}
	return "other"
}
