package cases

import (
	"slices"

	"preceptor/language"
)

// disclosure is the form in which a sensitive fact comes out when it is asked for.
// It follows manner and privacy, never a count of questions:
//
//	third parties in the room, judging, or leading towards no  → cover
//	a reason, permission, normalising or confidentiality given → full
//	a bare direct question                                     → cue
//
// What has once been told in full stays told.
func disclosure(f *Fact, s *State, manners []language.Manner) Form {
	if s.form(f.ID) == Full {
		return Full
	}
	for _, m := range []language.Manner{language.Judging, language.LeadingNo, language.Dismissive, language.Abusive} {
		if slices.Contains(manners, m) {
			return Cover
		}
	}
	if len(s.Present) > 0 {
		return Cover
	}
	for _, m := range []language.Manner{language.Normalising, language.Permission, language.Reason, language.Private} {
		if slices.Contains(manners, m) {
			return Full
		}
	}
	return Hint
}

// tellSensitive words a sensitive fact in its form. A cover told before is taken
// back when the fact comes out in full.
func tellSensitive(f *Fact, form Form, s *State) (string, Told) {
	d := f.Disclosure
	switch {
	case d == nil:
		return firstOf(f.Say, f.Text), Told{ID: f.ID, Text: f.Text, Form: Full}
	case form == Cover:
		return d.Cover.Say, Told{ID: d.Cover.ID, Text: d.Cover.Say, Form: Cover}
	case form == Hint:
		return d.Cue.Say, Told{ID: d.Cue.ID, Text: d.Cue.Say, Form: Hint}
	}
	text := d.Full.Say
	if s.form(f.ID) == Cover && d.TakenBack != "" {
		text = d.TakenBack + " " + text
	}
	return text, Told{ID: f.ID, Text: f.Text, Form: Full}
}

// form is the last form in which a fact came out, "" for never.
func (s *State) form(fact string) Form {
	form := Form("")
	for _, t := range s.Told {
		if t.Fact == fact && form != Full {
			form = t.Form
			if form == "" {
				form = Full
			}
		}
	}
	return form
}
