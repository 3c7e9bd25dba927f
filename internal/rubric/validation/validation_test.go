package validation

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"preceptor/internal/rubric"
)

func yes(b bool) *bool { return &b }

// ward makes a talk in which the machine finds a fever denied and aspirin offered;
// the raters mark as given.
func ward(n int, first, second [2]*bool) Talk {
	return Talk{
		ID: fmt.Sprint(n),
		Transcript: []rubric.Turn{{Who: rubric.Learner, Text: "Any fever?"}, {Who: rubric.Patient, Text: "No, no fever."},
			{Who: rubric.Learner, Text: "We will give you aspirin."}},
		Checklist: []rubric.Item{{ID: "fever", Text: "No fever"}, {ID: "rash", Text: "Rash"},
			{ID: "aspirin", Text: "Offers aspirin", Earn: rubric.Said}},
		Marks: map[string]map[string]*bool{
			"ana": {"fever": first[0], "rash": yes(false), "aspirin": first[1]},
			"bo":  {"fever": second[0], "rash": yes(false), "aspirin": second[1]},
		},
	}
}

func TestMachineBesideHumans(t *testing.T) {
	var talks []Talk
	for n := range 8 {
		b := [2]*bool{yes(n != 0), yes(n%4 != 0)}
		talks = append(talks, ward(n, [2]*bool{yes(true), yes(true)}, b))
	}
	r := Of(talks)
	if r.Talks != 8 || r.Validated || r.Note != "not validated here: 8 of 100 double-marked talks" || r.Raters != [2]string{"ana", "bo"} {
		t.Errorf("%+v", r)
	}
	if len(r.Earn) != 3 || r.Earn[0].Earn != "obtained" || r.Earn[1].Earn != "said" || r.Earn[2].Earn != "all" {
		t.Fatalf("rows %+v", r.Earn)
	}
	told := r.Earn[0]
	// 16 items: both say no to the rash (8) and yes to the fever (7); they differ once.
	// Chance is (8·7 + 8·9)/16², so kappa is (15/16 - 1/2) / (1/2).
	if *told.Humans.Percent != 93.75 || math.Abs(*told.Humans.Kappa-0.875) > 1e-9 {
		t.Errorf("humans %v %v", *told.Humans.Percent, *told.Humans.Kappa)
	}
	if *told.Machine[0].Kappa != 1 || *told.Machine[1].Kappa != 0.875 || told.Machine[1].Interval == nil {
		t.Errorf("machine %+v", told.Machine)
	}
	if told.Consensus.Items != 15 || told.Consensus.Sensitivity.Value != 1 || told.Consensus.Specificity.Value != 1 || told.Consensus.Sensitivity.Interval[0] > 0.7 {
		t.Errorf("consensus %+v", told.Consensus)
	}
	if said := r.Earn[1]; said.Humans.Percent == nil || said.Humans.Kappa == nil || *said.Humans.Kappa != 0 || said.Machine[0].Kappa != nil {
		t.Errorf("said %+v", said)
	}
}

func TestAHundredTalks(t *testing.T) {
	var talks []Talk
	for n := range Enough {
		talks = append(talks, ward(n, [2]*bool{yes(true), nil}, [2]*bool{yes(true), yes(true)}))
	}
	if r := Of(talks); !r.Validated || r.Earn[1].Humans.Items != 0 || r.Earn[1].Humans.Percent != nil {
		t.Errorf("%+v", r)
	}
	for n := range talks[:1] {
		talks[n].Checklist = talks[n].Checklist[:2]
		delete(talks[n].Marks["ana"], "aspirin")
		delete(talks[n].Marks["bo"], "aspirin")
	}
	if r := Of(talks); r.Validated || r.Earn[1].Validated || !r.Earn[0].Validated {
		t.Errorf("99 talks with said items count as validated: %+v", r.Note)
	}
}

func TestWhatTheMachineLeavesOpen(t *testing.T) {
	talk := ward(0, [2]*bool{yes(true), yes(true)}, [2]*bool{yes(true), yes(true)})
	talk.Transcript[2].Text = "aspirin"
	if r := Of([]Talk{talk}); r.Earn[1].Open != 1 || r.Earn[1].Machine[0].Items != 0 || r.Earn[1].Consensus.Sensitivity != nil {
		t.Errorf("%+v", r.Earn[1])
	}
}

func TestUnusableTalks(t *testing.T) {
	one, stranger, double := ward(0, [2]*bool{}, [2]*bool{}), ward(0, [2]*bool{}, [2]*bool{}), ward(0, [2]*bool{}, [2]*bool{})
	delete(one.Marks, "bo")
	stranger.Marks["bo"]["cough"] = yes(true)
	double.Checklist = append(double.Checklist, double.Checklist[0])
	for _, x := range []struct {
		t    Talk
		want error
	}{{one, ErrRaters}, {stranger, ErrItem}, {double, ErrTwice}, {ward(0, [2]*bool{}, [2]*bool{}), nil}} {
		if err := x.t.Check(); !errors.Is(err, x.want) {
			t.Errorf("%v, want %v", err, x.want)
		}
	}
}
