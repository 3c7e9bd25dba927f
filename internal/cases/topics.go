package cases

import (
	"slices"
	"strings"

	"preceptor/language"
)

var (
	courseText  = language.Lazy(`(?i)\b(was (treated|given|prescribed|switched|started)|treated with|changed to|a course of|for \d+ (days|weeks))\b`)
	knownText   = language.Lazy(`(?i)\b(medical history|history (is )?significant for|known to have|diagnosed with|past history)\b`)
	familyText  = language.Lazy(`(?i)\bfamil(y|ial)\b|\b(mother|father|brother|sister|sibling|uncle|aunt|grandmother|grandfather|cousin|parents?)s?(?:'s)?\b.{0,60}\b(had|has|have|have|history|died|diagnosed|suffer|with)|\bhistory of .{0,40} in (his|her|the) (mother|father|brother|sister|family)|on (his|her) (mother|father|side)`)
	pastText    = language.Lazy(`(?i)\b(history of|diagnosed with|known (case|history)|past medical|medical history|previous(ly)?|chronic|unremarkable|childhood)\b`)
	takesText   = language.Lazy(`(?i)\b(takes?|taking|on|prescribed|regimen|managed with|managed by|treated with|medications?|uses?|using|started on|tablets?|drugs?|inhaler|injections?)\b`)
	allergyText = language.Lazy(`(?i)\ballerg\w*|anaphyla`)
	opText      = language.Lazy(`(?i)\b(surgery|surgeries|surgical|operation|\w+ectomy|\w+plasty|\w+otomy|underwent|caesarean|cesarean|c-section)\b`)
	bornText    = language.Lazy(`(?i)\b(born|birth|gestation|delivered|vaginal delivery|premature|full[- ]term|neonatal)\b`)
	jabText     = language.Lazy(`(?i)\b(immuni[sz]\w*|vaccin\w*)\b`)
	growText    = language.Lazy(`(?i)\b(milestones?|development(al)?)\b`)
)

// topic finds the leaf of the history tree for a statement of a section: history,
// symptoms, past, social or review.
func (in *intake) topic(section, text string, r *language.Reading) string {
	if t := fixedTopic(text, section); t != "" {
		return t
	}
	if t := in.lifeTopic(section, r); t != "" {
		return t
	}
	switch section {
	case "past":
		if in.hasKind(r, "drug") && takesText.MatchString(text) && !in.hasKind(r, "cond") {
			return "drugs.regular"
		}
		return "past.conditions"
	case "social":
		return "social.home"
	case "review":
		return in.reviewTopic(r)
	}
	return in.presentingTopic(text, r)
}

func fixedTopic(text, section string) string {
	switch {
	case knownText.MatchString(text) && !familyText.MatchString(text):
		return "past.conditions"
	case familyText.MatchString(text) && !parentTells.MatchString(text):
		return "family.conditions"
	case jabText.MatchString(text):
		return "past.vaccinations"
	case allergyText.MatchString(text):
		return "allergies"
	case section != "history" && opText.MatchString(text):
		return "past.operations"
	case growText.MatchString(text):
		return "past.development"
	case section == "past" && bornText.MatchString(text):
		return "past.birth"
	}
	return ""
}

// lifeTopic is the first topic of life that the statement names. In the story of
// the complaint only unmistakable ones count.
func (in *intake) lifeTopic(section string, r *language.Reading) string {
	for _, t := range r.Topics {
		sure := slices.Contains([]string{"social.smoking", "social.alcohol", "social.drugs", "social.travel", "sexual.history", "social.legal", "drugs.adherence", "obstetric.contraception"}, t)
		life := language.Under(t, "social") || language.Under(t, "sexual") || language.Under(t, "obstetric") || language.Under(t, "drugs")
		if section == "social" && life || sure && section != "review" {
			return t
		}
	}
	return ""
}

func (in *intake) reviewTopic(r *language.Reading) string {
	for _, k := range r.Concepts() {
		if t := in.lex.TopicOf(k); t != "" {
			return t
		}
	}
	return "review.general"
}

func (in *intake) presentingTopic(text string, r *language.Reading) string {
	switch {
	case in.hasKind(r, "cond") && pastText.MatchString(text) && !in.hasKind(r, "sym"):
		return "past.conditions"
	case in.hasKind(r, "op") && in.chief != "":
		return "past.operations"
	case in.hasKind(r, "drug") && courseText.MatchString(text):
		return "drugs.recent"
	case in.hasKind(r, "drug") && takesText.MatchString(text) && !in.hasKind(r, "sym") && in.chief != "":
		return "drugs.regular"
	case strings.Contains(strings.ToLower(text), "history of") && in.chief != "" && in.hasKind(r, "cond"):
		return "past.conditions"
	}
	return "presenting.associated"
}

func (in *intake) hasKind(r *language.Reading, kind string) bool {
	return slices.ContainsFunc(r.Concepts(), func(k string) bool { return language.Kind(k) == kind })
}
