package cases

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"preceptor/internal/rubric"
	"preceptor/language"
)

// ErrNoRecord says that a line is not a record of the form that was named.
var ErrNoRecord = errors.New("the line is not such a record")

// Import reads one record of another form ("agentclinic" or "facts") into a case
// that can be played at once. What could not be carried over stands in the
// provenance. n counts the records of the file from 0.
func Import(from string, record []byte, n int) (*Case, error) {
	switch from {
	case "agentclinic":
		return importAgentClinic(record, n)
	case "facts":
		return importFacts(record, n)
	}
	return nil, fmt.Errorf("%q is no form that can be imported; there are agentclinic and facts", from)
}

// intake collects the facts of an imported case.
type intake struct {
	c     *Case
	lex   *language.Lexicon
	voice speaker
	// chief is the id of the presenting complaint.
	chief string
	// primary are the content words of the main symptom, where the record names it.
	primary map[string]bool
}

func newIntake(from string, n int) *intake {
	return &intake{lex: language.English(), c: &Case{
		Format: Format, ID: fmt.Sprintf("%s-%04d", from, n), Version: 1, Language: "en",
		Review:     Review{State: Draft, Note: "Imported by a program; nobody has read it yet."},
		Provenance: Provenance{Imported: from},
	}}
}

var (
	ageText     = language.Lazy(`(?i)(\d+(?:\.\d+)?)[- ]?(year|month|week|day)s?`)
	femaleText  = language.Lazy(`(?i)\b(female|woman|girl|lady|f|she|her)\b`)
	maleText    = language.Lazy(`(?i)\b(male|man|boy|gentleman|m|he|his)\b`)
	parentTells = language.Lazy(`(?i)\b(?:mother|father|parents?|caregivers?|daughter|son|wife|husband|spouse|partner|sister|brother)(?: also)? (?:reports?|reported|notes?|noted|states?|stated|says?|said|mentions?|mentioned|describes?|described|brings?|brought|is concerned|are concerned|noticed|explains?|recalls?|believes)|brought (?:in |to [a-z ]+)?by (?:his|her|their|the) `)
	speaksFor   = language.Lazy(`(?i)\b(reports?|reported|states?|stated|says?|said|brings?|brought|describes?|described)\b`)
	relationOf  = language.Lazy(`(?i)\b(mother|father|parents?|caregiver|daughter|son|wife|husband|sister|brother)\b`)
)

// person reads age and sex, and decides who speaks.
func (in *intake) person(demographics, all string) {
	p := &in.c.Patient
	if m := ageText.FindStringSubmatch(demographics); m != nil {
		p.Age, _ = strconv.ParseFloat(m[1], 64)
		if unit := strings.ToLower(m[2]); unit != "year" {
			p.AgeUnit = unit + "s"
		}
	}
	switch {
	case femaleText.MatchString(demographics):
		p.Sex, p.Pronouns, in.voice.he = Female, "she/her", "she"
	case maleText.MatchString(demographics):
		p.Sex, p.Pronouns, in.voice.he = Male, "he/him", "he"
	default:
		p.Pronouns, in.voice.he = "they/them", "they"
	}
	young := p.AgeUnit != "" || p.Age > 0 && p.Age < 8
	if m := parentTells.FindString(all); m != "" && (p.Age < 16 || p.Age > 60 || p.AgeUnit != "" || speaksFor.MatchString(m)) || young {
		in.voice.informant = true
		p.Informant = &Informant{Relation: relation(m, young || p.Age < 16)}
	}
}

func relation(told string, child bool) string {
	if r := strings.ToLower(relationOf.FindString(told)); r != "" && r != "parents" {
		return r
	}
	if child {
		return "mother"
	}
	return "relative"
}

// add makes a fact of a statement unless the same was said before.
func (in *intake) add(st statement, section string) *Fact {
	text := strings.Join(strings.Fields(unframed(st.text)), " ")
	if text == "" || len(strings.Fields(text)) == 0 || in.known(text) {
		return nil
	}
	st.text = text
	r := in.lex.Read(text, nil)
	f := Fact{ID: fmt.Sprintf("f%02d", len(in.c.Facts)+1), Text: text, Topic: in.topic(section, text, &r), Say: []string{sentence(in.voice.say(st))}, Opens: WhenAsked}
	if st.past {
		f.Topic = "past.conditions"
	}
	if st.absent {
		f.Polarity = Absent
	}
	f.Who = in.whose(f.Topic, &r)
	if section == "history" && language.Under(f.Topic, "presenting") && !st.absent {
		f.Opens = Volunteered
	}
	if section == "symptoms" && !st.absent {
		f.Opens = Volunteered
	}
	if in.chief == "" && language.Under(f.Topic, "presenting") && !st.absent {
		in.chief = f.ID
	} else if language.Under(f.Topic, "presenting") && !in.namesThing(&r) {
		f.About = in.chief
	}
	in.c.Facts = append(in.c.Facts, f)
	return &in.c.Facts[len(in.c.Facts)-1]
}

// unframed is a statement without "the patient reports that": the record of a talk
// becomes the thing itself.
func unframed(text string) string {
	text = strings.TrimSpace(text)
	if m := frame.FindString(text); m != "" && len(text)-len(m) > 3 {
		return upper(strings.TrimSpace(text[len(m):]))
	}
	return text
}

// known says whether an earlier fact holds nearly all content words of a text.
func (in *intake) known(text string) bool {
	words := contentWords(text)
	if len(words) == 0 {
		return true
	}
	for _, f := range in.c.Facts {
		have, common := contentWords(f.Text), 0
		for w := range words {
			if have[w] {
				common++
			}
		}
		if common == len(words) && language.Denies(f.Text) == language.Denies(text) && len(have) <= len(words)+4 {
			return true
		}
	}
	return false
}

func contentWords(text string) map[string]bool {
	out := map[string]bool{}
	for _, t := range language.Tokens(text) {
		if !t.Mark && !frameWords[t.Lower] && len(t.Lower) > 1 {
			out[t.Stem] = true
		}
	}
	return out
}

var frameWords = map[string]bool{"the": true, "an": true, "of": true, "and": true, "or": true, "in": true, "on": true, "with": true, "to": true, "his": true, "her": true, "my": true,
	"patient": true, "reports": true, "denies": true, "any": true, "has": true, "had": true, "is": true, "was": true, "he": true, "she": true, "that": true, "no": true, "not": true, "been": true,
	"experiencing": true, "having": true, "history": true, "for": true, "from": true, "at": true, "by": true, "as": true}

// namesThing says whether a statement names a symptom, condition, drug or habit of its own.
func (in *intake) namesThing(r *language.Reading) bool {
	for _, k := range r.Concepts() {
		switch language.Kind(k) {
		case "sym", "cond", "drug", "op", "life":
			return true
		}
	}
	return false
}

// whose is the relative whose fact it is.
func (in *intake) whose(topic string, r *language.Reading) string {
	if !language.Under(topic, "family") {
		return ""
	}
	for _, k := range r.Concepts() {
		if language.Kind(k) == "people" && k != "people/family" {
			return strings.TrimPrefix(k, "people/")
		}
	}
	return "family"
}

// propose drafts a checklist: one item per positive fact of the history and per
// finding and test, all to be looked at by an educator.
func (in *intake) propose() {
	for _, f := range in.c.Facts {
		if len(in.c.Checklist) >= 25 || strings.HasPrefix(f.Topic, "identity") {
			continue
		}
		in.c.Checklist = append(in.c.Checklist, rubric.Item{ID: "obtain-" + f.ID, Text: "Finds out: " + f.Text, Domain: rubric.History, Earn: rubric.Obtained, Points: 1, Facts: []string{f.ID}})
	}
	for _, f := range in.c.Findings {
		in.c.Checklist = append(in.c.Checklist, rubric.Item{ID: "do-" + f.ID, Text: "Examines: " + f.Name, Domain: rubric.Examination, Earn: rubric.Did, Points: 1, Done: []string{f.ID}})
	}
	for _, t := range in.c.Tests {
		in.c.Checklist = append(in.c.Checklist, rubric.Item{ID: "do-" + t.ID, Text: "Orders: " + t.Name, Domain: rubric.Tests, Earn: rubric.Did, Points: 1, Done: []string{t.ID}})
	}
}
