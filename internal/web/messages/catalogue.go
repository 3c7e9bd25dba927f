package messages

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Message is one entry of a catalogue: its text per CLDR plural category.
// A message that does not count has only "other".
type Message map[string]string

// Catalogue says messages in one locale. It is immutable and safe for
// concurrent use.
type Catalogue struct {
	tag      language.Tag
	messages map[string]Message
	fallback *Catalogue
	printer  *message.Printer
}

// Locale is the BCP-47 tag of the catalogue, as in the lang attribute of a page.
func (c *Catalogue) Locale() string { return c.tag.String() }

// Has tells whether the key exists in this catalogue or in the one it falls back to.
func (c *Catalogue) Has(key string) bool {
	_, found := c.find(key)
	return found
}

// Keys lists the keys of this catalogue, sorted.
func (c *Catalogue) Keys() []string {
	keys := make([]string, 0, len(c.messages))
	for key := range c.messages {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// Say words the message with that key. Arguments are alternating names and
// values for its {named} places; the argument "n" chooses the plural form.
// A key that does not exist is shown as ⟪key⟫, which tests refuse.
func (c *Catalogue) Say(key string, args ...any) string {
	msg, found := c.find(key)
	if !found {
		return "⟪" + key + "⟫"
	}
	text, ok := msg[c.category(args)]
	if !ok {
		text = msg["other"]
	}
	return c.fill(text, args)
}

// Number writes a whole number with the grouping of the locale.
func (c *Catalogue) Number(n int64) string { return c.printer.Sprintf("%d", n) }

func (c *Catalogue) find(key string) (Message, bool) {
	if msg, found := c.messages[key]; found {
		return msg, true
	}
	if c.fallback != nil {
		return c.fallback.find(key)
	}
	return nil, false
}

// category is the CLDR plural category of the argument "n"; "other" when the
// message does not count.
func (c *Catalogue) category(args []any) string {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] != "n" {
			continue
		}
		if n, ok := whole(args[i+1]); ok {
			return categoryNames[plural.Cardinal.MatchPlural(c.tag, int(n), 0, 0, 0, 0)]
		}
	}
	return "other"
}

var categoryNames = map[plural.Form]string{
	plural.Zero: "zero", plural.One: "one", plural.Two: "two",
	plural.Few: "few", plural.Many: "many", plural.Other: "other",
}

// fill puts the arguments into the {named} places of a message.
func (c *Catalogue) fill(text string, args []any) string {
	if len(args) == 0 {
		return text
	}
	pairs := make([]string, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		pairs = append(pairs, fmt.Sprintf("{%v}", args[i]), c.value(args[i+1]))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

func (c *Catalogue) value(v any) string {
	if n, ok := whole(v); ok {
		return c.Number(n)
	}
	return fmt.Sprint(v)
}

func whole(v any) (int64, bool) {
	switch n := v.(type) {
	case int:
		return int64(n), true
	case int64:
		return n, true
	}
	return 0, false
}
