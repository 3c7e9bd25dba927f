package web

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"golang.org/x/text/language"

	"preceptor/internal/web/messages"
	"preceptor/internal/web/view"
)

// The cookies of the pages. Only the session and the passkey ceremony are secret.
const (
	sessionCookie  = "preceptor"
	ceremonyCookie = "ceremony"
	themeCookie    = "theme"
	localeCookie   = "locale"
	flashCookie    = "flash"
)

// Flash is one message that is shown once, on the page after this one.
type Flash struct {
	Tone string // "done" or "problem"
	Key  string
	Args []any
}

// setCookie writes a cookie that only this site reads and no script does. A
// zero end makes it a cookie of the browser session, a past end deletes it.
func (s *Shell) setCookie(w http.ResponseWriter, name, value string, end time.Time) {
	c := &http.Cookie{
		Name: s.cookieName(name), Value: value, Path: "/",
		HttpOnly: true, Secure: s.Secure, SameSite: http.SameSiteLaxMode,
	}
	if !end.IsZero() {
		c.Expires = end
		c.MaxAge = int(end.Sub(s.Now()).Seconds())
		if c.MaxAge <= 0 {
			c.MaxAge = -1
		}
	}
	http.SetCookie(w, c)
}

func (s *Shell) dropCookie(w http.ResponseWriter, name string) {
	s.setCookie(w, name, "", s.Now().Add(-time.Hour))
}

func (s *Shell) cookieName(name string) string {
	if s.Secure {
		return "__Host-" + name
	}
	return name
}

func (s *Shell) cookie(r *http.Request, name string) string {
	c, err := r.Cookie(s.cookieName(name))
	if err != nil {
		return ""
	}
	return c.Value
}

// SessionToken is the token of the session that a browser's request carries, for
// other faces on the same site; empty for none.
func (s *Shell) SessionToken(r *http.Request) string { return s.sessionToken(r) }

func (s *Shell) sessionToken(r *http.Request) string { return s.cookie(r, sessionCookie) }

// enter opens a session in the browser.
func (v *Visit) enter(session Session) {
	v.shell.setCookie(v.writer, sessionCookie, session.Token, session.Expires)
}

// Flash leaves a message for the next page.
func (v *Visit) Flash(tone, key string, args ...any) {
	text, err := json.Marshal(Flash{Tone: tone, Key: key, Args: args})
	if err != nil {
		return // arguments are texts and numbers; a message lost is no fault of the visit
	}
	v.shell.setCookie(v.writer, flashCookie, base64.RawURLEncoding.EncodeToString(text), v.shell.Now().Add(time.Minute))
}

// takeFlash reads the message of the page before and forgets it.
func (v *Visit) takeFlash() *Flash {
	value := v.shell.cookie(v.Request, flashCookie)
	if value == "" {
		return nil
	}
	v.shell.dropCookie(v.writer, flashCookie)
	text, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil {
		return nil
	}
	var f Flash
	if json.Unmarshal(text, &f) != nil || !v.words.Has(f.Key) {
		return nil
	}
	return &f
}

// themeOf reads the theme that was chosen on this device.
func (s *Shell) themeOf(r *http.Request) view.Theme {
	switch theme := view.Theme(s.cookie(r, themeCookie)); theme {
	case view.ThemeLight, view.ThemeDark:
		return theme
	}
	return view.ThemeSystem
}

// localeOf chooses the language: the device's choice, the person's, the
// browser's, English.
func (s *Shell) localeOf(v *Visit) string {
	offered := s.house.Offered()
	if s.Demo {
		offered = s.house.All()
	}
	if chosen := s.cookie(v.Request, localeCookie); slices.Contains(offered, chosen) {
		return chosen
	}
	if v.Actor != nil && slices.Contains(offered, v.Actor.Locale) {
		return v.Actor.Locale
	}
	return negotiated(s.house, v.Request.Header.Get("Accept-Language"))
}

// negotiated finds the best language for an Accept-Language header; the
// pseudo-locale is never the best.
func negotiated(house *messages.House, header string) string {
	offered := house.Offered()
	tags := make([]language.Tag, 0, len(offered))
	for _, locale := range offered {
		tags = append(tags, language.MustParse(locale))
	}
	wanted, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return offered[0]
	}
	_, index, _ := language.NewMatcher(tags).Match(wanted...)
	return offered[index]
}
