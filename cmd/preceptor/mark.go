package main

import (
	"encoding/json"
	"fmt"

	"preceptor/internal/rubric"
)

// MarkCmd marks talks against checklists.
type MarkCmd struct {
	In string `help:"Input file of JSON Lines; standard input by default." type:"path"`
}

type markLine struct {
	ID         string        `json:"id"`
	Transcript []rubric.Turn `json:"transcript"`
	Checklist  []rubric.Item `json:"checklist"`
}

type marksLine struct {
	ID    string          `json:"id"`
	Items []rubric.Result `json:"items"`
}

// Run answers each talk with its marks.
func (c *MarkCmd) Run(streams *Streams) error {
	return eachLine(streams, c.In, func(_ int, raw []byte) (any, error) {
		var in markLine
		if err := json.Unmarshal(raw, &in); err != nil {
			return nil, fmt.Errorf("not a talk with a checklist: %w", err)
		}
		for n, t := range in.Transcript {
			if t.Who != rubric.Learner && t.Who != rubric.Patient {
				return nil, fmt.Errorf(`turn %d: who must be "learner" or "patient", not %q`, n, t.Who)
			}
		}
		for _, i := range in.Checklist {
			if err := i.Validate(); err != nil {
				return nil, err
			}
		}
		return marksLine{ID: in.ID, Items: rubric.Mark(in.Transcript, in.Checklist)}, nil
	})
}
