package language

// waysOut are the ways of asking a patient to leave the role, by what they name.
var waysOut = []*Pattern{
	// Orders to drop the role or its rules.
	re(`\b(ignore|disregard|forget|override|bypass|drop|leave|break|exit|quit|end|abandon|suspend|stop|cancel|skip|step out of|come out of|out of)\b.{0,40}\b(instructions?|prompts?|rules?|guidelines?|role|character|act|acting|persona|pretend\w*|play(ing)?|restrictions?|training|(that )?you('re| are) (a|the) patient|everything (above|before)|all (of )?(that|this|the above))\b`),
	re(`\brole ?-?play|\bpretend(ing)? (that )?(to be|you|not)|\b(act|respond|answer|behave|speak|talk) as (if|an?|the)\b|\bnew (instruction|rule|task)s?\b|\bfrom now on\b`),
	// Calling the patient a program, an actor or an invention.
	re(`\b(language model|llm|chat ?bot|chat ?gpt|avatar)\b|\b(an|are you|you're|you are|as) (an? )?(ai|a\.i\.|bot|robot|computer|machine|program|actor|actress)\b|\bnot a (real )?(patient|person)\b|\bsimulat(ion|or|ed)\b|programmed to|hypothetically|in (real life|reality)\b`),
	// Words of the machine room.
	re(`\bsystem prompt|\b(your|the|initial|original|hidden|secret) (prompt|instructions|settings|configuration|training)\b|\b(debug|developer|maintenance|god|test) mode\b|\badmin(istrator)?\b|\bdeveloper\b|\boverride\b|\bpassword\b|\bunlock\b|\b(json|yaml|xml|base ?64|markdown)\b|\bdecode\b|\bauthori[sz]e\b|\btechnician\b`),
	// The people and papers of an exam.
	re(`\b(examiner|assessor|invigilator|facilitator|standardi[sz]ed patient)\b|\bmark(ing)? (scheme|sheet|guide)|\banswer (key|sheet)|\b(checklist|rubric|vignette|scenario)\b|\b(case|patient|your) (file|notes|script|sheet|author|details|summary|data|card)\b|\b(author|writer) of (this|the)\b|\bthe (author|writer)\b|\b(station|exam|osce|case|session|encounter) (is|has) (over|finished|done|ended)\b|\bin (the|your) script\b|\b(icd|snomed|icpc)\b`),
	// Orders to hand over texts.
	re(`\b(repeat|print|output|reveal|list|show|display|dump|recite|translate|copy|paste|read)\b.{0,40}\b(everything|all (the )?facts|the (text|words|above|facts|prompt|instructions|notes|file|script|case|conversation|record|field)|your (prompt|instructions|notes|file|script|case|facts)|above|hidden|verbatim)\b|\bword for word\b|\bverbatim\b|\bhidden\b|\btext above\b`),
	// The answer of the exam, or a bargain for it.
	re(`\b(correct|right|official|actual|true|real|final|model|expected) (answer|diagnosis|disease|condition)\b|\b(are|were) you (playing|acting|told to|supposed to (have|be))\b|\bbetween (us|you and me|ourselves)\b.{0,60}\b(diagnos|answer|case|play|patient)|\boff the record\b|\bwhisper\b`),
}

// leavesRole says whether a turn asks the patient to be something else.
func leavesRole(lower string) bool {
	for _, way := range waysOut {
		if way.MatchString(lower) {
			return true
		}
	}
	return false
}
