package llm

import "log/slog"

// hidden is what is shown wherever a key would be printed.
const hidden = "[key]"

// Secret is a key that does not print: not by fmt, slog or JSON.
type Secret string

// String hides the key.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return hidden
}

// GoString hides the key from %#v.
func (s Secret) GoString() string { return s.String() }

// LogValue hides the key from slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText hides the key from JSON, TOML and the like.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText takes the key as written.
func (s *Secret) UnmarshalText(text []byte) error {
	*s = Secret(text)
	return nil
}

// reveal gives the key itself, for the one header that needs it.
func (s Secret) reveal() string { return string(s) }
