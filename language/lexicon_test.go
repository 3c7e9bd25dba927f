package language

import "testing"

func TestLexiconKnowsLayAndTechnicalWords(t *testing.T) {
	for _, pair := range [][2]string{
		{"short of breath", "dyspnoea"}, {"any trouble with your breathing, getting breathless?", "dyspnea"}, {"been sick", "vomiting"},
		{"a stinging feeling when you pass water", "dysuria"}, {"tummy ache", "abdominal pain"}, {"lost any weight", "weight loss"},
		{"heart racing", "palpitations"}, {"pins and needles", "paraesthesia"}, {"did you black out", "syncope"},
	} {
		a, b := English().Read(pair[0], nil), English().Read(pair[1], nil)
		if !share(a.Concepts(), b.Concepts()) {
			t.Errorf("%q %v and %q %v share no concept", pair[0], a.Concepts(), pair[1], b.Concepts())
		}
	}
}

func share(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if English().Is(x, y) || English().Is(y, x) {
				return true
			}
		}
	}
	return false
}

func TestLexiconIsWhole(t *testing.T) {
	l := English()
	for id, parents := range l.parents {
		for _, p := range parents {
			if _, ok := l.topicOf[p]; !ok {
				t.Errorf("%s has the parent %s, which no line defines", id, p)
			}
		}
	}
	for k, senses := range l.senses {
		for _, s := range senses {
			for _, c := range s {
				if _, ok := l.topicOf[c]; !ok {
					t.Errorf("phrase %q leads to %s, which no line defines", k, c)
				}
			}
		}
	}
	for k, topics := range l.topics {
		for _, topic := range topics {
			if !IsTopic(topic) {
				t.Errorf("phrase %q leads to the topic %s, which is not in the tree", k, topic)
			}
		}
	}
}
