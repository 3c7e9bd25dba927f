package db

import "time"

// Time is an instant as the database stores it: microseconds since
// 1970-01-01T00:00:00Z, always UTC. Zero means "never".
type Time int64

// At rounds t down to the microsecond. The zero time.Time becomes zero.
func At(t time.Time) Time {
	if t.IsZero() {
		return 0
	}
	return Time(t.UnixMicro())
}

// Time is the instant in UTC; zero becomes the zero time.Time.
func (t Time) Time() time.Time {
	if t == 0 {
		return time.Time{}
	}
	return time.UnixMicro(int64(t)).UTC()
}

// IsZero says whether the instant is "never".
func (t Time) IsZero() bool { return t == 0 }

// Add is the instant d later.
func (t Time) Add(d time.Duration) Time { return t + Time(d.Microseconds()) }
