package encounter

import (
	"context"
	"errors"
	"fmt"

	"preceptor/internal/cases"
	"preceptor/internal/record"
	"preceptor/internal/rubric"
)

// Finish ends the encounter and marks it. Finishing twice changes nothing. An
// encounter without a leading diagnosis gives ErrNoDiagnosis.
func (s *Service) Finish(ctx context.Context, encounter ID) (Encounter, error) {
	leave, err := s.queue.enter(ctx, encounter)
	if err != nil {
		return Encounter{}, err
	}
	defer leave()
	for range mostMoves {
		e, err := s.finishOnce(ctx, encounter)
		if !errors.Is(err, errMoved) {
			return e, err
		}
	}
	return Encounter{}, ErrBusy
}

func (s *Service) finishOnce(ctx context.Context, encounter ID) (Encounter, error) {
	e, err := s.load(ctx, encounter)
	if err != nil || e.Status == Finished {
		return e, err
	}
	if err := e.mayGoOn(); err != nil {
		return e, err
	}
	c, err := s.Case(ctx, e)
	if err != nil {
		return e, err
	}
	turns, err := s.turns(ctx, e, 0)
	if err != nil {
		return e, err
	}
	if _, ok := Leading(turns); !ok {
		return e, ErrNoDiagnosis
	}
	marks := rubric.NewMarks(rubric.Mark(transcript(Lines(turns)), c.Checklist))
	e.Status, e.FinishedAt = Finished, s.DB.Now()
	if err := s.storeFinished(ctx, e, c, marks, disclosed(turns)); err != nil {
		return Encounter{}, err
	}
	e.Version++
	return e, nil
}

// storeFinished stores the end, the marks, their record, leaf and event together.
func (s *Service) storeFinished(ctx context.Context, e Encounter, c *cases.Case, marks rubric.Marks, disclosure string) error {
	sealed, err := s.sealMarks(ctx, e, marks)
	if err != nil {
		return err
	}
	made := record.Provenance{Engine: EngineVersion, Marker: MarkerVersion, Disclosure: disclosure}
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		if err := s.close(ctx, e, sealed); err != nil {
			return err
		}
		if err := s.keepRecord(ctx, evidence{encounter: e, of: c, marks: marks, made: made}); err != nil {
			return err
		}
		return s.remember(ctx, e, "encounter.finished", sealed, map[string]string{
			"turns": fmt.Sprint(e.Turns), "items": fmt.Sprint(len(marks.Results)), "open": fmt.Sprint(len(marks.Open()))})
	})
}

// Leading is the last committed diagnosis.
func Leading(turns []Turn) (Turn, bool) {
	for n := len(turns) - 1; n >= 0; n-- {
		if turns[n].Kind == Diagnose {
			return turns[n], true
		}
	}
	return Turn{}, false
}
