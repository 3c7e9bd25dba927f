package config

import (
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
)

// Secret is a text that does not print itself.
type Secret string

const hidden = "(secret)"

// String hides the text.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return hidden
}

// GoString hides the text from %#v.
func (s Secret) GoString() string { return strconv.Quote(s.String()) }

// MarshalText hides the text from JSON and TOML.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue hides the text from logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// Reveal is the text itself.
func (s Secret) Reveal() string { return string(s) }

// Money is an amount in millionths of the institution's currency.
type Money int64

// Unit is one unit of the currency.
const Unit Money = 1_000_000

const mostMoney = 1_000_000_000 * Unit

var errMoney = errors.New("must be an amount such as 0.25, with at most six decimals")

// ParseMoney reads a decimal number such as "12" or "0.25".
func ParseMoney(text string) (Money, error) {
	whole, part, _ := strings.Cut(text, ".")
	if len(part) > 6 || whole == "" || strings.ContainsAny(text, "+-") {
		return 0, errMoney
	}
	part += strings.Repeat("0", 6-len(part))
	n, err := strconv.ParseUint(whole+part, 10, 62)
	if err != nil || Money(n) > mostMoney {
		return 0, errMoney
	}
	return Money(n), nil
}

// String is the amount as ParseMoney reads it, at least two decimals.
func (m Money) String() string {
	part := strings.TrimRight(fmt.Sprintf("%06d", m%Unit), "0")
	return fmt.Sprintf("%d.%s", m/Unit, part+strings.Repeat("0", max(0, 2-len(part))))
}
