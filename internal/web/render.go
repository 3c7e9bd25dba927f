package web

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"path"
	"strings"
	"sync"
	"time"

	"preceptor/internal/web/assets"
	"preceptor/internal/web/messages"
)

//go:embed templates
var templateFiles embed.FS

// press prints pages. A set of templates is bound to one locale and one time
// zone, so that templates say {{t "key"}} and {{date .At}} and nothing more;
// sets are parsed when first wanted and kept.
type press struct {
	house *messages.House
	files *assets.Files
	icons map[string]template.HTML

	mu   sync.Mutex
	sets map[setKey]templateSet
}

type setKey struct{ locale, zone string }

// templateSet holds the pages, each parsed with the layout and the partials.
type templateSet map[string]*template.Template

// mostSets bounds the memory: an institution lives in a handful of zones.
const mostSets = 64

func newPress(house *messages.House, files *assets.Files) (*press, error) {
	icons, err := readIcons()
	if err != nil {
		return nil, err
	}
	p := &press{house: house, files: files, icons: icons, sets: map[setKey]templateSet{}}
	for _, locale := range house.Offered() {
		if _, err := p.set(locale, time.UTC); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// set gives the templates of a locale and zone.
func (p *press) set(locale string, zone *time.Location) (templateSet, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := setKey{locale, zone.String()}
	if set, found := p.sets[key]; found {
		return set, nil
	}
	if len(p.sets) >= mostSets {
		clear(p.sets)
	}
	h := &helpers{words: p.house.In(locale), zone: zone, files: p.files, icons: p.icons}
	set, err := parseSet(h)
	if err != nil {
		return nil, fmt.Errorf("locale %s: %w", locale, err)
	}
	p.sets[key] = set
	return set, nil
}

func parseSet(h *helpers) (templateSet, error) {
	base, err := template.New("").Funcs(h.funcs()).ParseFS(templateFiles, "templates/shell/*.html")
	if err != nil {
		return nil, err
	}
	entries, err := templateFiles.ReadDir("templates")
	if err != nil {
		return nil, err
	}
	set := templateSet{}
	for _, entry := range entries {
		if entry.IsDir() {
			continue
		}
		page, err := base.Clone()
		if err != nil {
			return nil, err
		}
		if page, err = page.ParseFS(templateFiles, path.Join("templates", entry.Name())); err != nil {
			return nil, err
		}
		set[strings.TrimSuffix(entry.Name(), ".html")] = page
	}
	return set, nil
}

// print executes one named part of a page.
func (p *press) print(out io.Writer, v *Visit, page, part string, data any) error {
	set, err := p.set(v.Locale, v.zone())
	if err != nil {
		return err
	}
	tmpl, found := set[page]
	if !found {
		return fmt.Errorf("there is no template %q", page)
	}
	return tmpl.ExecuteTemplate(out, part, data)
}
