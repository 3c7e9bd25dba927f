package encounter

import (
	"context"
	"errors"
	"fmt"

	"preceptor/internal/id"
	"preceptor/internal/people"
	"preceptor/internal/record"
	"preceptor/internal/rubric"
)

// Overruling is a human's other answer to one item.
type Overruling struct {
	Item    string
	Met     bool
	Reason  string
	Line    int   // of the transcript that the human points at, from 0; -1 for none
	Version int64 // of the encounter that the human saw
}

// ErrStale means that somebody else changed the marks in the meantime.
var ErrStale = errors.New("the marks were changed by somebody else in the meantime")

// Marks returns the marks of a finished encounter, or ErrNotOver.
func (s *Service) Marks(ctx context.Context, e Encounter) (rubric.Marks, error) {
	_, marks, err := s.marked(ctx, e.ID)
	return marks, err
}

// marked reads an encounter and its marks as they stand at the same moment.
func (s *Service) marked(ctx context.Context, encounter ID) (e Encounter, marks rubric.Marks, err error) {
	e, sealed, err := s.loadWith(ctx, encounter, marksColumn)
	if err != nil {
		return e, marks, err
	}
	if e.Status != Finished {
		return e, marks, ErrNotOver
	}
	err = s.open(ctx, e, marksColumn, string(e.ID), sealed, &marks)
	return e, marks, err
}

// Overrule replaces one mark in a human's name and with a reason. The machine's
// mark stays readable beside it.
func (s *Service) Overrule(ctx context.Context, encounter ID, by people.ID, o Overruling) error {
	reason, err := words(o.Reason)
	if errors.Is(err, ErrNothingSaid) {
		err = rubric.ErrNoReason
	}
	if err != nil {
		return err
	}
	if err := s.hasLine(ctx, encounter, o.Line); err != nil {
		return err
	}
	return s.remarkBy(ctx, encounter, by, o.Version, "mark.overruled", map[string]string{"item": o.Item, "met": fmt.Sprint(o.Met)},
		func(e Encounter, m rubric.Marks) (rubric.Marks, error) {
			if e.Learner == by {
				return m, rubric.ErrOwnReading
			}
			return m.Overrule(o.Item, string(by), reason, o.Met, s.DB.Now().Time(), o.Line)
		})
}

// hasLine says whether a human can have pointed at the line.
func (s *Service) hasLine(ctx context.Context, encounter ID, line int) error {
	if line == -1 {
		return nil
	}
	e, err := s.load(ctx, encounter)
	if err != nil {
		return err
	}
	turns, err := s.turns(ctx, e, 0)
	if err == nil && (line < 0 || line >= len(Lines(turns))) {
		err = ErrNoTurn
	}
	return err
}

// Sign closes the marks in a human's name.
func (s *Service) Sign(ctx context.Context, encounter ID, by people.ID, version int64) error {
	return s.remarkBy(ctx, encounter, by, version, "mark.signed", nil, func(e Encounter, m rubric.Marks) (rubric.Marks, error) {
		return m.Sign(string(by), string(e.Learner), s.DB.Now().Time())
	})
}

// remarkBy changes the marks: row, record, ledger leaf and event together.
func (s *Service) remarkBy(ctx context.Context, encounter ID, by people.ID, version int64, kind string, detail map[string]string,
	change func(Encounter, rubric.Marks) (rubric.Marks, error)) error {
	e, marks, err := s.marked(ctx, encounter)
	if err != nil {
		return err
	}
	if e.Version != version {
		return ErrStale
	}
	if marks, err = change(e, marks); err != nil {
		return err
	}
	err = s.storeMarks(ctx, e, by, kind, detail, marks)
	if errors.Is(err, errMoved) {
		return ErrStale
	}
	return err
}

func (s *Service) storeMarks(ctx context.Context, e Encounter, by people.ID, kind string, detail map[string]string, marks rubric.Marks) error {
	c, err := s.Case(ctx, e)
	if err != nil {
		return err
	}
	sealed, err := s.sealMarks(ctx, e, marks)
	if err != nil {
		return err
	}
	made := record.Provenance{Engine: EngineVersion, Marker: markedByHuman}
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		if err := s.remark(ctx, e, sealed); err != nil {
			return err
		}
		if err := s.correctRecord(ctx, evidence{encounter: e, of: c, marks: marks, by: by, made: made}); err != nil {
			return err
		}
		return s.rememberBy(ctx, e, by, kind, sealed, detail)
	})
}

// Problem is what somebody reports about a reply or a mark.
type Problem string

// Report keeps a problem with a reply (turn from 0) or with the marks (turn -1):
// sealed under the reporter's key, noted in the ledger, told to the educators' inbox.
func (s *Service) Report(ctx context.Context, encounter ID, by people.ID, turn int, what Problem) error {
	text, err := words(string(what))
	if err != nil {
		return err
	}
	e, err := s.load(ctx, encounter)
	if err != nil {
		return err
	}
	if turn < -1 || turn >= e.Turns {
		return ErrNoTurn
	}
	problem := id.New[string](s.IDs)
	sealed, err := s.Vault.Seal(ctx, by, problemColumn, problem, []byte(text))
	if err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		if err := s.insertProblem(ctx, problem, e, turn, by, sealed); err != nil {
			return err
		}
		return s.rememberBy(ctx, e, by, "problem.reported", sealed, map[string]string{"turn": fmt.Sprint(turn)})
	})
}
