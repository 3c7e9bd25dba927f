package rubric

import "slices"

// inOrder marks items that have prerequisites again, on what comes after them: an
// item whose prerequisites are not met is not met, and one that hangs on an unsure
// prerequisite is unsure.
func inOrder(talk []Turn, checklist []Item, results []Result) []Result {
	place := map[string]int{}
	for n, i := range checklist {
		place[i.ID] = n
	}
	done := make([]bool, len(checklist))
	var settle func(n int, above []string)
	settle = func(n int, above []string) {
		i := &checklist[n]
		if done[n] || len(i.After) == 0 {
			return
		}
		done[n] = true
		for _, id := range i.After {
			if p, ok := place[id]; ok && !slices.Contains(above, id) {
				settle(p, append(above, i.ID))
			}
		}
		results[n] = afterOthers(talk, i, results[n], results, place)
	}
	for n := range checklist {
		settle(n, nil)
	}
	return results
}

// afterOthers is the mark of an item on the talk behind its last prerequisite.
func afterOthers(talk []Turn, i *Item, whole Result, results []Result, place map[string]int) Result {
	from, open := 0, false
	for _, id := range i.After {
		p, ok := place[id]
		if !ok || results[p].Met != nil && !*results[p].Met {
			return notMet(i.ID, 0.9)
		}
		open = open || results[p].Unsure()
		from = max(from, reached(results[p])+1)
	}
	late := newMarker(talk[min(from, len(talk)):]).mark(i)
	for k := range late.Evidence {
		late.Evidence[k].Turn += from
	}
	if open && late.IsMet() {
		return unsure(i.ID, late.Confidence, late.Evidence...)
	}
	if whole.Unsure() && !late.IsMet() {
		return whole
	}
	return late
}

// reached is the turn in which all that a result quotes has been said, or -1.
func reached(r Result) int {
	last := -1
	for _, e := range r.Evidence {
		last = max(last, e.Turn)
	}
	return last
}
