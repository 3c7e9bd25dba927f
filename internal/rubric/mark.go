package rubric

// Mark answers, for every item of the checklist, whether the talk meets it. The
// same talk and the same checklist give the same marks.
//
// Where the engine knows what a turn told, asked for or did, that decides.
// What no turn shows stays not met; an item without anything that the engine
// could know is left to a human.
func Mark(transcript []Turn, checklist []Item) []Result {
	results := make([]Result, len(checklist))
	for n, item := range checklist {
		results[n] = markItem(transcript, item)
	}
	return results
}

func markItem(transcript []Turn, item Item) Result {
	switch item.How() {
	case Obtained:
		return markObtained(transcript, item)
	case Did:
		return markIDs(transcript, item, item.Done, func(t Turn) []string { return t.Did })
	case Asked:
		return markIDs(transcript, item, item.Topics, func(t Turn) []string { return t.Topics })
	}
	return unsure(item.ID, 0)
}

// markObtained wants all facts of the item, or one of AnyOf.
func markObtained(transcript []Turn, item Item) Result {
	if len(item.Facts)+len(item.AnyOf) == 0 {
		return unsure(item.ID, 0)
	}
	var evidence []Evidence
	for _, fact := range item.Facts {
		found, ok := first(transcript, func(t Turn) bool { return oneOf(fact, t.Facts...) })
		if !ok {
			return notMet(item.ID, 1)
		}
		evidence = append(evidence, found)
	}
	if len(item.AnyOf) > 0 {
		found, ok := first(transcript, func(t Turn) bool { return shares(t.Facts, item.AnyOf) })
		if !ok {
			return notMet(item.ID, 1)
		}
		evidence = append(evidence, found)
	}
	return met(item.ID, 1, evidence...)
}

func markIDs(transcript []Turn, item Item, wanted []string, of func(Turn) []string) Result {
	if len(wanted) == 0 {
		return unsure(item.ID, 0)
	}
	found, ok := first(transcript, func(t Turn) bool { return t.Who == Learner && shares(of(t), wanted) })
	if !ok {
		return notMet(item.ID, 1)
	}
	return met(item.ID, 1, found)
}

func first(transcript []Turn, holds func(Turn) bool) (Evidence, bool) {
	for n, t := range transcript {
		if holds(t) {
			return Evidence{Turn: n, Quote: t.Text}, true
		}
	}
	return Evidence{}, false
}

func shares(a, b []string) bool {
	for _, x := range a {
		if oneOf(x, b...) {
			return true
		}
	}
	return false
}
