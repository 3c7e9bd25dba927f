package web

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"preceptor/internal/web/messages"
	"preceptor/internal/web/view"
)

// Visit is one request by one person: what a handler reads from and writes to.
type Visit struct {
	Request *http.Request
	Actor   *Actor // nil when nobody is signed in
	Locale  string
	Theme   view.Theme

	shell        *Shell
	writer       http.ResponseWriter
	words        *messages.Catalogue
	token        string
	sessionFault error
}

// visit reads who is there and how they like to read.
func (s *Shell) visit(w http.ResponseWriter, r *http.Request) *Visit {
	v := &Visit{Request: r, shell: s, writer: w}
	v.sessionFault = s.recognise(v)
	v.Locale = s.localeOf(v)
	v.Theme = s.themeOf(r)
	v.words = s.house.In(v.Locale)
	return v
}

// recognise finds the person behind the session cookie. Nobody is no fault; a
// store that cannot be asked is.
func (s *Shell) recognise(v *Visit) error {
	v.token = s.sessionToken(v.Request)
	if v.token == "" {
		return nil
	}
	actor, err := s.services.Sessions.Actor(v.Request.Context(), v.token)
	if errors.Is(err, ErrSignIn) {
		return nil
	}
	if err != nil {
		return err
	}
	v.Actor = &actor
	if actor.RenewDue {
		return s.renew(v)
	}
	return nil
}

// renew gives the browser a new token after the person's rights have changed.
// Of several requests at once one wins; the others go on with the old token,
// which lives on for them a little while.
func (s *Shell) renew(v *Visit) error {
	session, err := s.services.Sessions.Renew(v.Request.Context(), v.token)
	if errors.Is(err, ErrSignIn) {
		return nil
	}
	if err != nil {
		return err
	}
	v.token = session.Token
	v.enter(session)
	return nil
}

// Context is the context of the request.
func (v *Visit) Context() context.Context { return v.Request.Context() }

// ID is the id in the path.
func (v *Visit) ID() string { return v.Request.PathValue("id") }

// Field is a posted value without the space around it.
func (v *Visit) Field(name string) string { return strings.TrimSpace(v.Request.PostFormValue(name)) }

// Fields are all posted values of that name.
func (v *Visit) Fields(name string) []string {
	_ = v.Request.ParseForm() // Field and Parse report what is wrong; here it is only absent
	return v.Request.PostForm[name]
}

// Parse reads the posted form; ErrBadRequest or ErrTooLarge when it cannot be read.
func (v *Visit) Parse() error {
	err := v.Request.ParseForm()
	var tooLarge *http.MaxBytesError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &tooLarge):
		return ErrTooLarge
	}
	return ErrBadRequest
}

// Query is a value of the address without the space around it.
func (v *Visit) Query(name string) string { return strings.TrimSpace(v.Request.URL.Query().Get(name)) }

// Offset is where a list starts; anything unreadable is the beginning.
func (v *Visit) Offset() int {
	n, err := strconv.Atoi(v.Query("from"))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// Say words a message in the reader's language.
func (v *Visit) Say(key string, args ...any) string { return v.words.Say(key, args...) }

// Partial tells whether a script asks for a fragment rather than a page.
func (v *Visit) Partial() bool { return v.Request.Header.Get("HX-Request") == "true" }

// Device says where the request comes from.
func (v *Visit) Device() Device {
	return Device{Agent: v.Request.UserAgent(), Address: v.shell.Address(v.Request)}
}

// Go sends the reader to another page, after a post or a moved address.
func (v *Visit) Go(path string) error {
	if v.Partial() {
		v.writer.Header().Set("HX-Redirect", path)
		v.writer.WriteHeader(http.StatusNoContent)
		return nil
	}
	http.Redirect(v.writer, v.Request, path, http.StatusSeeOther)
	return nil
}

// zone is the time zone in which this reader reads times.
func (v *Visit) zone() *time.Location {
	if v.Actor != nil && v.Actor.Zone != "" {
		if zone, err := time.LoadLocation(v.Actor.Zone); err == nil {
			return zone
		}
	}
	return v.shell.Zone
}
