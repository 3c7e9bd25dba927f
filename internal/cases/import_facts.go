package cases

import (
	"encoding/json"
	"fmt"
	"preceptor/language"
	"strings"
)

// factsRecord is a line of the form "facts".
type factsRecord struct {
	ID        string   `json:"id"`
	Age       any      `json:"age"`
	Sex       string   `json:"sex"`
	Opening   string   `json:"opening"`
	Facts     []string `json:"facts"`
	Diagnosis string   `json:"diagnosis"`
}

// clinicianText are words of statements that a patient could not make.
var clinicianText = language.Lazy(`(?i)\b(on (physical )?examination|physical exam|exam(ination)? (reveals?|revealed|shows?|showed)|was (noted|observed|identified|palpated|elicited|auscultated|tender)|were (noted|observed|identified|found|seen|tender)|reveal(s|ed)|vital signs|blood pressure (is|was|of)|heart rate|pulse (is|was|rate)|respiratory rate|temperature (is|was|of) \d|mm ?hg|mg/d?l|mmol|g/dl|/min\b|laborator\w+|serum|biopsy|histolog\w*|histopatholog\w*|x-?rays?|radiograph\w*|ct|mri|ultrasound|ecg|ekg|electrocardiogram|echocardiogra\w*|culture|stain|titers?|antibod\w+|dermoscop\w*|microscop\w*|urinalysis|level (is|was)|levels (are|were)|count (is|was)|bmi|auscultation|palpation|murmur|lymphadenopathy|erythematous|hyperpigmented|hypopigmented|papules?|plaques?|macules?|nodules?|edema|positive for|negative for|test (is|was)|showed)\b`)

func importFacts(record []byte, n int) (*Case, error) {
	var r factsRecord
	if err := json.Unmarshal(record, &r); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoRecord, err)
	}
	if len(r.Facts) == 0 {
		return nil, fmt.Errorf("%w: it has no facts", ErrNoRecord)
	}
	in := newIntake("facts", n)
	in.c.Title, in.c.Provenance.Source = "Imported case "+fmt.Sprint(n+1), r.ID
	in.c.Reasoning.Diagnosis = r.Diagnosis
	age := fmt.Sprint(r.Age)
	if r.Age == nil {
		age = ""
	}
	in.person(age+" "+r.Sex, strings.Join(r.Facts, " "))
	in.demographics(strings.TrimSpace(age + " " + r.Sex))
	for _, text := range r.Facts {
		in.sentence(text)
	}
	in.primary = contentWords(r.Opening)
	in.storyFromFacts()
	in.chooseChief()
	in.propose()
	return in.c, nil
}

// sentence carries one fact over: to the patient, or to the findings when only a
// clinician can know it.
func (in *intake) sentence(text string) {
	text = strings.TrimRight(strings.TrimSpace(text), ".")
	if clinicianText.MatchString(text) && in.chief != "" {
		in.c.Findings = append(in.c.Findings, Finding{ID: fmt.Sprintf("e%02d", len(in.c.Findings)+1), Name: "Examination and results", Result: text + "."})
		return
	}
	for _, st := range statements(text, false) {
		in.add(st, "history")
	}
}

// storyFromFacts tells the complaint and the next two statements about it unasked.
func (in *intake) storyFromFacts() {
	for _, f := range in.c.Facts {
		if f.Opens != Volunteered || len(in.c.Story) >= 3 {
			continue
		}
		in.c.Story = append(in.c.Story, Instalment{ID: fmt.Sprintf("s%d", len(in.c.Story)+1), Say: f.Say[0], Facts: []string{f.ID}})
	}
}
