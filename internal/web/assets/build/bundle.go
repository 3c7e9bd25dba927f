package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"
)

// bundle makes every file of dist from the sources under internal/web, whose
// path is given. The same sources always give the same bytes.
func bundle(web string) (map[string][]byte, error) {
	files, manifest := map[string][]byte{}, map[string]string{}
	if err := compile(web, files, manifest); err != nil {
		return nil, err
	}
	if err := carry(web, files, manifest); err != nil {
		return nil, err
	}
	text, err := json.MarshalIndent(manifest, "", "\t")
	if err != nil {
		return nil, err
	}
	files["manifest.json"] = append(text, '\n')
	return files, nil
}

// entries are the bundles: source under internal/web and name in the manifest.
var entries = []struct{ source, name string }{
	{"look/app.css", "app.css"},
	{"islands/app.ts", "app.js"},
	{"islands/encounter.ts", "encounter.js"},
	{"islands/worker.ts", "worker.js"},
}

// compile bundles style sheets and scripts with esbuild.
func compile(web string, files map[string][]byte, manifest map[string]string) error {
	for _, entry := range entries {
		result := api.Build(api.BuildOptions{
			EntryPoints: []string{filepath.Join(web, entry.source)},
			Outdir:      "dist", Bundle: true, Charset: api.CharsetUTF8,
			MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true,
			Format: api.FormatIIFE, LegalComments: api.LegalCommentsNone, Metafile: true,
			Engines: []api.Engine{
				{Name: api.EngineChrome, Version: "111"}, {Name: api.EngineFirefox, Version: "113"}, {Name: api.EngineSafari, Version: "16.4"},
			},
			Loader:     map[string]api.Loader{".woff2": api.LoaderFile},
			PublicPath: "/assets", AssetNames: "[name]-[hash]",
		})
		if len(result.Errors) > 0 {
			return faultsOf(result.Errors)
		}
		for _, out := range result.OutputFiles {
			keep(files, manifest, entry.name, out)
		}
	}
	return nil
}

// keep files one output: the bundle itself under its hash, a font under the
// name that the style sheet already uses.
func keep(files map[string][]byte, manifest map[string]string, name string, out api.OutputFile) {
	ext := filepath.Ext(out.Path)
	if ext == filepath.Ext(name) {
		add(files, manifest, name, out.Contents)
		return
	}
	base := filepath.Base(out.Path)
	files[base] = out.Contents
	manifest[base[:len(base)-len("-XXXXXXXX")-len(ext)]+ext] = base
}

// carry copies what needs no bundling.
func carry(web string, files map[string][]byte, manifest map[string]string) error {
	for source, name := range map[string]string{
		"vendored/htmx/htmx.min.js": "htmx.js",
		"look/mark.svg":             "mark.svg",
	} {
		content, err := os.ReadFile(filepath.Join(web, source))
		if err != nil {
			return err
		}
		add(files, manifest, name, content)
	}
	return nil
}

func add(files map[string][]byte, manifest map[string]string, name string, content []byte) {
	sum := sha256.Sum256(content)
	ext := filepath.Ext(name)
	hashed := name[:len(name)-len(ext)] + "-" + hex.EncodeToString(sum[:5]) + ext
	files[hashed] = content
	manifest[name] = hashed
}

func faultsOf(messages []api.Message) error {
	var all []error
	for _, m := range messages {
		if m.Location == nil {
			all = append(all, errors.New(m.Text))
			continue
		}
		all = append(all, fmt.Errorf("%s:%d: %s", m.Location.File, m.Location.Line, m.Text))
	}
	return errors.Join(all...)
}
