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

// keepRecord appends the marks as evidence; a later one corrects the one before.
// by is the human who judged, empty for the machine.
func (s *Service) keepRecord(ctx context.Context, e Encounter, c *cases.Case, marks rubric.Marks, by people.ID) error {
	activity := record.Activity{Kind: "encounter", ID: string(e.ID)}
	body, err := json.Marshal(evidenceBody{e.Case, e.CaseVersion, e.Attempt, marks, rubric.Scores(c.Checklist, c.Groups, marks.Results)})
	if err != nil {
		return fmt.Errorf("writing the evidence: %w", err)
	}
	earlier, err := s.Records.List(ctx, record.Query{Scope: record.AllOf, Activity: activity, Learner: e.Learner})
	if err != nil {
		return err
	}
	envelope := record.Envelope{Learner: e.Learner, By: by, Course: e.Course, Activity: activity,
		Competencies: codes(c.Objectives), Purpose: e.Purpose, At: s.DB.Now().Time(), Schema: marksSchema, Body: body,
		Provenance: record.Provenance{Engine: EngineVersion, Marker: marker(by)}}
	if len(earlier) > 0 {
		envelope.Supersedes = earlier[len(earlier)-1].ID
	}
	_, err = s.Records.Append(ctx, envelope)
	return err
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

func marker(by people.ID) string {
	if by != "" {
		return "human"
	}
	return MarkerVersion
}
