package responses

import (
	"bytes"
	"encoding/csv"
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestParseCSVReadsWhatSpreadsheetsWrite(t *testing.T) {
	text := "\xef\xbb\xbf\"item 1\",i2,group,\"a \"\"quoted\"\" name\"\r\n1,0,north,3\r\n\r\n,NA,\"south, west\", 12 \r\n1.0,\"0\",x,-4"
	m, err := ParseCSV([]byte(text), "group")
	if err != nil {
		t.Fatal(err)
	}
	want := &Matrix{
		Names:  []string{"item 1", "i2", `a "quoted" name`},
		Values: []int16{1, 0, 3, Missing, Missing, 12, 1, 0, -4},
		Lines:  []int{2, 4, 5},
		Kept:   map[string][]string{"group": {"north", "south, west", "x"}},
	}
	if diff := cmp.Diff(want, m); diff != "" {
		t.Error(diff)
	}
	if m.Persons() != 3 || m.Items() != 3 || m.At(0, 2) != 3 {
		t.Errorf("the rectangle has another shape: %d persons, %d items", m.Persons(), m.Items())
	}
}

func TestFaultsNameRowAndColumn(t *testing.T) {
	cases := map[string]string{
		"":                     "the file is empty",
		"i1,i1\n1,0\n":         `column "i1": the header names this column twice`,
		"i1,\n1,0\n":           "column 2 of the header has no name",
		"i1,i2\n1,0\n1,x\n":    `row 2 (line 3), column "i2": "x" is not a whole number`,
		"i1,i2\n1,0.5\n":       `row 1 (line 2), column "i2": "0.5" is not a whole number`,
		"i1,i2\n1,NaN\n":       `row 1 (line 2), column "i2": "NaN" is not a whole number`,
		"i1,i2\n1,99999\n":     `row 1 (line 2), column "i2": 99999 is too large for an answer`,
		"i1,i2\n1\n":           "row 1 (line 2): 1 answers where the header names 2",
		"i1,i2\n1,0,1\n":       "row 1 (line 2): more answers than the 2 that the header names",
		"i1,i2\n1,\"0\n":       `row 1 (line 2), column "i2": a quote is not closed`,
		"i1,i2\n1,\"0\"7\n":    `row 1 (line 2), column "i2": "7" follows a closing quote`,
		"i1,i2\n\n\n1,0\n,q\n": `row 2 (line 5), column "i2": "q" is not a whole number`,
	}
	for text, want := range cases {
		_, err := ParseCSV([]byte(text))
		var fault *Fault
		if !errors.As(err, &fault) || err.Error() != want {
			t.Errorf("%q:\n got %v\nwant %s", text, err, want)
		}
	}
	if _, err := ParseCSV([]byte("i1\n1\n"), "group"); err == nil || !strings.Contains(err.Error(), `column "group"`) {
		t.Errorf("a missing group column was accepted: %v", err)
	}
}

func TestKeptColumnsMayHoldNumbers(t *testing.T) {
	m, err := ParseCSV([]byte("i1,g,i2\n1,0,1\n,1,0\n"), "g")
	if err != nil || !cmp.Equal(m.Kept["g"], []string{"0", "1"}) || !cmp.Equal(m.Values, []int16{1, 1, Missing, 0}) {
		t.Errorf("%v %+v", err, m)
	}
}

func TestChecks(t *testing.T) {
	parse := func(text string) *Matrix {
		m, err := ParseCSV([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	cases := []struct {
		err  error
		want string
	}{
		{parse("i1,i2\n1,0\n,\n").CheckPersons(), "row 2 (line 3): this person has answered no item"},
		{parse("i1,i2\n1,0\n0,7\n").CheckBinary(), `row 2 (line 3), column "i2": 7 was found where only 0 and 1 are allowed`},
		{parse("i1,i2\n1,1\n0,1\n").CheckVaried(), `column "i2": every answer is 1, so nothing can be estimated from this item`},
		{parse("i1,i2\n1,\n0,\n").CheckVaried(), `column "i2": nobody has answered this item`},
		{parse("i1,i2\n").CheckVaried(), "there are no persons"},
	}
	for _, c := range cases {
		if c.err == nil || c.err.Error() != c.want {
			t.Errorf("got %v, want %s", c.err, c.want)
		}
	}
	good := parse("i1,i2\n1,0\n0,1\n,1\n")
	if err := errors.Join(good.CheckPersons(), good.CheckBinary(), good.CheckVaried()); err != nil {
		t.Error(err)
	}
}

func TestParseCSVGivesBackWhatWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items, persons := rapid.IntRange(1, 7).Draw(t, "items"), rapid.IntRange(0, 9).Draw(t, "persons")
		names := make([]string, items)
		for j := range names {
			names[j] = "n," + strconv.Itoa(j)
		}
		value := rapid.OneOf(rapid.IntRange(0, 9), rapid.IntRange(-400, 400), rapid.Just(Missing))
		rows := make([][]int, persons)
		for p := range rows {
			rows[p] = rapid.SliceOfN(value, items, items).Draw(t, "row")
		}
		want, err := New(names, rows)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ParseCSV(write(want))
		if err != nil {
			t.Fatal(err)
		}
		if !cmp.Equal(got.Names, want.Names) || !bytes.Equal(write(got), write(want)) {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}

func write(m *Matrix) []byte {
	var buf bytes.Buffer
	out := csv.NewWriter(&buf)
	_ = out.Write(m.Names)
	for p := range m.Persons() {
		fields := make([]string, m.Items())
		for j, v := range m.Row(p) {
			if fields[j] = strconv.Itoa(int(v)); v == Missing {
				fields[j] = "NA"
			}
		}
		_ = out.Write(fields)
	}
	out.Flush()
	return buf.Bytes()
}

func FuzzParseCSV(f *testing.F) {
	for _, seed := range []string{"a,b\n1,0\n", "a\n\n1", "\"a\nb\",c\n\"1\",\n", "a,b\r\nNA,2.0\r\n", "a,\"b", ",\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := ParseCSV(data)
		if err != nil {
			var fault *Fault
			if !errors.As(err, &fault) {
				t.Fatalf("not a Fault: %v", err)
			}
			return
		}
		if len(m.Names) == 0 || len(m.Values) != len(m.Lines)*len(m.Names) {
			t.Fatalf("not a rectangle: %d names, %d values, %d rows", len(m.Names), len(m.Values), len(m.Lines))
		}
	})
}

func BenchmarkParseCSV(b *testing.B) {
	text := []byte("i0" + strings.Repeat(",i", 0))
	for j := 1; j < 100; j++ {
		text = append(text, ",i"+strconv.Itoa(j)...)
	}
	text = append(text, '\n')
	for range 2000 {
		text = append(text, strings.Repeat("1,", 99)+"0\n"...)
	}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseCSV(text); err != nil {
			b.Fatal(err)
		}
	}
}
