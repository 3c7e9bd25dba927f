package cases

import (
	"slices"

	"preceptor/language"
)

// The scale of trust and distress, and where a patient starts when the case does not say.
const (
	scaleTop      = 10
	usualTrust    = 5
	usualDistress = 3
	guarded       = 2 // at or below it the patient uses few words and volunteers nothing
)

// moves says how a manner moves trust and distress. Asking plainly about suicide,
// or about anything else that is hard to say, moves nothing.
var moves = []struct {
	manner          language.Manner
	trust, distress int
}{
	{language.Empathic, 1, -1},
	{language.Normalising, 1, 0},
	{language.Permission, 1, 0},
	{language.Private, 1, 0},
	{language.Judging, -2, 1},
	{language.Dismissive, -1, 1},
	{language.Abusive, -4, 2},
}

// begin puts a fresh talk into its first state.
func (s *State) begin(c *Case) {
	if s.Begun {
		return
	}
	s.Begun, s.Trust, s.Distress = true, usualTrust, usualDistress
	if c.Temperament.Trust > 0 {
		s.Trust = c.Temperament.Trust
	}
	if c.Temperament.Distress > 0 {
		s.Distress = c.Temperament.Distress
	}
	s.Trust, s.Distress = clamp(s.Trust), clamp(s.Distress)
	s.Present = slices.Clone(c.Patient.Present)
}

func clamp(n int) int { return min(scaleTop, max(0, n)) }

// meet moves trust and distress by the manner of one turn. The same kindness moves
// them once in three turns, so that a stream of sympathetic phrases gains nothing.
func (s *State) meet(manners []language.Manner) {
	for _, m := range moves {
		if !slices.Contains(manners, m.manner) || m.trust > 0 && s.metLately(string(m.manner)) {
			continue
		}
		s.move(string(m.manner), m.trust, m.distress)
	}
}

func (s *State) metLately(why string) bool {
	return slices.ContainsFunc(s.Manner, func(m MannerAt) bool { return m.Why == why && m.Turn > s.Turn-3 })
}

// move changes trust and distress and remembers why.
func (s *State) move(why string, trust, distress int) {
	before, feltBefore := s.Trust, s.Distress
	s.Trust, s.Distress = clamp(s.Trust+trust), clamp(s.Distress+distress)
	if s.Trust != before || s.Distress != feltBefore {
		s.Manner = append(s.Manner, MannerAt{Turn: s.Turn, Why: why, Trust: s.Trust, Distress: s.Distress})
	}
}
