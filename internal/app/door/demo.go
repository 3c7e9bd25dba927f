package door

import (
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// onThisMachine is the door of a demonstration, where one click signs anybody
// in. It answers only requests that name this machine and come straight from
// it: a foreign name that was made to lead here (DNS rebinding) and a proxy that
// opens the demonstration to others are turned away.
func onThisMachine(base string, next http.Handler) (http.Handler, error) {
	site, err := url.Parse(base)
	if err != nil {
		return nil, fmt.Errorf("the base URL: %w", err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case !namesThisMachine(r.Host, site):
			http.Error(w, "This demonstration answers only under its own address, "+base+".", http.StatusMisdirectedRequest)
		case forwarded(r.Header):
			http.Error(w, "This demonstration answers nobody through a proxy.", http.StatusForbidden)
		default:
			next.ServeHTTP(w, r)
		}
	}), nil
}

func namesThisMachine(host string, site *url.URL) bool {
	asked := url.URL{Scheme: site.Scheme, Host: host}
	if portOf(&asked) != portOf(site) {
		return false
	}
	name := strings.ToLower(asked.Hostname())
	address, err := netip.ParseAddr(name)
	return name == strings.ToLower(site.Hostname()) || name == "localhost" || (err == nil && address.Unmap().IsLoopback())
}

func portOf(u *url.URL) string {
	if port := u.Port(); port != "" {
		return port
	}
	if u.Scheme == "https" {
		return "443"
	}
	return "80"
}

// forwarded tells whether a proxy stands between.
func forwarded(h http.Header) bool {
	for name := range h {
		if name == "Forwarded" || strings.HasPrefix(name, "X-Forwarded-") {
			return true
		}
	}
	return false
}
