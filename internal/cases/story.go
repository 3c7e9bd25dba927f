package cases

import (
	"strings"

	"preceptor/language"
)

// instalments is how many pieces of the story the patient still offers in all:
// early closed questions shorten it, but the first piece always comes.
func (t *talk) instalments() int {
	n := len(t.c.Story)
	if t.s.Story <= 1 {
		n -= t.s.Closed / 3
	}
	return max(1, n)
}

// goOn answers silence, an echo or "go on": the next instalment.
func (t *talk) goOn() Reply {
	if t.nextInstalment() {
		return Reply{Act: Answer, Text: t.text(), Match: Match{Kind: "go on", Why: "the next piece of the story"}}
	}
	return t.line(Greet, "go on", "the story is told", nodLines)
}

// openQuestion answers "what brings you in?" and "tell me more". done is false when
// the question names a subject of its own and has to be matched like any other.
func (t *talk) openQuestion(a *language.Ask) (done, answered bool) {
	subject := t.subject(a)
	if a.Kind == language.More && subject != "" {
		return false, false
	}
	if subject != "" && t.elsewhere(a) {
		return false, false
	}
	if t.nextInstalment() {
		return true, true
	}
	if a.Kind == language.More {
		return true, t.anythingElse()
	}
	for _, e := range t.complaint() {
		t.tell(e, a)
	}
	return true, len(t.stated) > 0
}

// elsewhere says whether an open question is about something other than why the
// patient came ("tell me about your work").
func (t *talk) elsewhere(a *language.Ask) bool {
	for _, topic := range a.Reading.Topics {
		if !language.Under(topic, "perspective") {
			return true
		}
	}
	return false
}

// nextInstalment tells the opening line first, then the story piece by piece.
func (t *talk) nextInstalment() bool {
	if !t.s.Opened {
		t.s.Opened = true
		if t.c.Opening != "" {
			t.parts = append(t.parts, sentence(t.c.Opening))
			t.list(t.c.Tells)
			t.cueFor("opening")
			if len(t.stated) > 0 {
				return true
			}
		}
	}
	if t.s.Story >= t.instalments() || t.s.Story >= len(t.c.Story) || t.s.Trust <= guarded && t.s.Story > 0 {
		return false
	}
	i := t.c.Story[t.s.Story]
	t.s.Story++
	t.parts = append(t.parts, sentence(i.Say))
	t.list(i.Facts)
	t.cueFor(i.ID)
	return true
}

// list states facts whose words stand in an authored line.
func (t *talk) list(facts []string) {
	for _, id := range facts {
		if e := t.byID[id]; e != nil && !t.hasStated(id) {
			t.stated = append(t.stated, Told{ID: id, Text: e.Text})
			t.cueFor(id)
		}
	}
}

// complaint are the facts that the patient came for.
func (t *talk) complaint() []*entry {
	var out []*entry
	for _, id := range t.c.Tells {
		if e := t.byID[id]; e != nil {
			out = append(out, e)
		}
	}
	for _, e := range t.facts {
		if len(out) == 0 && e.Topic == "presenting.complaint" && open(e) {
			out = append(out, e)
		}
	}
	return out
}

// anythingElse answers "any other symptoms?": what the patient would volunteer and
// has not said yet, or a general denial.
func (t *talk) anythingElse() bool {
	told := 0
	for _, e := range t.facts {
		if told < 3 && e.opens() == Volunteered && !e.absent && t.s.form(e.ID) == "" && associated(e.Topic) && !t.hasStated(e.ID) {
			t.add(t.wording(e), Told{ID: e.ID, Text: e.Text})
			t.cueFor(e.ID)
			told++
		}
	}
	if told > 0 {
		return true
	}
	for _, e := range t.facts {
		if e.general && (e.Topic == "presenting.associated" || language.Under(e.Topic, "review")) && strings.Contains(strings.ToLower(e.Text), "other") {
			t.add(t.wording(e), Told{ID: e.ID, Text: e.Text})
			return true
		}
	}
	return false
}

func associated(topic string) bool {
	return language.Under(topic, "presenting") || language.Under(topic, "review")
}
