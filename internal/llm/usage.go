package llm

// Usage counts the tokens of a call.
type Usage struct {
	Input  int64
	Output int64
	// Estimated says that the counts are this package's own guess: the server reported none, or
	// none that can be true.
	Estimated bool
}

// Add sums two usages; the sum is estimated when either is.
func (u Usage) Add(v Usage) Usage {
	return Usage{u.Input + v.Input, u.Output + v.Output, u.Estimated || v.Estimated}
}

// Words around a request that chat templates add, per message and for the whole.
const templateTokens = 64

// tokensOf estimates a text's tokens at four bytes each, the usual rule for English.
func tokensOf(bytes int) int64 { return int64(bytes+3) / 4 }

// worstInput bounds the tokens of a request: no tokenizer in use makes more than one token
// of one byte, and templates add a few per message.
func worstInput(bodyBytes, messages int) int64 {
	return int64(bodyBytes) + templateTokens*int64(messages+1)
}

// settle takes the reported usage when it can be true, that is within the worst case, and
// estimates otherwise. A call can so never settle above what was reserved for it.
func settle(reported *Usage, worst Usage, sentBytes, textBytes int) Usage {
	if plausible(reported, worst) {
		return *reported
	}
	return Usage{
		Input:     min(tokensOf(sentBytes), worst.Input),
		Output:    min(tokensOf(textBytes), worst.Output),
		Estimated: true,
	}
}

func plausible(reported *Usage, worst Usage) bool {
	return reported != nil &&
		reported.Input > 0 && reported.Input <= worst.Input &&
		reported.Output >= 0 && reported.Output <= worst.Output
}
