package curriculum

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"

	"github.com/goccy/go-yaml"
	"golang.org/x/text/language"
)

// Framework is a list of competencies.
type Framework struct {
	Key          string
	Title        string
	Language     string // BCP 47
	About        string
	Competencies []Competency // parents before their children
}

// Competency is one ability.
type Competency struct {
	Code   Code
	Parent Code // empty at the top
	Title  string
	About  string
}

// Frameworks are all frameworks of an installation. The value does not change
// and is safe for use by several goroutines.
type Frameworks struct {
	all      []Framework
	byCode   map[Code]Competency
	children map[Code][]Code
}

// ErrFramework is returned for a framework that cannot be read or does not hold together.
var ErrFramework = errors.New("the framework is not sound")

// LoadFrameworks reads every *.yaml of a folder and checks them all. It may
// return ErrFramework with the file and the fault.
func LoadFrameworks(fsys fs.FS) (*Frameworks, error) {
	names, err := fs.Glob(fsys, "*.yaml")
	if err != nil {
		return nil, err
	}
	f := &Frameworks{byCode: map[Code]Competency{}, children: map[Code][]Code{}}
	for _, name := range names {
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("reading a framework: %w", err)
		}
		if err := f.add(text); err != nil {
			return nil, fmt.Errorf("%s: %w", path.Base(name), err)
		}
	}
	return f, nil
}

// frameworkFile is the YAML of a framework.
type frameworkFile struct {
	Key          string `yaml:"key"`
	Title        string `yaml:"title"`
	Language     string `yaml:"language"`
	About        string `yaml:"about"`
	Competencies []struct {
		Code   string `yaml:"code"`
		Parent string `yaml:"parent"`
		Title  string `yaml:"title"`
		About  string `yaml:"about"`
	} `yaml:"competencies"`
}

func (f *Frameworks) add(text []byte) error {
	var file frameworkFile
	if err := yaml.NewDecoder(bytes.NewReader(text), yaml.Strict()).Decode(&file); err != nil {
		return fmt.Errorf("%w: %s", ErrFramework, yaml.FormatError(err, false, false))
	}
	_, err := language.Parse(file.Language)
	switch {
	case !keyForm.MatchString(file.Key) || file.Title == "" || err != nil:
		return fmt.Errorf("%w: it needs a key in lower case, a title and a language", ErrFramework)
	case f.has(file.Key):
		return fmt.Errorf("%w: there are two with the key %s", ErrFramework, file.Key)
	}
	framework := Framework{Key: file.Key, Title: file.Title, Language: file.Language, About: file.About}
	for _, line := range file.Competencies {
		c := Competency{Code: Code(file.Key + ":" + line.Code), Title: line.Title, About: line.About}
		if line.Parent != "" {
			c.Parent = Code(file.Key + ":" + line.Parent)
		}
		if err := f.addCompetency(c); err != nil {
			return err
		}
		framework.Competencies = append(framework.Competencies, c)
	}
	f.all = append(f.all, framework)
	return nil
}

func (f *Frameworks) addCompetency(c Competency) error {
	if _, err := ParseCode(string(c.Code)); err != nil {
		return fmt.Errorf("%w: %w", ErrFramework, err)
	}
	_, twice := f.byCode[c.Code]
	_, parent := f.byCode[c.Parent]
	switch {
	case twice:
		return fmt.Errorf("%w: %s stands there twice", ErrFramework, c.Code)
	case c.Title == "":
		return fmt.Errorf("%w: %s has no title", ErrFramework, c.Code)
	case c.Parent != "" && !parent:
		return fmt.Errorf("%w: the parent of %s does not stand before it", ErrFramework, c.Code)
	}
	f.byCode[c.Code] = c
	f.children[c.Parent] = append(f.children[c.Parent], c.Code)
	return nil
}

func (f *Frameworks) has(key string) bool {
	for _, known := range f.all {
		if known.Key == key {
			return true
		}
	}
	return false
}

// All returns the frameworks in the order of their files. The caller does not change them.
func (f *Frameworks) All() []Framework { return f.all }

// Find returns the competency of a code.
func (f *Frameworks) Find(c Code) (Competency, bool) {
	found, ok := f.byCode[c]
	return found, ok
}

// Within returns the code and all codes below it, parents first, so that a
// question about "core:talk" also finds what is filed under "core:talk.open".
func (f *Frameworks) Within(c Code) []Code {
	codes := []Code{c}
	for _, child := range f.children[c] {
		codes = append(codes, f.Within(child)...)
	}
	return codes
}

// Check returns ErrUnknownCode with the first code that no framework holds.
func (f *Frameworks) Check(codes []Code) error {
	for _, c := range codes {
		if _, ok := f.byCode[c]; !ok {
			return fmt.Errorf("%.60q: %w", c, ErrUnknownCode)
		}
	}
	return nil
}
