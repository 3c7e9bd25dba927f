package rubric

import (
	"regexp"
	"strings"
)

// shorthand are abbreviations of clinical notes, written out. Checklists are often
// made from notes; talks never hold them.
var shorthand = map[string]string{
	"bo": "bowels open", "pu": "passing urine", "dib": "difficulty breathing", "sob": "short of breath", "cp": "chest pain", "loc": "loss of consciousness",
	"cocp": "contraceptive pill", "ocp": "contraceptive pill", "pop": "contraceptive pill", "dob": "date of birth", "upsi": "unprotected sex", "nkda": "no allergies",
	"nka": "no allergies", "htn": "hypertension", "dm": "diabetes", "t2dm": "type 2 diabetes", "ihd": "heart disease", "mi": "heart attack", "af": "atrial fibrillation",
	"uti": "urine infection", "urti": "cold", "lrti": "chest infection", "dvt": "blood clot", "pe": "blood clot lungs", "lmp": "last period", "imb": "bleeding between periods",
	"pcb": "bleeding after sex", "pv": "vaginal", "pr": "rectal", "n&v": "nausea vomiting", "n+v": "nausea vomiting", "d&v": "diarrhoea vomiting", "d+v": "diarrhoea vomiting",
	"e+d": "eating drinking", "e&d": "eating drinking", "e/d": "eating drinking", "abx": "antibiotics", "otc": "over the counter", "etoh": "alcohol", "hx": "history",
	"rx": "treatment", "ix": "tests", "f2f": "see face to face", "fu": "follow up", "f/u": "follow up", "oa": "osteoarthritis", "ra": "rheumatoid arthritis",
	"gord": "acid reflux", "copd": "emphysema copd", "ha": "headache", "wt": "weight", "temp": "fever", "meds": "medicines", "wks": "weeks", "yrs": "years",
	"sx": "symptoms", "abdo": "abdomen", "appt": "appointment", "a&e": "emergency department", "ae": "emergency department", "ivdu": "injecting drugs", "nil": "no",
}

var shortWord = regexp.MustCompile(`[A-Za-z0-9]+(?:[+&/][A-Za-z]+)?`)

// writtenOut is an item's text with its abbreviations written out.
func writtenOut(text string) string {
	return shortWord.ReplaceAllStringFunc(text, func(w string) string {
		if full, ok := shorthand[strings.ToLower(w)]; ok {
			return full
		}
		return w
	})
}
