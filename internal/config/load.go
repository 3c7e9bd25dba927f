package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"sort"
	"strings"

	"github.com/BurntSushi/toml"
)

const (
	envPrefix   = "PRECEPTOR_"
	envFile     = "PRECEPTOR_CONFIG"
	envTests    = "PRECEPTOR_TEST_" // what the tests of the product tell each other
	defaultFile = "preceptor.toml"
)

// Sources are where settings come from.
type Sources struct {
	// File is the TOML file; empty means the one that PRECEPTOR_CONFIG names,
	// else preceptor.toml in the working folder when there is one.
	File string
	// Env holds "NAME=value" as os.Environ gives it; other names than PRECEPTOR_* are left alone.
	Env []string
	// Set holds what command flags say, "server.address" to its text.
	Set map[string]string
}

// Load reads all sources and returns the whole configuration. The error is a
// Faults, which names everything that is wrong.
func Load(from Sources) (Config, error) {
	l := &loader{config: Default()}
	l.file(from)
	l.environment(from.Env)
	l.flags(from.Set)
	l.secrets()
	l.check()
	if len(l.faults) > 0 {
		return Config{}, l.faults
	}
	l.config.derive()
	return l.config, nil
}

type loader struct {
	config Config
	faults Faults
}

func (l *loader) fault(where, format string, args ...any) {
	l.faults = append(l.faults, Fault{where, fmt.Sprintf(format, args...)})
}

func (l *loader) file(from Sources) {
	name, must := from.File, true
	if name == "" {
		name = lookup(from.Env, envFile)
	}
	if name == "" {
		name, must = defaultFile, false
	}
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) && !must {
		return
	}
	if err != nil {
		l.fault(name, "cannot be read: %v", cause(err))
		return
	}
	l.toml(name, string(text))
}

func (l *loader) toml(name, text string) {
	var tree map[string]any
	if _, err := toml.Decode(text, &tree); err != nil {
		l.fault(name, "is not TOML: %v", tomlCause(err))
		return
	}
	s := setter{loader: l, folder: filepath.Dir(name)}
	s.table("", reflect.ValueOf(&l.config).Elem(), tree)
}

// environment sets PRECEPTOR_SERVER_ADDRESS and its like.
func (l *loader) environment(env []string) {
	names := map[string]string{} // variable to setting
	for _, key := range keysOf(reflect.TypeFor[Config](), "") {
		names[variable(key)] = key
	}
	for _, pair := range env {
		name, text, _ := strings.Cut(pair, "=")
		if !strings.HasPrefix(name, envPrefix) || strings.HasPrefix(name, envTests) || name == envFile {
			continue
		}
		if names[name] == "" {
			l.fault(name, "is not a variable that Preceptor knows%s", suggestion(name, mapKeys(names)))
			continue
		}
		l.set(name, names[name], text)
	}
}

// flags sets what the command line says.
func (l *loader) flags(set map[string]string) {
	for _, key := range mapKeys(set) {
		l.set("--"+key, key, set[key])
	}
}

// set gives one setting the value of a text; where names its origin in a fault.
func (l *loader) set(where, key, text string) {
	field, tag, ok := find(reflect.ValueOf(&l.config).Elem(), key)
	if !ok {
		l.fault(where, "is not a setting")
		return
	}
	s := setter{loader: l, where: where}
	s.text(field, tag, text)
}

// secrets reads the files that stand for secret settings.
func (l *loader) secrets() {
	l.secret("database.url", &l.config.Database.URL, l.config.Database.URLFile)
	for i := range l.config.Models {
		m := &l.config.Models[i]
		l.secret(modelKey(i, m.Name)+".key", &m.Key, m.KeyFile)
	}
}

func (l *loader) secret(key string, into *Secret, file string) {
	switch {
	case file == "":
		return
	case *into != "":
		l.fault(key, "is given twice, as itself and as a file")
		return
	}
	text, err := os.ReadFile(file)
	if err != nil {
		l.fault(key+"_file", "cannot be read: %v", cause(err))
		return
	}
	if *into = Secret(strings.TrimSpace(string(text))); *into == "" {
		l.fault(key+"_file", "is empty: %s", file)
	}
}

func variable(key string) string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

func lookup(env []string, name string) (text string) {
	for _, pair := range env {
		if n, v, _ := strings.Cut(pair, "="); n == name {
			text = v
		}
	}
	return text
}

func mapKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// cause drops the name of the operation, which a person does not need.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return fmt.Errorf("%s: %w", path.Path, path.Err)
	}
	return err
}

func tomlCause(err error) string {
	var parse toml.ParseError
	if errors.As(err, &parse) {
		return fmt.Sprintf("line %d: %s", parse.Position.Line, parse.Message)
	}
	return err.Error()
}
