package language

import "strings"

// Stem cuts the endings that carry no meaning of their own: plurals, -ed, -ing,
// -ly, -ness, and turns common irregular forms into their base. w is in lower case.
func Stem(w string) string {
	w = strings.TrimSuffix(w, "'s")
	if base, ok := irregular[w]; ok {
		return base
	}
	if len(w) <= 3 || w[0] < 'a' || w[0] > 'z' {
		return w
	}
	w = plural(w)
	w = cutEnding(w)
	if strings.HasSuffix(w, "y") && len(w) > 3 {
		w = w[:len(w)-1] + "i"
	}
	return strings.TrimSuffix(w, "e")
}

func plural(w string) string {
	switch {
	case hasAny(w, "ss", "us", "is"):
		return w
	case strings.HasSuffix(w, "ies") && len(w) > 4:
		return w[:len(w)-3] + "y"
	case hasAny(w, "sses", "shes", "ches", "xes", "zes"):
		return w[:len(w)-2]
	case strings.HasSuffix(w, "s"):
		return w[:len(w)-1]
	}
	return w
}

func cutEnding(w string) string {
	for _, end := range []string{"ing", "ed", "ness", "ly"} {
		base, ok := strings.CutSuffix(w, end)
		if !ok || len(base) < 3 || !strings.ContainsAny(base, "aeiouy") {
			continue
		}
		if end == "ly" && len(base) < 4 {
			continue
		}
		return single(base)
	}
	return w
}

// single undoes a doubled consonant: "stopp" is "stop", but "fall" stays.
func single(w string) string {
	n := len(w)
	if n > 3 && w[n-1] == w[n-2] && !strings.ContainsRune("aeiouslz", rune(w[n-1])) {
		return w[:n-1]
	}
	return w
}

func hasAny(w string, ends ...string) bool {
	for _, e := range ends {
		if strings.HasSuffix(w, e) {
			return true
		}
	}
	return false
}

// irregular forms and their stems.
var irregular = pairs(`felt feel took take taken take went go gone go goes go had have has have was be were be is be are be been be am be
ate eat eaten eat drank drink drunk drink slept sleep lost los lose los losing los loses los loss los fell fall fallen fall bled bleed threw throw thrown throw
began begin begun begin came come got get gotten get gave give given give woke wake woken wake wakes wake broke break broken break
caught catch swollen swell swole swell children child feet foot teeth tooth women woman men man did do does do done do said say told tell
thought think knew know known know saw se seen se sees se seeing se see se hurts hurt stung sting bitten bite bit bit drove driv driven driv
flew fli flown fli kept keep left left lay lie lain lie lying lie lies lie dying di died di dies di die di tying ti grew grow grown grow
worse worse worst worst better better best best less less news new diabetes diabetes always always perhaps perhaps
this this its its his his yes yes bus bus gas gas chest chest during during thing thing things thing nothing nothing anything anything
something something everything everything morning morning evening evening king king spring spring being be doing do going go
bed bed need need needs need needed need red red feed feed feeding feed fed feed bleeding bleed bleeds bleed weeing wee pees pee peeing pee peed pee
periods period does do gums gum runs run running run ran run heard hear brought bring stood stand sat sit held hold spoke speak spoken speak
sore sore sores sore sick sick swelling swell pregnancies pregnan pregnancy pregnan pregnant pregnan breath breath breathing breathing
allergies allerg allergy allerg allergic allerg allergen allerg medicine medic medicines medic medication medic medications medic meds medic
travelled travel traveled travel travelling travel traveling travel surgeries surg surgery surg surgical surg
smoker smok smokers smok drinker drink drinkers drink worker work jaundiced jaundice constipated constip constipation constip
illness illness illnesses illness exhausted exhaust exhaustion exhaust vomit vomit nauseous nause nauseated nause nausea nause`)

func pairs(text string) map[string]string {
	f, out := strings.Fields(text), map[string]string{}
	for i := 0; i+1 < len(f); i += 2 {
		out[f[i]] = f[i+1]
	}
	return out
}

// american turns British medical and common spellings into American ones, so that
// one form stands in the index. It never changes what a reader sees.
func american(w string) string {
	if len(w) < 5 {
		return w
	}
	for _, p := range spelling {
		w = strings.Replace(w, p[0], p[1], 1)
	}
	if strings.HasPrefix(w, "oe") {
		w = w[1:]
	}
	return w
}

var spelling = [][2]string{
	{"rrhoea", "rrhea"}, {"pnoea", "pnea"}, {"haem", "hem"}, {"aemi", "emi"}, {"faec", "fec"}, {"faece", "fece"}, {"caes", "ces"},
	{"paed", "ped"}, {"gynaec", "gynec"}, {"anaesth", "anesth"}, {"foet", "fet"}, {"oedem", "edem"}, {"paraesth", "paresth"}, {"coeliac", "celiac"},
	{"tumour", "tumor"}, {"colour", "color"}, {"odour", "odor"}, {"behaviour", "behavior"}, {"labour", "labor"}, {"vapour", "vapor"},
	{"neighbour", "neighbor"}, {"favour", "favor"}, {"rumour", "rumor"}, {"goitre", "goiter"}, {"centre", "center"}, {"fibre", "fiber"}, {"litre", "liter"},
	{"metre", "meter"}, {"analyse", "analyze"}, {"isation", "ization"}, {"ised", "ized"}, {"ising", "izing"}, {"manoeuv", "maneuv"},
	{"defaecat", "defecat"}, {"leukaem", "leukem"}, {"ischaem", "ischem"}, {"anaem", "anem"}, {"programme", "program"}, {"mould", "mold"},
}
