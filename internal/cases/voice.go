package cases

import (
	"strings"

	"preceptor/language"
)

// voices are lines without a fact, for a patient and for an informant.
type voices struct{ own, informant []string }

// pick takes the line of a turn; lines take turns so that nobody repeats themselves.
func (v voices) pick(c *Case, turn int) string {
	lines := v.own
	if c.Patient.Informant != nil && len(v.informant) > 0 {
		lines = v.informant
	}
	return lines[turn%len(lines)]
}

var (
	greetLines     = voices{own: []string{"Hello.", "Hello, nice to meet you.", "Hi."}}
	againLines     = voices{own: []string{"Hello.", "Yes, that's fine.", "Of course."}}
	thanksLines    = voices{own: []string{"Thank you.", "That's all right.", "Okay, thanks."}}
	empathyLines   = voices{own: []string{"Thank you.", "Thanks, that's kind of you.", "Yes. Thank you for saying so."}}
	nodLines       = voices{own: []string{"Okay.", "Yes.", "All right."}}
	acceptLines    = voices{own: []string{"All right, thank you.", "Okay. That makes sense.", "Right. Thank you for explaining."}}
	confirmLines   = voices{own: []string{"Yes, that's right.", "Yes, I think that's everything.", "That's it, yes."}}
	leaveRoleLines = voices{own: []string{"I'm sorry, I don't understand what you mean. I'm just here to be seen.", "I don't know anything about that, I'm afraid.", "Sorry, I don't follow. Can we get back to why I'm here?"},
		informant: []string{"I'm sorry, I don't understand what you mean. We're just here to be seen.", "I don't know anything about that, I'm afraid."}}
	diagnosisLines = voices{own: []string{"I was hoping you could tell me that.", "I don't know, that's why I'm here.", "I couldn't tell you. You're the one to ask about that."},
		informant: []string{"I was hoping you could tell us that.", "I don't know, that's why we're here."}}
	resultLines  = voices{own: []string{"I don't know, nobody has told me.", "I couldn't say. You'd have to look that up."}}
	abuseLines   = voices{own: []string{"Please don't speak to me like that.", "I'd like you to be civil, or I'd rather stop here."}}
	puzzledLines = voices{own: []string{"Sorry, what about it?", "Sorry, what do you want to know?"}}
	clarifyLines = voices{own: []string{"Sorry, could you say that another way?", "I'm not sure what you're asking. Could you put it differently?"}}
	silentLines  = voices{own: []string{"Not that I know of.", "Not that I'm aware of.", "I'm not sure, I'm afraid.", "I don't think so, but I couldn't say for certain."}}
	noIdeaLines  = voices{own: []string{"I don't really know.", "I'm not sure, to be honest.", "I couldn't tell you, sorry."}}
)

// unknownLines suit the kind of question that the case is silent on.
func (t *talk) unknownLines() voices {
	if len(t.heard.Asks) > 0 && t.heard.Asks[0].Kind == language.Closed {
		return silentLines
	}
	return noIdeaLines
}

// wording is how the patient words a fact this time: the authored wordings take
// turns, and a guarded patient uses the shortest.
func (t *talk) wording(e *entry) string {
	if len(e.Say) == 0 {
		return e.Text
	}
	if t.s.Trust <= guarded {
		return shortest(e.Say)
	}
	times := 0
	for _, told := range t.s.Told {
		if told.Fact == e.ID {
			times++
		}
	}
	return e.Say[times%len(e.Say)]
}

func shortest(lines []string) string {
	best := lines[0]
	for _, l := range lines[1:] {
		if len(l) < len(best) {
			best = l
		}
	}
	return best
}

// withYesNo begins the first answer to a closed question with yes or no.
func (t *talk) withYesNo(e *entry, a *language.Ask, text string) string {
	if a.Kind != language.Closed || !wantsYesNo(a) || len(t.parts) > 0 || e.polarity() == Uncertain || startsWithYesNo(text) {
		return text
	}
	if e.absent {
		return "No. " + text
	}
	if t.asksEither(a) {
		return text
	}
	return "Yes. " + text
}

// wantsYesNo tells "do you smoke?" from "what do you do for work?".
func wantsYesNo(a *language.Ask) bool {
	for _, t := range a.Reading.Tokens {
		switch t.Lower {
		case "what", "which", "who", "whom", "whose", "how", "where", "when", "why", "tell", "describe", "what's", "how's", "who's":
			return false
		}
	}
	return true
}

// asksEither finds questions that offer a choice, which yes does not answer.
func (t *talk) asksEither(a *language.Ask) bool {
	return strings.Contains(language.Lower(a.Text), " or ")
}

func startsWithYesNo(text string) bool {
	lower := strings.ToLower(text)
	for _, w := range []string{"yes", "no", "not ", "never", "none", "nothing", "nobody", "well", "i'm not sure", "sometimes", "a bit", "only", "just", "i used to"} {
		if strings.HasPrefix(lower, w) {
			return true
		}
	}
	return false
}

func firstOf(lines []string, otherwise string) string {
	if len(lines) > 0 {
		return lines[0]
	}
	return otherwise
}
