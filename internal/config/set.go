package config

import (
	"fmt"
	"net/netip"
	"path/filepath"
	"reflect"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
)

// setter writes TOML values and texts into the fields of Config.
type setter struct {
	*loader
	folder string // relative paths count from here
	where  string // what a fault names
}

// table sets the fields of a struct from a TOML table.
func (s setter) table(prefix string, into reflect.Value, tree map[string]any) {
	for _, name := range sortedKeys(tree) {
		key := prefix + name
		field, tag, ok := fieldOf(into, name)
		if !ok {
			s.fault(key, "is not a setting%s", suggestion(name, namesOf(into.Type())))
			continue
		}
		s.where = key
		s.value(field, tag, tree[name])
	}
}

// value sets one field from a TOML value.
func (s setter) value(field reflect.Value, tag reflect.StructTag, v any) {
	switch v := v.(type) {
	case map[string]any:
		if field.Kind() != reflect.Struct {
			s.fault(s.where, "is one setting, not a table")
			return
		}
		s.table(s.where+".", field, v)
	case []map[string]any:
		s.models(field, v)
	case []any:
		s.list(field, v)
	case string:
		s.string(field, tag, v)
	case float64:
		s.bare(field, tag, strconv.FormatFloat(v, 'f', -1, 64))
	case bool, int64:
		s.bare(field, tag, fmt.Sprint(v))
	default:
		s.fault(s.where, "has a value of a kind that no setting has")
	}
}

// bare sets a field from what stood without quotes.
func (s setter) bare(field reflect.Value, tag reflect.StructTag, v string) {
	if field.Kind() == reflect.String {
		s.fault(s.where, "must stand in quotes")
		return
	}
	s.text(field, tag, v)
}

// string keeps numbers and truth values out of quotes, as TOML means them.
func (s setter) string(field reflect.Value, tag reflect.StructTag, v string) {
	switch {
	case field.Kind() == reflect.Bool, field.Kind() == reflect.Int:
		s.fault(s.where, "must stand without quotes")
	case field.Kind() == reflect.Slice:
		s.fault(s.where, "must be a list, such as [%q]", v)
	default:
		s.text(field, tag, v)
	}
}

func (s setter) models(field reflect.Value, tables []map[string]any) {
	list, ok := field.Addr().Interface().(*[]Model)
	if !ok {
		s.fault(s.where, "is not a list of tables")
		return
	}
	*list = nil
	for i, tree := range tables {
		m := defaultModel()
		name, _ := tree["name"].(string)
		s.table(modelKey(i, name)+".", reflect.ValueOf(&m).Elem(), tree)
		*list = append(*list, m)
	}
}

func (s setter) list(field reflect.Value, values []any) {
	if field.Kind() != reflect.Slice {
		s.fault(s.where, "is one setting, not a list")
		return
	}
	var tables []map[string]any
	var texts []string
	for _, v := range values {
		switch v := v.(type) {
		case map[string]any:
			tables = append(tables, v)
		case string:
			texts = append(texts, v)
		default:
			s.fault(s.where, "must hold texts in quotes")
			return
		}
	}
	if len(tables) > 0 || field.Type() == reflect.TypeFor[[]Model]() {
		s.models(field, tables)
		return
	}
	s.prefixes(field, texts)
}

// text sets one field from a text, as a variable or a flag gives it.
func (s setter) text(field reflect.Value, tag reflect.StructTag, text string) {
	var err error
	switch into := field.Addr().Interface().(type) {
	case *string:
		*into, err = text, checkWord(tag, text)
		if tag.Get("path") != "" && text != "" && !filepath.IsAbs(text) {
			*into = filepath.Join(s.folder, text)
		}
	case *Secret:
		*into = Secret(text)
	case *bool:
		*into, err = parseBool(text)
	case *int:
		*into, err = parseInt(tag, text)
	case *Money:
		*into, err = ParseMoney(text)
	case *time.Duration:
		*into, err = parseDuration(text)
	case *[]netip.Prefix:
		s.prefixes(field, strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' }))
	case *[]Model:
		s.inline(field, text)
	}
	if err != nil {
		s.fault(s.where, "%v", err)
	}
}

// inline reads the models of a variable, written as a TOML list of inline tables.
func (s setter) inline(field reflect.Value, text string) {
	var tree map[string][]map[string]any
	if _, err := toml.Decode("models = "+text, &tree); err != nil {
		s.fault(s.where, `must be a TOML list such as [{name = "ward", …}]`)
		return
	}
	s.models(field, tree["models"])
}

func (s setter) prefixes(field reflect.Value, texts []string) {
	var out []netip.Prefix
	for _, text := range texts {
		prefix, err := parsePrefix(text)
		if err != nil {
			s.fault(s.where, "holds %q, which is no network such as 10.0.0.0/8", text)
		}
		out = append(out, prefix)
	}
	field.Set(reflect.ValueOf(out))
}

func parsePrefix(text string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(text); err == nil {
		return addr.Prefix(addr.BitLen())
	}
	return netip.ParsePrefix(text)
}

func checkWord(tag reflect.StructTag, text string) error {
	words := strings.Fields(tag.Get("oneof"))
	if len(words) == 0 || slices.Contains(words, text) {
		return nil
	}
	return fmt.Errorf("must be %s, not %q", strings.Join(words, " or "), text)
}

func parseBool(text string) (bool, error) {
	switch text {
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	return false, fmt.Errorf("must be true or false, not %q", text)
}

func parseInt(tag reflect.StructTag, text string) (int, error) {
	least, _ := strconv.Atoi(tag.Get("least"))
	n, err := strconv.Atoi(text)
	if err != nil || n < least {
		return 0, fmt.Errorf("must be a whole number from %d, not %q", least, text)
	}
	return n, nil
}

func parseDuration(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return 0, fmt.Errorf(`must be a time such as "20s" or "5m", not %q`, text)
	}
	return d, nil
}

func modelKey(i int, name string) string {
	if name != "" {
		return fmt.Sprintf("models[%s]", name)
	}
	return fmt.Sprintf("models[%d]", i+1)
}

func sortedKeys(tree map[string]any) []string {
	keys := make([]string, 0, len(tree))
	for k := range tree {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
