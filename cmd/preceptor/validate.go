package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"preceptor/internal/rubric/validation"
)

// ValidateCmd says how well the marker agrees with a school's own raters.
type ValidateCmd struct {
	In string `help:"Input file of JSON Lines; standard input by default." type:"path"`
}

// Help is shown by preceptor validate --help.
func (ValidateCmd) Help() string {
	return `Each line is a talk that two humans marked without seeing each other's marks or the machine's:

  {"id": "...",
   "transcript": [{"who": "learner"|"patient", "text": "..."}, ...],
   "checklist":  [{"id": "...", "text": "...", "earn": "obtained"|"asked"|"said"|"did"}, ...],
   "marks": {"RATER": {"ITEM": true|false|null, ...}, "RATER": {...}}}

Transcript and checklist are those of preceptor mark. Exactly two raters mark each talk; null, or no
mark, is for what a rater could not tell. The answer is one JSON object: per way of earning, and for
all items, the agreement of the two humans with each other ("humans"), of the machine with each of
them ("machine"), and with what both humans say ("consensus"): percent, Cohen's kappa with a 95 %
interval that leaves out one talk at a time, sensitivity and specificity with Wilson intervals. Items
that the machine leaves to a human are counted as "open" and in no agreement. "validated" stays
false, and the note says "not validated here", until there are 100 talks with each way of earning.
Nothing is stored or sent anywhere.`
}

// Run reports on all talks of the input.
func (c *ValidateCmd) Run(streams *Streams) error {
	var talks []validation.Talk
	err := eachTalk(streams, c.In, func(t validation.Talk) { talks = append(talks, t) })
	if err != nil {
		return err
	}
	if len(talks) == 0 {
		return usageError("the input holds no talk")
	}
	return newLineWriter(streams.Out).write(validation.Of(talks))
}

// eachTalk reads talks line by line; a fault names its line.
func eachTalk(streams *Streams, in string, take func(validation.Talk)) error {
	src, err := openIn(streams, in)
	if err != nil {
		return err
	}
	defer src.Close()
	lines := bufio.NewReaderSize(src, 1<<16)
	for n := 1; ; n++ {
		raw, readErr := lines.ReadBytes('\n')
		if raw = bytes.TrimSpace(raw); len(raw) > 0 {
			t, err := doubleMarked(raw)
			if err != nil {
				return usageError("line %d: %w", n, err)
			}
			take(t)
		}
		if errors.Is(readErr, io.EOF) {
			return nil
		}
		if readErr != nil {
			return fmt.Errorf("reading line %d: %w", n, readErr)
		}
	}
}

func doubleMarked(raw []byte) (validation.Talk, error) {
	var t validation.Talk
	if err := json.Unmarshal(raw, &t); err != nil {
		return t, fmt.Errorf("not a double-marked talk: %w", err)
	}
	if err := markable(t.Transcript, t.Checklist); err != nil {
		return t, err
	}
	return t, t.Check()
}
