package config

import (
	"fmt"
	"reflect"
	"strings"
)

// Documentation is docs/configuration.md.
func Documentation() string {
	var b strings.Builder
	b.WriteString(`# Configuration

Preceptor starts with no configuration at all. What you want otherwise goes into one file, ` + "`preceptor.toml`" + ` in the
working folder or the file that ` + "`--config`" + ` or ` + "`PRECEPTOR_CONFIG`" + ` names. A variable is stronger than the file, a command's flag
is stronger than a variable. An unknown setting or an unusable value stops the start; all of them are named at once.

Secrets can stand in files of their own (` + "`url_file`, `key_file`" + `), so that the settings can be shown to others.
Relative paths in the file count from its folder. ` + "`preceptor doctor`" + ` tells whether the settings work.

This page is written from the program; do not edit it.
`)
	c := Default()
	writeSection(&b, "", "At the top", "", reflect.ValueOf(c))
	for i, t := 0, reflect.TypeFor[Config](); i < t.NumField(); i++ {
		f := t.Field(i)
		name := f.Tag.Get("toml")
		switch {
		case f.Type.Kind() == reflect.Struct:
			writeSection(&b, name+".", "`["+name+"]`", f.Tag.Get("help"), reflect.ValueOf(c).Field(i))
		case name == "models":
			writeModels(&b, f.Tag.Get("help"))
		}
	}
	b.WriteString("\n## A whole file\n\n```toml\n" + Example() + "```\n")
	return b.String()
}

func writeSection(b *strings.Builder, prefix, title, help string, v reflect.Value) {
	fmt.Fprintf(b, "\n## %s\n\n", title)
	if help != "" {
		b.WriteString(help + "\n\n")
	}
	b.WriteString("| setting | variable | default | meaning |\n|---|---|---|---|\n")
	t := v.Type()
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Type.Kind() == reflect.Struct || f.Type == reflect.TypeFor[[]Model]() {
			continue
		}
		name := f.Tag.Get("toml")
		fmt.Fprintf(b, "| `%s` | `%s` | `%s` | %s |\n", name, variable(prefix+name), tomlValue(v.Field(i)), oneLine(f))
	}
}

func writeModels(b *strings.Builder, help string) {
	fmt.Fprintf(b, "\n## `[[models]]`\n\n%s As a variable: `PRECEPTOR_MODELS='[{name = \"ward-server\", …}]'`.\n\n", help)
	b.WriteString("| setting | default | meaning |\n|---|---|---|\n")
	writeModelRows(b, "", reflect.ValueOf(defaultModel()))
}

func writeModelRows(b *strings.Builder, prefix string, v reflect.Value) {
	t := v.Type()
	for i := range t.NumField() {
		f := t.Field(i)
		name := prefix + f.Tag.Get("toml")
		if f.Type.Kind() == reflect.Struct {
			writeModelRows(b, name+".", v.Field(i))
			continue
		}
		fmt.Fprintf(b, "| `%s` | `%s` | %s |\n", name, tomlValue(v.Field(i)), oneLine(f))
	}
}
