package messages

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// pseudo makes the pseudo-locale: accented, about a third longer, between ⟦ and ⟧.
func pseudo(from *Catalogue) *Catalogue {
	tag := language.MustParse(PseudoLocale)
	c := &Catalogue{tag: tag, messages: map[string]Message{}, printer: message.NewPrinter(tag)}
	for key, msg := range from.messages {
		c.messages[key] = Message{}
		for category, text := range msg {
			c.messages[key][category] = pseudoText(text)
		}
	}
	return c
}

// pseudoText leaves {places} alone, accents the letters and doubles vowels.
func pseudoText(text string) string {
	var b strings.Builder
	b.WriteString("⟦")
	inPlace := false
	for _, r := range text {
		switch {
		case r == '{':
			inPlace = true
		case r == '}':
			inPlace = false
		}
		if inPlace {
			b.WriteRune(r)
			continue
		}
		b.WriteString(pseudoRune(r))
	}
	b.WriteString("⟧")
	return b.String()
}

var accents = map[rune]string{
	'a': "áá", 'e': "éé", 'i': "íí", 'o': "óó", 'u': "úú",
	'A': "Á", 'E': "É", 'I': "Í", 'O': "Ó", 'U': "Ú",
	'c': "ç", 'n': "ñ", 's': "š", 'y': "ý", 'z': "ž", 'C': "Ç", 'N': "Ñ", 'S': "Š",
}

func pseudoRune(r rune) string {
	if accented, ok := accents[r]; ok {
		return accented
	}
	return string(r)
}
