package gate

import (
	"encoding/json"
	"strings"
)

// unescaped joins all strings of a JSON value, keys included, with their escapes undone. A value
// that cannot be read gives a text that no check lets pass.
func unescaped(raw json.RawMessage) string {
	var value any
	if err := json.Unmarshal(raw, &value); err != nil {
		return "\x00"
	}
	var out strings.Builder
	collect(value, &out)
	return out.String()
}

func collect(value any, out *strings.Builder) {
	switch v := value.(type) {
	case string:
		out.WriteString(v)
		out.WriteByte('\n')
	case []any:
		for _, one := range v {
			collect(one, out)
		}
	case map[string]any:
		for key, one := range v {
			collect(key, out)
			collect(one, out)
		}
	}
}
