package language

import (
	"slices"
	"strings"
)

// Topics is the fixed tree of history topics, branch.leaf. It follows the usual
// order of a medical history: presenting complaint, systems review, past history,
// drugs, allergies, family, social history, the patient's perspective.
var Topics = []string{
	"presenting.complaint", "presenting.onset", "presenting.duration", "presenting.site", "presenting.radiation", "presenting.quality",
	"presenting.severity", "presenting.course", "presenting.frequency", "presenting.amount", "presenting.aggravating", "presenting.relieving",
	"presenting.circumstance", "presenting.previous", "presenting.treatment", "presenting.associated", "presenting.care",
	"review.general", "review.cardiovascular", "review.respiratory", "review.gastrointestinal", "review.urinary", "review.neurological",
	"review.musculoskeletal", "review.skin", "review.eyes", "review.ent", "review.endocrine", "review.psychiatric", "review.reproductive",
	"past.conditions", "past.operations", "past.admissions", "past.injuries", "past.vaccinations", "past.birth", "past.development",
	"past.screening", "past.transfusion",
	"obstetric.periods", "obstetric.pregnancy", "obstetric.contraception",
	"drugs.regular", "drugs.otc", "drugs.herbal", "drugs.adherence", "drugs.recent", "drugs.sideeffects", "allergies",
	"family.conditions",
	"social.smoking", "social.alcohol", "social.drugs", "social.occupation", "social.home", "social.relationships", "social.support",
	"social.independence", "social.stress", "social.travel", "social.diet", "social.exercise", "social.sleep", "social.hobbies", "social.pets",
	"social.contacts", "social.legal", "social.finances", "social.driving", "social.religion", "social.origin", "social.exposures",
	"sexual.history", "safety.violence", "mind.suicide", "mind.selfharm", "mind.mood",
	"perspective.ideas", "perspective.concerns", "perspective.expectations", "perspective.impact",
	"identity.age", "identity.name", "identity.sex",
}

// IsTopic says whether a topic is a leaf of the tree.
func IsTopic(topic string) bool { return slices.Contains(Topics, topic) }

// Under says whether a topic is a branch or lies under it.
func Under(topic, branch string) bool {
	return topic == branch || strings.HasPrefix(topic, branch+".")
}
