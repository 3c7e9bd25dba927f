package cases

import (
	"slices"

	"preceptor/language"
)

var (
	asksConsent = language.Lazy(`\b(may|can|could|would|is it|are you|do you mind|if that's|with your|happy for me)\b.{0,80}\b(examin\w*|listen|feel|look at|touch|press|check your (chest|tummy|abdomen|back|neck|skin|eyes|heart)|permission|consent)\b|\b(consent|permission) (obtained|given|sought|asked)|\b(with|after|having) (asking|consent|permission|explaining)|explain(ed)? (and|then) (ask|examin)`)
	asksChaper  = language.Lazy(`\bchaperone\b|\b(colleague|nurse|somebody else|someone else) (with|present|in the room|come in|to be)`)
)

// consent notes that the learner asked before touching, or offered a chaperone.
func (s *State) consent(say string) {
	lower := language.Lower(say)
	if asksConsent.MatchString(lower) {
		s.note(string(Ask))
	}
	if asksChaper.MatchString(lower) {
		s.note(string(Chaperone))
	}
}

func (s *State) note(what string) {
	if !slices.Contains(s.Asked, what) {
		s.Asked = append(s.Asked, what)
	}
}

// missing is the consent that a manoeuvre still needs. A chaperone implies consent.
func (s *State) missing(need Consent) Consent {
	switch {
	case need == Chaperone && !slices.Contains(s.Asked, string(Chaperone)):
		return Chaperone
	case need == Ask && !slices.Contains(s.Asked, string(Ask)) && !slices.Contains(s.Asked, string(Chaperone)):
		return Ask
	}
	return ""
}
