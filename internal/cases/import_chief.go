package cases

import "preceptor/language"

// chooseChief finds the statement that the patient came for: the one nearest to
// the main symptom that the record names, else the first of the complaint. The
// story begins with its instalment.
func (in *intake) chooseChief() {
	best, found := 0.0, -1
	for n, f := range in.c.Facts {
		if !language.Under(f.Topic, "presenting") || f.polarity() == Absent {
			continue
		}
		score := likeness(in.primary, contentWords(f.Text)) + 0.001
		if f.Opens == Volunteered && score > best+0.05 {
			best, found = score, n
		}
	}
	if found < 0 {
		return
	}
	chief := &in.c.Facts[found]
	for n := range in.c.Facts {
		if f := &in.c.Facts[n]; f.About == in.chief || f.About == chief.ID {
			f.About = chief.ID
		}
	}
	chief.Topic, chief.About, in.chief = "presenting.complaint", "", chief.ID
	in.beginWith(chief)
}

// beginWith moves the instalment of a fact to the front of the story, or makes one.
func (in *intake) beginWith(chief *Fact) {
	for n, i := range in.c.Story {
		for _, id := range i.Facts {
			if id == chief.ID {
				copy(in.c.Story[1:n+1], in.c.Story[:n])
				in.c.Story[0] = i
				return
			}
		}
	}
	in.c.Story = append([]Instalment{{ID: "s0", Say: chief.Say[0], Facts: []string{chief.ID}}}, in.c.Story...)
}
