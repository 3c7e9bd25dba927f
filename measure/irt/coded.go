package irt

import (
	"slices"

	"preceptor/measure/responses"
)

// mostCategories is the largest number of different answers of a graded item.
const mostCategories = 50

// coded is a response matrix with answers turned into category numbers and
// packed: the items of a group share one byte per person. Eight right-or-wrong
// items without gaps make a byte of eight bits; other items make a number of
// mixed base, in which a gap is one more digit.
type coded struct {
	codes   [][]int // per item, the answers that mean category 0, 1, …
	gaps    []bool  // per item, whether somebody has not seen it
	groups  []group
	packed  []byte    // patterns × groups
	weight  []float64 // persons who gave each pattern
	pattern []int32   // per person, the pattern given
}

// group is a run of items from..to that share a byte, with their bases.
type group struct {
	from, to int
	base     []int
	size     int // product of the bases
}

// code checks a matrix for a kind and packs it. All errors are responses.Faults.
func code(m *responses.Matrix, kind Kind) (*coded, error) {
	if err := checkFor(m, kind); err != nil {
		return nil, err
	}
	c := &coded{}
	if err := c.findCodes(m, kind); err != nil {
		return nil, err
	}
	c.packAll(m, kind == Rasch || kind == TwoPL)
	return c, nil
}

// codeFor packs the answers to calibrated items, one item per column.
func codeFor(m *responses.Matrix, items []Item) (*coded, error) {
	c := &coded{codes: make([][]int, len(items)), gaps: make([]bool, len(items))}
	for j := range items {
		if c.codes[j] = items[j].Codes; c.codes[j] == nil {
			c.codes[j] = upTo(items[j].Categories())
		}
	}
	for i, v := range m.Values {
		p, j := i/len(items), i%len(items)
		if v == responses.Missing {
			c.gaps[j] = true
		} else if items[j].category(int(v)) < 0 {
			return nil, m.Fault(p, j, "%d was found, which the item's parameters do not know", v)
		}
	}
	if err := m.CheckPersons(); err != nil {
		return nil, err
	}
	c.packAll(m, true)
	return c, nil
}

func upTo(n int) []int {
	out := make([]int, n)
	for k := range out {
		out[k] = k
	}
	return out
}

func (c *coded) packAll(m *responses.Matrix, logistic bool) {
	c.group(c.roomFor(m.Persons(), logistic))
	c.pack(m)
	c.collapse()
}

func checkFor(m *responses.Matrix, kind Kind) error {
	if kind != Graded {
		if err := m.CheckBinary(); err != nil {
			return err
		}
	}
	if err := m.CheckVaried(); err != nil {
		return err
	}
	return m.CheckPersons()
}

func (c *coded) findCodes(m *responses.Matrix, kind Kind) error {
	n := m.Items()
	c.codes, c.gaps = make([][]int, n), make([]bool, n)
	last := make([]int16, n) // the last new answer: most persons repeat it or its neighbour
	for i, v := range m.Values {
		j := i % n
		if v == responses.Missing {
			c.gaps[j] = true
		} else if kind == Graded && (v != last[j] || c.codes[j] == nil) {
			last[j] = v
			if !slices.Contains(c.codes[j], int(v)) {
				c.codes[j] = append(c.codes[j], int(v))
			}
		}
	}
	for j := range c.codes {
		if kind != Graded {
			c.codes[j] = []int{0, 1}
		}
		slices.Sort(c.codes[j])
		if k := len(c.codes[j]); k > mostCategories {
			return m.Fault(-1, j, "%d different answers were found; a graded item has at most %d", k, mostCategories)
		}
	}
	return nil
}

// roomFor is how many values a byte should take. Sums per byte cost nothing in
// the weighted-score engine; in the tables a value costs as much as some persons.
func (c *coded) roomFor(persons int, logistic bool) int {
	const most, least, each = 256, 16, 8
	if logistic && c.complete() {
		return most
	}
	return min(most, max(least, persons/each))
}

// group fills bytes with items as long as the product of their bases fits.
func (c *coded) group(room int) {
	for j := range c.codes {
		base := len(c.codes[j])
		if c.gaps[j] {
			base++
		}
		last := len(c.groups) - 1
		if last < 0 || c.groups[last].size*base > room {
			c.groups = append(c.groups, group{from: j, to: j, size: 1})
			last++
		}
		g := &c.groups[last]
		g.to++
		g.base = append(g.base, base)
		g.size *= base
	}
}

func (c *coded) pack(m *responses.Matrix) {
	n := m.Persons()
	c.packed = make([]byte, n*len(c.groups))
	inParallel(blocks(n), func(b int) {
		from, to := span(b, n)
		for p := from; p < to; p++ {
			row, out := m.Row(p), c.packed[p*len(c.groups):]
			for g := range c.groups {
				out[g] = c.digits(&c.groups[g], row)
			}
		}
	})
}

// digits is the byte of a person's answers to the items of a group; the first
// item is the highest digit, a gap the largest one.
func (c *coded) digits(g *group, row []int16) byte {
	code := 0
	for i, base := range g.base {
		v, codes := int(row[g.from+i]), c.codes[g.from+i]
		switch {
		case v == responses.Missing:
			v = base - 1
		case v < 0 || v >= len(codes) || codes[v] != v:
			v = slices.Index(codes, v)
		}
		code = code*base + v
	}
	return byte(code)
}

// collapse counts equal patterns once. Beyond eight bytes hardly two persons
// answer alike, so then everybody stays a pattern.
func (c *coded) collapse() {
	width := len(c.groups)
	n := len(c.packed) / width
	c.pattern = make([]int32, n)
	if width > 8 {
		c.weight = slices.Repeat([]float64{1}, n)
		for p := range c.pattern {
			c.pattern[p] = int32(p)
		}
		return
	}
	known := make(map[uint64]int32)
	for p := range n {
		row, key := c.packed[p*width:(p+1)*width], uint64(0)
		for _, b := range row {
			key = key<<8 | uint64(b)
		}
		k, ok := known[key]
		if !ok {
			k = int32(len(c.weight))
			known[key] = k
			c.weight = append(c.weight, 0)
			copy(c.packed[int(k)*width:], row)
		}
		c.weight[k]++
		c.pattern[p] = k
	}
	c.packed = c.packed[:len(c.weight)*width]
}

// patterns is the number of different patterns.
func (c *coded) patterns() int { return len(c.weight) }

// complete says that nobody has a gap.
func (c *coded) complete() bool { return !slices.Contains(c.gaps, true) }

// whoChose lists the patterns by their category on item j; those with a gap are
// in no list.
func (c *coded) whoChose(j int) [][]int32 {
	g, scale := 0, 1
	for c.groups[g].to <= j {
		g++
	}
	grp := &c.groups[g]
	for i := j + 1; i < grp.to; i++ {
		scale *= grp.base[i-grp.from]
	}
	out := make([][]int32, len(c.codes[j]))
	base, width := grp.base[j-grp.from], len(c.groups)
	for p := range c.weight {
		if digit := int(c.packed[p*width+g]) / scale % base; digit < len(out) {
			out[digit] = append(out[digit], int32(p))
		}
	}
	return out
}
