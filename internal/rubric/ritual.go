package rubric

import (
	"regexp"
	"strings"

	"preceptor/language"
)

// ritual is an act of the consultation that is known by its form, whatever the
// case: an item that names one is earned by words of that form.
type ritual struct {
	named *regexp.Regexp // how an item names it
	done  *regexp.Regexp // how it sounds, in lower case
	// length is the least number of words of a turn that does it.
	length int
	// about is true when the turn must also name what else the item names.
	about bool
	// told is true when a question does not do it.
	told bool
}

// rituals follow the Calgary-Cambridge guide (Kurtz, Silverman & Draper): opening,
// identity, consent, signposting, summary, checking, safety net, closing.
var rituals = []ritual{
	{re(`\b(introduc\w+|credentials?|greets?)\b`), re(`\bmy name('s| is)|\bi('m| am) (dr\b|doctor|a doctor|the doctor|your doctor|one of the|the (gp|nurse|student|registrar|resident)|an? (\w+[- ])?(\w+[- ])?(student|nurse|gp|trainee|resident|paramedic))|\bthis is (dr|doctor)\b|\b(dr|doctor) \w+ (here|speaking|calling)\b`), 0, false, false},
	{re(`\b(confirm|check|verif|ask|clarif|establish)\w*\b.*\bname\b|\bidentity\b`), re(`\b(your|full|first|last|patient'?s?) name\b|\bwho am i (speaking|talking)\b|\b(am i|i'm) (speaking|talking) (to|with)\b|\bwhat (should|shall|can|may|do) (i|we|people) call you\b|\b(are you|is that|is this|you're) (mr|mrs|ms|miss)\b|\byour name\b|\bname (and|please)\b`), 0, false, false},
	{re(`\b(confirm|check|verif|ask|clarif|establish)\w*\b.*\b(dob|date of birth)\b`), re(`\bdate of birth\b|\bwhen were you born\b|\bbirthday\b|\bborn\b`), 0, false, false},
	{re(`\b(confirm|check|verif|ask|clarif|establish)\w*\b.*\bage( and\b|,|$)`), re(`\bhow old\b|\b(your|the) age\b|\bage\b|\byears old\b|\bdate of birth\b`), 0, false, false},
	{re(`\b(confirm|check|verif|ask|clarif)\w*\b.*\baddress\b`), re(`\baddress\b|\bwhere do you live\b`), 0, false, false},
	{re(`\b(confirm|check|verif|ask|clarif|assur)\w*\b.*\b(priva\w+|confidential\w*|overheard)\b`), re(`\bpriva(te|cy)\b|\bconfidential|\b(alone|on your own|by yourself)\b|\boverhear|\bsomewhere quiet\b|\bquiet (place|room)\b`), 0, false, false},
	{re(`\b(consent|permission)\b`), re(`\b(is|would) (it|that) (be )?(ok|okay|all right|alright|fine)\b|\b(do|would) you mind\b|\bmay i\b|\bcan i (just )?(examine|have a (look|listen|feel)|take|do|listen)\b|\bare you (happy|willing|comfortable) (for|to|with)\b|\b(with your|your) (permission|consent)\b|\bconsent\b`), 0, true, false},
	{re(`\b(summari[sz]\w*|recaps?|plays? back)\b`), re(`\b(to (just )?summari[sz]e|in summary|to recap|let me (just )?(recap|summari[sz]e|go over|check (that )?i)|just to (recap|go over)|so,? (far,? )?(you('ve| have)|from what|what i('ve| have))|have i (got|understood))\b`), 12, false, false},
	{re(`\bsignpost\w*`), re(`\bmov(e|ing) on\b|\b(i('d| would) like|i('m| am) going|i want|i need) to (ask (you )?(about|some|a few|a couple)|talk about|turn to|go through|examine)|\bnext,? (i|we|let)\b|\bfirst\b.*\bthen\b|\bnow (i('d| would)|let's|let me|i('m| am))\b`), 0, false, false},
	{re(`\b(check\w*|confirm\w*|ensure\w*) (\w+ )?understand\w*|\bteach.?back\b`), re(`\bdoes (that|this|it) (all )?make sense\b|\b(do|did) you (understand|follow)\b|\b(tell|explain|repeat|say) (it |that |this )?(me )?(back|in your own words)\b|\bin your own words\b|\b(is|was) (that|this|it|everything) (all )?clear\b|\bhave i (explained|made)\b`), 0, false, false},
	{re(`\b(invit\w*|opportunit\w*|asks? (for|if|whether)|welcom\w*)\b.*\bquestions?\b|\bany questions\b`), re(`\b(any|some|other|more|further|got|have) (\w+ )?questions\b|\bquestions (for|you)\b|\banything (else )?you('d| would)? (like|want) to ask\b`), 0, false, false},
	{re(`\bsafety.?nets?\b|\bsafety.?netting\b`), re(`\b(if|should) (it|you|the|this|things|your|any|there|that)\b.{3,160}\b(come back|call|ring|phone|999|911|112|a&e|emergency|see (a|your|us|me)|contact|go (straight )?to|let (me|us) know|return|get help|seek)\b|\b(come (straight )?back|call|ring|phone|return|go (straight )?to|seek)\b.{0,80}\b(if|when|should)\b`), 0, false, true},
	{re(`\b(thanks?|closes|ends) (the )?(patient|consultation|interview|him|her|them)\b`), re(`\bthank(s| you)\b|\bgood ?bye\b|\btake care\b`), 0, false, false},
}

// judged are items that only a human marks: there is no machine score for empathy
// or professionalism.
var judged = re(`(?i)\b(empath\w*|compassion\w*|rapport|professional\w*|respect(s|ful|fully)?|kindness|warmth|body language|eye contact|tone of voice|attitude|non-?judge?mental\w*|dignity|active(ly)? listen\w*)\b`)

// byRitual looks for the acts that an item names by their form. known is false
// when it names none.
func (m *marker) byRitual(i *Item) (r Result, known bool) {
	text := language.Lower(i.Text)
	var evidence []Evidence
	for n := range rituals {
		act := &rituals[n]
		if !act.named.MatchString(text) {
			continue
		}
		known = true
		at := m.performs(act)
		if at < 0 {
			return notMet(i.ID, 0.8), true
		}
		evidence = append(evidence, m.sentence(at, act.done))
		if act.about && !m.touches(text, act, at) {
			return unsure(i.ID, 0.6, evidence...), true
		}
	}
	if !known {
		return Result{}, false
	}
	return met(i.ID, 0.9, evidence...), true
}

// performs is the first turn in which the learner does the act in words, or -1.
func (m *marker) performs(act *ritual) int {
	for n := range m.talk {
		if m.speaks(n) && len(m.turns[n].reading.Tokens) >= act.length && act.done.MatchString(m.wordsFor(act, n)) {
			return n
		}
	}
	return -1
}

// wordsFor are the words of a turn that can do an act, in lower case.
func (m *marker) wordsFor(act *ritual, n int) string {
	if !act.told {
		return language.Lower(m.talk[n].Text)
	}
	var told []string
	for _, c := range m.turns[n].clauses {
		if c.does != asking && c.does != reporting {
			told = append(told, m.turns[n].reading.Phrase(c.from, c.to))
		}
	}
	return language.Lower(strings.Join(told, " "))
}

// touches says whether a turn names what an item names beside the act.
func (m *marker) touches(text string, act *ritual, n int) bool {
	rest := m.wishes(leadIn.ReplaceAllString(act.named.ReplaceAllString(text, " "), ""))
	return len(rest) == 0 || m.loose(rest, n) >= 0.4
}

// sentence quotes the sentence of a turn that has the form, or else the whole turn.
func (m *marker) sentence(n int, form *regexp.Regexp) Evidence {
	r := &m.turns[n].reading
	for _, c := range sentencesOf(r) {
		if text := r.Phrase(c[0], c[1]); form.MatchString(language.Lower(text)) {
			return m.verbatim(n, text)
		}
	}
	return m.whole(n)
}
