package rubric

import (
	"os"
	"testing"

	"github.com/goccy/go-yaml"
)

// starter reads the checklist of a starter case, so that the marker is tested on what
// is shipped.
func starter(t *testing.T, name string) ([]Item, []Group) {
	t.Helper()
	raw, err := os.ReadFile("../../content/cases/" + name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	var c struct {
		Checklist []Item
		Groups    []Group
	}
	if err := yaml.Unmarshal(raw, &c); err != nil || len(c.Checklist) == 0 {
		t.Fatalf("%s: %v", name, err)
	}
	return c.Checklist, c.Groups
}

// item picks one item of a checklist.
func item(t *testing.T, list []Item, id string) Item {
	t.Helper()
	for _, i := range list {
		if i.ID == id {
			return i
		}
	}
	t.Fatalf("no item %s", id)
	return Item{}
}

const (
	headache = "headache-in-the-gym"
	pressure = "acute-chest-pressure"
)
