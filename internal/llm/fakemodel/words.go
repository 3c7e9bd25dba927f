package fakemodel

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
)

var illnesses = []string{"lung cancer", "a heart attack", "pulmonary embolism", "appendicitis", "multiple sclerosis",
	"tuberculosis", "Crohn's disease", "gout", "pneumonia", "a stroke", "leukaemia", "Graves' disease", "sarcoidosis",
	"endocarditis", "meningitis", "lupus", "pancreatitis", "an aortic dissection"}

var drugs = []string{"warfarin", "metformin", "digoxin", "amoxicillin", "prednisolone", "lithium", "insulin", "morphine", "ramipril"}

// inventions take a drug and two numbers.
var inventions = []string{
	"I have taken %s %d mg for %d months.",
	"A trial showed that %s helps %d %% of patients within %d days [made-up-1].",
	"The leaflet says \"%s must never pass %d units in %d hours\".",
	"According to doi:10.9999/%s.%d.%d this is well known.",
}

var tags = []string{
	"<script>steal(document.cookie)</script>", `<img src="http://elsewhere.example/p.png" onerror="go()">`,
	"[more](javascript:go())", "![x](http://elsewhere.example/?q=1)", "\x1b[2J\x1b[31mred", "<b>bold</b>",
	"<iframe src=//elsewhere.example></iframe>", "&lt;i&gt;odd&lt;/i&gt;", "\u202ebackwards\u202c", "zero\u200bwidth",
	"<style>*{display:none}</style>", "</p><form action=//elsewhere.example>",
}

var otherWords = map[string]string{"pain": "ache", "fever": "temperature", "started": "began", "weeks": "wks",
	"tired": "worn out", "swelling": "puffiness", "medication": "tablets", "never": "not ever", "patient": "person",
	"say": "tell", "only": "just", "worse": "stronger", "father": "dad", "mother": "mum"}

// reworded says a sentence in other words, its second half first.
func reworded(sentence string) string {
	words := strings.Fields(strings.Trim(sentence, "."))
	for i, w := range words {
		if other, ok := otherWords[strings.ToLower(w)]; ok {
			words[i] = other
		}
	}
	if half := len(words) / 2; half > 2 {
		words = append(words[half:len(words):len(words)], append([]string{"-"}, words[:half]...)...)
	}
	return strings.Join(words, " ")
}

var opposites = map[string]string{"left": "right", "right": "left", "no": "some", "not": "indeed", "never": "often",
	"always": "never", "daily": "weekly", "mg": "g", "days": "months", "weeks": "years", "months": "days", "hours": "days",
	"better": "worse", "worse": "better", "mild": "severe", "severe": "mild", "upper": "lower", "lower": "upper",
	"denies": "reports", "reports": "denies", "without": "with", "before": "after", "after": "before"}

var digits = regexp.MustCompile(`\d+`)

// altered changes one number, or else one word for its opposite, or else denies the whole. It gives
// the new text and the changed part of it.
func altered(text string, rng *rand.Rand) (string, string) {
	if at := digits.FindStringIndex(text); at != nil {
		number := fmt.Sprintf("%s%d", text[at[0]:at[1]], 1+rng.IntN(9))
		return text[:at[0]] + number + text[at[1]:], number
	}
	words := strings.Fields(text)
	for i, w := range words {
		bare := strings.Trim(w, ".,;")
		if other, ok := opposites[strings.ToLower(bare)]; ok {
			words[i] = strings.Replace(w, bare, other, 1)
			return strings.Join(words, " "), strings.Join(words[max(0, i-1):min(len(words), i+2)], " ")
		}
	}
	return "It is not true that " + text, "not true that"
}
