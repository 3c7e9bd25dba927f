package cases

import (
	"preceptor/language"
	"strings"
)

// speaker turns the third person of a record into what the patient says of
// themselves, or an informant of the patient.
type speaker struct {
	informant bool
	he        string // he, she or they
}

var (
	frame = language.Lazy(`(?i)^(?:(?:the )?\w+ (?:is|was) brought (?:in |to [a-z ]+ )?by (?:his|her|their|the) \w+ (?:due to|because of|with|for|after) |(?:(?:the |this |our )?(?:patient|man|woman|boy|girl|child|baby|infant|lady|gentleman|male|female|he|she|they)|(?:(?:the|his|her|their) (?:patient's |child's |boy's |girl's )?)?(?:mother|father|parents?|wife|husband|daughter|son|caregiver|family))?\s*(?:also |further |additionally |initially |currently |however |only |he |she )*` +
		`(?:reports?|reported|reporting|states?|stated|notes?|noted|mentions?|mentioned|describes?|described|says?|said|complains? of|complained of|complaining of|presents? with|presented with|presenting with|admits? to|admits?|admitted to|endorses?|endorsed|recalls?|recalled|explains?|explained|confirms?|acknowledges?|claims?|indicates?|expresses?|is experiencing|has been experiencing|experiences?|experienced|comes in with|came in with)` +
		`(?: (?:a )?complaints? of)?(?: (?:experiencing|having))?(?: that)?(?: (?:experiencing|having))?\s+)`)
	deniesFrame = language.Lazy(`(?i)^(?:(?:the |this )?(?:patient|man|woman|boy|girl|child|he|she|they|mother|father|parents?) )?(?:also )?(?:denies|denied)\s+(?:having |experiencing |experienced |had )?(?:any |an? )?(?:history of )?`)
	chartFrame  = language.Lazy(`(?i)^(?:(?:the \w+|he|she|they) (?:has|had) )?(?:an? |known )?(?:past |known |significant |notable )?(?:medical )?history (?:is )?(?:significant for|notable for|of|that includes|includes|including) `)
	whoseWord   = language.Lazy(`(?i)\b(the (?:patient|man|woman|boy|girl|child|baby|infant)'s|(?:the )?patient's)\b`)
	whoWord     = language.Lazy(`(?i)\b(the (?:patient|man|woman|boy|girl|child|baby|infant|lady|gentleman)|this (?:patient|man|woman)|patient)\b`)
	firstWord   = language.Lazy(`^[A-Za-z'-]+`)
)

// say words a statement of a record.
func (p speaker) say(st statement) string {
	text := strings.TrimSpace(st.text)
	if m := deniesFrame.FindString(text); m != "" {
		rest := p.persons(text[len(m):])
		return "No, no " + strings.TrimPrefix(lowerFirst(rest), "any ")
	}
	framed := false
	if m := frame.FindString(text); m != "" && len(m) < len(text) {
		text, framed = text[len(m):], true
	}
	text = chartFrame.ReplaceAllString(text, "")
	text = p.persons(text)
	return upper(p.whole(text, framed || !startsSentence(text), st.absent))
}

// persons swaps the persons of a statement.
func (p speaker) persons(text string) string {
	if p.informant {
		text = whoseWord.ReplaceAllString(text, p.his())
		return whoWord.ReplaceAllString(text, p.he)
	}
	text = whoseWord.ReplaceAllString(text, "my")
	text = whoWord.ReplaceAllString(text, "I")
	words := strings.Fields(text)
	for i, w := range words {
		core := strings.ToLower(strings.Trim(w, ".,;:()"))
		if to, ok := swap[core]; ok {
			words[i] = strings.Replace(w, strings.Trim(w, ".,;:()"), to, 1)
		}
	}
	for i := 1; i < len(words); i++ {
		if words[i-1] == "I" {
			words[i] = firstPersonVerb(words[i])
		}
	}
	return strings.Join(words, " ")
}

var swap = map[string]string{"he": "I", "she": "I", "his": "my", "her": "my", "hers": "mine", "him": "me", "himself": "myself", "herself": "myself", "he's": "I'm", "she's": "I'm"}

func (p speaker) his() string {
	switch p.he {
	case "he":
		return "his"
	case "she":
		return "her"
	}
	return "their"
}

var verbForms = map[string]string{"has": "have", "is": "am", "was": "was", "does": "do", "goes": "go", "doesn't": "don't", "hasn't": "haven't", "isn't": "am not",
	"denies": "deny", "tries": "try", "carries": "carry", "worries": "worry", "studies": "study"}

func firstPersonVerb(w string) string {
	core := strings.Trim(w, ".,;")
	low := strings.ToLower(core)
	to, ok := verbForms[low]
	switch {
	case ok:
	case notVerb[low] || !strings.HasSuffix(low, "s") || strings.HasSuffix(low, "ss"):
		return w
	case strings.HasSuffix(low, "ches") || strings.HasSuffix(low, "shes") || strings.HasSuffix(low, "sses"):
		to = low[:len(low)-2]
	default:
		to = low[:len(low)-1]
	}
	return strings.Replace(w, core, to, 1)
}

var notVerb = map[string]bool{"was": true, "always": true, "sometimes": true, "previous": true, "this": true, "perhaps": true, "has": false}

// thirdPersonVerbs begin statements whose subject was left out ("Drinks wine").
var thirdPersonVerbs = language.Lazy(`(?i)^(drinks|works|lives|smokes|takes|uses|attends|enjoys|exercises|consumes|has|is|does|feels|eats|sleeps|resides|travels|plays|prefers|follows|leads|keeps|had|was|been|underwent|received|moved|immigrated|quit|stopped|started|began|developed|noticed|lost|gained|recently \w+ed|occasionally (drinks|smokes|uses)|currently (works|lives|takes|uses|smokes)|never \w+ed)\b`)

var (
	roleStart    = language.Lazy(`(?i)^(non-?smoker|smoker|ex-?smoker|former smoker|current smoker|retired|unemployed|married|single|divorced|widowed|student|social drinker|vegetarian|teetotal|sexually active|employed|otherwise healthy|healthy|homeless|independent|active|previously healthy|generally healthy|fully immuni[sz]ed|up-to-date|up to date|right-handed|left-handed|allergic|pregnant|currently being|being|currently on|on )\b`)
	timeStart    = language.Lazy(`(?i)^(for|since|over|about|approximately|within|during|after|before|while|when|worse|worsens?|worsened|better|improves?|improved|started|began|persisting|lasting|which|that|especially|mainly|with|without|accompanied|associated|radiat\w+|spread\w*|occur\w*|located|described|relieved|aggravated|present|noticed|triggered|alleviated|exacerbated|resolved|not|due|because|from|in|at|on)\b`)
	takesArticle = language.Lazy(`^(non|smoker|ex|former|current smoker|student|social drinker|vegetarian|retired \w+ ?\w*$)`)
	negStart     = language.Lazy(`(?i)^(no known|no|not|never|none|non|without|negative|nil)\b`)
)

// whole makes a sentence of what may be a bare phrase.
func (p speaker) whole(text string, bare, absent bool) string {
	low := strings.ToLower(text)
	switch {
	case strings.HasPrefix(low, "i ") || strings.HasPrefix(low, "i'") || strings.HasPrefix(low, "my ") || !bare:
		return text
	case gerund.MatchString(text):
		return p.been(text)
	case thirdPersonVerbs.MatchString(text):
		return p.withSubject(text)
	case roleStart.MatchString(text):
		return p.am(text)
	case negStart.MatchString(text):
		return "No, " + lowerFirst(text)
	case timeStart.MatchString(text):
		return "It's " + itsForm(lowerFirst(text))
	case absent:
		return "No, " + lowerFirst(text)
	}
	return p.have(text)
}

func itsForm(text string) string {
	for _, cut := range []string{"which ", "that "} {
		text = strings.TrimPrefix(text, cut)
	}
	switch first := strings.ToLower(firstWord.FindString(text)); {
	case strings.HasSuffix(first, "ens") || strings.HasSuffix(first, "oves") || first == "worsened" || first == "improved" || first == "started" || first == "began" || first == "resolved" || first == "improves":
		return "something that " + text
	}
	return text
}

func (p speaker) withSubject(text string) string {
	text = lowerFirst(text)
	if p.informant {
		return upper(p.he) + " " + text
	}
	words := strings.Fields(text)
	n := 0
	if w := words[0]; len(words) > 1 && (w == "occasionally" || w == "currently" || w == "recently") {
		n = 1
	}
	words[n] = firstPersonVerb(words[n])
	return "I " + strings.Join(words, " ")
}

func (p speaker) am(text string) string {
	text = lowerFirst(text)
	article := ""
	if takesArticle.MatchString(text) && !strings.HasPrefix(text, "retired and") && text != "retired" {
		article = "a "
		if strings.HasPrefix(text, "ex") {
			article = "an "
		}
	}
	if p.informant {
		return upper(p.he) + "'s " + article + text
	}
	return "I'm " + article + text
}

var gerund = language.Lazy(`(?i)^(?:also |frequently |occasionally )?(?:feeling|noticing|having|waking|coughing|vomiting|losing|gaining|getting|taking|using|drinking|eating|sleeping|voiding|passing|smoking|urinating|wheezing|sweating|falling|missing|struggling|walking|seeing|hearing|being|developing|living|working|struggling)\b`)

// been makes a sentence of a gerund.
func (p speaker) been(text string) string {
	if p.informant {
		return upper(p.he) + "'s been " + lowerFirst(text)
	}
	return "I've been " + lowerFirst(text)
}

func (p speaker) have(text string) string {
	text = lowerFirst(text)
	if p.informant {
		return upper(p.he) + "'s had " + text
	}
	return "I've had " + text
}

// startsSentence says whether a statement has a subject and verb of its own.
func startsSentence(text string) bool {
	return strings.HasPrefix(text, "It ") || sentenceStart.MatchString(text)
}

var sentenceStart = language.Lazy(`^(?:I|i|my|My|he|she|they|He|She|They|the|The|his|her|His|Her|it|It|there|There|this|This|these|These|both|Both|one|One|a|A|an|An|\w+'s)\b[^,]*?\b(?:is|are|was|were|has|have|had|do|does|did|can|could|will|would|felt|feel|feels|started|start|began|begin|came|come|comes|get|gets|got|make|makes|made|take|takes|took|work|works|live|lives|worsens?|worsened|improves?|improved|died|smokes?|drinks?|noticed|notice|occur(?:s|red)?|lasts?|lasted|ceased|resolved|happened|underwent|lost|\w+ed)\b`)

func lowerFirst(s string) string {
	r := []rune(s)
	if len(r) == 0 || len(r) > 1 && strings.ToUpper(string(r[1])) == string(r[1]) && r[1] != ' ' && r[1] != '\'' || r[0] == 'I' && (len(r) == 1 || r[1] == ' ' || r[1] == '\'') {
		return s
	}
	return strings.ToLower(string(r[0])) + string(r[1:])
}
