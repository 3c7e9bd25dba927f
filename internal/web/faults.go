package web

import (
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
)

// The causes that the pages have words for. Services wrap one of them; any
// other error is answered as 500 and written to the log.
var (
	ErrSignIn        = errors.New("nobody is signed in")
	ErrWrongPassword = errors.New("e-mail address and password do not fit")
	ErrBadRequest    = errors.New("the request cannot be read")
	ErrForbidden     = errors.New("not allowed")
	ErrNotFound      = errors.New("not found")
	ErrMethod        = errors.New("the page does not take this method")
	ErrConflict      = errors.New("somebody else was faster")
	ErrLeft          = errors.New("the encounter was left without marks")
	ErrTooLarge      = errors.New("what was sent is too large")
	ErrTooMany       = errors.New("too many tries")

	errPanicked = errors.New("the page broke off")
)

// Fault is what the error page says: what happened, what was kept, what to do.
type Fault struct {
	Status  int
	Part    string // the messages are fault.<part>-what, -kept and -do
	Request string
	Support string
}

// faultsByCause gives each cause its status and its part of the catalogue.
var faultsByCause = []struct {
	cause  error
	status int
	part   string
}{
	{ErrSignIn, http.StatusUnauthorized, "signin"},
	{ErrBadRequest, http.StatusBadRequest, "bad"},
	{ErrForbidden, http.StatusForbidden, "forbidden"},
	{ErrNotFound, http.StatusNotFound, "missing"},
	{ErrMethod, http.StatusMethodNotAllowed, "method"},
	{ErrConflict, http.StatusConflict, "conflict"},
	{ErrLeft, http.StatusConflict, "conflict"},
	{ErrTooLarge, http.StatusRequestEntityTooLarge, "large"},
	{ErrTooMany, http.StatusTooManyRequests, "many"},
}

// faultOf finds the words of an error.
func (s *Shell) faultOf(v *Visit, err error) Fault {
	f := Fault{Status: http.StatusInternalServerError, Part: "broken", Request: RequestID(v.Context()), Support: s.Support}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		err = ErrTooLarge
	}
	for _, known := range faultsByCause {
		if errors.Is(err, known.cause) {
			f.Status, f.Part = known.status, known.part
			return f
		}
	}
	return f
}

// fault answers an error: by a page, by a short notice for scripts, or by the
// way to the sign-in page.
func (s *Shell) fault(v *Visit, err error) {
	f := s.faultOf(v, err)
	if f.Status == http.StatusInternalServerError {
		s.Log.Error("page failed", slog.String("request", f.Request),
			slog.String("path", v.Request.Pattern), slog.Any("cause", err))
	}
	switch {
	case v.Partial():
		s.faultNotice(v, f)
	case f.Status == http.StatusUnauthorized && v.Request.Method == http.MethodGet:
		http.Redirect(v.writer, v.Request, signInPath(v.Request.URL), http.StatusSeeOther)
	default:
		s.faultPage(v, f)
	}
}

// faultNotice is a toast for pages whose scripts asked for a fragment.
func (s *Shell) faultNotice(v *Visit, f Fault) {
	h := v.writer.Header()
	h.Set("HX-Retarget", "#toasts")
	h.Set("HX-Reswap", "beforeend")
	if err := v.fragment(f.Status, "fault", "fault-notice", f); err != nil {
		s.Log.Error("fault notice cannot be rendered", slog.Any("cause", err))
	}
}

func (s *Shell) faultPage(v *Visit, f Fault) {
	if f.Status == http.StatusTooManyRequests {
		v.writer.Header().Set("Retry-After", "900")
	}
	page := Page{Name: "fault", Title: v.Say("fault." + f.Part + "-title"), Status: f.Status}
	if err := v.Show(page, f); err != nil {
		s.Log.Error("fault page cannot be rendered", slog.Any("cause", err))
		http.Error(v.writer, http.StatusText(f.Status), f.Status)
	}
}

// signInPath is the sign-in page that leads back to where the reader wanted to go.
func signInPath(wanted *url.URL) string {
	if wanted.Path == "/" {
		return "/sign-in"
	}
	return "/sign-in?next=" + url.QueryEscape(wanted.RequestURI())
}

// safeNext accepts only paths of this site as the place to go after sign-in.
func safeNext(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(next, "/") ||
		strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n") {
		return "/"
	}
	return next
}
