package rubric

import (
	"regexp"
	"strings"

	"preceptor/language"
)

// speech is what a clause of the learner does to the patient: asking for something
// is not explaining it (Searle, A classification of illocutionary acts, 1976).
type speech uint8

const (
	bare      speech = iota // no verb: a keyword, a heading, a committed diagnosis
	asking                  // wants an answer about the patient
	offering                // asks whether something may be done or given
	directing               // advises, plans, instructs
	telling                 // states, explains, warns, reassures
	reporting               // gives back what the patient said or has
	greeting
)

// clause is a stretch of a turn, as token numbers, with what it does.
type clause struct {
	from, to int
	does     speech
	// depends is true when a condition or a later time stands before what is said.
	depends bool
}

// clausesOf cuts a learner's turn into clauses.
func clausesOf(r *language.Reading) []clause {
	var out []clause
	from := 0
	for i := range r.Tokens {
		end := endsSentence(r.Tokens[i])
		if !end && !opensClause(r.Tokens, from, i) {
			continue
		}
		if end {
			i++
		}
		out, from = appendClause(out, r, from, i), i
	}
	return appendClause(out, r, from, len(r.Tokens))
}

func appendClause(out []clause, r *language.Reading, from, to int) []clause {
	text := r.Phrase(from, to)
	if strings.Trim(text, " .,;:!?-…\"'") == "" {
		return out
	}
	lower := language.Lower(text)
	return append(out, clause{from: from, to: to, does: speechOf(lower), depends: condition.MatchString(courtesy.ReplaceAllString(lower, ""))})
}

func endsSentence(t language.Token) bool { return t.Mark && strings.Contains(".?!;…", t.Text) }

// opensClause says whether a new clause begins at token i: after a comma or a
// conjunction, when a subject or a question word follows.
func opensClause(tokens []language.Token, from, i int) bool {
	if i-from < 3 || tokens[i].Mark || !subject[tokens[i].Lower] {
		return false
	}
	before := tokens[i-1]
	return before.Mark && before.Text == "," || joins[before.Lower]
}

var (
	joins   = words(`and but so because then`)
	subject = words(`i i'm i'd i'll i've we we'd we'll we're you you're you've you'll it it's this that's there's do does did are is was were have has any what when where
		why how who which can could would should shall may let let's please`)
	condition = re(`^\W*((and|but|so|then|well|because)\W+)*(before|until|unless|once|after|if|when)\b|\b(before|until|unless|once) (you|we|i|it|they)\b`)
)

// lead is what may stand before what a clause does.
const lead = `^\W*((and|so|ok|okay|right|well|now|but|also|um+|uh|er|erm|oh|alright|then|great|good|yes|yeah|thanks|thank you|hmm|just|actually|sorry|perhaps|first|firstly|next|finally|because|mr|mrs|ms|sir|madam)\W+)*`

// doing are the verbs of what is done for a patient, as against asking.
const doing = `(give|get you|offer|send|arrange|start|refer|book|order|keep|admit|prescribe|scan|take you|take some|do (a|an|the|some)|examine|have a (look|listen|feel)|listen|feel|put)`

var (
	hails      = re(`^\W*((hi|hiya|hello|hey|good (morning|afternoon|evening|day)|welcome|howdy|greetings|nice to meet you|pleased to meet you|how are you( today)?|there|dr|mr|mrs|ms|sir|madam|thank you|thanks|bye|goodbye|take care)\W*)+$`)
	offers     = re(lead + `(would you like (me|us|some|a|an|to (have|take|try|see|stay|start))|shall (i|we)|should (i|we)|(can|could|may|might) (i|we) (just |please |quickly )?` + doing + `|how about (we|i|a|some)|what if (i|we)|are you happy (for|to|with)|would you be (happy|willing|ok|okay)|(is|would) (it|that) (be )?(ok|okay|fine|all right|alright) (if|for|to|with)|(do|would) you mind (if )?(i|we|me)|do i have your (consent|permission))\b`)
	wantsToAsk = re(`\b(i('d| would) like to (know|ask|hear|understand|find out|check)|i (want|need|have|wanted|must)( to)? (know|ask|check|find out)|i('m| am) going to ask|i('m| am| was)? ?wonder(ing|ed)?|(can|could|may|might) i (just )?(ask|check|confirm|clarify|take|know)|(can|could|would|will) you (please |just |kindly )?(tell|describe|explain|show|say|point|rate|give|confirm|walk|talk|list|think)|tell me|let me (just )?ask|let's talk about|moving on to)\b`)
	urges      = re(lead + `(please |do |don't |never |always )*(come (straight )?back|call|ring|phone|dial|go (straight )?(to|home|back)|take|stay|rest|avoid|stop|keep|drink|try|return|seek|contact|see (a|your|the)|let (me|us) know|lie|sit|remain|wait)\b`)
	plans      = re(`\b(you (should|must|need|ought|have to|can|could|may|might|will|'ll|would)|you'll|i('d| would) (like|recommend|advise|suggest|want|prefer)|(we|i)('ll| will|'d| would|'re| are|'m| am|'ve| have)? ?(be )?(like|going|want|need|should|have to|must|can|could|will|might|may) |(we|i)('ll| will)\b|we('re| are) (sending|giving|admitting|keeping|arranging|starting)|i('m| am) (sending|giving|admitting|keeping|arranging|starting|referring|prescribing)|let('s| us| me)|i (recommend|advise|suggest|offer|prescribe)|the plan|come (straight )?back|it('s| is| would be)? (not )?(safe|safer|best|better|important|dangerous|wise))\b`)
	givesBack  = re(lead + `(so )?(you (said|say|mention|mentioned|told|describe|described|were|was|feel|felt|had|take|took|get|got|smoke|drink|live|work|notice|noticed|started|began|came|don't|didn't|do not|did not|never|also)|you('ve| have) (had|been|told|said|mentioned|noticed|described|never|not|tried|taken)|you('re| are) (having|taking|getting|feeling|on|still|also|not|allergic|saying|telling)|from what you|as you (said|say|mentioned)|i (hear|heard|understand|gather)|if i('ve| have)? (got|understood|understand)|it (started|began|came on)|your (\w+ )?(started|began|came|had|has))\b`)
	states     = re(`\b(am|is|are|was|were|be|been|being|isn't|aren't|wasn't|weren't|has|have|had|haven't|hasn't|do|does|don't|doesn't|will|won't|would|could|can|can't|cannot|may|might|must|should|need|needs|mean|means|think|believe|suspect|worry|feel|know|want|looks?|shows?|suggests?|seems?|helps?|causes?|makes?|\w+'(s|re|ve|ll|m|d)|happens?|comes?|gives?|takes?|goes|going|found|checks?)\b`)
	// clipped are statements without their subject, as people type them.
	clipped  = re(lead + `((will|would|going to|need|needs|want|have to|must) (be |to |like |like you to |like to |you to )*` + doing + `|(need|needs|would like|like|want) (you )?to (stay|take|make|have|do|get|rule|scan|be|go|come|call|keep)|will send|would like to (admit|keep|start|give|do)|worried (about|that|this|it)|concerned (about|that|this|it)|(is )?not safe|(looks|sounds|seems) like|(think|suspect) (this|that|it|you|your|the|a|there))\b`)
	courtesy = re(`\b(if (you|that|it|i)( are|'re| is|'s)? ?(agree|happy|willing|ok|okay|all right|alright|fine|may|like|wish|don't mind|do not mind)|with your (agreement|permission|consent))\b( with (it|that))?`)
	declares = re(lead + `(i|i'm|i'd|i'll|we|we'd|we'll|we're|you (need|should|must|have to|will)|you'll|let's|let me|don't worry|please)\b|,? (ok|okay|all right|alright|yeah)\W*$`)
)

// speechOf says what a clause, in lower case, does.
func speechOf(lower string) speech {
	question := strings.Contains(lower, "?")
	switch {
	case hails.MatchString(lower):
		return greeting
	case offers.MatchString(lower) && !wantsToAsk.MatchString(lower):
		return offering
	case wantsToAsk.MatchString(lower):
		return asking
	case urges.MatchString(lower):
		return directing
	case givesBack.MatchString(lower):
		if question {
			return asking
		}
		return reporting
	case clipped.MatchString(lower) && !question:
		return directing
	case language.IsQuestion(strings.ReplaceAll(lower, "?", "")):
		return asking
	case question && !declares.MatchString(lower):
		return asking
	case plans.MatchString(lower):
		return directing
	case states.MatchString(lower):
		return telling
	}
	return bare
}

func re(pattern string) *regexp.Regexp { return regexp.MustCompile(pattern) }

func words(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}
