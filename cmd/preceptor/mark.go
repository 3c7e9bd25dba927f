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

// Help is shown by preceptor mark --help.
func (MarkCmd) Help() string {
	return `Each line is a talk with a checklist:

  {"id": "...",
   "transcript": [{"who": "learner"|"patient", "text": "...", "kind": "act"|"verdict"}, ...],
   "checklist":  [{"id": "...", "text": "...", "critical": true|false,
                   "earn": "obtained"|"asked"|"said"|"did"}, ...]}

and is answered with {"id", "items": [{"id", "met": true|false|null, "confidence", "evidence":
[{"turn", "quote"}]}]}. An item is obtained when the fact came out in the talk, asked when the learner
asked for it, said when the learner told, advised or offered it, done when the learner did it; the
patient's words alone earn only the first. null leaves an item to a human. Quotes are verbatim from
their turn, counted from 0. "kind" is for turns that nobody spoke: an examination or test as it was
ordered, a committed diagnosis. There is no score for empathy or professionalism: items on them are
always left to a human.`
}

// Run answers each talk with its marks.
func (c *MarkCmd) Run(streams *Streams) error {
	return eachLine(streams, c.In, func(_ int, raw []byte) (any, error) {
		var in markLine
		if err := json.Unmarshal(raw, &in); err != nil {
			return nil, fmt.Errorf("not a talk with a checklist: %w", err)
		}
		if err := markable(in.Transcript, in.Checklist); err != nil {
			return nil, err
		}
		return marksLine{ID: in.ID, Items: rubric.Mark(in.Transcript, in.Checklist)}, nil
	})
}

// markable finds what keeps a talk from being marked against a checklist.
func markable(transcript []rubric.Turn, checklist []rubric.Item) error {
	for n, t := range transcript {
		if t.Who != rubric.Learner && t.Who != rubric.Patient {
			return fmt.Errorf(`turn %d: who must be "learner" or "patient", not %q`, n, t.Who)
		}
		if t.Kind != rubric.Spoken && t.Kind != rubric.Act && t.Kind != rubric.Verdict {
			return fmt.Errorf(`turn %d: kind must be "act", "verdict" or left out, not %q`, n, t.Kind)
		}
	}
	for _, i := range checklist {
		if err := i.Validate(); err != nil {
			return err
		}
	}
	return nil
}
