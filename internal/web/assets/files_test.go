package assets

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"
)

func TestEveryAssetIsWholeAndCompressed(t *testing.T) {
	files, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	for source := range files.hashed {
		address, err := files.URL(source)
		if err != nil {
			t.Fatal(err)
		}
		file, found := files.Named(strings.TrimPrefix(address, "/assets/"))
		if !found || file.Type == "" || len(file.Plain) == 0 {
			t.Errorf("%s is not served whole", source)
		}
		if file.Gzip == nil {
			continue
		}
		z, err := gzip.NewReader(bytes.NewReader(file.Gzip))
		if err != nil {
			t.Fatal(err)
		}
		plain, err := io.ReadAll(z)
		if err != nil || !bytes.Equal(plain, file.Plain) {
			t.Errorf("%s does not unpack to itself: %v", source, err)
		}
	}
	if _, err := files.URL("no-such.css"); err == nil {
		t.Error("an unknown source has an address")
	}
}

// Nothing that pages load names another host.
func TestAssetsNameNoOtherHost(t *testing.T) {
	files, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range files.files {
		text := strings.ReplaceAll(string(file.Plain), "http://www.w3.org/", "") // names of XML dialects
		if strings.Contains(text, "http://") || strings.Contains(text, "https://") {
			t.Errorf("%s names another host", name)
		}
	}
}
