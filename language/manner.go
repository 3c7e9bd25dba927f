package language

// Manner is how something is said or asked.
type Manner string

// The manners of a turn. They move the patient's trust and decide in which form a
// sensitive fact comes out; they are never a score.
const (
	Normalising  Manner = "normalising" // "many people find that..."
	Permission   Manner = "permission"  // "may I ask..."
	Reason       Manner = "reason"      // "I ask everybody because..."
	Private      Manner = "private"     // "what you say stays between us"
	Judging      Manner = "judging"     // "you should have..."
	LeadingNo    Manner = "leading no"  // "you're not ..., are you?"
	LeadingYes   Manner = "leading yes" // "you do ..., don't you?"
	Empathic     Manner = "empathic"    // "that must be frightening"
	Dismissive   Manner = "dismissive"  // "it's nothing, calm down"
	Abusive      Manner = "abusive"     // insults
	Courteous    Manner = "courteous"   // introduces, thanks
	OpenAsking   Manner = "open"        // an open question
	TelegramLike Manner = "telegraphic" // bare keywords
)

var mannerRules = []struct {
	manner Manner
	is     *Pattern
}{
	{Normalising, re(`\b(many|most|some|lots of|a lot of|plenty of|other) (people|patients|women|men|parents|young people|folk|of my patients)\b|(it's|it is|that's|this is) (very |quite |really |perfectly )?(common|normal|not unusual|not uncommon|understandable)|people (often|sometimes|in your|who|with|going)|often (people|find|feel)|not alone|happens to (a lot|many)|when (people|someone|you) (are|is|feel|feels|go|goes)\b.{0,60}\b(they|it can|some)`)},
	{Permission, re(`\b((may|can|could|might) i (just )?(ask|check)|(do|would) you mind (if|me)|is it (ok|okay|all right|alright) (if|to)|if (you don't|that's|it's) (mind|ok|okay|alright)|if i may|would it be (ok|okay|all right|alright)|are you (ok|okay|happy|comfortable) (to|with|if|talking)|feel free|only if you|you don't have to answer|i('d| would) like to ask|hope you don't mind)`)},
	{Reason, re(`\b(i|we) (always |routinely |have to |need to |like to )?ask (everyone|everybody|all|all my|all our|this of|these|that of)|routine(ly)?|standard question|the reason (i|why|for|we)|i('m| am)? ask(ing)? (this |that |you this )?(because|as|so|since)|because (it|this|some|that|i want|i need|we|what|alcohol|smoking|sometimes)|so that (i|we) can|(it )?helps (me|us) (to )?(understand|know|decide|choose|work|give|look)|to (help|make sure|understand|keep you|look after)|important (for me|that i|to know|question|for us)|to be (thorough|safe)`)},
	{Private, re(`\b(confidential|in confidence|private(ly)?|between (us|you and me|ourselves)|(won't|will not|not going to) (tell|share|be shared|go further|judge)|no judg|without judg|not (here )?to judge|safe (space|to tell)|nobody else|no one else)\b`)},
	{Judging, re(`\b(you should(n't| not)? have|shouldn't (be|have|you)|why (on earth|didn't you|haven't you|don't you|would you|did you (not|wait|leave|let|ignore))|(your|own) fault|irresponsible|careless|silly|foolish|ridiculous|disgusting|selfish|bad (mother|father|parent)|lazy|surely you|how could you|you ought|you must know|you do realise|don't you (know|think|care|realise)|what were you thinking|no wonder|you('re| are) (killing|ruining|lying|wasting|making)|too (fat|lazy)|let yourself|serves you|your age should|disappointing|shame on)\b`)},
	{LeadingNo, re(`\b(you|he|she|they|it|there)('re| are|'s| is|'ve| have|'ve been)? (not|never|no)\b[^?]*\b(are|do|have|did|were|is|does|has|was|would) (you|he|she|they|it|there)\b\W*$|\b(you|he|she|they|it|there) (don't|doesn't|haven't|hasn't|didn't|aren't|isn't|weren't|wasn't|wouldn't|would never|(do|does|did|have|has|had|are|is|were|was|would) not)\b[^?]*(, ?|\b)(do|does|have|has|did|are|is|were|was|would|right|correct)( (you|he|she|they|it|there))?\W*$|^\W*(so |and |ok(ay)? |right )*no (\w+[ ,]*){1,8}(then|at all|i (assume|take it|presume|guess|suppose)|right|correct)\W*$|i (assume|take it|presume|trust|guess|suppose) (that )?(you|there|he|she)('re| are|'s| is|'ve| have)? ?(don't|not|no|never|aren't|haven't|doesn't|hasn't|isn't)|nothing like that|hopefully not|not (thinking|feeling|planning|having) .*\?`)},
	{LeadingYes, re(`\b(don't|doesn't|haven't|hasn't|didn't|aren't|isn't|weren't|wasn't|wouldn't) (you|he|she|they|it)\W*$|\bright\?\W*$`)},
	{Empathic, empathy},
	{Dismissive, re(`\b(calm down|it's nothing|nothing serious|just (stress|anxiety|wind|nerves|your age|a bug)|don't (be|make) (silly|dramatic|such|a fuss)|overreact|get over|pull yourself together|not (that|so) bad|could be worse|hurry up|get to the point|just answer|yes or no|we don't have (all day|time)|i'm busy|^whatever\W*$|, whatever\W*$|no big deal|all in your (head|mind)|making (it|this) up|exaggerat)`)},
	{Abusive, abuse},
	{Courteous, re(`\b(my name('s| is)|i('m| am) (dr|doctor|nurse|one of|a \w+ ?(student|doctor|nurse))|thank you|thanks|please|nice to meet|pleased to meet)\b`)},
	{OpenAsking, re(`\b(tell me|describe|in your own words|talk me through|what (brought|brings|happened|has been|made you)|how (have|has|are) (you|things|it) (been|going|feeling)|go on)\b`)},
}

// Manners are the manners of a turn, in a fixed order.
func Manners(turn string) []Manner {
	lower := Lower(clip(turn))
	var out []Manner
	for _, r := range mannerRules {
		if r.is.MatchString(lower) {
			out = append(out, r.manner)
		}
	}
	if short := len(wordsOnly(lower)); short > 0 && short <= 3 && !IsQuestion(lower) && !goOn.MatchString(lower) && !greeting.MatchString(lower) {
		out = append(out, TelegramLike)
	}
	return out
}

func wordsOnly(text string) []string {
	var out []string
	for _, t := range Tokens(text) {
		if !t.Mark {
			out = append(out, t.Lower)
		}
	}
	return out
}
