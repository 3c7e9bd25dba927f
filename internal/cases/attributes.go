package cases

import (
	"strings"

	"preceptor/language"
)

// kindsOf tells which kinds of question a topic answers.
var kindsOf = map[string][]language.AskKind{
	"presenting.onset":        {language.When, language.Onset, language.HowLong},
	"presenting.duration":     {language.HowLong, language.When},
	"presenting.site":         {language.Where},
	"presenting.radiation":    {language.Spread},
	"presenting.quality":      {language.Quality},
	"presenting.severity":     {language.Severity},
	"presenting.course":       {language.Course},
	"presenting.frequency":    {language.HowOften, language.Course},
	"presenting.amount":       {language.HowMuch},
	"presenting.aggravating":  {language.Worse},
	"presenting.relieving":    {language.Better},
	"presenting.circumstance": {language.Circumstance},
	"presenting.previous":     {language.Previous},
	"presenting.treatment":    {language.Tried, language.Better},
	"presenting.associated":   {language.Associated},
	"presenting.care":         {language.Care},
}

// conceptKinds tells which kinds of question a fact answers by the words in it.
var conceptKinds = map[string]language.AskKind{
	"onset": language.Onset, "course": language.Course, "severity": language.Severity, "quality": language.Quality,
	"radiation": language.Spread, "previous": language.Previous, "site": language.Where, "side": language.Where,
}

var (
	worsens   = language.Lazy(`(?i)\b(worse(n|ns|ned|ning)?|aggravat\w*|exacerbat\w*|provoke\w*|trigger\w*|brought on|comes? on (when|with|after)|while \w+ing|when (eating|walking|climbing|lying|bending|lifting|wearing|coughing|swallowing|moving)|(with|on|upon|after|during) (exertion|exercise|physical|eating|meals?|movement|swallow\w*|activity|walking|climbing|lifting|bending|breathing|coughing|standing|lying|sitting|touch\w*|intercourse)|especially (with|when|during|after|at|on)|increas\w+ (with|when|by))\b`)
	relieves  = language.Lazy(`(?i)\b(better (with|when|after|by|if)|reliev\w*|relief|alleviat\w*|improv\w+|eas(es|ed|ing)\b|helps?\b|helped|resolv\w+ with|goes away (with|when|after)|lessen\w*|subsid\w+ (with|when|after)|settles? (with|when))`)
	frequency = language.Lazy(`(?i)\b(times?|episodes?|occasional(ly)?|daily|weekly|monthly|every|each|often|frequent(ly)?|several|intermittent(ly)?|regularly|nightly|once|twice|per (day|week|month)|a (day|week|month)|rarely|sometimes|socially)\b`)
	around    = language.Lazy(`(?i)\b(while|when|after|during|following|since|before|as (she|he|they|i) (was|were)|began|started)\b`)
	treated   = language.Lazy(`(?i)\b(took|taken|taking|tried|attempts?|manage[sd]?|managing|treated|used|using|given|applied|prescribed|switched|changed to|started on)\b`)
	cared     = language.Lazy(`(?i)\b(saw|seen by|visited|went to|consulted|emergency|clinic|doctor|physician|gp|urgent care|x-?ray|scan|told (her|him|them|me) (that )?)\b`)
	atAge     = language.Lazy(`(?i)\b(at|aged) (the age of )?\d+\b|\bwhen (he|she|they|i) (was|were) (\d+|[a-z]+teen|eleven|twelve|ten|nine|eight|seven|six|five|four|three|two|one)\b|\byears? (ago|earlier)\b`)
	spreads   = language.Lazy(`(?i)\b(radiat\w*|spread\w*|shoots?|travels?|moves? (to|into|down|up)|going (to|down|into)|goes (to|down|into))\b`)
)

// kindsAnswered fills in which kinds of question the fact answers, by its topic
// and by its words.
func kindsAnswered(e *entry) {
	for _, k := range kindsOf[e.Topic] {
		e.answers[k] = true
	}
	if e.imported() {
		byWords(e)
	}
	for k := range e.concepts {
		if kind, ok := conceptKinds[language.Kind(k)]; ok && (e.imported() || kind == language.Quality || kind == language.Severity || kind == language.Where) {
			e.answers[kind] = true
		}
	}
	if language.TellsDate(e.Text) || atAge.MatchString(e.Text) {
		e.answers[language.When] = true
	}
	if language.TellsSpan(e.Text) || strings.Contains(e.Text, " ago") {
		e.answers[language.HowLong] = true
	}
	if hasNumber(e.Text) {
		e.answers[language.HowMuch] = true
	}
	if frequency.MatchString(e.Text) {
		e.answers[language.HowOften] = true
	}
}

// imported facts have no author who chose the one right leaf of the tree: their words count instead.
func (e *entry) imported() bool { return e.loose }

func byWords(e *entry) {
	for kind, is := range map[language.AskKind]*language.Pattern{
		language.Worse: worsens, language.Better: relieves, language.Circumstance: around, language.Tried: treated, language.Care: cared, language.Spread: spreads,
	} {
		if is.MatchString(e.Text) {
			e.answers[kind] = true
		}
	}
}

// rate is an amount in a time: "ten a day".
var rate = language.Lazy(`(?i)\b(a|per|each|every) (day|night|week|weekend|month|year)\b`)

func hasNumber(text string) bool {
	if rate.MatchString(text) {
		return true
	}
	for _, q := range language.Quantities(language.Tokens(text)) {
		if !q.Duration() || strings.Contains(text, "pack") {
			return true
		}
	}
	return strings.ContainsAny(text, "0123456789")
}
