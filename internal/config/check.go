package config

import (
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // zones also where the machine has none

	"golang.org/x/text/language"
)

// check looks at settings that have the right form one by one, but may still be
// unusable or not fit together.
func (l *loader) check() {
	c := &l.config
	l.wanted("data", c.Data)
	l.wanted("institution.name", c.Institution.Name)
	if _, port, err := net.SplitHostPort(c.Server.Address); err != nil || !isPort(port) {
		l.fault("server.address", "must be an address and a port such as 127.0.0.1:8080, not %q", c.Server.Address)
	}
	if c.Server.BaseURL != "" && !isOrigin(c.Server.BaseURL) {
		l.fault("server.base_url", "must be http:// or https:// and a host, without a path, not %q", c.Server.BaseURL)
	}
	if _, err := time.LoadLocation(c.Institution.Zone); err != nil || c.Institution.Zone == "" || c.Institution.Zone == "Local" {
		l.fault("institution.zone", "must be an IANA time zone such as Europe/Vienna, not %q", c.Institution.Zone)
	}
	if _, err := language.Parse(c.Institution.Language); err != nil {
		l.fault("institution.language", "must be a BCP 47 tag such as en or pt-BR, not %q", c.Institution.Language)
	}
	l.checkDatabase(c.Database.URL.Reveal())
	l.checkModels(c.Models)
	if c.Demo.Enabled && !isLoopback(c.Server.Address) {
		l.fault("demo.enabled", "is only for a server that listens on this machine alone, not on %s", c.Server.Address)
	}
}

func (l *loader) wanted(key, text string) {
	if strings.TrimSpace(text) == "" {
		l.fault(key, "must not be empty")
	}
}

// checkDatabase does not repeat the URL, which may hold a password.
func (l *loader) checkDatabase(u string) {
	for _, prefix := range []string{"sqlite:", "postgres://", "postgresql://"} {
		if rest, ok := strings.CutPrefix(u, prefix); ok && rest != "" {
			return
		}
	}
	if u != "" {
		l.fault("database.url", "must be sqlite: and a path, or begin with postgres://")
	}
}

func (l *loader) checkModels(models []Model) {
	seen := map[string]bool{}
	for i, m := range models {
		key := modelKey(i, m.Name)
		l.wanted(key+".name", m.Name)
		l.wanted(key+".model", m.Model)
		if seen[m.Name] {
			l.fault(key+".name", "is the name of two wires")
		}
		seen[m.Name] = true
		l.checkWire(key, m)
	}
}

func (l *loader) checkWire(key string, m Model) {
	u, err := url.Parse(m.BaseURL)
	switch {
	case err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https"):
		l.fault(key+".base_url", "must be an http:// or https:// address, not %q", m.BaseURL)
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		l.fault(key+".base_url", "must hold no user, query or fragment")
	case u.Scheme == "http" && !m.Local:
		l.fault(key+".base_url", "must begin with https:// because the wire is not local")
	}
	if m.Protocol == "anthropic" && m.Capability == "embeddings" {
		l.fault(key+".capability", "must be chat, since the anthropic protocol has no embeddings")
	}
	if !m.Local && !m.Price.Free && m.Price.Input == 0 && m.Price.Output == 0 {
		l.fault(key+".price", "is missing: a hosted wire needs a price or free = true, or else no budget could hold")
	}
	if m.Local && m.Proxy != "" {
		l.fault(key+".proxy", "must be empty for a local wire")
	}
}

func isPort(text string) bool {
	n, err := strconv.ParseUint(text, 10, 16)
	return err == nil && text == strconv.FormatUint(n, 10)
}

func isOrigin(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") &&
		(u.Path == "" || u.Path == "/") && u.User == nil && u.RawQuery == "" && u.Fragment == ""
}

func isLoopback(address string) bool {
	host, _, _ := net.SplitHostPort(address)
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// reachable turns a listening address into one that a browser on this machine can open.
func reachable(address string) string {
	host, port, _ := net.SplitHostPort(address)
	if ip := net.ParseIP(host); host == "" || ip != nil && (ip.IsUnspecified() || ip.IsLoopback()) {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}
