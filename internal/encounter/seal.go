package encounter

import (
	"context"
	"encoding/json"
	"fmt"

	"preceptor/internal/cases"
	"preceptor/internal/privacy"
	"preceptor/internal/rubric"
)

// turnBody is what the sealed column of a turn holds.
type turnBody struct {
	Text     string         `json:"text"`
	Grounds  Grounds        `json:"grounds,omitzero"`
	Reply    cases.Reply    `json:"reply,omitzero"`
	Found    cases.Findings `json:"found,omitzero"`
	WordedBy WordedBy       `json:"worded_by,omitzero"`
}

func (s *Service) sealTurn(ctx context.Context, e Encounter, t Turn) (privacy.Sealed, error) {
	return s.seal(ctx, e, turnColumn, string(t.ID), turnBody{Text: t.Text, Grounds: t.Grounds, Reply: t.Reply, Found: t.Found, WordedBy: t.WordedBy})
}

func (s *Service) openTurn(ctx context.Context, e Encounter, t *Turn, sealed privacy.Sealed) error {
	var body turnBody
	if err := s.open(ctx, e, turnColumn, string(t.ID), sealed, &body); err != nil {
		return err
	}
	t.Text, t.Grounds, t.Reply, t.Found, t.WordedBy = body.Text, body.Grounds, body.Reply, body.Found, body.WordedBy
	return nil
}

func (s *Service) sealState(ctx context.Context, e Encounter, state cases.State) (privacy.Sealed, error) {
	return s.seal(ctx, e, stateColumn, string(e.ID), state)
}

func (s *Service) openState(ctx context.Context, e Encounter, sealed privacy.Sealed) (state cases.State, err error) {
	err = s.open(ctx, e, stateColumn, string(e.ID), sealed, &state)
	return state, err
}

func (s *Service) sealMarks(ctx context.Context, e Encounter, m rubric.Marks) (privacy.Sealed, error) {
	return s.seal(ctx, e, marksColumn, string(e.ID), m)
}

func (s *Service) seal(ctx context.Context, e Encounter, column privacy.Column, row string, value any) (privacy.Sealed, error) {
	plain, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", column, err)
	}
	return s.Vault.Seal(ctx, e.Learner, column, row, plain)
}

func (s *Service) open(ctx context.Context, e Encounter, column privacy.Column, row string, sealed privacy.Sealed, into any) error {
	plain, err := s.Vault.Open(ctx, e.Learner, column, row, sealed)
	if err != nil {
		return fmt.Errorf("opening %s: %w", column, err)
	}
	if err := json.Unmarshal(plain, into); err != nil {
		return fmt.Errorf("reading %s: %w", column, err)
	}
	return nil
}
