package ledger

import "testing"

func FuzzParseCheckpoint(f *testing.F) {
	f.Add("preceptor/5f1d0c2b9a7e\n2\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\ntime 2026-11-20T19:04:05.000000Z\n")
	f.Add("preceptor/x\n-1\n\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := parseCheckpoint(text)
		if err != nil {
			return
		}
		if again, err := parseCheckpoint(c.body()); err != nil || again.Size != c.Size || again.Root != c.Root || !again.At.Equal(c.At) || c.Size < 0 {
			t.Errorf("%q read again: %+v, %v", text, again, err)
		}
	})
}
