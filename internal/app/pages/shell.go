package pages

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"preceptor/internal/app"
	"preceptor/internal/id"
	"preceptor/internal/web"
)

// Shell is the pages of the installation.
func Shell(a *app.App) (*web.Shell, error) {
	zone, err := time.LoadLocation(a.Config.Institution.Zone)
	if err != nil {
		return nil, fmt.Errorf("the institution's time zone: %w", err)
	}
	origin, err := originOf(a.Config.Server.BaseURL)
	if err != nil {
		return nil, err
	}
	return web.New(web.Options{
		Services: Services(a), Log: a.Log, Now: a.Now, NewID: func() string { return id.New[string](a.IDs) },
		Secure: strings.HasPrefix(a.Config.Server.BaseURL, "https://"), Demo: a.Config.Demo.Enabled, Zone: zone,
		Institution: a.Config.Institution.Name, Address: addressOf(a), TrustedOrigins: []string{origin},
	})
}

// originOf is the site as browsers name it, also when a proxy stands in front.
func originOf(base string) (string, error) {
	u, err := url.Parse(base)
	if err != nil {
		return "", fmt.Errorf("the base URL: %w", err)
	}
	return u.Scheme + "://" + u.Host, nil
}

// addressOf believes X-Forwarded-For only when a trusted proxy sends it.
func addressOf(a *app.App) func(*http.Request) string {
	return func(r *http.Request) string { return clientAddress(r, a.Config.Server.TrustedProxies) }
}
