package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"preceptor/internal/web/webtest"
)

// openHouse serves the made-up house and opens a tab in front of it.
func openHouse(t *testing.T, state webtest.State) *Tab {
	t.Helper()
	return open(t, state, "").Tab
}

// With PRECEPTOR_TEST_SHOTS=folder a picture of each page is written there: 1440 and
// 390 pixels wide, light and dark. PRECEPTOR_TEST_SHOTS_ONLY narrows it to pages
// whose name holds the text. Without it, one picture proves that it would work.
func TestShots(t *testing.T) {
	folder, only := os.Getenv("PRECEPTOR_TEST_SHOTS"), os.Getenv("PRECEPTOR_TEST_SHOTS_ONLY")
	states, widths, themes := []webtest.State{webtest.Full, webtest.Empty}, []int{1440, 390}, []string{"light", "dark"}
	if folder == "" {
		folder, only = t.TempDir(), "offline"
		states, widths, themes = states[:1], widths[1:], themes[:1]
	}
	for _, state := range states {
		tab := openHouse(t, state)
		for _, stop := range webtest.Stops() {
			if !strings.Contains(stop.Name, only) {
				continue
			}
			if err := tab.Become(map[string]string{"preceptor": string(stop.Role)}); err != nil {
				t.Fatal(err)
			}
			for _, width := range widths {
				for _, theme := range themes {
					name := fmt.Sprintf("%s-%s-%d-%s.png", stop.Name, state, width, theme)
					shoot(t, tab, stop, Look{Width: width, Theme: theme}, filepath.Join(folder, name))
				}
			}
		}
	}
}

func shoot(t *testing.T, tab *Tab, stop webtest.Stop, look Look, file string) {
	t.Helper()
	if err := tab.Visit(stop.Path, look); err != nil {
		t.Fatal(err)
	}
	picture, err := tab.Shoot(look.Width)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, picture, 0o644); err != nil {
		t.Fatal(err)
	}
}
