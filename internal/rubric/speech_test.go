package rubric

import (
	"testing"

	"preceptor/language"
)

func TestWhatAClauseDoes(t *testing.T) {
	for text, want := range map[string][]speech{
		"Hello there.": {greeting},
		"When did it start and how fast did it come on?":       {asking, asking},
		"Does anyone in your family have brain bleeds?":        {asking},
		"any numb or tingly fingers":                           {asking},
		"I'd like to ask about your family now.":               {asking},
		"Could you tell me what you take?":                     {asking},
		"You smoke?":                                           {asking},
		"I think this may be a bleed in the brain.":            {telling},
		"This is called a thunderclap headache.":               {telling},
		"We need to scan your head, okay?":                     {directing},
		"You need to stay here tonight.":                       {directing},
		"Come back at once if it gets worse.":                  {directing},
		"I'm worried, so we will give you aspirin.":            {telling, directing},
		"Shall we give you something for the pain?":            {offering},
		"Would you like some paracetamol?":                     {offering},
		"Is it all right if I listen to your chest?":           {offering},
		"You told me that your aunt had a bleed.":              {reporting},
		"So you take aspirin every day.":                       {reporting},
		"subarachnoid haemorrhage":                             {bare},
		"CT head":                                              {bare},
		"Can I ask, is there any aspirin in the house?":        {asking, asking},
		"The scan shows the blood vessels, does it bother you": {telling, asking},
	} {
		r := language.English().Read(text, nil)
		var got []speech
		for _, c := range clausesOf(&r) {
			got = append(got, c.does)
		}
		if len(got) != len(want) {
			t.Errorf("%q: %v, want %v", text, got, want)
			continue
		}
		for n := range want {
			if got[n] != want[n] {
				t.Errorf("%q, clause %d: %v, want %v", text, n, got[n], want[n])
			}
		}
	}
}

// TestAskingIsNotExplaining holds what learners owe in words to what they really
// said: "met" is right, "human" is unsure, "no" is not met.
func TestAskingIsNotExplaining(t *testing.T) {
	for _, x := range []struct{ from, id, says, want string }{
		{headache, "c-say-scan", "When did the pain begin and how quick was it?", "no"},
		{headache, "c-say-scan", "Has anybody in the family had a bleed or a scan of the head?", "no"},
		{headache, "c-say-scan", "Have you ever had a brain scan?", "no"},
		{headache, "c-say-scan", "You mentioned that they did a brain scan last year.", "no"},
		{headache, "c-say-scan", "CT brain", "human"},
		{headache, "c-say-scan", "I'd like to do a scan of your head right away, it takes pictures of the brain.", "met"},
		{headache, "c-say-scan", "We are going to scan your brain now to look for the cause.", "met"},
		{headache, "c-say-bleed", "Does anyone in your family have brain bleeds?", "no"},
		{headache, "c-say-bleed", "Your aunt had a bleed in the brain.", "no"},
		{headache, "c-say-bleed", "I know that an aunt with a bleed in the brain is a worry.", "human"},
		{headache, "c-say-bleed", "I'm worried this could be a bleed in the brain.", "met"},
		{headache, "c-say-bleed", "We have to make sure you're not bleeding inside your head.", "met"},
		{headache, "c-say-bleed", "I am not worried about a bleed in the brain.", "no"},
		{headache, "c-stay", "How long did you stay in hospital that time?", "no"},
		{headache, "c-stay", "You really need to stay in hospital tonight.", "met"},
		{headache, "c-stay", "Please stay calm.", "human"},
		{headache, "c-home", "Who is at home with you?", "no"},
		{headache, "c-home", "You can't go home like this.", "no"},
		{headache, "c-home", "Before you can go home we must find the cause.", "human"},
		{headache, "c-home", "You can go home.", "met"},
		{pressure, "c-aspirin", "Are you taking aspirin at the moment?", "no"},
		{pressure, "c-aspirin", "So you took an aspirin this morning.", "no"},
		{pressure, "c-aspirin", "Do you have any problem with aspirin?", "no"},
		{pressure, "c-aspirin", "We'll give you an aspirin to chew now.", "met"},
		{pressure, "c-aspirin", "I'd like you to take some aspirin.", "met"},
		{pressure, "c-aspirin", "You shouldn't take any aspirin.", "no"},
		{pressure, "c-say-heart", "Did your father have heart trouble?", "no"},
		{pressure, "c-say-heart", "I think the pain is coming from your heart.", "met"},
		{pressure, "c-say-heart", "It looks like you are having a heart attack.", "met"},
		{pressure, "c-stay", "You'll need to stay in hospital for now.", "met"},
	} {
		list, _ := starter(t, x.from)
		r := Mark(talk(x.says, "All right."), []Item{item(t, list, x.id)})[0]
		if got := inWords(r); got != x.want {
			t.Errorf("%s %s, %q: %s, want %s", x.from, x.id, x.says, got, x.want)
		}
	}
}

func inWords(r Result) string {
	switch {
	case r.Unsure():
		return "human"
	case r.IsMet():
		return "met"
	}
	return "no"
}

// TestActsAndVerdictsExplainNothing: what was ordered or committed was not told to
// the patient, whatever its words.
func TestActsAndVerdictsExplainNothing(t *testing.T) {
	list, _ := starter(t, headache)
	turns := []Turn{
		{Who: Learner, Text: "I would like to do a scan of your head straight away", Kind: Act},
		{Who: Learner, Text: "CT head", Did: []string{"ct"}},
		{Who: Learner, Text: "subarachnoid haemorrhage. I am worried about a bleed in the brain.", Kind: Verdict},
	}
	for _, id := range []string{"c-say-scan", "c-say-bleed", "c-stay"} {
		if r := Mark(turns, []Item{item(t, list, id)})[0]; inWords(r) != "no" {
			t.Errorf("%s: %+v", id, r)
		}
	}
	reasoning := Item{ID: "d", Text: "Names a bleed in the brain", Earn: Said, Domain: Reasoning}
	if r := Mark(turns, []Item{reasoning})[0]; !r.IsMet() {
		t.Errorf("the reasoning was not found in the verdict: %+v", r)
	}
}

func TestRituals(t *testing.T) {
	for _, x := range []struct{ item, says, want string }{
		{"Introduces self with name and role", "Good morning, my name is Ade and I'm one of the medical students.", "met"},
		{"Introduces self with name and role", "Good morning, what is the matter?", "no"},
		{"Confirms the patient's name and date of birth", "Could I have your full name and your date of birth?", "met"},
		{"Confirms the patient's name and date of birth", "Could I have your full name?", "no"},
		{"Gains consent", "Would you mind if I had a look at your tummy?", "met"},
		{"Asks permission before examining the abdomen", "Is it all right if I examine your tummy?", "met"},
		{"Asks permission before examining the abdomen", "Is it all right if we talk here?", "human"},
		{"Summarises", "So to recap, you have had this pain since Monday, it is worse on stairs and you feel sick with it.", "met"},
		{"Summarises", "Since Monday?", "no"},
		{"Signposts", "Now I'd like to ask about your family.", "met"},
		{"Checks understanding", "Does that make sense to you?", "met"},
		{"Checks understanding", "Do you still smoke at all?", "no"},
		{"Invites questions", "Have you any questions?", "met"},
		{"Safety nets", "If the pain comes back or you feel faint, call 999.", "met"},
		{"Safety nets", "Did you call 999 when the pain came?", "no"},
		{"Thanks the patient", "Thank you very much for your time.", "met"},
		{"Shows empathy", "I'm so sorry, that must be awful.", "human"},
		{"Behaves professionally", "Hello.", "human"},
	} {
		r := Mark(talk(x.says, "Right."), []Item{{ID: "i", Text: x.item, Earn: Said}})[0]
		if got := inWords(r); got != x.want {
			t.Errorf("%q by %q: %s %+v, want %s", x.item, x.says, got, r, x.want)
		}
	}
}
