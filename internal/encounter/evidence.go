package encounter

import (
	"context"
	"encoding/json"
	"fmt"

	"preceptor/internal/cases"
	"preceptor/internal/curriculum"
	"preceptor/internal/people"
	"preceptor/internal/record"
	"preceptor/internal/rubric"
)

// Versions of the engine and the marker, as records name them. They change
// when the same talk would be answered or marked otherwise.
const (
	EngineVersion = "patient/1"
	MarkerVersion = "marker/1"

	markedByHuman = "human"
	marksSchema   = "encounter.marks/1"
)

// evidenceBody is what the record of an encounter says: the marks and what they
// are marks of. The talk itself stays in the encounter.
type evidenceBody struct {
	Case        string         `json:"case"`
	CaseVersion int            `json:"case_version"`
	Attempt     int            `json:"attempt"`
	Marks       rubric.Marks   `json:"marks"`
	Scores      []rubric.Score `json:"scores"`
}

// evidence is what keepRecord makes a record of.
type evidence struct {
	encounter Encounter
	of        *cases.Case
	marks     rubric.Marks
	by        people.ID // the human who judged; empty for the machine
	made      record.Provenance
	corrects  record.ID // the record that these marks take the place of
}

// keepRecord appends the marks as evidence, in the transaction of ctx.
func (s *Service) keepRecord(ctx context.Context, v evidence) error {
	e, c := v.encounter, v.of
	body, err := json.Marshal(evidenceBody{e.Case, e.CaseVersion, e.Attempt, v.marks, rubric.Scores(c.Checklist, c.Groups, v.marks.Results)})
	if err != nil {
		return fmt.Errorf("writing the evidence: %w", err)
	}
	_, err = s.Records.Append(ctx, record.Envelope{Learner: e.Learner, By: v.by, Course: e.Course, Activity: activityOf(e),
		Competencies: codes(c.Objectives), Purpose: e.Purpose, At: s.DB.Now().Time(), Schema: marksSchema, Body: body,
		Provenance: v.made, Supersedes: v.corrects})
	return err
}

// correctRecord puts changed marks in the place of those before; what is known
// of a model's part in the talk stays known.
func (s *Service) correctRecord(ctx context.Context, v evidence) error {
	standing, err := s.Records.List(ctx, record.Query{Scope: record.AllOf, Activity: activityOf(v.encounter), Learner: v.encounter.Learner, Most: 1})
	if err != nil {
		return err
	}
	for _, r := range standing {
		v.corrects, v.made.Disclosure = r.ID, r.Provenance.Disclosure
	}
	return s.keepRecord(ctx, v)
}

func activityOf(e Encounter) record.Activity {
	return record.Activity{Kind: "encounter", ID: string(e.ID)}
}

// codes are those objectives of a case that name a competency as framework:code;
// others are sentences for people.
func codes(objectives []string) []string {
	var out []string
	for _, text := range objectives {
		if code, err := curriculum.ParseCode(text); err == nil {
			out = append(out, string(code))
		}
	}
	return out
}
