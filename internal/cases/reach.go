package cases

import "strings"

// wellAsked are the frames in which Check asks for a fact by its own words.
var wellAsked = []string{"%s", "May I ask, so that I can look after you properly: %s"}

// reach proves that every fact that can come out does: safety-critical ones and
// those behind the checklist must be told within two well-asked turns, by one of
// their authored questions.
func (k *checker) reach() {
	if len(k.faults) > 0 {
		return // a broken case is not worth talking to
	}
	wanted := map[string]bool{}
	for _, f := range k.c.Facts {
		if f.Safety {
			wanted[f.ID] = true
		}
	}
	for _, i := range k.c.Checklist {
		for _, id := range i.Facts {
			wanted[id] = true
		}
	}
	for i := range k.c.Facts {
		f := &k.c.Facts[i]
		if wanted[f.ID] && f.opens() != Never && k.c.Provenance.Imported == "" && !reachable(k.c, f) {
			k.fault("facts", f.ID, "no authored question brings the fact out within two turns")
		}
	}
}

// reachable asks each authored question twice, the second time with a reason and
// permission, and looks whether the fact came out in full.
func reachable(c *Case, f *Fact) bool {
	for _, q := range f.Ask {
		var s State
		for _, frame := range wellAsked {
			var r Reply
			s, r = Step(c, s, Input{Say: strings.Replace(frame, "%s", q, 1), Alone: true})
			for _, told := range r.Facts {
				if told.ID == f.ID && (told.Form == "" || told.Form == Full) {
					return true
				}
			}
		}
	}
	return false
}
