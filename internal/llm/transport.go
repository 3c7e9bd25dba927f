package llm

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
)

// newHTTP builds the one HTTP client of a wire. It follows no redirect, keeps no cookies, takes no
// proxy from the environment and asks for no compression.
func newHTTP(cfg Config) *http.Client {
	dialer := &net.Dialer{Timeout: cfg.Timeouts.Connect}
	if cfg.Local {
		dialer.Control = onlyNear
	}
	transport := &http.Transport{
		DialContext:            dialer.DialContext,
		TLSHandshakeTimeout:    cfg.Timeouts.Connect,
		DisableCompression:     true,
		ForceAttemptHTTP2:      true,
		MaxIdleConnsPerHost:    8,
		MaxResponseHeaderBytes: 64 << 10,
	}
	if proxy, err := url.Parse(cfg.Proxy); cfg.Proxy != "" && err == nil {
		transport.Proxy = http.ProxyURL(proxy)
	}
	return &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// onlyNear refuses, at the moment of connecting and so after name lookup, any address that is
// neither loopback nor private. A declaration "local" is thereby never merely believed.
func onlyNear(_, address string, _ syscall.RawConn) error {
	where, err := netip.ParseAddrPort(address)
	if err != nil || !near(where.Addr()) {
		return ErrNotLocal
	}
	return nil
}

// near tells whether an address is loopback (RFC 1122, RFC 4291) or private (RFC 1918, RFC 4193).
// Link-local addresses are not: cloud machines serve their credentials there.
func near(a netip.Addr) bool {
	a = a.Unmap()
	return a.IsLoopback() || a.IsPrivate()
}

// CheckPlace looks up the endpoint's host and fails with ErrNotLocal when the wire is declared
// local but any address of its host is public. A hosted wire always passes. For the doctor.
func (c *Client) CheckPlace(ctx context.Context) error {
	if !c.cfg.Local {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, c.cfg.Timeouts.Connect)
	defer cancel()
	found, err := net.DefaultResolver.LookupNetIP(ctx, "ip", c.base.Hostname())
	if err != nil {
		return fmt.Errorf("%w: the host of wire %s cannot be looked up", ErrUnavailable, c.cfg.Name)
	}
	for _, a := range found {
		if !near(a) {
			return fmt.Errorf("%w: wire %s", ErrNotLocal, c.cfg.Name)
		}
	}
	return nil
}
