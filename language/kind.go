package language

// AskKind is what kind of answer a question wants.
type AskKind string

// The kinds of question.
const (
	Open         AskKind = "open"
	More         AskKind = "more"       // go on, tell me more
	Associated   AskKind = "associated" // any other symptoms, anything else
	When         AskKind = "when"
	HowLong      AskKind = "how long"
	HowOften     AskKind = "how often"
	HowMuch      AskKind = "how much"
	Where        AskKind = "where"
	Spread       AskKind = "spread"
	Quality      AskKind = "quality"
	Severity     AskKind = "severity"
	Onset        AskKind = "onset"
	Course       AskKind = "course"
	Worse        AskKind = "worse"
	Better       AskKind = "better"
	Circumstance AskKind = "circumstance"
	Previous     AskKind = "previous"
	Tried        AskKind = "tried"
	Care         AskKind = "care" // who has been seen about it, what was done
	Who          AskKind = "who"
	Why          AskKind = "why"
	Which        AskKind = "which"
	Closed       AskKind = "closed"
)

type kindRule struct {
	kind AskKind
	is   *Pattern
}

// kindRules in the order in which they are tried, on lower-case text.
var kindRules = []kindRule{
	{More, re(`^(so |ok(ay)? |and |right )*(go on|carry on|continue|keep going|please continue)\b|tell me (a (little|bit) )?more\b|say (a (little|bit) )?more|more about (that|it|this)|elaborate|expand on|talk me through|walk me through|what happened (then|next|after)|and then\b`)},
	{Open, re(`what('s| has| have|'ve| is)? ?(brought|brings?|bringing) (you|him|her|them)|what('s| has)? made you (come|decide)|what('s| is| has| seems| seem| appears)? ?(to be )?(been )?(the|your) (main )?(problem|trouble|matter|issue|complaint|concern)s?\b|what('s| has| have|'ve)? ?(you )?(been )?(happened|happening|going on|bothering|troubling|worrying|noticing|experiencing)\b|what('s| is) (wrong|up)\b|what can (i|we) (do|help)|how can (i|we) (help|be of)|how may (i|we) help|what are you here|why (are|have) you (here|come|been admitted|in)|why did you come|why you('re| are|'ve| have) (here|come)|reason for (your|coming|the)|start (from|at) the beginning|in your own words|tell me (a (little|bit) )?(about )?(what|why|how you|your (symptoms|problem)|the problem)|what (symptoms|problems) (are|have|do)|what('s| is) been|what did you notice|come (in )?to see (us|me)|what seems|what have you come|how (have|are|'ve) things( been)?( with you)?( lately)?\W*$`)},
	{Associated, re(`(any|anything|what|notice[d]?|have you had|nothing) (else|more)\b|(any|what|other) (other |associated )?symptoms\b|(any|other) (other )?(complaints|problems)( at all)?\W*$|along with (it|that|this)|at the same time|(come|go|goes|comes) with it`)},
	{Previous, re(`(had|have|has|experienced|felt|seen|suffered|get|got|happen(ed)?|been).{0,60}\bbefore\b|first time|(ever|previously) (had|have|has|experienced|felt|suffered|got) (this|it|that|anything (like|similar)|something (like|similar)|similar)|like this (before|in the past)|similar (episode|problem|symptom|pain|thing)s? (in the past|before)|happened (before|in the past)|new for you`)},
	{Course, re(`^\W*(and |so |but )?(has|is|did) (it|that|this|the \w+)\b.{0,15}\b(eased|easing|settled|settling|gone|let up|letting up|subsided|worn|wearing|improved|improving)\b`)},
	{Course, re(`\b(is|are|has|have|was|were)( it| this| that| they| the \w+)? .{0,20}\b(getting|got|gotten|become|becoming) (any |much |a (lot|bit) )?(better|worse|bigger|smaller|stronger|weaker)\b`)},
	{Worse, re(`\bwhen do(es)? (you|it|he|she|they|this|that|the \w+)\b.{0,12}\b(get|gets|happen|come|occur|hurt|feel|notice)\b|\bwhen('s| is) (it|this|that|the \w+) (at its )?(worst|worse|bad)\b`)},
	{HowLong, re(`how long|for how many|how many (days|weeks|months|years|hours|minutes)|(last|lasts|lasted|lasting) (for|long)|duration|what length`)},
	{When, re(`^(and |so |ok(ay)? |but |right )*(since )?when\b|\bwhen (did|was|were|do|does|have|has|is|exactly|abouts)\b|what (time|day|date|year)\b|how (old|young) (were|was)|how recently|at what age|how old when|what point`)},
	{HowOften, re(`how (often|frequent|frequently|regularly|many times)|times (a|per) (day|week|month)|how many (episodes|attacks|bouts|stools|times)|number of times|every day or`)},
	{Severity, re(`how (bad|severe|painful|sore|intense|strong|serious|itchy)\b|out of (ten|10)|\bscale\b|pain score|how would you rate|rate (the|your|it)|from (one|1|zero|0) to (ten|10)|1-10|0-10|1/10`)},
	{Circumstance, re(`\b(made|makes?|set|sets|caused?) (it|this|that|them|these|the \w+) (start|come on|happen|act up|kick off|begin)\w*|\b(were|was) (you|he|she|they|it) .{0,40}\bwhen (it|this|that|the \w+)( \w+)? (start|began|begin|came|come|happen|hit)\w*|(what|anything) (were|was|are|had) (you|he|she|they) (doing|up to)|what .{0,20}doing (when|at)|doing at the time|anything (happen|change)[a-z]* (before|around)|what happened (before|just)|(set|start|kick|brought|bring|spark|trigger)\w* (it|this|that|these|them|the \w+) (all )?(off|on)\b.{0,20}(first|start|begin)|what (triggered|caused|provoked)|led up to`)},
	{Onset, re(`(sudden|gradual|slow|abrupt)(ly)?\b.*(or|come|came|start|onset|\?)|how did (it|this|that|the|they|all).{0,30}(start|begin|come on|happen|come about)|(come|came|start|started|begin) (on )?(all )?(of a )?(sudden|gradual|slow|quick|out of the blue|over)|onset|come on (quick|fast|slow|all)|quickly or|(fast|slowly|quickly|gradually) did|build up`)},
	{Spread, re(`(go|goes|going|gone|move|moves|moved|moving|spread|spreads|spreading|travel|travels|travelling|shoot|shoots|radiate|radiates|radiating|radiation)\b.{0,20}\b(anywhere|elsewhere|else|to your|to the|into|down|up|through|around|away|or (does|is) it)|radiat|anywhere else|(pain|it|ache) (move|spread|travel|radiate)`)},
	{Better, re(`any (good|use|luck|difference|relief)\b|make (a|any) difference|(does|did) (that|it|this|they|those) (help|work|do anything)|(make|makes|made|making|get|feel)\w* .{0,30}\b(better|easier|go away|ease)|(anything|something|what|position|does|did|do|that|it|painkillers|paracetamol|medication|rest|\w+ing) (seem to |that )?(help|helps|helped|ease|eases|eased|relieve|relieves|relieved|improve|alleviate|alleviates|soothe|work|worked)\b|reliev|alleviat|eas(e|es|ed|ing) (it|the|off|up)|better (when|if|with|after|by)|improve (it|with|when)`)},
	{Worse, re(`(make|makes|made|making|get|gets|feel)\w* .{0,30}\bworse|worse (when|if|with|at|after|on|by|or|in|during)|worsen|aggravat|exacerbat|(bring|brings|brought|set|sets|triggers?|provoke|provokes|sparks?|kicks?)\b.{0,20}\b(it|this|that|them|the \w+)?\b ?(on|off|it)\b|trigger|worst\b|\bworse\?|precipitat`)},
	{Course, re(`all the time|come and go|comes? (and|or) goes?|coming and going|on and off|constant|continuous|intermittent|come in (bouts|waves)|in (bouts|waves)|(getting|got|gotten|become|becoming|been) (any |a lot |much )?(worse|better|bigger|more)|changed (since|over|at all)|how('s| has| have| is) (it|this|that|things|the \w+) (been|changed|progress|going|now)|progress|the same|any (better|worse|change)|better or worse|worse or better|still (there|got|have|having|going|hurting|getting|happening|bad|feel|feeling)|gone away|there (now|right now|constantly)|at the moment|every time|is it always`)},
	{Tried, re(`\b(tried|taken|taking|used|using|done|take|do|put|given|give)\b( you| him| her| them)? (anything|something|any \w+|some \w+|stuff)( \w+)? (for|on|about|to (help|ease|treat|stop|relieve))\b|(tried|taken|done) (anything|something)( else)?\W*$|what (have|did|do) (you|they|he|she) (tried|try|taken|take|done|do|given|give|used|use)\b.{0,30}\b(for|about|to help)\b|what (have|did) (you|they|he|she) (tried|try|done)\b|tried to (treat|manage)|how (have|did) (you|he|she|they) (been )?(manag|treat|cop)\w*`)},
	{Care, re(`(seen|spoken to|been to|talked to|visited|consulted|see) (a|any|your|another|the) (doctor|gp|anyone|specialist|physician|nurse|hospital|pharmacist)|what did (they|the doctor|your doctor|the gp) (say|do)|(did|have) you (get|had|have|been) .{0,20}(x-?ray|scan|test|checked|looked at)`)},
	{HowMuch, re(`how (much|many|heavy|heavily|big|large|high|strong)|what (amount|quantity|dose|strength|size)`)},
	{Where, re(`\bwhere(abouts)?\b|which (part|side|area|leg|arm|ear|eye|knee|hand|foot|ankle|hip|shoulder|breast|joint|joints|finger|toe)\b|point (to|at)|show me|what (part|side|area)|one side|left or right|right or left|both (sides|legs|arms|eyes|ears|hands|knees)|localis|location|one place`)},
	{Quality, re(`what (does|do|did|is|was|were|are|would|'s)?.{0,40}\b(like|feel like|felt like|look like|looks like|consist)|what('s| is) (it|that|the \w+( \w+)?) like|how (does|did|would|do) (it|the|that|this|you|they).{0,30}(feel|look|describe)|describe|(what|which) (sort|kind|type|colour|color|character|nature|texture)\b|consistency|looks? like|feels? like|is it (a |more )?(sharp|dull|stabbing|burning|crush|ache|aching|throb|cramp|tight)|what colou?r`)},
	{Who, re(`^(and |so |ok(ay)? |but )*who('s| is| was| do| does| did| has|m)?\b|(whose|which) side|with whom`)},
	{Why, re(`^(and |so |ok(ay)? |but )*why\b|what for\b|how come|what (was|is|were) (it|that|this|those|they) for|reason`)},
	{Which, re(`\bwhich\b|^(and |so |ok(ay)? )*what (are|is|was|were)? ?(it|they|that|those|the name|its name|their names)? ?(called|named)|names? of`)},
}

// leadingCase is a condition before the question itself ("when you walk, does it ...").
var leadingCase = re(`^\W*(and |so |but )?(when|if|while|after|before) (?:it|you|he|she|they|the|this|that|your|his|her)\b[^?]{3,60}?,? ((is|are|do|does|did|was|were|have|has|can) (you|it|he|she|they|the|there|your|his|her)\b|any\b)`)

// KindOf is the kind of the question in a clause; Closed when nothing else fits.
func KindOf(lower string) AskKind {
	if m := leadingCase.FindStringSubmatchIndex(lower); m != nil {
		lower = lower[m[6]:]
	}
	for _, r := range kindRules {
		if r.is.MatchString(lower) {
			return r.kind
		}
	}
	return Closed
}
