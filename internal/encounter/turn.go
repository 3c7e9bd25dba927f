package encounter

import (
	"context"
	"errors"
	"fmt"

	"preceptor/internal/cases"
	"preceptor/internal/privacy"
)

// TurnInput is what the learner's device sends.
type TurnInput struct {
	ID      TurnID
	Kind    Kind
	Text    string
	Grounds Grounds // of a turn of kind Diagnose
}

// errMoved means that another turn came between reading and writing.
var errMoved = errors.New("the encounter moved on")

const mostMoves = 10

// Take takes one turn and answers it. The same turn again, by its id, is
// answered as before and stored once; with other words it gives ErrTurnTaken.
// When it returns without an error the turn is committed.
func (s *Service) Take(ctx context.Context, encounter ID, in TurnInput) (Turn, error) {
	in, err := in.check()
	if err != nil {
		return Turn{}, err
	}
	for range mostMoves {
		turn, err := s.takeOnce(ctx, encounter, in)
		if !errors.Is(err, errMoved) {
			return turn, err
		}
	}
	return Turn{}, fmt.Errorf("%w; please send the turn again", errMoved)
}

// takeOnce reads, thinks outside any transaction (a model may be asked), and
// writes if nothing has moved meanwhile.
func (s *Service) takeOnce(ctx context.Context, encounter ID, in TurnInput) (Turn, error) {
	e, err := s.load(ctx, encounter)
	if err != nil {
		return Turn{}, err
	}
	known, err := s.turn(ctx, e, in.ID)
	if err == nil {
		return known, sameTurn(known, in)
	}
	if !errors.Is(err, ErrNotFound) {
		return Turn{}, err
	}
	if err := e.mayGoOn(); err != nil {
		return Turn{}, err
	}
	turn, state, err := s.answer(ctx, e, in)
	if err != nil {
		return Turn{}, err
	}
	return turn, s.commit(ctx, e, turn, state)
}

func sameTurn(known Turn, in TurnInput) error {
	if known.Text != in.Text || known.Kind != in.Kind || known.Grounds != in.Grounds {
		return ErrTurnTaken
	}
	return nil
}

// answer lets the case's engine decide, and a model word what may be worded.
func (s *Service) answer(ctx context.Context, e Encounter, in TurnInput) (Turn, cases.State, error) {
	c, err := s.Case(ctx, e)
	if err != nil {
		return Turn{}, cases.State{}, err
	}
	before, err := s.openState(ctx, e)
	if err != nil {
		return Turn{}, cases.State{}, err
	}
	turn := Turn{ID: in.ID, Number: e.Turns, Kind: in.Kind, Text: in.Text, Grounds: in.Grounds, At: s.DB.Now()}
	after := before
	switch in.Kind {
	case Say:
		after, turn.Reply = cases.Step(c, before, cases.Input{Say: in.Text})
		s.word(ctx, e, c, &turn)
	case Do:
		after, turn.Found = cases.Examine(c, before, in.Text)
	}
	return turn, after, nil
}

// commit stores turn, state, leaf and event together.
func (s *Service) commit(ctx context.Context, e Encounter, turn Turn, state cases.State) error {
	body, err := s.sealTurn(ctx, e, turn)
	if err != nil {
		return err
	}
	sealed, err := s.sealState(ctx, e, state)
	if err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		if err := s.advance(ctx, e, sealed); err != nil {
			return err
		}
		if err := s.insertTurn(ctx, e, turn, body); err != nil {
			return err
		}
		return s.remember(ctx, e, "encounter.turn", body, turnDetail(turn))
	})
}

// turnDetail says in public codes what kind of turn it was.
func turnDetail(t Turn) map[string]string {
	detail := map[string]string{"turn": fmt.Sprint(t.Number), "kind": string(t.Kind)}
	if t.WordedBy.Call != "" {
		detail["call"] = t.WordedBy.Call
	}
	return detail
}

// Turns returns everything that was said and done, from turn number on.
func (s *Service) Turns(ctx context.Context, e Encounter, from int) ([]Turn, error) {
	return s.turns(ctx, e, from)
}

// The sealed columns of this package.
const (
	stateColumn privacy.Column = "encounters.state"
	marksColumn privacy.Column = "encounters.marks"
	turnColumn  privacy.Column = "encounter_turns.body"

	problemColumn privacy.Column = "encounter_problems.body"
)
