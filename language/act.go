package language

import (
	"strings"
)

// TurnAct is what a whole turn of the learner does.
type TurnAct string

// The acts of a turn.
const (
	Questions    TurnAct = "questions"
	Silence      TurnAct = "silence"
	Greeting     TurnAct = "greeting"
	GoOn         TurnAct = "go on"
	Empathy      TurnAct = "empathy"
	Reassurance  TurnAct = "reassurance"
	Thanks       TurnAct = "thanks"
	Closing      TurnAct = "closing"
	Summary      TurnAct = "summary"
	Explaining   TurnAct = "explaining"
	Telling      TurnAct = "telling" // any other statement
	LeaveRole    TurnAct = "leave the role"
	AskDiagnosis TurnAct = "ask for the diagnosis"
	AskResults   TurnAct = "ask for results"
	Abuse        TurnAct = "abuse"
)

var (
	diagnosis    = re(`(what|which|tell|give|state|say|know|name|is|reveal|share|your|the|my|spell|guess|need|have)\b.{0,40}\bdiagnos(is|es|e)\b|^diagnosis\b|what('s| is| are)? ?(actually |really |exactly )?wrong with (you|him|her|them)|(what|which|name|say|state|tell)\b.{0,30}\b(disease|illness|condition|disorder|syndrome)\b.{0,30}\b(you|he|she|they|it|this)('s|'ve|'re)?( (have|has|had|got|is|are|suffering))?|told (you|him|her) (that )?(you've|you have|he's|he has|she's|she has|it's|it is|you're|what|you)\b.{0,30}(got|have|wrong|is)?|tell me the (answer|solution)|say the (disease|diagnosis|condition|name)|name of (the|your|his|her) (\w+ )?(disease|condition|illness|disorder)|what (have you|has he|has she) got\b|(is|was) it \w+( \w+)? then\b|do you have (a|an) (name|diagnosis)`)
	notDiagnosis = re(`diagnosed (with|before|in|when|as)|(ever|been|any|were you|was (he|she)) .{0,20}diagnos|(do|did) (you|they|he|she).{0,12}(think|feel|believe|reckon|suppose)|(any|other|past|previous|long.?term|medical|health|chronic|existing|underlying|skin|what) (medical |health |long.?term |chronic |other )?(disease|illness|condition)s\b|in the family|family|(told|said) (you|about) (to|you (could|can|should))|what medical`)
	results      = re(`(what|did|how|any|have)\b.{0,50}\b(scans?|x-?rays?|mri|ct|bloods?|blood tests?|tests?|results?|biopsy|ecg|ultrasound)\b.{0,40}\b(show|say|reveal|result|come back|find|found|were|was|normal)|results of (your|the)|test results`)
	abuse        = re(`\b(stupid|idiot|moron|shut up|pathetic|you people|fat pig|bitch|bastard|fuck|fucking|bloody (idiot|fool|liar)|liar|waste of (time|space)|attention.?seeking|piss off|get lost|crazy (woman|man|person))\b`)

	greeting     = re(`^(\W*(well|so|oh|ok|okay|right|ah),? )*\W*(hi|hiya|hello|hey|good (morning|afternoon|evening|day)|morning|afternoon|evening|welcome|nice to meet|pleased to meet|come (on )?in|take a seat|my name('s| is)|i('m| am) (dr|doctor|one of the|a (medical|student|nursing|final|third|fourth|second|first|junior))|greetings|howdy|namaste|salaam)\b`)
	introduction = re(`\b(my name('s| is)|i('m| am) (dr|doctor|nurse|one of|a|the|an)\b|i('m| am) [a-z]+,|nice to meet|pleased to meet|thanks for (agreeing|coming|seeing)|call me|is (now|it) (an? )?(ok|okay|good|alright)|ok (time|for a chat)|how are you( doing)?( today)?\W*$|before we start|confidential|are you comfortable|can you hear me|would you mind if|do you mind if|is that (ok|okay|alright|all right))`)
	goOn         = re(`^\W*(mm+(-?h+m+)?|mhm+|uh ?-?huh|hmm+|go on|i see|right|ok(ay)?|carry on|yes|yeah|and\??|please (go on|continue|carry on)|i'm listening|take your time|sure|really|continue|keep going|oh)(\W+(go on|i see|right|ok(ay)?|carry on|yes|yeah|please|and|then|continue|i'm listening|take your time))*\W*$`)
	empathy      = re(`\b(sorry (to hear|about|you|that|for)|i('m| am) (so |very |really )?sorry|that (must|sounds?|seems|can't|cannot)|must (be|have been|feel)|sounds? (like )?(a |really |very |so |quite |awful|rotten|hard|difficult|tough|frightening|scary|horrible|terrible|unpleasant|miserable|stressful)|i can (see|imagine|understand|hear|only imagine)|i (imagine|understand|appreciate)|(how|so) (awful|difficult|frightening|upsetting|distressing|hard|scary)|(can't|cannot) (be|have been) (easy|nice|pleasant|fun)|poor (thing|you|man|woman)|(completely|totally|perfectly)? ?(understandable|natural|normal) to (feel|be|worry)|not (easy|nice)|isn't easy|(hard|tough|difficult|frightening|scary|awful|exhausting|upsetting) (for you|time|to)|bless (you|him|her)|i know (it's|it is|this is|that this)|feel for you|you('ve| have) been through|brave)\b`)
	reassurance  = re(`\b(don't worry|not to worry|(you're|you are) in (good|safe) hands|(we'll|we will|i'll|i will|we're going to|i'm going to) (do|look after|take care|get|try|sort|help|find|make sure)|everything (will|is going to) be|(try|please) (not to|to stay) (worry|calm)|done the right thing|nothing to worry|we can help)\b`)
	thanks       = re(`\b(thank you|thanks|cheers|much appreciated|that's (really |very )?(helpful|useful|great|fine|good to know)|i appreciate|grateful)\b`)
	closing      = re(`\b(goodbye|bye|see you|take care|that's (all|everything) (from me|for now|i need)|nice (to have met|meeting|talking)|i'll (go and|speak|talk|discuss|be back|let you)|excuse me a moment|one (second|moment|sec)|bear with me)\b`)
	summary      = re(`\b(to summari[sz]e|in summary|summari[sz]ing|to recap|recap|let me (just )?(check|go over|repeat|summari|see if|make sure|recap)|so (far )?(you've|you have|i've got|i have|from what|what i('ve| have)|if i|just to|basically)|just to (check|confirm|clarify|recap|go over)|have i (got|missed|understood)|did i (miss|get)|is that (right|correct|everything)|am i right|does that sound right|got that right|anything i('ve| have) missed|i('ve| have) (understood|got this|got that))`)
	explaining   = re(`\b(i think (you|this|it|that|we)|we (need|should|would like|will|are going|think|suspect)|i('d| would) (like|recommend|suggest|advise) (to|you|that|we|a|an|starting|sending|some)|my (plan|concern|worry|recommendation|suggestion)|it (could|may|might) be|(your|the) (tests?|results?|scan|ecg|blood) (show|shows|showed|suggest|is|are|was|were)|this (is|means|could|may|might)|what (i|we) (think|suspect|would like|are going|plan)|the (next|first) (step|thing)|if (you|it|the|this) (get|gets|feel|feels|notice|come|comes|have|develop|happens?|should)|come back (if|straight)|call (999|911|112|an ambulance)|i('m| am) (worried|concerned) (that|about|this|you)|i('ll| will) (give|prescribe|refer|arrange|send|order|request|ask)|you (need|should|will need|must|have) (to|a|an))\b`)
)

// questionStart are the beginnings that make a clause a question without its mark.
var questionStart = re(`^(\W*(and|so|ok|okay|right|well|now|but|also|um+|uh|er|erm|oh|alright|then|great|good|yes|yeah|thanks|thank you|hmm|just|actually|sorry|perhaps|mr|mrs|ms)\W+)*(what|when|where|whereabouts|why|how|who|whose|which|do|does|did|is|are|was|were|am|have|has|had|can|could|would|will|should|may|any|anything|anyone|anybody|ever|tell|describe|talk me|walk me|show me|point|explain|isn't|aren't|don't|doesn't|didn't|haven't|hasn't|wasn't|weren't|run me|give me|take me|list|mind if)\b`)

// requests that begin as a statement but ask.
var indirect = re(`\b(i('d| would) like to (know|ask|hear|talk|understand|find out)|i (want|need|wanted|have) to (know|ask|check|find out)|i (was )?wonder(ing|ed)?( if| whether| what| about| how)?|(can|could|may|might) i (just )?(ask|check|confirm)|can you|could you|would you|if you don't mind|i (have to|must|need to) ask|let's talk about|moving on to|let me (just )?ask|please (tell|describe|explain)|tell me|i'm going to ask)\b`)

// IsQuestion says whether a clause asks something.
func IsQuestion(clause string) bool {
	lower := Lower(clause)
	return strings.Contains(clause, "?") || questionStart.MatchString(lower) || indirect.MatchString(lower)
}

var straight = strings.NewReplacer("’", "'", "‘", "'", "“", "\"", "”", "\"")

// Lower is the text in lower case with straight apostrophes and single blanks.
func Lower(text string) string {
	return unclipped(strings.Fields(strings.ToLower(straight.Replace(text))))
}

// ActOf is what a turn does. A turn that asks something is Questions, whatever
// politeness stands around it, unless it asks for what no patient can give.
func ActOf(turn string) TurnAct {
	lower := Lower(turn)
	switch {
	case strings.Trim(lower, " .,;:!?-…") == "":
		return Silence
	case leavesRole(lower):
		return LeaveRole
	case wantsDiagnosis(turn):
		return AskDiagnosis
	case results.MatchString(lower):
		return AskResults
	case abuse.MatchString(lower):
		return Abuse
	case goOn.MatchString(lower):
		return GoOn
	}
	return statementOr(lower)
}

// wantsDiagnosis says whether any sentence of a turn asks what the patient has.
func wantsDiagnosis(turn string) bool {
	for _, s := range sentences(turn) {
		if lower := Lower(s); diagnosis.MatchString(lower) && !notDiagnosis.MatchString(lower) {
			return true
		}
	}
	return false
}

func statementOr(lower string) TurnAct {
	for _, rule := range []struct {
		act TurnAct
		is  *Pattern
	}{{Summary, summary}, {Closing, closing}, {Thanks, thanks}, {Empathy, empathy}, {Reassurance, reassurance}, {Explaining, explaining}} {
		if rule.is.MatchString(lower) {
			return rule.act
		}
	}
	if greeting.MatchString(lower) || introduction.MatchString(lower) {
		return Greeting
	}
	return Telling
}
