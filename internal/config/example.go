package config

import (
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"time"
)

// Example is a commented file that says what Default says, with a sample wire
// in comments.
func Example() string {
	var b strings.Builder
	b.WriteString("# Preceptor's settings, all at their defaults. Each can also be given as a variable:\n")
	b.WriteString("# server.address as PRECEPTOR_SERVER_ADDRESS.\n")
	c := Default()
	writeTable(&b, "", reflect.ValueOf(c))
	b.WriteString("\n# " + helpOf(reflect.TypeFor[Config](), "models") + "\n")
	var sample strings.Builder
	writeTable(&sample, "models.", reflect.ValueOf(sampleModel()))
	for line := range strings.Lines("[[models]]\n" + sample.String()) {
		b.WriteString(strings.TrimRight("#"+strings.TrimRight(" "+line, "\n "), " ") + "\n")
	}
	return b.String()
}

func sampleModel() Model {
	m := defaultModel()
	m.Name, m.BaseURL, m.Model, m.Local = "ward-server", "http://127.0.0.1:11434/v1", "qwen3:14b", true
	return m
}

// writeTable writes the settings of a struct, then its tables.
func writeTable(b *strings.Builder, prefix string, v reflect.Value) {
	t := v.Type()
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Type.Kind() == reflect.Struct || f.Type == reflect.TypeFor[[]Model]() {
			continue
		}
		fmt.Fprintf(b, "# %s\n%s = %s\n", oneLine(f), f.Tag.Get("toml"), tomlValue(v.Field(i)))
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Type.Kind() != reflect.Struct {
			continue
		}
		name := prefix + f.Tag.Get("toml")
		fmt.Fprintf(b, "\n# %s\n[%s]\n", f.Tag.Get("help"), name)
		writeTable(b, name+".", v.Field(i))
	}
}

func oneLine(f reflect.StructField) string {
	help := f.Tag.Get("help")
	if words := f.Tag.Get("oneof"); words != "" {
		help += " One of: " + strings.Join(strings.Fields(words), ", ") + "."
	}
	return help
}

func helpOf(t reflect.Type, name string) string {
	for i := range t.NumField() {
		if f := t.Field(i); f.Tag.Get("toml") == name {
			return f.Tag.Get("help")
		}
	}
	return ""
}

func tomlValue(v reflect.Value) string {
	switch x := v.Interface().(type) {
	case Money:
		return x.String()
	case time.Duration:
		return fmt.Sprintf("%q", shortDuration(x))
	case []netip.Prefix:
		return "[]"
	case bool, int:
		return fmt.Sprint(x)
	}
	return fmt.Sprintf("%q", v.String())
}

// shortDuration drops the zero parts of "2m0s".
func shortDuration(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
