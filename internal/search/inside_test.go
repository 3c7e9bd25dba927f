package search

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestTokensKeepTheirPlace(t *testing.T) {
	text := "Crohn’s: 2.5–10 mg/d, naïve ΒETA-Blocker E. coli's 3,000."
	var got []string
	runes := []rune(text)
	tokens(text, func(k token) {
		got = append(got, fmt.Sprintf("%s=%s", k.word, string(runes[k.start:k.end])))
	})
	want := "crohn=Crohn 2.5=2.5 10=10 mg=mg d=d naive=naïve betaeta=ΒETA blocker=Blocker e=E coli=coli 3,000=3,000"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

func TestSentencesEndWhereTheyEnd(t *testing.T) {
	text := []rune("E. coli was found. It was 2.5 mg!  Was it?\n\n - A list\n1. Wash hands. " + strings.Repeat("x", 700))
	var got []string
	for _, s := range sentences(text) {
		got = append(got, string(text[s.start:s.end]))
	}
	want := []string{"E. coli was found.", "It was 2.5 mg!", "Was it?", "- A list", "1. Wash hands.", strings.Repeat("x", 599), strings.Repeat("x", 101)}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// The textbook's arithmetic on three documents, by hand: df("pain") = 2 of 3, so
// idf = ln(1 + 1.5/2.5) = 0.4700; lengths 2, 4, 0 with mean 2.
func TestBM25ByHand(t *testing.T) {
	b := NewBuilder()
	for i, text := range []string{"pain chest", "pain pain arm leg", ""} {
		if err := b.Add(Document{ID: fmt.Sprint(i), Text: text}); err != nil {
			t.Fatal(err)
		}
	}
	m := b.Index()
	best := m.candidates(m.read("pain"), nil, 10)
	want := []candidate{{1, 0.4700 * 2.2 * (2 / 1.75) / (1.2 + 2/1.75)}, {0, 0.4700 * 2.2 * 1 / 2.2}}
	for i, w := range want {
		if len(best) != 2 || best[i].doc != w.doc || best[i].score-w.score > 1e-4 || w.score-best[i].score > 1e-4 {
			t.Fatalf("got %+v, want %+v", best, want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	b := NewBuilder()
	for _, d := range []Document{{ID: "a", Title: "Asthma", Text: "It wheezes. It coughs."}, {ID: "b", Text: "é"}} {
		if err := b.Add(d); err != nil {
			f.Fatal(err)
		}
	}
	f.Add(b.Index().encode())
	f.Add([]byte(magic + "\x00\x00"))
	f.Add([]byte(magic + "\xff\xff\xff\xff\x0f"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := decode(string(data))
		if err != nil {
			if !errors.Is(err, ErrFormat) {
				t.Errorf("decode gave %v", err)
			}
			return
		}
		if _, err := m.Search(context.Background(), Query{Text: "asthma wheezes é", Top: 3}); err != nil {
			t.Error(err)
		}
	})
}

func FuzzTokens(f *testing.F) {
	f.Add("Crohn’s 2.5 mg")
	f.Add("\xff\xfe a's ’s")
	f.Fuzz(func(t *testing.T, text string) {
		runes, last := []rune(text), 0
		tokens(text, func(k token) {
			if k.start < last || k.end <= k.start || k.end > len(runes) {
				t.Fatalf("%q: token %+v after %d", text, k, last)
			}
			last = k.end
		})
	})
}

// corpus makes n documents of words that are as unequally frequent as in
// language (Zipf), about 120 words each.
func corpus(n int) *Memory {
	rng := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(rng, 1.1, 4, 60_000)
	b := NewBuilder()
	var text strings.Builder
	for i := range n {
		text.Reset()
		for range 120 {
			fmt.Fprintf(&text, "w%x ", zipf.Uint64())
		}
		if err := b.Add(Document{ID: fmt.Sprint(i), Title: fmt.Sprintf("w%x w%x", zipf.Uint64(), zipf.Uint64()), Text: text.String()}); err != nil {
			panic(err)
		}
	}
	return b.Index()
}

func BenchmarkBuild(b *testing.B) {
	for b.Loop() {
		corpus(2000)
	}
	b.ReportMetric(float64(b.N*2000)/b.Elapsed().Seconds(), "passages/s")
}

func BenchmarkSearch(b *testing.B) {
	m := corpus(15_000)
	for b.Loop() {
		if _, err := m.Search(context.Background(), Query{Text: "w5 w1f w2b w300", Top: 100}); err != nil {
			b.Fatal(err)
		}
	}
}
