package cases

import (
	"fmt"
)

// Material is everything that a model may see for wording one reply: nothing that
// has not been released.
type Material struct {
	// Persona says who speaks and how; it holds no fact of the case.
	Persona string `json:"persona"`
	// Speaker is "the patient" or the informant's relation to the patient.
	Speaker string `json:"speaker"`
	Mood    string `json:"mood"`
	// Facts are the statements of this reply, verbatim; Own is the engine's wording of them.
	Facts []string `json:"facts"`
	Own   string   `json:"own"`
	// Say is what the learner just said; Turns are the ones before.
	Say   string   `json:"say"`
	Turns []Spoken `json:"turns,omitempty"`
}

// MaterialFor is what a model may see to word reply r, which the engine gave in the
// state s after the turn.
func MaterialFor(c *Case, s State, r Reply) Material {
	m := Material{Persona: persona(c), Speaker: "the patient", Mood: mood(s), Own: r.Text}
	if i := c.Patient.Informant; i != nil {
		m.Speaker = i.Relation
	}
	for _, f := range r.Facts {
		m.Facts = append(m.Facts, f.Text)
	}
	if n := len(s.Recent); n > 0 {
		m.Say, m.Turns = s.Recent[n-1].Learner, s.Recent[:n-1]
	}
	return m
}

func persona(c *Case) string {
	unit := c.Patient.AgeUnit
	if unit == "" {
		unit = "years"
	}
	p := fmt.Sprintf("%g %s old", c.Patient.Age, unit)
	if c.Patient.Sex != "" {
		p += ", " + string(c.Patient.Sex)
	}
	if c.Temperament.Persona != "" {
		p += ". " + c.Temperament.Persona
	}
	return p
}

// mood puts trust and distress into words.
func mood(s State) string {
	trust, distress := "open", "calm"
	switch {
	case s.Trust <= guarded:
		trust = "guarded, few words"
	case s.Trust < usualTrust:
		trust = "a little reserved"
	}
	switch {
	case s.Distress >= 7:
		distress = "very upset"
	case s.Distress >= 5:
		distress = "uneasy"
	}
	return trust + "; " + distress
}

// Meaningful says whether a reply is worth a model's wording: refusals and lines
// without a fact stand as the engine words them.
func (r *Reply) Meaningful() bool { return r.Act == Answer && len(r.Facts) > 0 }
