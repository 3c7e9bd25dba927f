package api

import (
	"net/http"
	"net/url"
	"strings"

	"preceptor/internal/people"
	"preceptor/internal/policy"
)

// enter finds out who calls. An Authorization header counts alone; the session
// of a browser counts only for requests that its own pages make.
func (a *API) enter(c *Call) (err error) {
	if c.route.Action == Public {
		return nil
	}
	credential, err := a.credential(c.Request)
	if err != nil {
		return err
	}
	c.actor, c.presence, err = policy.Resolve(c.ctx(), a.People, credential)
	return err
}

// credential is the API token or session token of a request, or ErrSignIn.
func (a *API) credential(r *http.Request) (string, error) {
	if header := r.Header.Get("Authorization"); header != "" {
		return bearer(header)
	}
	if a.Session == nil || !ownPage(r) {
		return "", people.ErrSignIn
	}
	token := a.Session(r)
	if token == "" || strings.HasPrefix(token, people.TokenPrefix) {
		return "", people.ErrSignIn // an API token is no session, wherever it is put
	}
	return token, nil
}

// bearer reads "Bearer prc_…" (RFC 6750); the scheme's case does not matter.
func bearer(header string) (string, error) {
	scheme, token, found := strings.Cut(header, " ")
	token = strings.TrimSpace(token)
	if !found || !strings.EqualFold(scheme, "Bearer") || !strings.HasPrefix(token, people.TokenPrefix) {
		return "", people.ErrSignIn
	}
	return token, nil
}

// ownPage tells whether a browser says that this site's own page makes the
// request. A write needs that said; a read passes when nothing contradicts.
func ownPage(r *http.Request) bool {
	site := r.Header.Get("Sec-Fetch-Site")
	reads := r.Method == http.MethodGet || r.Method == http.MethodHead
	switch site {
	case "same-origin":
		return true
	case "none", "":
		return reads || site == "" && sameHost(r)
	}
	return false
}

func sameHost(r *http.Request) bool {
	origin, err := url.Parse(r.Header.Get("Origin"))
	return err == nil && origin.Host != "" && origin.Host == r.Host
}
