package assets

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"fmt"
	"path"
)

//go:embed dist
var dist embed.FS

// Manifest is the name of the file in dist that tells under which hashed name
// each source stands.
const Manifest = "manifest.json"

// File is one asset, ready to be sent.
type File struct {
	Type  string // media type
	Plain []byte
	Gzip  []byte // nil where compression gains nothing
}

// Files are all assets, found by their source's name or by their hashed name.
type Files struct {
	hashed map[string]string // source name → hashed name
	files  map[string]File   // by hashed name
}

// Open reads the embedded bundles and compresses them once.
func Open() (*Files, error) {
	f := &Files{hashed: map[string]string{}, files: map[string]File{}}
	text, err := dist.ReadFile(path.Join("dist", Manifest))
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, &f.hashed); err != nil {
		return nil, fmt.Errorf("%s: %w", Manifest, err)
	}
	for _, name := range f.hashed {
		plain, err := dist.ReadFile(path.Join("dist", name))
		if err != nil {
			return nil, err
		}
		if f.files[name], err = pack(name, plain); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// Named finds a file by its hashed name, as it stands in addresses.
func (f *Files) Named(name string) (File, bool) {
	file, found := f.files[name]
	return file, found
}

// Of gives the file of a source; the zero File when there is none.
func (f *Files) Of(source string) File { return f.files[f.hashed[source]] }

// URL is the address of a source for templates; an unknown source is a fault
// of the template.
func (f *Files) URL(source string) (string, error) {
	name, found := f.hashed[source]
	if !found {
		return "", fmt.Errorf("there is no asset %q", source)
	}
	return "/assets/" + name, nil
}

var mediaTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".svg": "image/svg+xml", ".woff2": "font/woff2",
}

func pack(name string, plain []byte) (File, error) {
	mediaType, known := mediaTypes[path.Ext(name)]
	if !known {
		return File{}, fmt.Errorf("%s: media type unknown", name)
	}
	file := File{Type: mediaType, Plain: plain}
	if path.Ext(name) == ".woff2" {
		return file, nil // compressed by its own format
	}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return File{}, err
	}
	if _, err := z.Write(plain); err != nil {
		return File{}, err
	}
	if err := z.Close(); err != nil {
		return File{}, err
	}
	file.Gzip = b.Bytes()
	return file, nil
}
