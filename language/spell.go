package language

// Speller gives the stem of a word, and of a word that nobody knows the stem of the
// one known word that is close enough: one slip for words of five letters or more,
// two from nine letters on. The first letter must be right. extra are stems known
// besides the lexicon, such as those of a case.
func (l *Lexicon) Speller(extra map[string]bool) func(word string) string {
	return func(word string) string {
		stem := Stem(word)
		if len(word) < 5 || l.words[stem] || extra[stem] || plain[word] || plain[stem] || filler[word] || everyday[stem] {
			return stem
		}
		slips := 1
		if len(word) >= 9 {
			slips = 2
		}
		return l.nearest(word, slips)
	}
}

// nearest is the stem of the closest known word within so many slips; the word's own
// when there is none or when two different words are equally close.
func (l *Lexicon) nearest(word string, slips int) string {
	best, found, twice := slips+1, Stem(word), false
	for n := len(word) - slips; n <= len(word)+slips; n++ {
		for _, w := range l.byLen[n] {
			if w[0] != word[0] {
				continue
			}
			switch d := distance(word, w, best); {
			case d < best:
				best, found, twice = d, Stem(w), false
			case d == best && d <= slips && Stem(w) != found:
				twice = true
			}
		}
	}
	if twice {
		return Stem(word)
	}
	return found
}

// distance counts the slips between two words: a letter too many, too few, wrong,
// or two swapped (Damerau 1964). It stops counting beyond limit.
func distance(a, b string, limit int) int {
	prev2, prev, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], prev2[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > limit {
			return least
		}
		prev2, prev, row = prev, row, prev2
	}
	return prev[len(b)]
}

// everyday words that are right although no lexicon holds them.
var everyday = set(`hous mous hors plac hand paint train plant world point right light night might thought brought store party table chair kitchen window garden
street young please quick small large heavi weather water friend together without against another because between country nation letter number paper
follow minut second chang charg watch reach teach peopl picture someth listen welcom pleas appreciat understand correct perfect summari
examin inform explain discuss decid prepar privat confident confidential record question answer introduc student junior senior registrar nurse
quickly simpl possib certain proper complet total extrem interest import differ similar clear clearli everyth realli suppos probab
brilliant wonder lovely smile happen remember believ consider agree certainly absolut exact`)

// Everyday says whether a stem is a common word that no lexicon holds.
func Everyday(stem string) bool { return everyday[stem] }
