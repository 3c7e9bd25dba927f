package config

import (
	"reflect"
	"strings"
)

// fieldOf finds the field that a TOML name stands for.
func fieldOf(in reflect.Value, name string) (reflect.Value, reflect.StructTag, bool) {
	for i := range in.NumField() {
		if f := in.Type().Field(i); f.Tag.Get("toml") == name {
			return in.Field(i), f.Tag, true
		}
	}
	return reflect.Value{}, "", false
}

// find follows a key such as server.address.
func find(in reflect.Value, key string) (field reflect.Value, tag reflect.StructTag, ok bool) {
	field = in
	for name := range strings.SplitSeq(key, ".") {
		if field.Kind() != reflect.Struct {
			return field, tag, false
		}
		if field, tag, ok = fieldOf(field, name); !ok {
			return field, tag, false
		}
	}
	return field, tag, field.Kind() != reflect.Struct
}

func namesOf(t reflect.Type) (names []string) {
	for i := range t.NumField() {
		names = append(names, t.Field(i).Tag.Get("toml"))
	}
	return names
}

// keysOf lists the keys of all settings below t; a list of tables is one setting.
func keysOf(t reflect.Type, prefix string) (keys []string) {
	for i := range t.NumField() {
		f := t.Field(i)
		key := prefix + f.Tag.Get("toml")
		if f.Type.Kind() == reflect.Struct {
			keys = append(keys, keysOf(f.Type, key+".")...)
			continue
		}
		keys = append(keys, key)
	}
	return keys
}
