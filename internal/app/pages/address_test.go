package pages

import (
	"net/http"
	"net/netip"
	"testing"
)

func TestTheAddressIsWhoeverTheTrustedProxiesVouchFor(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	for _, c := range []struct {
		name      string
		peer      string
		forwarded []string
		want      string
	}{
		{"no proxy", "203.0.113.9:4711", nil, "203.0.113.9"},
		{"a stranger writes the header", "203.0.113.9:4711", []string{"198.51.100.1"}, "203.0.113.9"},
		{"one proxy", "10.0.0.2:80", []string{"203.0.113.9"}, "203.0.113.9"},
		{"a client writes before the proxy", "10.0.0.2:80", []string{"1.2.3.4, 203.0.113.9"}, "203.0.113.9"},
		{"a client writes a proxy's address", "10.0.0.2:80", []string{"1.2.3.4, 10.9.9.9, 203.0.113.9"}, "203.0.113.9"},
		{"two proxies", "10.0.0.2:80", []string{"203.0.113.9, 10.0.0.3"}, "203.0.113.9"},
		{"two headers", "10.0.0.2:80", []string{"6.6.6.6", "203.0.113.9, 10.0.0.3"}, "203.0.113.9"},
		{"rubbish", "10.0.0.2:80", []string{"203.0.113.9, <script>"}, "10.0.0.2"},
		{"nothing forwarded", "10.0.0.2:80", nil, "10.0.0.2"},
		{"version six", "[fd00::1]:80", []string{"2001:db8::5"}, "2001:db8::5"},
		{"four in six", "10.0.0.2:80", []string{"::ffff:203.0.113.9"}, "203.0.113.9"},
		{"no port", "somewhere", []string{"1.2.3.4"}, "somewhere"},
	} {
		r := &http.Request{RemoteAddr: c.peer, Header: http.Header{"X-Forwarded-For": c.forwarded}}
		if got := clientAddress(r, proxies); got != c.want {
			t.Errorf("%s: %s, not %s", c.name, got, c.want)
		}
		if got := clientAddress(r, nil); got != peer(r) {
			t.Errorf("%s, trusting nobody: %s", c.name, got)
		}
	}
}
