package revision

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"preceptor/internal/rubric"
)

var (
	list = []rubric.Item{
		{ID: "stay", Text: "Explains that she has to stay", Earn: rubric.Said, Say: []string{"you need to stay in hospital"}},
		{ID: "aspirin", Text: "Offers aspirin", Earn: rubric.Said, Say: []string{"we will give you aspirin"}},
		{ID: "fever", Text: "No fever"},
	}
	at   = time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC)
	zero = Marker{Case: "c"}
)

func said(name string, words ...string) Past {
	var turns []rubric.Turn
	for _, w := range words {
		turns = append(turns, rubric.Turn{Who: rubric.Learner, Text: w}, rubric.Turn{Who: rubric.Patient, Text: "I see."})
	}
	return Past{Talk: name, Turns: turns, Marks: rubric.NewMarks(rubric.Mark(turns, list))}
}

func overruled(t *testing.T, p Past, item string, after bool, turn int) Past {
	t.Helper()
	var err error
	if p.Marks, err = p.Marks.Overrule(item, "amina", "heard it", after, at, turn); err != nil {
		t.Fatal(err)
	}
	return p
}

// A way of saying it that the marker missed is overruled, proposed, seen by a second
// educator on past talks, and approved; later talks are marked with it.
func TestAnOverrulingBecomesAVersion(t *testing.T) {
	missed := overruled(t, said("t1", "We are keeping you on the ward tonight."), "stay", true, 0)
	other := said("t2", "We are keeping you on the ward tonight, I'm afraid.", "Any fever?")
	past := []Past{missed, other, said("t3", "Goodbye.")}

	drafts := Suggest(list, past)
	if len(drafts) != 1 || drafts[0].Change.Kind != Accept || drafts[0].Talks[0] != "t1" {
		t.Fatalf("suggested %+v", drafts)
	}
	change := drafts[0].Change
	change.Words = "keeping you on the ward"
	p, err := Propose(zero, list, "amina", at, []Change{change})
	if err != nil {
		t.Fatal(err)
	}
	view := p.Preview(zero, list, past)
	if view.Talks != 3 || len(view.Shifts) != 2 || view.Repaired != 1 || view.Broken != 0 {
		t.Fatalf("preview %+v", view)
	}
	p, next, err := p.Approve(zero, list, past, "ben", view.Digest, at)
	if err != nil || p.State != Approved || next.Version != 1 {
		t.Fatalf("%v %+v %+v", err, p, next)
	}
	later := said("t4", "So we are keeping you on the ward.")
	if r := next.Mark(later.Turns, list)[0]; !r.IsMet() || r.Evidence[0].Turn != 0 {
		t.Errorf("the new version does not know the words: %+v", r)
	}
	if r := next.Mark(said("t5", "We are not keeping you on the ward.").Turns, list)[0]; r.IsMet() {
		t.Errorf("the opposite earned the item: %+v", r)
	}
	if missed.Marks.State != rubric.Overruled || len(missed.Marks.Overrulings) != 1 {
		t.Error("past marks were touched")
	}
}

func TestRefusedWordsEarnNothing(t *testing.T) {
	wrong := overruled(t, said("t1", "You should take aspirin like my uncle."), "aspirin", false, 0)
	m := Marker{Case: "c", Version: 1, Changes: []Change{{Item: "aspirin", Kind: Refuse, Words: "take aspirin like my uncle", Why: "a joke"}}}
	if r := m.Mark(wrong.Turns, list)[1]; r.IsMet() {
		t.Errorf("refused words earned the item: %+v", r)
	}
	both := said("t2", "You should take aspirin like my uncle.", "We will give you aspirin now.")
	if r := m.Mark(both.Turns, list)[1]; !r.IsMet() || r.Evidence[0].Turn != 2 {
		t.Errorf("good words beside refused ones: %+v", r)
	}
}

func TestItemsLeftToHumans(t *testing.T) {
	m := Marker{Case: "c", Changes: []Change{{Item: "stay", Kind: Human, Why: "too many ways"}}}
	if r := m.Mark(said("t", "You need to stay in hospital.").Turns, list)[0]; !r.Unsure() {
		t.Errorf("%+v", r)
	}
	past := []Past{}
	for _, name := range []string{"a", "b"} {
		past = append(past, overruled(t, said(name, "Hm."), "stay", true, -1), overruled(t, said(name+"2", "You need to stay in hospital."), "stay", false, -1))
	}
	got := Suggest(list, past)
	if len(got) != 1 || got[0].Change.Kind != Human || len(got[0].Talks) != 4 {
		t.Errorf("suggested %+v", got)
	}
}

func TestWhoMayApproveWhat(t *testing.T) {
	past := []Past{said("t1", "We are keeping you on the ward.")}
	change := Change{Item: "stay", Kind: Accept, Words: "keeping you on the ward", Why: "heard"}
	p, err := Propose(zero, list, "amina", at, []Change{change})
	if err != nil {
		t.Fatal(err)
	}
	seen := p.Preview(zero, list, past).Digest
	rejected, _ := p.Reject("ben", "too wide", at)
	for _, x := range []struct {
		name string
		of   Proposal
		base Marker
		past []Past
		by   string
		seen string
		want error
	}{
		{"the proposer", p, zero, past, "amina", seen, ErrSamePerson},
		{"the proposer in capitals", p, zero, past, " Amina ", seen, ErrSamePerson},
		{"nobody", p, zero, past, " ", seen, ErrNoPerson},
		{"somebody who saw nothing", p, zero, past, "ben", "", ErrUnseen},
		{"somebody who saw fewer talks", p, zero, append(past, said("t2", "keeping you on the ward")), "ben", seen, ErrUnseen},
		{"after another version", p, Marker{Case: "c", Version: 1}, past, "ben", seen, ErrStale},
		{"for another case", p, Marker{Case: "d"}, past, "ben", seen, ErrStale},
		{"after a rejection", rejected, zero, past, "ben", seen, ErrClosed},
		{"a second educator", p, zero, past, "ben", seen, nil},
	} {
		if _, _, err := x.of.Approve(x.base, list, x.past, x.by, x.seen, at); !errors.Is(err, x.want) {
			t.Errorf("%s: %v, want %v", x.name, err, x.want)
		}
	}
	if _, err := p.Reject("ben", " ", at); !errors.Is(err, ErrNoReason) {
		t.Errorf("a rejection without a reason: %v", err)
	}
}

func TestUnusableChanges(t *testing.T) {
	known := Marker{Case: "c", Version: 1, Changes: []Change{{Item: "stay", Kind: Accept, Words: "on the ward", Why: "x"}}}
	for _, x := range []struct {
		c    Change
		want error
	}{
		{Change{Item: "nothing", Kind: Human, Why: "x"}, ErrNoItem},
		{Change{Item: "stay", Kind: "forbid", Why: "x"}, ErrKind},
		{Change{Item: "stay", Kind: Refuse, Words: " ", Why: "x"}, ErrNoWords},
		{Change{Item: "stay", Kind: Human}, ErrNoWhy},
		{Change{Item: "stay", Kind: Refuse, Words: "On the  ward", Why: "x"}, ErrTwice},
	} {
		if _, err := Propose(known, list, "amina", at, []Change{x.c}); !errors.Is(err, x.want) {
			t.Errorf("%+v: %v, want %v", x.c, err, x.want)
		}
	}
	if _, err := Propose(known, list, "amina", at, nil); !errors.Is(err, ErrNothing) {
		t.Errorf("an empty proposal: %v", err)
	}
}

// Whatever is taught about one item leaves the marks of all others alone, and every
// quote still stands in its turn.
func TestAChangeTouchesItsItemOnly(t *testing.T) {
	phrases := []string{"You need to stay in hospital.", "We will give you aspirin.", "Any fever?", "No fever.", "Stay here.", "Take aspirin, please.", ""}
	rapid.Check(t, func(t *rapid.T) {
		talk := said("t", rapid.SliceOfN(rapid.SampledFrom(phrases), 1, 5).Draw(t, "talk")...)
		c := Change{Item: "aspirin", Kind: rapid.SampledFrom([]Kind{Accept, Refuse, Human}).Draw(t, "kind"), Words: rapid.SampledFrom(phrases).Draw(t, "words")}
		before, after := zero.Mark(talk.Turns, list), Marker{Changes: []Change{c}}.Mark(talk.Turns, list)
		for n := range list {
			if list[n].ID != "aspirin" && !same(before[n].Met, after[n].Met) {
				t.Fatalf("%s changed by %+v", list[n].ID, c)
			}
			for _, e := range after[n].Evidence {
				if turn := talk.Turns[e.Turn].Text; len(e.Quote) > 0 && !strings.Contains(turn, e.Quote) {
					t.Fatalf("%q is not in %q", e.Quote, turn)
				}
			}
		}
	})
}
