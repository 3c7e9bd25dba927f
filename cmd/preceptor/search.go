package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math"

	"preceptor/internal/search"
)

// SearchCmd finds the passages of a corpus that answer each query.
type SearchCmd struct {
	In     string `help:"JSON Lines with queries; standard input by default." placeholder:"FILE"`
	Corpus string `help:"JSON Lines with documents, indexed in memory first." placeholder:"FILE" xor:"where" required:""`
	Index  string `help:"Folder that index build wrote." placeholder:"DIR" xor:"where" required:""`
	Top    int    `help:"Hits per query at most." default:"100"`
}

// Help is the long help.
func (SearchCmd) Help() string {
	return `Corpus lines: {"id","title","text"}. Each query line {"id","query"} is answered with
{"id","hits":[{"doc","score","start","end","text"}]}, best first. start, end and text are the passage of the document's
text that answers best, in Unicode code points. No network, no database and no model is used.`
}

// hitLine is one hit of an answer.
type hitLine struct {
	Doc   string  `json:"doc"`
	Score float64 `json:"score"`
	Start int     `json:"start"`
	End   int     `json:"end"`
	Text  string  `json:"text"`
}

// answerLine is the answer to one query.
type answerLine struct {
	ID   json.RawMessage `json:"id"`
	Hits []hitLine       `json:"hits"`
}

// Run answers every query line.
func (c SearchCmd) Run(streams *Streams) error {
	if c.Top < 1 {
		return usageError("--top must be at least 1, not %d", c.Top)
	}
	index, err := c.open(streams)
	if err != nil {
		return err
	}
	return eachLine(streams, c.In, func(_ int, raw []byte) (any, error) {
		return c.answer(index, raw)
	})
}

func (c SearchCmd) open(streams *Streams) (search.Index, error) {
	if c.Corpus != "" {
		return indexCorpus(streams, c.Corpus)
	}
	index, err := search.OpenDir(c.Index)
	if err != nil {
		return nil, usageError("%w", err)
	}
	return index, nil
}

var errNoQuery = errors.New("field query is missing")

func (c SearchCmd) answer(index search.Index, raw []byte) (any, error) {
	var line struct {
		ID    json.RawMessage `json:"id"`
		Query *string         `json:"query"`
	}
	if err := json.Unmarshal(raw, &line); err != nil {
		return nil, err
	}
	if line.Query == nil {
		return nil, errNoQuery
	}
	hits, err := index.Search(context.Background(), search.Query{Text: *line.Query, Top: c.Top})
	if err != nil {
		return nil, err
	}
	answer := answerLine{ID: line.ID, Hits: make([]hitLine, len(hits))}
	if len(answer.ID) == 0 {
		answer.ID = json.RawMessage("null")
	}
	for i, h := range hits {
		answer.Hits[i] = hitLine{h.ID, shortened(h.Score), h.Start, h.End, h.Text}
	}
	return answer, nil
}

// shortened drops the digits in which processors differ.
func shortened(score float64) float64 { return math.Round(score*1e4) / 1e4 }

// indexCommands prepare an index for many searches.
type indexCommands struct {
	Build indexBuild `cmd:"" help:"Index a corpus into a folder for search --index."`
}

type indexBuild struct {
	Corpus string `required:"" help:"JSON Lines with documents {\"id\",\"title\",\"text\"}." placeholder:"FILE"`
	Out    string `required:"" help:"Folder for the index; it appears whole or not at all." placeholder:"DIR"`
}

// Run builds the index.
func (c indexBuild) Run(streams *Streams) error {
	index, err := indexCorpus(streams, c.Corpus)
	if err != nil {
		return err
	}
	if err := index.WriteDir(c.Out); err != nil {
		return usageError("%w", err)
	}
	return nil
}

var errNoDocument = errors.New("fields id and text are needed")

// indexCorpus reads and indexes a corpus. A fault names its line.
func indexCorpus(streams *Streams, name string) (*search.Memory, error) {
	builder := search.NewBuilder()
	err := eachBufferedLine(&Streams{In: streams.In, Out: &bytes.Buffer{}, Err: streams.Err}, name, func(raw, out []byte) ([]byte, error) {
		var d struct {
			ID    string  `json:"id"`
			Title string  `json:"title"`
			Text  *string `json:"text"`
		}
		if err := json.Unmarshal(raw, &d); err != nil {
			return out, err
		}
		if d.ID == "" || d.Text == nil {
			return out, errNoDocument
		}
		return out, builder.Add(search.Document{ID: d.ID, Title: d.Title, Text: *d.Text})
	})
	if err != nil {
		return nil, usageError("the corpus: %w", err)
	}
	return builder.Index(), nil
}
