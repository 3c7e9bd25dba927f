package pages

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// clientAddress walks X-Forwarded-For from the right, as long as trusted proxies
// vouch for the step before. What a client writes into the header itself stands
// further left and is never reached.
func clientAddress(r *http.Request, trusted []netip.Prefix) string {
	address := peer(r)
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for n := len(hops) - 1; n >= 0 && within(address, trusted); n-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[n]))
		if err != nil {
			break
		}
		address = hop.Unmap().String()
	}
	return address
}

func peer(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

func within(address string, networks []netip.Prefix) bool {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return false
	}
	for _, n := range networks {
		if n.Contains(a.Unmap()) {
			return true
		}
	}
	return false
}
