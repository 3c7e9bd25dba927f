package language

import (
	"strconv"
	"strings"
)

// Quantity is a number with its unit.
type Quantity struct {
	Value float64
	Unit  string // in the singular: "day", "mg", "" for a bare number
	// From and To are token numbers, To exclusive.
	From, To int
}

var numberWords = map[string]float64{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
	"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
	"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "half": 0.5,
	"couple": 2, "few": 3, "several": 4, "once": 1, "twice": 2}

var units = func() map[string]string {
	out := map[string]string{}
	for unit, forms := range map[string]string{
		"second": "second seconds sec secs", "minute": "minute minutes min mins", "hour": "hour hours hr hrs", "day": "day days", "night": "night nights",
		"week": "week weeks wk wks", "month": "month months", "year": "year years yr yrs", "mg": "mg milligram milligrams", "mcg": "mcg microgram micrograms",
		"g": "g gram grams", "kg": "kg kilo kilos kilogram kilograms", "stone": "stone stones", "pound": "lb lbs pound pounds", "ml": "ml millilitre millilitres",
		"litre": "l litre litres liter liters", "cm": "cm centimetre centimetres centimeter centimeters", "mm": "mm millimetre millimetres",
		"mile": "mile miles", "metre": "metre metres meter meters", "time": "time times episodes episode", "unit": "unit units", "pint": "pint pints",
		"pack": "pack packs packet packets", "cigarette": "cigarette cigarettes", "glass": "glass glasses", "pillow": "pillow pillows",
		"percent": "percent", "tablet": "tablet tablets", "degree": "degree degrees", "bpm": "bpm", "mmHg": "mmhg"} {
		for _, f := range strings.Fields(forms) {
			out[f] = unit
		}
	}
	return out
}()

// Quantities finds the numbers of a text, with the unit that follows them.
func Quantities(tokens []Token) []Quantity {
	var out []Quantity
	for i := 0; i < len(tokens); i++ {
		value, glued, ok := number(tokens[i].Lower)
		if !ok {
			continue
		}
		q := Quantity{Value: value, Unit: glued, From: i, To: i + 1}
		q.compound(tokens)
		for j := q.To; glued == "" && j < len(tokens) && j <= q.From+4; j++ {
			if u := units[tokens[j].Lower]; u != "" {
				q.Unit, q.To = u, j+1
				break
			}
			if tokens[j].Mark || tokens[j].Lower != "or" && tokens[j].Lower != "of" && tokens[j].Lower != "a" && tokens[j].Lower != "more" {
				break
			}
		}
		if q.Unit == "" && (tokens[i].Lower == "a" || tokens[i].Lower == "an") {
			continue
		}
		out = append(out, q)
		i = max(i, q.To-1)
	}
	return out
}

// compound takes in "thirty one", "two hundred" and "one and a half".
func (q *Quantity) compound(tokens []Token) {
	next, _, ok := number(at(tokens, q.To))
	switch {
	case ok && q.Value >= 20 && q.Value < 100 && int(q.Value)%10 == 0 && next >= 1 && next <= 9 && !strings.ContainsAny(at(tokens, q.To), "0123456789a"):
		q.Value, q.To = q.Value+next, q.To+1
	case ok && next == 100 && q.Value >= 1 && q.Value < 20:
		q.Value, q.To = q.Value*100, q.To+1
	}
	if at(tokens, q.To) == "and" && at(tokens, q.To+1) == "a" && at(tokens, q.To+2) == "half" {
		q.Value, q.To = q.Value+0.5, q.To+3
	}
}

var gluedUnit = re(`^([0-9][0-9.,]*)([a-z]+)$`)

// number reads "12", "1,200", "4.5", "five" and "10mg".
func number(w string) (float64, string, bool) {
	if v, ok := numberWords[w]; ok {
		return v, "", true
	}
	unit := ""
	if m := gluedUnit.FindStringSubmatch(w); m != nil && units[m[2]] != "" {
		w, unit = m[1], units[m[2]]
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(w, ",", ""), 64)
	return v, unit, err == nil && w[0] >= '0' && w[0] <= '9'
}

// Duration says whether the quantity is a stretch of time.
func (q Quantity) Duration() bool {
	switch q.Unit {
	case "second", "minute", "hour", "day", "night", "week", "month", "year":
		return true
	}
	return false
}

var (
	spanWords = re(`(?i)\b(since \w+|for (the )?(past|last|several|many|a few|some)|(past|last) (few|couple|several|hour|day|night|week|month|year)|(few|several|couple of|many) (second|minute|hour|day|week|month|year)s?|(from|since|at) birth|childhood|lifelong|long[- ]?(standing|term)|years|all (her|his|my) life|always)\b`)
	dateWords = re(`(?i)\b(ago|yesterday|today|tonight|this (morning|afternoon|evening|week|month|year)|last (night|week|month|year|summer|winter|spring|autumn)|(mon|tues|wednes|thurs|fri|satur|sun)day|earlier|(noticed|began|started|developed|happened|occurred) (after|before|while|when|during)|in (19|20)\d\d|prior|at (the )?age)\b`)
)

// TellsSpan says whether a statement tells how long something has lasted.
func TellsSpan(text string) bool {
	for _, q := range Quantities(Tokens(text)) {
		if q.Duration() {
			return true
		}
	}
	return spanWords.MatchString(text)
}

// TellsDate says whether a statement tells when something was.
func TellsDate(text string) bool { return TellsSpan(text) || dateWords.MatchString(text) }
