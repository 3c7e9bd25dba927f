package people

import (
	"errors"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/secure/precis"
)

// Faults of passwords.
var (
	ErrWrongPassword = errors.New("the login or the password is wrong")
	ErrWeakPassword  = errors.New("a password has 12 to 200 characters, is not the login and not one piece over and over")
	ErrBusy          = errors.New("too many people are signing in at this moment; please try again")
)

const (
	leastPassword = 12
	mostPassword  = 200
)

// CheckPassword says whether a new password would be taken for the login;
// otherwise it gives ErrWeakPassword.
func CheckPassword(password, login string) error {
	_, err := checkPassword(password, strings.ToLower(strings.TrimSpace(login)))
	return err
}

// checkPassword brings a new password into its one spelling (RFC 8265) and
// refuses what would be guessed first. Length is what counts, so there are no
// rules about kinds of characters (NIST SP 800-63B-4, section 3.1.1).
func checkPassword(password, login string) (string, error) {
	normal, err := normalPassword(password)
	if n := utf8.RuneCountInString(normal); err != nil || n < leastPassword || n > mostPassword {
		return "", ErrWeakPassword
	}
	lower := strings.ToLower(normal)
	name, _, _ := strings.Cut(login, "@")
	if lower == login || strings.ReplaceAll(lower, name, "") == "" || isRepetition(lower) {
		return "", ErrWeakPassword
	}
	return normal, nil
}

// normalPassword bounds the length first, so that nobody makes us normalise a book.
func normalPassword(password string) (string, error) {
	if len(password) > 4*mostPassword {
		return "", ErrWeakPassword
	}
	return precis.OpaqueString.String(password)
}

// isRepetition says whether a text is one piece of up to four bytes again and again.
func isRepetition(text string) bool {
	for size := 1; size <= 4; size++ {
		if len(text) > size && strings.HasPrefix(text, text[size:]) {
			return true
		}
	}
	return false
}
