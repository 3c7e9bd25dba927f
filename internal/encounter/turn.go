package encounter

import (
	"context"
	"errors"
	"fmt"
	"time"

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

// errMoved means that another machine stored a turn between reading and writing.
var errMoved = errors.New("the encounter moved on")

// ErrBusy means that other machines kept storing turns; the same turn may be sent again.
var ErrBusy = errors.New("other devices are talking in this encounter; please send it again")

// mostMoves bounds how often a turn is answered anew because another machine was faster.
const mostMoves = 10

// storing is how long a turn may take beyond the wait for a model.
const storing = 20 * time.Second

// Take takes one turn and answers it. The same turn again, by its id, is
// answered as before and stored once; with other words it gives ErrTurnTaken.
// When it returns without an error the turn is committed. A turn whose time has
// come is taken to its end even if the device breaks off, which will send it again.
func (s *Service) Take(ctx context.Context, encounter ID, in TurnInput) (Turn, error) {
	in, err := in.check()
	if err != nil {
		return Turn{}, err
	}
	leave, err := s.queue.enter(ctx, encounter)
	if err != nil {
		return Turn{}, err
	}
	defer leave()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.Patience+storing)
	defer cancel()
	for range mostMoves {
		turn, err := s.takeOnce(ctx, encounter, in)
		if !errors.Is(err, errMoved) {
			return turn, err
		}
	}
	return Turn{}, ErrBusy
}

// takeOnce reads, thinks outside any transaction (a model may be asked), and
// writes if nothing has moved meanwhile.
func (s *Service) takeOnce(ctx context.Context, encounter ID, in TurnInput) (Turn, error) {
	e, sealed, err := s.loadWith(ctx, encounter, stateColumn)
	if err != nil {
		return Turn{}, err
	}
	known, err := s.turn(ctx, e, in.ID)
	if !errors.Is(err, ErrNotFound) {
		return sameTurn(known, in, err)
	}
	if err := e.mayGoOn(); err != nil {
		return Turn{}, err
	}
	state, err := s.openState(ctx, e, sealed)
	if err != nil {
		return Turn{}, err
	}
	turn, state, err := s.answer(ctx, e, state, in)
	if err != nil {
		return Turn{}, err
	}
	return turn, s.commit(ctx, e, turn, state)
}

// sameTurn answers a turn that is known as it was answered before.
func sameTurn(known Turn, in TurnInput, err error) (Turn, error) {
	if err != nil {
		return Turn{}, err
	}
	if known.Text != in.Text || known.Kind != in.Kind || known.Grounds != in.Grounds {
		return Turn{}, ErrTurnTaken
	}
	return known, nil
}

// answer lets the case's engine decide, and a model word what may be worded.
func (s *Service) answer(ctx context.Context, e Encounter, before cases.State, in TurnInput) (Turn, cases.State, error) {
	c, err := s.Case(ctx, e)
	if err != nil {
		return Turn{}, before, err
	}
	turn := Turn{ID: in.ID, Number: e.Turns, Kind: in.Kind, Text: in.Text, Grounds: in.Grounds, At: s.DB.Now()}
	after := before
	switch in.Kind {
	case Say:
		after, turn.Reply = cases.Step(c, before, cases.Input{Say: in.Text})
		s.word(ctx, e, c, after, &turn)
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
