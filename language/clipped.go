package language

import "strings"

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

// unclipped puts the apostrophes back into the words of a text in lower case.
func unclipped(words []string) string {
	for i, w := range words {
		core := strings.TrimRight(w, ".,;:!?")
		if full, ok := clipped[core]; ok {
			words[i] = full + w[len(core):]
		}
	}
	return strings.Join(words, " ")
}
