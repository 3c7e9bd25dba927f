package api

import (
	"strconv"
	"strings"
)

// tagged is an answer or thing that has a version.
type tagged interface {
	tag() int64
}

// etag writes a version as an entity tag (RFC 9110, section 8.8.3).
func etag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

// seenNewest checks that a change was made in view of the newest version.
func (a *API) seenNewest(c *Call) error {
	if !c.route.Versioned {
		return nil
	}
	seen := strings.Join(c.Header.Values("If-Match"), ",")
	if strings.TrimSpace(seen) == "" {
		return errNoVersion
	}
	thing, versioned := c.thing.(tagged)
	if !versioned || !names(seen, etag(thing.tag())) {
		return errChanged
	}
	return nil
}

// names tells whether a list of entity tags holds one. "*" names no version,
// and a change has to.
func names(list, tag string) bool {
	for one := range strings.SplitSeq(list, ",") {
		if strings.TrimSpace(one) == tag {
			return true
		}
	}
	return false
}

// fresh tells whether the caller has this version already (If-None-Match).
func (c *Call) fresh(tag string) bool {
	for one := range strings.SplitSeq(c.Header.Get("If-None-Match"), ",") {
		if one = strings.TrimSpace(one); one == "*" || strings.TrimPrefix(one, "W/") == tag {
			return true
		}
	}
	return false
}
