package cases

import (
	"testing"

	"preceptor/internal/rubric"
)

// novice is a competent beginner's history of a starter case, then what is done
// and said; keywords is the same ground covered by words thrown at the patient.
var novice = map[string]struct{ asks, does, says []string }{
	"acute-chest-pressure.yaml": {
		asks: []string{"Hello, I'm one of the doctors. What has brought you in today?", "Please go on.", "When did it start, and what were you doing?",
			"Where exactly is it, and does it go anywhere else?", "Does it go through to your back?", "What does it feel like?", "Is it worse when you breathe in?",
			"Have you had anything like it when you climb stairs or walk?", "Were you sweating?", "Are you short of breath?", "Any swelling or pain in your legs?",
			"Do you have any medical conditions, such as diabetes, high blood pressure or high cholesterol?", "Have you ever had a stomach ulcer or bleeding?",
			"What medicines do you take?", "Many people find tablets hard to keep up. Have you stopped or missed any tablets?", "Are you allergic to anything?",
			"Do you smoke?", "Has anybody in your family had heart trouble?", "What worries you most about this?"},
		does: []string{"blood pressure and pulse", "listen to the heart with consent", "ECG", "troponin"},
		says: []string{"I think this is coming from your heart.", "We will give you aspirin now.", "You need to stay in hospital."},
	},
	"headache-in-the-gym.yaml": {
		asks: []string{"Hello, I'm one of the doctors. What has happened?", "When did it start?", "How quickly did it come on?", "What were you doing at the time?",
			"Where in your head is it?", "How bad is it?", "Is your neck stiff?", "Does light bother you?", "Have you vomited?", "Did you pass out?", "Did you have a fit?",
			"Any weakness in your arms or legs?", "Any numbness or tingling?", "Any problems with your vision?", "Have you had a fever?", "Have you noticed a rash?",
			"Did you hit your head?", "Have you had headaches like this before?", "Has anybody in your family had a bleed in the brain?",
			"I ask everybody with a sudden headache, because it changes what we do: have you taken any drugs?", "Do you take blood thinners?", "What worries you most?"},
		does: []string{"GCS", "neck stiffness", "pupils", "blood pressure and temperature", "CT head"},
		says: []string{"I am worried about a bleed in the brain.", "I would like to do a scan of your head straight away.", "You need to stay in hospital."},
	},
}

var keywords = []string{"pain", "onset", "site", "character", "radiation", "severity", "timing", "fever", "cough", "nausea", "vomiting", "smoking", "alcohol",
	"drugs", "allergies", "family", "medication", "operations", "travel", "job", "worries"}

func TestAScriptedNoviceBeatsKeywordsAndEmptyKindness(t *testing.T) {
	for name, c := range starters(t) {
		n, ok := novice[name]
		if !ok {
			t.Errorf("no novice was written for %s", name)
			continue
		}
		good, words, kind := earned(c, n.asks, n.does, n.says), earned(c, keywords, nil, nil), earned(c, kindWords, nil, nil)
		t.Logf("%s: novice %.0f%%, keywords %.0f%%, kindness %.0f%%", name, 100*good, 100*words, 100*kind)
		if good < 0.6 {
			t.Errorf("%s: a competent novice earned only %.2f", name, good)
		}
		if words >= good-0.2 || kind >= good-0.4 {
			t.Errorf("%s: keywords earned %.2f and kindness %.2f beside the novice's %.2f", name, words, kind, good)
		}
	}
}

// earned holds a talk and gives the share of the checklist's points that the marker
// grants for it.
func earned(c *Case, asks, does, says []string) float64 {
	var s State
	var talk []rubric.Turn
	speak := func(text string) {
		var r Reply
		s, r = Step(c, s, Input{Say: text})
		talk = append(talk, rubric.Turn{Who: rubric.Learner, Text: text, Topics: r.Match.Topics}, rubric.Turn{Who: rubric.Patient, Text: r.Text, Facts: ids(r)})
	}
	for _, text := range asks {
		speak(text)
	}
	for _, do := range does {
		_, f := Examine(c, s, do)
		turn := rubric.Turn{Who: rubric.Learner, Text: do, Kind: rubric.Act}
		for _, shown := range f.Shown {
			turn.Did = append(turn.Did, shown.ID)
		}
		talk = append(talk, turn)
	}
	for _, text := range says {
		speak(text)
	}
	got, all := 0.0, 0.0
	for i, r := range rubric.Mark(talk, c.Checklist) {
		switch item := c.Checklist[i]; {
		case item.Negative && r.IsMet():
			got -= item.Points
		case item.Negative:
		case r.IsMet():
			got, all = got+item.Points, all+item.Points
		default:
			all += item.Points
		}
	}
	return got / all
}
