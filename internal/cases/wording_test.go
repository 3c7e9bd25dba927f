package cases

import "testing"

func TestAModelsWordingIsChecked(t *testing.T) {
	c := starters(t)["acute-chest-pressure.yaml"]
	s, r := say(t, c, Input{Say: "When did the pressure start?"})
	if len(r.Facts) != 1 || r.Facts[0].ID != "onset" {
		t.Fatalf("got %v", ids(r))
	}
	for _, x := range []struct {
		name, text string
		good       bool
	}{
		{"the engine's own", r.Text, true},
		{"reworded", "Well, it began at half past seven this morning, doctor.", true},
		{"another time", "It started about half past nine this morning.", false},
		{"another duration", "It started 3 hours ago this morning.", false},
		{"more content", "It started at half past seven and I was short of breath.", false},
		{"a drug", "It started half past seven this morning, after my aspirin.", false},
		{"the diagnosis", "Half past seven this morning. I think it is a myocardial infarction.", false},
		{"another side", "It started half past seven this morning in my left arm.", false},
		{"out of the role", "As an AI I can say it started half past seven.", false},
		{"markup", "It started <b>half past seven</b> this morning.", false},
		{"a link", "Half past seven this morning, see https://example.org", false},
		{"a stage direction", "(sighs) Half past seven this morning.", false},
		{"nothing of it", "I don't know.", false},
		{"empty", " ", false},
	} {
		t.Run(x.name, func(t *testing.T) {
			faults := CheckWording(c, s, r, x.text)
			if (len(faults) == 0) != x.good {
				t.Errorf("%q: %v", x.text, faults)
			}
		})
	}
}

func TestADenialIsNotTurnedRound(t *testing.T) {
	c := starters(t)["acute-chest-pressure.yaml"]
	s, r := say(t, c, Input{Say: "Have you had a fever?"})
	if faults := CheckWording(c, s, r, "Yes, I've had a fever."); len(faults) == 0 {
		t.Error("a denial became a complaint")
	}
	if faults := CheckWording(c, s, r, "No, I've had no fever."); len(faults) > 0 {
		t.Errorf("a faithful wording is refused: %v", faults)
	}
}

func TestTheModelSeesOnlyWhatWasReleased(t *testing.T) {
	c := starters(t)["headache-in-the-gym.yaml"]
	s, r := say(t, c, Input{Say: "What brings you in?"}, Input{Say: "Do you smoke?"})
	m := MaterialFor(c, s, r)
	if len(m.Facts) != 1 || m.Facts[0] != "He smokes about five cigarettes a day" || len(m.Turns) != 1 {
		t.Errorf("got %+v", m)
	}
}
