package encounter

import (
	"preceptor/internal/cases"
	"preceptor/internal/gate"
)

// WordingOf is the request that asks a model to word a reply outside a kept
// encounter, as a batch talk does: the same prompt, the same material and the same
// checks. Its matter concerns nobody in particular.
func WordingOf(c *cases.Case, after cases.State, reply cases.Reply) gate.Request {
	request := wordingOf(Encounter{}, c, after, Turn{Reply: reply})
	request.Activity = gate.Activity{} // there is no encounter to name
	return request
}
