package rubric

// Score is what a talk earned in one domain, and what was possible.
type Score struct {
	Domain   Domain  `json:"domain"`
	Earned   float64 `json:"earned"`
	Possible float64 `json:"possible"`
	// Missed are critical items that were not met.
	Missed []string `json:"missed,omitempty"`
	// Open are items that a human has still to decide; they earn nothing yet.
	Open []string `json:"open,omitempty"`
}

// Scores adds up the marks per domain, in the order history, examination,
// tests, reasoning, plan. A negative item takes its points away when met, but
// no domain falls below zero. A group counts once, in the domain of its first item.
func Scores(items []Item, groups []Group, results []Result) []Score {
	byID := map[string]Result{}
	for _, r := range results {
		byID[r.ID] = r
	}
	var out []Score
	for _, d := range []Domain{History, Examination, Tests, Reasoning, Plan} {
		if s, any := domainScore(d, items, groups, byID); any {
			out = append(out, s)
		}
	}
	return out
}

func domainScore(d Domain, items []Item, groups []Group, marks map[string]Result) (Score, bool) {
	s, any := Score{Domain: d}, false
	for _, i := range items {
		if domainOf(i) != d {
			continue
		}
		any = true
		s.add(i, marks[i.ID])
	}
	for _, g := range groups {
		s.addGroup(d, g, items, marks)
	}
	s.Earned = max(0, s.Earned)
	return s, any
}

func (s *Score) add(i Item, r Result) {
	if r.ID != "" && r.Unsure() {
		s.Open = append(s.Open, i.ID)
	}
	if i.Critical && !i.Negative && !r.IsMet() && !r.Unsure() {
		s.Missed = append(s.Missed, i.ID)
	}
	switch {
	case i.Group != "":
	case i.Negative && r.IsMet():
		s.Earned -= points(i)
	case i.Negative:
	default:
		s.Possible += points(i)
		if r.IsMet() {
			s.Earned += points(i)
		}
	}
}

func (s *Score) addGroup(d Domain, g Group, items []Item, marks map[string]Result) {
	first, got := true, 0
	for _, i := range items {
		if i.Group != g.ID {
			continue
		}
		if first && domainOf(i) != d {
			return
		}
		first = false
		if marks[i.ID].IsMet() {
			got++
		}
	}
	if first || g.Need <= 0 {
		return
	}
	s.Possible += g.Points
	s.Earned += g.Points * float64(min(got, g.Need)) / float64(g.Need)
}

func points(i Item) float64 {
	if i.Points == 0 {
		return 1
	}
	return i.Points
}

func domainOf(i Item) Domain {
	if i.Domain == "" {
		return History
	}
	return i.Domain
}
