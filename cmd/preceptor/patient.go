package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"preceptor/internal/cases"
)

// PatientCmd is a talk with the patient of a case: one talk per process.
type PatientCmd struct {
	Talk PatientTalkCmd `cmd:"" default:"withargs" help:"Talk with the patient of a case, line by line."`
	Exam PatientExamCmd `cmd:"" help:"Examine the patient and order tests, in words."`
}

// PatientTalkCmd answers what the learner says.
type PatientTalkCmd struct {
	Case string `required:"" help:"Case file." type:"path"`
	In   string `help:"Input file of JSON Lines; standard input by default." type:"path"`
	Why  bool   `help:"Add why the patient said that."`
	voiceFlags
}

type sayLine struct {
	ID      string   `json:"id"`
	Say     string   `json:"say"`
	Present []string `json:"present"`
	Alone   bool     `json:"alone"`
}

type replyLine struct {
	ID    string       `json:"id"`
	Reply string       `json:"reply"`
	Act   cases.Act    `json:"act"`
	Facts []cases.Told `json:"facts"`
	Seen  []string     `json:"seen,omitempty"`
	Why   *cases.Match `json:"why,omitempty"`
}

// Run holds the talk.
func (c *PatientTalkCmd) Run(streams *Streams) error {
	patient, err := openCase(c.Case)
	if err != nil {
		return err
	}
	speaks, err := c.open()
	if err != nil {
		return err
	}
	defer speaks.Close()
	var state cases.State
	return eachLine(streams, c.In, func(_ int, raw []byte) (any, error) {
		var in sayLine
		if err := json.Unmarshal(raw, &in); err != nil {
			return nil, fmt.Errorf("not a turn: %w", err)
		}
		next, reply := cases.Step(patient, state, cases.Input{Say: in.Say, Present: in.Present, Alone: in.Alone})
		state = next
		out := replyLine{ID: in.ID, Reply: speaks.word(patient, state, reply), Act: reply.Act, Facts: reply.Facts, Seen: reply.Seen}
		if out.Facts == nil {
			out.Facts = []cases.Told{}
		}
		if c.Why {
			out.Why = &reply.Match
		}
		return out, nil
	})
}

// PatientExamCmd does manoeuvres and tests.
type PatientExamCmd struct {
	Case string `required:"" help:"Case file." type:"path"`
	In   string `help:"Input file of JSON Lines; standard input by default." type:"path"`
}

type doLine struct {
	ID string  `json:"id"`
	Do *string `json:"do"`
}

type foundLine struct {
	ID       string        `json:"id"`
	Findings []cases.Shown `json:"findings"`
	Known    bool          `json:"known"`
	Needs    cases.Consent `json:"needs,omitempty"`
	Text     string        `json:"text,omitempty"`
}

// Run answers each request.
func (c *PatientExamCmd) Run(streams *Streams) error {
	patient, err := openCase(c.Case)
	if err != nil {
		return err
	}
	var state cases.State
	return eachLine(streams, c.In, func(_ int, raw []byte) (any, error) {
		var in doLine
		if err := json.Unmarshal(raw, &in); err != nil {
			return nil, fmt.Errorf("not a request: %w", err)
		}
		if in.Do == nil {
			return nil, errors.New(`the field "do" is missing`)
		}
		next, found := cases.Examine(patient, state, *in.Do)
		state = next
		if found.Shown == nil {
			found.Shown = []cases.Shown{}
		}
		return foundLine{ID: in.ID, Findings: found.Shown, Known: found.Known, Needs: found.Needs, Text: found.Text}, nil
	})
}
