package web

import (
	"embed"
	"fmt"
	"html/template"
	"path"
	"strings"
	"time"

	"preceptor/internal/web/assets"
	"preceptor/internal/web/messages"
)

//go:embed vendored/lucide/*.svg
var iconFiles embed.FS

// helpers are the functions that templates call, bound to a locale and a zone.
type helpers struct {
	words *messages.Catalogue
	zone  *time.Location
	files *assets.Files
	icons map[string]template.HTML
}

func (h *helpers) funcs() template.FuncMap {
	return template.FuncMap{
		"t":        h.words.Say,
		"word":     h.word,
		"device":   h.device,
		"named":    h.named,
		"number":   func(n int) string { return h.words.Number(int64(n)) },
		"number64": h.words.Number,
		"date":     func(at time.Time) string { return h.words.Date(at.In(h.zone)) },
		"clock":    func(at time.Time) string { return h.words.Clock(at.In(h.zone)) },
		"moment":   func(at time.Time) string { return h.words.Moment(at.In(h.zone)) },
		"instant":  func(at time.Time) string { return at.UTC().Format(time.RFC3339) },
		"icon":     h.icon,
		"asset":    h.files.URL,
		"dict":     dict,
		"list":     func(items ...any) []any { return items },
		"add":      func(a, b int) int { return a + b },
	}
}

// word says the word of an enumeration: word "verdict" .Verdict is the message
// verdict.met when the verdict is "met".
func (h *helpers) word(part string, value any, args ...any) string {
	return h.words.Say(fmt.Sprintf("%s.%v", part, value), args...)
}

// named says the word of a name that the house gives itself, such as a domain of
// a rubric or a check: named "domain" "Tests" is the message domain.tests. A
// name that no catalogue knows was given by people and is shown as it is.
func (h *helpers) named(part, name string) string {
	key := part + "." + slug(name)
	if !h.words.Has(key) {
		return name
	}
	return h.words.Say(key)
}

// slug is a name as it stands in keys: lower case, words joined by hyphens.
func slug(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return r != '\'' && r != '’' && (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	return strings.NewReplacer("'", "", "’", "").Replace(strings.Join(words, "-"))
}

// icon draws one of the vendored icons. It is decoration: words stand beside it.
func (h *helpers) icon(name string) (template.HTML, error) {
	svg, found := h.icons[name]
	if !found {
		return "", fmt.Errorf("there is no icon %q", name)
	}
	return svg, nil
}

// dict makes the argument of a partial out of names and values.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("dict needs a value for each name")
	}
	d := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict: %v is not a name", pairs[i])
		}
		d[name] = pairs[i+1]
	}
	return d, nil
}

// readIcons reads the vendored drawings once and strips what pages do not need.
func readIcons() (map[string]template.HTML, error) {
	entries, err := iconFiles.ReadDir("vendored/lucide")
	if err != nil {
		return nil, err
	}
	icons := make(map[string]template.HTML, len(entries))
	for _, entry := range entries {
		text, err := iconFiles.ReadFile(path.Join("vendored/lucide", entry.Name()))
		if err != nil {
			return nil, err
		}
		icons[strings.TrimSuffix(entry.Name(), ".svg")] = template.HTML(slimIcon(string(text))) // trusted: embedded at build
	}
	return icons, nil
}

// slimIcon keeps the shapes of a Lucide drawing and gives it our class.
func slimIcon(svg string) string {
	_, body, _ := strings.Cut(svg, "\n>")
	body = strings.TrimSuffix(strings.TrimSpace(body), "</svg>")
	body = strings.Join(strings.Fields(body), " ")
	return `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">` + body + `</svg>`
}
