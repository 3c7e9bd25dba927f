package e2e

import (
	"fmt"
	"os"
	"testing"

	"preceptor/internal/web/webtest"
)

// full tells whether the whole matrix is wanted: page × role × theme × width × state.
func full() bool { return os.Getenv("PRECEPTOR_TEST_FULL") != "" }

// looks are the ways in which every page is looked at: a phone in the light and
// a desk in the dark; in the full matrix also the narrowest screen, which is
// what 200 % and 400 % zoom of a desk come to, and each width in both themes.
func looks() []Look {
	if !full() {
		return []Look{{Width: 390, Theme: "light"}, {Width: 1440, Theme: "dark"}}
	}
	var all []Look
	for _, width := range []int{320, 390, 720, 1024, 1440, 1920} {
		all = append(all, Look{Width: width, Theme: "light"}, Look{Width: width, Theme: "dark"})
	}
	return all
}

// Every page that a role can reach: no violation of WCAG 2.2 AA, no request to
// another host, no complaint on the console, nothing wider than the window.
func TestEveryPageInChromium(t *testing.T) {
	for _, state := range []webtest.State{webtest.Full, webtest.Empty} {
		tab := openHouse(t, state)
		for _, stop := range webtest.Stops() {
			if err := tab.Become(map[string]string{"preceptor": string(stop.Role)}); err != nil {
				t.Fatal(err)
			}
			for _, look := range looks() {
				name := fmt.Sprintf("%s %s %d %s", stop.Name, state, look.Width, look.Theme)
				if err := tab.Visit(stop.Path, look); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				judge(t, tab, stop, name)
			}
		}
	}
}

// judge says what is wrong with the page that the tab shows.
func judge(t *testing.T, tab *Tab, stop webtest.Stop, name string) {
	t.Helper()
	violations, err := tab.Axe()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, v := range violations {
		t.Errorf("%s: axe: %s", name, v)
	}
	over, err := tab.Overflow()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if over > 0 {
		t.Errorf("%s: %d pixels wider than the window", name, over)
	}
	expected := ""
	if stop.Status >= 400 {
		expected = fmt.Sprintf("status of %d", stop.Status) // the browser itself notes the error page
	}
	for _, complaint := range tab.Complaints(expected) {
		t.Errorf("%s: %s", name, complaint)
	}
}

// The narrowest window, which is 200 % zoom of a small one, with words a third
// longer than English: nothing is cut off.
func TestNarrowPagesWithLongWords(t *testing.T) {
	tab := openHouse(t, webtest.Full)
	for _, stop := range webtest.Stops() {
		if err := tab.Become(map[string]string{"preceptor": string(stop.Role), "locale": "en-XA"}); err != nil {
			t.Fatal(err)
		}
		if err := tab.Visit(stop.Path, Look{Width: 320, Theme: "light"}); err != nil {
			t.Fatal(err)
		}
		over, err := tab.Overflow()
		if err != nil {
			t.Fatal(err)
		}
		if over > 0 {
			t.Errorf("%s: %d pixels wider than 320", stop.Name, over)
		}
	}
}

// The design's limits for a first load, over the wire.
const (
	mostBytes       = 150 << 10
	mostScriptBytes = 60 << 10
)

// A first load stays within the design's limits on every page.
func TestFirstLoadIsSmall(t *testing.T) {
	tab := openHouse(t, webtest.Full)
	if err := tab.NeverCache(); err != nil {
		t.Fatal(err)
	}
	for _, stop := range webtest.Stops() {
		if err := tab.Become(map[string]string{"preceptor": string(stop.Role)}); err != nil {
			t.Fatal(err)
		}
		if err := tab.Visit(stop.Path, Look{Width: 1440, Theme: "light"}); err != nil {
			t.Fatal(err)
		}
		size, err := tab.Size()
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%-22s %6d bytes, scripts %6d", stop.Name, size.Total, size.Scripts)
		if size.Total == 0 || size.Scripts == 0 {
			t.Errorf("%s: nothing was measured", stop.Name)
		}
		if size.Total > mostBytes || size.Scripts > mostScriptBytes {
			t.Errorf("%s: %d bytes with %d of scripts, limits %d and %d", stop.Name, size.Total, size.Scripts, mostBytes, mostScriptBytes)
		}
	}
}
