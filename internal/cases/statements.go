package cases

import (
	"slices"
	"strings"

	"preceptor/language"
)

// statement is one thing that a record says, split from its sentence.
type statement struct {
	text   string
	absent bool
	first  bool // begins its sentence
	past   bool // an item of a list of past conditions
}

var (
	sentenceCut = language.Lazy(`([.;!?])\s+`)
	clauseCut   = language.Lazy(`(?i),? but | accompanied by |,? noting that | that (?:occurred|began|started|has|is|was|worsens?|worsened|improves?|improved|radiates?|lasts?|lasted|comes?|gets?)\b|, (?:along )?with (?:associated )?|,? (?:and|although|though|while|however),? (?:then |also |now )?(?:he|she|they|it|there|the \w+|his \w+|her \w+|has|have|is|was|denies|denied|reports|reported|notes|does|did|mentions|states|who|drinks|works|lives|takes|smokes|uses|worsens|worsened|improves|improved|radiates|wakes|waking|started|began|lost|gained|developed|noticed|feels|felt|underwent|had)\b|, (?:which|who|where|but|so|although|though|for which|during which|after which|currently|including|especially|particularly)\b|(?:, | and )\w{2,}ing [a-z]+\b| and \w+ (?:when|on|after|during) |,? (?:and )?(?:denies|denied)\b`)
	denial      = language.Lazy(`(?i)^(?:the |this )?(?:patient|he|she|they|mother|father|parents?|child|boy|girl|man|woman|wife|husband|daughter|son)?\s*(?:also |currently |otherwise |further )*(?:denies|denied|denying|reports? no|has no|have no|had no|has had no|there (?:is|was|are|were|has been|have been) no|does not (?:report|have|complain of)|reported no|no|negative for|without|has not (?:had|noticed|experienced)(?: any)?|has denied|no history of|no reports? of|absence of)\b\s*(?:having |experiencing |experienced |had |noticing )?(?:any |recent |a |known )?(?:(?:history|symptoms|reports|signs|complaints|episodes) of )?(?:any )?`)
	listCut     = language.Lazy(`(?i)\s*,\s*(?:and |or |nor )?\s*|\s+(?:or|nor|and)\s+(?:any |no )?`)
	ownNo       = language.Lazy(`(?i)^(?:no|not|denies|without|non|never)\b`)
	verbPhrase  = language.Lazy(`(?i)^(?:has|have|had|is|was|are|were|does|did|drinks|works|lives|takes|smokes|uses|attends|reports|notes|feels|occasional|occasionally|social|drinking|living|working|married|retired|employed|single)\b`)
)

// sentences of a record.
func recordSentences(text string) []string {
	text = strings.TrimSpace(text)
	marked := sentenceCut.ReplaceAllString(text, "$1\x00")
	var out []string
	for _, s := range strings.Split(marked, "\x00") {
		if s = strings.TrimSpace(strings.TrimRight(strings.TrimSpace(s), ".;")); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// statements splits one sentence into single statements. Lists of denials and lists
// in itemised sections are taken apart; a list of complaints with a common ending
// ("fever and cough for six days") stays whole.
func statements(sentence string, itemised bool) []statement {
	sentence = upper(aside.ReplaceAllString(sentence, ""))
	if m := conceding.FindStringSubmatch(sentence); m != nil {
		return append(statements(upper(m[1]), itemised), statements(upper(m[2]), itemised)...)
	}
	var out []statement
	for n, clause := range cutClauses(sentence) {
		if n == 0 || len(strings.Fields(clause)) > 0 {
			out = append(out, clauseStatements(clause, itemised)...)
		}
	}
	if len(out) > 0 {
		out[0].first = true
	}
	return out
}

// aside are openings that tell of the interview, not of the patient.
var aside = language.Lazy(`(?i)^(?:(?:on|upon|with|during) (?:further |additional |direct )?(?:questioning|inquiry|enquiry|discussion|review)|additionally|furthermore|moreover|in addition|also|however|notably|otherwise),? `)

// conceding is a sentence that begins with a subordinate clause of its own weight.
var conceding = language.Lazy(`(?i)^(?:although|though|while|whereas) (.+?), ((?:he|she|they|the \w+|it|there) .+)$`)

// cutClauses cuts before the words that begin a clause and keeps those words, save
// a bare conjunction.
func cutClauses(s string) []string {
	var out []string
	start := 0
	for _, m := range clauseCut.FindAllStringIndex(s, -1) {
		if m[0]-start < 12 || namesSymptom(s[:m[0]], s[m[0]:m[1]]) {
			continue
		}
		out = append(out, strings.TrimSpace(s[start:m[0]]))
		start = m[0]
	}
	out = append(out, strings.TrimSpace(s[start:]))
	subject := subjectOf.FindString(s)
	for i := 1; i < len(out); i++ {
		out[i] = strings.Trim(leadingJoin.ReplaceAllString(out[i], ""), " ,")
		if bareVerb.MatchString(out[i]) {
			out[i] = subjectFor(s, out[i], subject) + lowerFirst(out[i])
		}
	}
	out[0] = strings.Trim(out[0], " ,")
	return timesApart(out)
}

// timesApart cuts the time off a later clause: "pain that goes to the elbow for three
// months" tells how long the pain has been there, not how long it has gone there.
func timesApart(clauses []string) []string {
	out := clauses[:1:1]
	for _, c := range clauses[1:] {
		if m := trailingSpan.FindStringSubmatchIndex(c); m != nil && m[2] > 12 && bareVerb.MatchString(strings.TrimPrefix(c, "It ")) {
			out = append(out, strings.TrimSpace(c[:m[2]]), strings.TrimSpace(c[m[2]:]))
			continue
		}
		out = append(out, c)
	}
	return out
}

var trailingSpan = language.Lazy(`(?i)( for (?:the )?(?:past |last )?(?:about )?(?:\w+ ){1,2}(?:days?|weeks?|months?|years?|hours?))$`)

// namesSymptom finds cuts at an item of a list: "cough, vomiting and ..." goes on,
// "pain, losing her way" begins anew.
func namesSymptom(before, cut string) bool {
	m := gerundCut.FindStringSubmatch(cut)
	switch {
	case m == nil:
		return false
	case strings.HasSuffix(before, "ing") && strings.HasPrefix(cut, " and"):
		return true // "walking and performing ..." is one phrase
	}
	r := language.English().Read(m[1], nil)
	return slices.ContainsFunc(r.Concepts(), func(k string) bool { return language.Kind(k) == "sym" })
}

var gerundCut = language.Lazy(`(?i)^(?:, | and )(\w{2,}ing) [a-z]+$`)

// subjectFor is "it" in a relative clause, else the subject of the sentence.
func subjectFor(sentence, clause, subject string) string {
	if i := strings.Index(sentence, clause); i > 0 && relative.MatchString(sentence[:i]) {
		return "It "
	}
	return subject
}

var relative = language.Lazy(`(?i)\b(that|which)\s+$`)

var (
	// subjectOf is the subject of a sentence, which a later clause without one shares.
	subjectOf = language.Lazy(`(?i)^(?:the \w+|he|she|they|his \w+|her \w+) `)
	bareVerb  = language.Lazy(`(?i)^(?:has|have|is|was|does|did|drinks|works|lives|takes|smokes|uses|worsens|worsened|improves|improved|radiates|wakes|started|began|lost|gained|developed|noticed|feels|felt|underwent|had|denies|denied|reports|reported|notes|states|mentions)\b`)
)

var leadingJoin = language.Lazy(`(?i)^,?\s*(?:(?:and|but|although|though|while|however|so|noting that|which)\s+)+|^,\s*|^that\s+`)

func clauseStatements(clause string, itemised bool) []statement {
	if lead := denial.FindString(clause); lead != "" && len(lead) < len(clause) {
		return deniedItems(lead, clause[len(lead):])
	}
	if itemised {
		return items(clause)
	}
	if m := historyOf.FindStringSubmatch(clause); m != nil && !spanHistory.MatchString(clause) {
		if parts := listCut.Split(m[2], -1); len(parts) > 1 && allShort(parts) {
			return conditions(m[1], parts)
		}
	}
	return []statement{{text: clause, absent: language.Denies(clause)}}
}

// spanHistory is the history of the complaint, not a past one.
var spanHistory = language.Lazy(`(?i)\b(day|week|month|year|hour)s?[- ](long )?history of\b`)

// historyOf is a list of past conditions in running text.
var historyOf = language.Lazy(`(?i)^((?:.* )?(?:history of|known case of|diagnosed with|history includes|history significant for) )(.+)$`)

func allShort(parts []string) bool {
	for _, p := range parts {
		if n := len(strings.Fields(p)); n > 5 || n == 0 {
			return false
		}
	}
	return true
}

// conditions gives each condition of a list the words that lead it.
func conditions(lead string, parts []string) []statement {
	var out []statement
	for _, p := range parts {
		out = append(out, statement{text: upper(strings.TrimSpace(lead + strings.TrimSpace(p))), absent: language.Denies(lead), past: true})
	}
	return out
}

// deniedItems gives each item of a list of denials its own denial.
func deniedItems(lead, list string) []statement {
	verb := "Denies "
	if l := strings.ToLower(lead); strings.HasPrefix(l, "no ") || strings.HasPrefix(l, "without") || strings.HasPrefix(l, "negative") {
		verb = "No "
	}
	parts := listCut.Split(list, -1)
	if len(parts) == 1 || !strings.Contains(list, ",") && keepsTogether(list) {
		return []statement{{text: upper(strings.TrimSpace(lead + list)), absent: true}}
	}
	var out []statement
	well := "" // how an earlier item was said to be well: "normal birth and development"
	for n, p := range parts {
		p = strings.TrimSpace(p)
		switch {
		case p == "":
		case n == 0:
			out = append(out, statement{text: upper(strings.TrimSpace(lead + p)), absent: true})
		case ownNo.MatchString(p):
			out = append(out, statement{text: upper(p), absent: true})
		case wellText.MatchString(p):
			well = wellText.FindString(p) + " "
			out = append(out, statement{text: upper(p)})
		case well != "":
			out = append(out, statement{text: upper(well + p)})
		case verbPhrase.MatchString(p):
			out = append(out, statement{text: upper(p), absent: language.Denies(p)})
		default:
			out = append(out, statement{text: verb + strings.TrimPrefix(p, "any "), absent: true})
		}
	}
	return out
}

// keepsTogether finds lists whose parts mean little alone ("past medical or family history").
func keepsTogether(list string) bool {
	return togetherText.MatchString(list)
}

// wellText begins items that say that something is as it should be.
var wellText = language.Lazy(`(?i)^(normal|good|regular|healthy|up[- ]to[- ]date|stable|unremarkable)\b`)

var togetherText = language.Lazy(`(?i)\b(history|conditions|illnesses|problems|complaints|abnormalities) *$|apart from|except|medical or|significant`)

// items takes a list in a section such as "past history" apart.
func items(clause string) []statement {
	var out []statement
	parts := strings.Split(clause, ", ")
	for n, p := range parts {
		p = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(p), "and "))
		if p == "" {
			continue
		}
		if n > 0 && dependent.MatchString(p) && len(out) > 0 {
			out[len(out)-1].text += ", " + p
			continue
		}
		for _, piece := range verbCut(p) {
			out = append(out, statement{text: upper(piece), absent: language.Denies(piece)})
		}
	}
	return out
}

var (
	dependent = language.Lazy(`(?i)^(which|who|that|where|with|for|since|during|including|such as|diagnosed|managed|controlled|treated|currently|now|last|approximately|about|on|at|in|after|before|due|one|two|three|[0-9])\b`)
	verbStart = language.Lazy(`(?i) and (?:also )?(does not|works|lives|drinks|smokes|takes|uses|is|has|denies|no|occasionally|occasional|consumes|enjoys|exercises|attends)\b`)
)

// verbCut cuts "smokes ten a day and drinks wine" before the second verb.
func verbCut(p string) []string {
	m := verbStart.FindStringSubmatchIndex(p)
	if m == nil || m[0] < 4 {
		return []string{p}
	}
	return append([]string{strings.TrimSpace(p[:m[0]])}, verbCut(strings.TrimSpace(p[m[2]:]))...)
}

func upper(s string) string {
	if s == "" {
		return s
	}
	r := []rune(s)
	return strings.ToUpper(string(r[0])) + string(r[1:])
}
