package figures

import (
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"maps"
	"math"
	"os"
	"slices"
	"testing"
)

var (
	write  = flag.Bool("write", false, "write down figures that rose, and new ones")
	accept = flag.Bool("accept", false, "write down all figures as they are")
)

const file = "../../bench/figures.json"

// figure is one measured number.
type figure struct {
	Value  float64 `json:"value"`
	Better string  `json:"better"` // higher or lower
}

func higher(part, whole int) figure {
	return figure{math.Round(10_000*float64(part)/float64(whole)) / 10_000, "higher"}
}

func lower(n int) figure { return figure{float64(n), "lower"} }

// fellFrom says whether the figure is worse than before.
func (f figure) fellFrom(before figure) bool {
	if f.Better == "lower" {
		return f.Value > before.Value
	}
	return f.Value < before.Value
}

func TestNoFigureFalls(t *testing.T) {
	kept, now := read(t), measured(t)
	for _, name := range slices.Sorted(maps.Keys(now)) {
		f := now[name]
		before, known := kept[name]
		t.Logf("%-44s %8.4f", name, f.Value)
		switch {
		case *accept || *write && !known:
			kept[name] = f
		case !known:
			t.Errorf("%s is not in %s: run make bench", name, file)
		case f.fellFrom(before):
			t.Errorf("%s fell from %g to %g", name, before.Value, f.Value)
		case *write:
			kept[name] = f
		}
	}
	for name := range kept {
		if _, measured := now[name]; !measured {
			t.Errorf("%s is no longer measured", name)
		}
	}
	if *write || *accept {
		save(t, kept)
	}
}

// A figure that fell is found, whichever way is better.
func TestARatchetTurnsOneWay(t *testing.T) {
	for _, c := range []struct {
		now, before figure
		fell        bool
	}{
		{figure{0.9, "higher"}, figure{0.91, "higher"}, true}, {figure{0.92, "higher"}, figure{0.91, "higher"}, false},
		{lower(1), lower(0), true}, {lower(0), lower(0), false},
	} {
		if got := c.now.fellFrom(c.before); got != c.fell {
			t.Errorf("%+v after %+v: %t", c.now, c.before, got)
		}
	}
}

func read(t *testing.T) map[string]figure {
	t.Helper()
	kept := map[string]figure{}
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) && (*write || *accept) {
		return kept
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &kept); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return kept
}

func save(t *testing.T, kept map[string]figure) {
	t.Helper()
	text, err := json.MarshalIndent(kept, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, append(text, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}
