package language

// clipped are contractions as people type them in haste.
var clipped = func() map[string]string {
	out := map[string]string{"im": "i'm", "ive": "i've", "youre": "you're", "youve": "you've", "theres": "there's", "thats": "that's"}
	for _, w := range []string{"how", "what", "where", "when", "who", "why"} {
		out[w+"s"] = w + "'s"
	}
	for _, w := range []string{"do", "does", "did", "is", "are", "was", "were", "have", "has", "had", "ca", "could", "would", "should", "wo"} {
		out[w+"nt"] = w + "n't"
	}
	return out
}()

var clippedWords = re(`\b(im|ive|[a-z]+(s|nt|ve|re))\b`)

// unclipped puts the apostrophes back into a text in lower case.
func unclipped(lower string) string {
	return clippedWords.ReplaceAllStringFunc(lower, func(w string) string {
		if full, ok := clipped[w]; ok {
			return full
		}
		return w
	})
}
