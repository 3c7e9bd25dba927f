package messages

import (
	"embed"
	"fmt"
	"io/fs"
	"sync"

	"github.com/BurntSushi/toml"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

//go:embed en/*.toml
var files embed.FS

// PseudoLocale is the tag of the locale that is made from English for tests.
const PseudoLocale = "en-XA"

// House holds the catalogues of all locales.
type House struct {
	catalogues map[string]*Catalogue
	order      []string
}

// Shipped gives the catalogues that are built into the program: English and
// the pseudo-locale made from it.
var Shipped = sync.OnceValue(func() *House {
	english, err := load(files, "en")
	if err != nil {
		panic(err) // the files are embedded: only a broken build gets here, and a test reads them all
	}
	h := &House{catalogues: map[string]*Catalogue{}}
	h.add(english)
	h.add(pseudo(english))
	return h
})

// In gives the catalogue of a locale, English when there is none.
func (h *House) In(locale string) *Catalogue {
	if c, found := h.catalogues[locale]; found {
		return c
	}
	return h.catalogues["en"]
}

// Offered lists the locales that people may choose, English first. The
// pseudo-locale is not among them.
func (h *House) Offered() []string {
	var offered []string
	for _, locale := range h.order {
		if locale != PseudoLocale {
			offered = append(offered, locale)
		}
	}
	return offered
}

// All lists every locale, the pseudo-locale too.
func (h *House) All() []string { return h.order }

func (h *House) add(c *Catalogue) {
	h.catalogues[c.Locale()] = c
	h.order = append(h.order, c.Locale())
}

// load reads every TOML file in the folder of one locale.
func load(from fs.FS, locale string) (*Catalogue, error) {
	tag, err := language.Parse(locale)
	if err != nil {
		return nil, fmt.Errorf("locale %q: %w", locale, err)
	}
	c := &Catalogue{tag: tag, messages: map[string]Message{}, printer: message.NewPrinter(tag)}
	names, err := fs.Glob(from, locale+"/*.toml")
	if err != nil {
		return nil, fmt.Errorf("catalogue files of %s: %w", locale, err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, fmt.Errorf("catalogue file: %w", err)
		}
		if err := c.read(string(text)); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return c, nil
}

// read adds the messages of one TOML text.
func (c *Catalogue) read(text string) error {
	var parts map[string]map[string]any
	if _, err := toml.Decode(text, &parts); err != nil {
		return err
	}
	for part, entries := range parts {
		for name, entry := range entries {
			key := part + "." + name
			if _, twice := c.messages[key]; twice {
				return fmt.Errorf("%s is defined twice", key)
			}
			msg, err := asMessage(entry)
			if err != nil {
				return fmt.Errorf("%s: %w", key, err)
			}
			c.messages[key] = msg
		}
	}
	return nil
}

// asMessage understands a plain text or a table of plural categories.
func asMessage(entry any) (Message, error) {
	switch e := entry.(type) {
	case string:
		return Message{"other": e}, nil
	case map[string]any:
		msg := Message{}
		for category, text := range e {
			s, ok := text.(string)
			if !ok || !knownCategory(category) {
				return nil, fmt.Errorf("%q is not a plural category with a text", category)
			}
			msg[category] = s
		}
		if _, ok := msg["other"]; !ok {
			return nil, fmt.Errorf("the category \"other\" is missing")
		}
		return msg, nil
	}
	return nil, fmt.Errorf("neither a text nor a table of plural categories")
}

func knownCategory(name string) bool {
	for _, known := range categoryNames {
		if known == name {
			return true
		}
	}
	return false
}
