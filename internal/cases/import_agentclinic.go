package cases

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// branch is a JSON value with its keys in order.
type branch struct {
	key  string
	text string
	kids []branch
}

// readTree reads a JSON object and keeps the order of its keys.
func readTree(raw []byte) (branch, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	root, err := readBranch(d, "", 0)
	if err != nil {
		return branch{}, fmt.Errorf("%w: %w", ErrNoRecord, err)
	}
	return root, nil
}

func readBranch(d *json.Decoder, key string, depth int) (branch, error) {
	b := branch{key: key}
	if depth > maxDepth {
		return b, ErrNested
	}
	tok, err := d.Token()
	if err != nil {
		return b, err
	}
	open, isOpen := tok.(json.Delim)
	if !isOpen {
		if tok != nil {
			b.text = fmt.Sprint(tok)
		}
		return b, nil
	}
	for d.More() {
		k := ""
		if open == '{' {
			t, err := d.Token()
			if err != nil {
				return b, err
			}
			k = fmt.Sprint(t)
		}
		kid, err := readBranch(d, k, depth+1)
		if err != nil {
			return b, err
		}
		b.kids = append(b.kids, kid)
	}
	_, err = d.Token()
	return b, err
}

func (b *branch) kid(key string) *branch {
	for i := range b.kids {
		if b.kids[i].key == key {
			return &b.kids[i]
		}
	}
	return &branch{}
}

// words are all texts below, one after the other.
func (b *branch) words() []string {
	if len(b.kids) == 0 {
		if b.text == "" {
			return nil
		}
		return []string{b.text}
	}
	var out []string
	for i := range b.kids {
		out = append(out, b.kids[i].words()...)
	}
	return out
}

func importAgentClinic(record []byte, n int) (*Case, error) {
	root, err := readTree(record)
	if err != nil {
		return nil, err
	}
	osce := root.kid("OSCE_Examination")
	actor := osce.kid("Patient_Actor")
	if len(actor.kids) == 0 {
		return nil, fmt.Errorf("%w: it has no OSCE_Examination with a Patient_Actor", ErrNoRecord)
	}
	in := newIntake("agentclinic", n)
	in.c.Title = "Imported case " + fmt.Sprint(n+1)
	in.c.Reasoning.Diagnosis = strings.Join(osce.kid("Correct_Diagnosis").words(), "; ")
	in.c.Provenance.Kept = osce.kid("Objective_for_Doctor").words()
	demographics := strings.Join(actor.kid("Demographics").words(), ", ")
	in.person(demographics, strings.Join(actor.words(), " "))
	in.demographics(demographics)
	in.history(actor)
	for _, s := range []struct{ key, section string }{{"Past_Medical_History", "past"}, {"Social_History", "social"}, {"Review_of_Systems", "review"}} {
		in.section(actor.kid(s.key), s.section)
	}
	in.rest(actor)
	in.results(osce.kid("Physical_Examination_Findings"), osce.kid("Test_Results"))
	in.propose()
	return in.c, nil
}

// demographics gives the age, and what else stands beside it, as facts.
func (in *intake) demographics(text string) {
	parts := strings.Split(text, ", ")
	if parts[0] == "" {
		return
	}
	p := &in.c.Patient
	who := in.voice
	say := "I'm " + ageWords(p)
	if who.informant {
		say = upper(who.he) + "'s " + ageWords(p)
	}
	if p.Age == 0 {
		say = in.voice.am(parts[0])
	}
	in.c.Facts = append(in.c.Facts, Fact{ID: "f01", Topic: "identity.age", Text: in.aged(parts[0]), Say: []string{sentence(say)}, Opens: WhenAsked})
	for _, rest := range parts[1:] {
		in.add(statement{text: upper(rest)}, "social")
	}
}

// aged says the age in a sentence, or what stands in its place.
func (in *intake) aged(text string) string {
	p := &in.c.Patient
	switch {
	case p.Age == 0:
		return text
	case in.voice.he == "they":
		return upper(fmt.Sprintf("they are %s", ageWords(p)))
	}
	return upper(fmt.Sprintf("%s is %s", in.voice.he, ageWords(p)))
}

func ageWords(p *Patient) string {
	if p.AgeUnit == "" {
		return fmt.Sprintf("%g", p.Age)
	}
	return fmt.Sprintf("%g %s old", p.Age, p.AgeUnit)
}

// history makes the story: the sentences of the history, each an instalment, and
// the listed symptoms that it does not hold.
func (in *intake) history(actor *branch) {
	symptoms := actor.kid("Symptoms")
	in.primary = contentWords(strings.Join(symptoms.kid("Primary_Symptom").words(), " "))
	for _, text := range actor.kid("History").words() {
		for _, s := range recordSentences(text) {
			in.instalment(s)
		}
	}
	for _, text := range symptoms.words() {
		st := statement{text: upper(text), absent: denial.MatchString(text)}
		in.add(st, "symptoms")
	}
	in.chooseChief()
	if len(in.c.Story) == 0 && len(in.c.Facts) > 1 {
		f := in.c.Facts[1]
		in.c.Story = []Instalment{{ID: "s1", Say: f.Say[0], Facts: []string{f.ID}}}
	}
}

// instalment adds one sentence of the history. Only what belongs to the complaint
// is told unasked.
func (in *intake) instalment(sentenceText string) {
	var say, ids []string
	for _, st := range statements(sentenceText, false) {
		if f := in.add(st, "history"); f != nil && f.Opens == Volunteered {
			say, ids = append(say, f.Say[0]), append(ids, f.ID)
		}
	}
	if len(ids) > 0 {
		in.c.Story = append(in.c.Story, Instalment{ID: fmt.Sprintf("s%d", len(in.c.Story)+1), Say: strings.Join(say, " "), Facts: ids})
	}
}

func (in *intake) section(b *branch, section string) {
	for _, text := range b.words() {
		for _, s := range recordSentences(text) {
			for _, st := range statements(s, true) {
				in.add(st, section)
			}
		}
	}
}

// rest carries over what other headings the patient's part may have.
func (in *intake) rest(actor *branch) {
	known := map[string]bool{"Demographics": true, "History": true, "Symptoms": true, "Past_Medical_History": true, "Social_History": true, "Review_of_Systems": true}
	for i := range actor.kids {
		k := &actor.kids[i]
		if known[k.key] {
			continue
		}
		section := "past"
		if strings.Contains(k.key, "Social") || strings.Contains(k.key, "Family") {
			section = "social"
		}
		in.section(k, section)
	}
}

// results carries over findings and tests.
func (in *intake) results(findings, tests *branch) {
	in.walk(findings, "", func(group, name, result string) {
		in.c.Findings = append(in.c.Findings, Finding{ID: fmt.Sprintf("e%02d", len(in.c.Findings)+1), Name: name, System: group, Result: result})
	})
	in.walk(tests, "", func(group, name, result string) {
		in.c.Tests = append(in.c.Tests, Test{ID: fmt.Sprintf("t%02d", len(in.c.Tests)+1), Name: name, Group: group, Result: result})
	})
}

// walk gives every leaf with its name and the headings above it. A leaf that says
// only "Findings" takes the name of its heading.
func (in *intake) walk(b *branch, group string, leaf func(group, name, result string)) {
	for i := range b.kids {
		k := &b.kids[i]
		name := heading(k.key)
		if len(k.kids) == 0 || k.kids[0].key == "" {
			for _, result := range k.words() {
				in.leaf(group, name, result, leaf)
			}
			if len(k.words()) == 0 {
				in.leaf(group, name, "", leaf)
			}
			continue
		}
		in.walk(k, join(group, name), leaf)
	}
}

func (in *intake) leaf(group, name, result string, leaf func(group, name, result string)) {
	switch low := strings.ToLower(strings.Trim(result, " .")); low {
	case "", "not specified", "not provided", "not applicable", "n/a", "unknown", "not available", "not mentioned":
		in.c.Provenance.Lost = append(in.c.Provenance.Lost, join(group, name)+": no result was given")
		return
	}
	switch strings.ToLower(name) {
	case "findings", "finding", "result", "results", "":
		name, group = group, ""
	}
	leaf(group, name, result)
}

func heading(key string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(key, "_", " ")), " ")
}

func join(group, name string) string {
	if group == "" {
		return name
	}
	return group + ", " + name
}
