package gate

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
)

// ErrPrompt says that a prompt's file is not of the form described at ParsePrompt.
var ErrPrompt = errors.New("gate: not a prompt")

// Prompt is a named and versioned text for a model.
type Prompt struct {
	name    string
	version int
	hash    string
	system  string
	user    string
	holes   map[string]bool
}

// Name is the prompt's name, dotted lower case.
func (p *Prompt) Name() string { return p.name }

// Version is raised whenever the text changes.
func (p *Prompt) Version() int { return p.version }

// Hash is the beginning of the SHA-256 of the file, in hex; it tells texts apart when somebody
// forgot to raise the version.
func (p *Prompt) Hash() string { return p.hash }

var hole = regexp.MustCompile(`\{\{([a-z][a-z0-9_]*)\}\}`)

const (
	fence     = "---\n"
	userFence = "\n--- user ---\n"
	sources   = "sources"
)

// ParsePrompt reads a prompt's file:
//
//	---
//	name: encounter.word
//	version: 3
//	---
//	Instructions, without any placeholder.
//
//	--- user ---
//	The doctor says {{question}}. Facts: {{sources}}
//
// Placeholders stand in the second part only and are replaced by JSON values. Errors wrap ErrPrompt.
func ParsePrompt(file string) (*Prompt, error) {
	sum := sha256.Sum256([]byte(file))
	p := &Prompt{hash: hex.EncodeToString(sum[:6]), holes: map[string]bool{}}
	file = strings.ReplaceAll(file, "\r\n", "\n")
	rest, opened := strings.CutPrefix(file, fence)
	head, body, closed := strings.Cut(rest, "\n"+fence)
	if !opened || !closed {
		return nil, fmt.Errorf("%w: no head between two lines of three dashes", ErrPrompt)
	}
	if err := p.readHead(head); err != nil {
		return nil, err
	}
	system, user, found := strings.Cut(body, userFence)
	p.system, p.user = strings.TrimSpace(system), strings.TrimSpace(user)
	if !found || p.user == "" || p.system == "" {
		return nil, fmt.Errorf("%w: %s needs instructions and a part after %q", ErrPrompt, p.name, strings.TrimSpace(userFence))
	}
	if hole.MatchString(p.system) {
		return nil, fmt.Errorf("%w: %s has a placeholder among its instructions", ErrPrompt, p.name)
	}
	for _, m := range hole.FindAllStringSubmatch(p.user, -1) {
		p.holes[m[1]] = true
	}
	return p, nil
}

func (p *Prompt) readHead(head string) error {
	for line := range strings.Lines(head) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		value = strings.TrimSpace(value)
		switch key {
		case "name":
			p.name = value
		case "version":
			p.version, _ = strconv.Atoi(value) // 0 is refused below
		default:
			return fmt.Errorf("%w: the head has an unknown line", ErrPrompt)
		}
	}
	if !dotted.MatchString(p.name) || len(p.name) > 100 || p.version < 1 {
		return fmt.Errorf("%w: the head needs a name in dotted lower case and a version from 1", ErrPrompt)
	}
	return nil
}

// Prompts are the prompts of one package, by name.
type Prompts map[string]*Prompt

// LoadPrompts reads prompts/*.md of an embedded file system and panics on a fault, since prompts are
// part of the program.
func LoadPrompts(files fs.FS) Prompts {
	paths, err := fs.Glob(files, "prompts/*.md")
	if err != nil || len(paths) == 0 {
		panic("gate: no prompts/*.md")
	}
	all := Prompts{}
	for _, path := range paths {
		raw, err := fs.ReadFile(files, path)
		if err != nil {
			panic(err)
		}
		p, err := ParsePrompt(string(raw))
		if err != nil || all[p.name] != nil {
			panic(fmt.Sprintf("%s: %v", path, err))
		}
		all[p.name] = p
	}
	return all
}

// Must gives a prompt by name and panics when there is none.
func (p Prompts) Must(name string) *Prompt {
	if p[name] == nil {
		panic("gate: no prompt " + name)
	}
	return p[name]
}

// fill replaces the placeholders in one pass: what fills one is never searched for others.
func (p *Prompt) fill(input map[string]any, given []Source) (string, error) {
	values := map[string]string{}
	for name, value := range input {
		if !p.holes[name] || name == sources {
			return "", fmt.Errorf("%w: the prompt %s has no place for %q", ErrRequest, p.name, name)
		}
		raw, err := quote(value)
		if err != nil {
			return "", fmt.Errorf("%w: %q cannot be written as JSON", ErrRequest, name)
		}
		values[name] = raw
	}
	if err := p.fillSources(values, given); err != nil {
		return "", err
	}
	for name := range p.holes {
		if _, ok := values[name]; !ok {
			return "", fmt.Errorf("%w: the prompt %s lacks %q", ErrRequest, p.name, name)
		}
	}
	filled := hole.ReplaceAllStringFunc(p.user, func(h string) string { return values[strings.Trim(h, "{}")] })
	if len(filled) > mostSent {
		return "", fmt.Errorf("%w: more than %d bytes to send", ErrRequest, mostSent)
	}
	return filled, nil
}

func (p *Prompt) fillSources(values map[string]string, given []Source) error {
	if !p.holes[sources] {
		if len(given) > 0 {
			return fmt.Errorf("%w: the prompt %s has no place for sources", ErrRequest, p.name)
		}
		return nil
	}
	if given == nil {
		given = []Source{}
	}
	raw, err := quote(given)
	values[sources] = raw
	return err
}

// quote writes JSON on one line, with <, > and & as they are.
func quote(value any) (string, error) {
	var out strings.Builder
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(value)
	return strings.TrimSuffix(out.String(), "\n"), err
}
