// Command build bundles the style sheet and the islands into ../dist. Run it
// through go generate in internal/web/assets.
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "assets:", err)
		os.Exit(1)
	}
}

// run writes the bundles; go generate starts it in internal/web/assets.
func run() error {
	files, err := bundle("..")
	if err != nil {
		return err
	}
	return replace("dist", files)
}

// replace makes the folder hold exactly these files.
func replace(folder string, files map[string][]byte) error {
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for name, content := range files {
		if err := os.WriteFile(folder+"/"+name, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
