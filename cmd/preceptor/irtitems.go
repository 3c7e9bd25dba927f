package main

import (
	"bytes"
	"encoding/json"
	"os"

	"preceptor/measure/irt"
)

// itemShape is a calibrated item on the wire; d, b and se_d are numbers, in the
// graded model lists.
type itemShape struct {
	Name       string   `json:"name"`
	A          float64  `json:"a"`
	D          numbers  `json:"d"`
	B          numbers  `json:"b,omitzero"`
	C          float64  `json:"c"`
	SEA        *float64 `json:"se_a,omitempty"`
	SED        numbers  `json:"se_d,omitzero"`
	SEC        *float64 `json:"se_c,omitempty"`
	Categories []int    `json:"categories,omitempty"`
	Area       string   `json:"area,omitempty"`
}

// numbers is one number, or a list.
type numbers struct {
	values []float64
	list   bool
}

// IsZero says that there is nothing to write.
func (n numbers) IsZero() bool { return len(n.values) == 0 }

// MarshalJSON writes a list, or one number without a list around it.
func (n numbers) MarshalJSON() ([]byte, error) {
	if !n.list && len(n.values) == 1 {
		return json.Marshal(n.values[0])
	}
	return json.Marshal(n.values)
}

// UnmarshalJSON reads a number or a list of numbers.
func (n *numbers) UnmarshalJSON(raw []byte) error {
	raw = bytes.TrimSpace(raw)
	if n.list = len(raw) > 0 && raw[0] == '['; n.list {
		return json.Unmarshal(raw, &n.values)
	}
	n.values = make([]float64, 1)
	return json.Unmarshal(raw, &n.values[0])
}

// itemFile is what irt fit writes, as far as scoring and testing need it.
type itemFile struct {
	SD    *float64    `json:"sd"` // of ability, where slopes are 1 by convention
	Items []itemShape `json:"items"`
}

func readShapes(name string) (*itemFile, error) {
	raw, err := os.ReadFile(name)
	if err != nil {
		return nil, usageError("cannot open the parameters: %w", err)
	}
	var file itemFile
	if err := json.Unmarshal(raw, &file); err != nil {
		return nil, usageError("%s is not a file of item parameters: %w", name, err)
	}
	if len(file.Items) == 0 {
		return nil, usageError("%s holds no items", name)
	}
	return &file, nil
}

// itemsOf checks the items of a file; a latent standard deviation beside them
// goes into the slopes, so that ability is N(0, 1).
func itemsOf(name string, file *itemFile) ([]irt.Item, error) {
	scale := 1.0
	if file.SD != nil {
		scale = *file.SD
	}
	items, seen := make([]irt.Item, len(file.Items)), map[string]bool{}
	for j, s := range file.Items {
		items[j] = irt.Item{Name: s.Name, A: s.A * scale, D: s.D.values, C: s.C, Codes: s.Categories}
		if err := items[j].Check(); err != nil {
			return nil, usageError("%s: %w", name, err)
		}
		if seen[s.Name] {
			return nil, usageError("%s: the item %q stands there twice", name, s.Name)
		}
		seen[s.Name] = true
	}
	return items, nil
}
