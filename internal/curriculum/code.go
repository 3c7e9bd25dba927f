package curriculum

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// Code names a competency everywhere: its framework's key, a colon and the code
// inside that framework, as in "core:talk.open".
type Code string

var (
	// ErrCode is returned for a text that is not a competency code.
	ErrCode = errors.New("not a competency code such as core:talk.open")
	// ErrUnknownCode is returned for a code that no framework holds.
	ErrUnknownCode = errors.New("no framework holds this competency")
)

var (
	keyForm   = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)
	localForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$`)
)

// ParseCode reads a code: a framework's key of at most 40 lower-case letters,
// digits and hyphens, and a code of at most 80 letters, digits, dots,
// underscores and hyphens. It may return ErrCode.
func ParseCode(text string) (Code, error) {
	key, local, found := strings.Cut(text, ":")
	if !found || !keyForm.MatchString(key) || !localForm.MatchString(local) {
		return "", fmt.Errorf("%.60q: %w", text, ErrCode)
	}
	return Code(text), nil
}

// Framework is the key of the framework that the code belongs to.
func (c Code) Framework() string {
	key, _, _ := strings.Cut(string(c), ":")
	return key
}

// Local is the code inside its framework.
func (c Code) Local() string {
	_, local, _ := strings.Cut(string(c), ":")
	return local
}
