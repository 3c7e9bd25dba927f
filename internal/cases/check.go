package cases

import (
	"fmt"
	"slices"
	"time"

	"preceptor/internal/rubric"
	"preceptor/language"
)

// Check proves what can be proved about a case and names every fault, in the
// order of the file: ids that lead nowhere or stand twice, facts without wordings,
// words that give the diagnosis away, items that nothing earns, safety-critical
// facts that two well-asked turns do not reach.
func Check(c *Case) []Fault {
	k := &checker{c: c, ids: map[string]string{}}
	k.head()
	k.collect()
	k.facts()
	k.told()
	k.workup()
	k.reasoning()
	k.checklist()
	k.debrief()
	k.reach()
	return k.faults
}

type checker struct {
	c      *Case
	ids    map[string]string // id → section
	faults []Fault
}

// fault notes something wrong with the thing of a section.
func (k *checker) fault(section, id, format string, args ...any) {
	path, line := section, k.c.lines[section]
	if id != "" {
		path = section + "/" + id
		if l := k.c.lines[path]; l > 0 {
			line = l
		}
	}
	k.faults = append(k.faults, Fault{Line: line, Path: path, Text: fmt.Sprintf(format, args...)})
}

func (k *checker) head() {
	c := k.c
	k.need(c.Format == Format, "format", "format must be %q, not %q", Format, c.Format)
	k.need(c.ID != "", "id", "the case has no id")
	k.need(c.Title != "", "title", "the case has no title")
	k.need(c.Language != "", "language", "the case has no language")
	k.need(c.Opening != "" || len(c.Story) > 0, "opening", "the patient has no opening line and no story")
	k.need(slices.Contains([]ReviewState{Draft, AwaitingReview, Approved, Retired}, c.Review.State), "review", "the review state %q is none of draft, awaiting clinical review, approved, retired", c.Review.State)
	k.need(c.Review.State != Approved || len(c.Review.By) > 0, "review", "an approved case names its reviewers")
	if d := c.Review.ReviewBy; d != "" {
		_, err := time.Parse(time.DateOnly, d)
		k.need(err == nil, "review", "review_by must be a date like 2027-05-31, not %q", d)
	}
	k.need(c.Patient.Age >= 0 && c.Patient.Age < 130, "patient", "nobody is %g years old", c.Patient.Age)
	k.need(slices.Contains([]string{"", "years", "months", "weeks", "days"}, c.Patient.AgeUnit), "patient", "age_unit must be years, months, weeks or days, not %q", c.Patient.AgeUnit)
	k.need(slices.Contains([]string{"", "adequate", "limited"}, c.Patient.Literacy), "patient", "literacy must be adequate or limited, not %q", c.Patient.Literacy)
}

func (k *checker) need(ok bool, section, format string, args ...any) {
	if !ok {
		k.fault(section, "", format, args...)
	}
}

// collect registers every id, so that references can be followed.
func (k *checker) collect() {
	c := k.c
	for _, f := range c.Facts {
		k.register("facts", f.ID)
		if d := f.Disclosure; d != nil {
			for _, w := range []Wording{d.Cover, d.Cue, d.Full} {
				k.register("facts", w.ID)
			}
		}
	}
	for _, i := range c.Story {
		k.register("story", i.ID)
	}
	for _, q := range c.Cues {
		k.register("cues", q.ID)
	}
	for _, f := range c.Findings {
		k.register("findings", f.ID)
	}
	for _, t := range c.Tests {
		k.register("tests", t.ID)
	}
	for _, i := range c.Checklist {
		k.register("checklist", i.ID)
	}
	for _, s := range []struct {
		name string
		list []Measure
	}{{"plan", c.Plan.Expected}, {"plan", c.Plan.Optional}, {"plan", c.Plan.Harmful}} {
		for _, m := range s.list {
			k.register(s.name, m.ID)
		}
	}
}

func (k *checker) register(section, id string) {
	switch was, twice := k.ids[id]; {
	case id == "":
		k.fault(section, "", "something in %s has no id", section)
	case twice:
		k.fault(section, id, "the id %s stands twice, in %s and in %s", id, was, section)
	default:
		k.ids[id] = section
	}
}

// known checks that references lead to things of the named sections.
func (k *checker) known(section, id string, refs []string, sections ...string) {
	for _, r := range refs {
		if !slices.Contains(sections, k.ids[r]) {
			k.fault(section, id, "%s leads to %q, which is not among %v", id, r, sections)
		}
	}
}

func (k *checker) facts() {
	guard := newNameGuard(k.c)
	for i := range k.c.Facts {
		f := &k.c.Facts[i]
		k.fact(f)
		if about := f.About; about != "" {
			k.known("facts", f.ID, []string{about}, "facts")
		}
		for _, say := range spoken(f) {
			if n := guard.in(say); n != "" {
				k.fault("facts", f.ID, "the wording %q gives the diagnosis away (%s)", say, n)
			}
		}
	}
	k.need(len(k.c.Facts) > 0, "facts", "the case has no facts")
}

func spoken(f *Fact) []string {
	out := slices.Clone(f.Say)
	if d := f.Disclosure; d != nil {
		out = append(out, d.Cover.Say, d.Cue.Say, d.Full.Say)
	}
	return out
}

func (k *checker) fact(f *Fact) {
	bad := func(ok bool, format string, args ...any) {
		if !ok {
			k.fault("facts", f.ID, format, args...)
		}
	}
	bad(f.Text != "", "the fact has no text")
	bad(language.IsTopic(f.Topic), "the topic %q is not in the tree of history topics", f.Topic)
	bad(slices.Contains([]Polarity{Present, Absent, Uncertain}, f.polarity()), "polarity must be present, absent or uncertain, not %q", f.Polarity)
	bad(slices.Contains([]Opens{Volunteered, WhenAsked, Specifically, Sensitive, Never}, f.opens()), "opens must be volunteered, asked, asked specifically, sensitive or never, not %q", f.Opens)
	if f.opens() == Sensitive {
		d := f.Disclosure
		bad(d != nil && d.Cover.Say != "" && d.Cue.Say != "" && d.Full.Say != "", "a sensitive fact needs three wordings: cover, cue and full")
		return
	}
	bad(f.opens() == Never || len(f.Say) > 0, "the fact has no wording for the patient")
	bad(f.Disclosure == nil, "only sensitive facts have a disclosure")
}

func (k *checker) told() {
	k.known("opening_facts", "", k.c.Tells, "facts")
	for _, i := range k.c.Story {
		k.known("story", i.ID, i.Facts, "facts")
		if i.Say == "" {
			k.fault("story", i.ID, "the instalment has no words")
		}
	}
	for _, q := range k.c.Cues {
		k.known("cues", q.ID, q.Behind, "facts")
		if q.With != "opening" {
			k.known("cues", q.ID, []string{q.With}, "facts", "story")
		}
		if q.Kind != "spoken" && q.Kind != "described" {
			k.fault("cues", q.ID, "kind must be spoken or described, not %q", q.Kind)
		}
	}
	for _, x := range k.c.Context {
		k.known("context", x.ID, x.Facts, "facts")
	}
}

func (k *checker) workup() {
	for _, f := range k.c.Findings {
		if f.Name == "" || f.Result == "" {
			k.fault("findings", f.ID, "a finding needs a name and a result")
		}
		if f.Consent != "" && f.Consent != Ask && f.Consent != Chaperone {
			k.fault("findings", f.ID, "consent must be ask or chaperone, not %q", f.Consent)
		}
		k.known("findings", f.ID, f.Prompts, "facts")
	}
	for i := range k.c.Tests {
		t := &k.c.Tests[i]
		if t.Name == "" || t.Shown() == "" {
			k.fault("tests", t.ID, "a test needs a name and a result")
		}
	}
}

func (k *checker) reasoning() {
	r := &k.c.Reasoning
	k.need(r.Diagnosis != "" || r.Undifferentiated != "", "reasoning", "the case has neither a diagnosis nor a reason why there is none")
	all := []string{"facts", "findings", "tests"}
	for _, d := range r.Differentials {
		k.known("reasoning", d.Name, append(slices.Clone(d.For), d.Against...), all...)
	}
	for _, m := range r.MustNotMiss {
		k.known("reasoning", m.Name, m.By, all...)
		if len(m.By) == 0 {
			k.fault("reasoning", m.Name, "nothing excludes or confirms %s", m.Name)
		}
	}
}

func (k *checker) debrief() {
	refs := map[string]bool{}
	for _, r := range k.c.Debrief.References {
		refs[r.ID] = true
	}
	for _, p := range k.c.Debrief.Teaching {
		for _, r := range p.References {
			if !refs[r] {
				k.fault("debrief", p.ID, "the teaching point rests on %q, which is not among the references", r)
			}
		}
	}
	k.known("debrief", "", k.c.Debrief.Expert, "tests", "findings")
}

// checklist checks every item and that something can earn it.
func (k *checker) checklist() {
	groups := map[string]int{}
	for _, i := range k.c.Checklist {
		if err := i.Validate(); err != nil {
			k.fault("checklist", i.ID, "%v", err)
			continue
		}
		k.known("checklist", i.ID, append(slices.Clone(i.Facts), i.AnyOf...), "facts")
		k.known("checklist", i.ID, i.Done, "findings", "tests", "plan")
		k.known("checklist", i.ID, i.After, "checklist")
		k.earnable(i)
		groups[i.Group]++
	}
	for _, g := range k.c.Groups {
		if g.Need < 1 || groups[g.ID] < g.Need {
			k.fault("groups", g.ID, "the group needs %d of %d items", g.Need, groups[g.ID])
		}
		delete(groups, g.ID)
	}
	for id := range groups {
		if id != "" {
			k.fault("checklist", "", "items name the group %q, which is not defined", id)
		}
	}
}

func (k *checker) earnable(i rubric.Item) {
	ok := true
	switch i.How() {
	case rubric.Obtained:
		ok = len(i.Facts)+len(i.AnyOf) > 0
	case rubric.Asked:
		ok = len(i.Facts)+len(i.AnyOf)+len(i.Topics)+len(i.Say) > 0
	case rubric.Did:
		ok = len(i.Done) > 0
	case rubric.Said:
		ok = len(i.Say) > 0
	}
	if !ok {
		k.fault("checklist", i.ID, "nothing in the case can earn the item")
	}
	for _, id := range append(slices.Clone(i.Facts), i.AnyOf...) {
		for _, f := range k.c.Facts {
			if f.ID == id && f.opens() == Never && i.How() == rubric.Obtained {
				k.fault("checklist", i.ID, "the fact %s never comes out, so the item cannot be earned", id)
			}
		}
	}
	for _, topic := range i.Topics {
		if !language.IsTopic(topic) {
			k.fault("checklist", i.ID, "the topic %q is not in the tree of history topics", topic)
		}
	}
}
