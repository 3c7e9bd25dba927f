package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"preceptor/measure/spacing"
)

// cardsCommands replay and fit spaced repetition (FSRS-6).
type cardsCommands struct {
	Replay cardsReplay `cmd:"" help:"Memory states and intervals after each review of each card (FSRS-6)."`
	Fit    cardsFit    `cmd:"" help:"Weights that fit a learner's reviews."`
}

// cardsReplay answers each line {"id","reviews":[{"elapsed_days","rating"}]} with
// {"id","states":[{"stability","difficulty","interval_days","retrievability"}]}.
type cardsReplay struct {
	In        string  `help:"JSON Lines with cards; standard input by default." placeholder:"FILE"`
	Weights   string  `help:"JSON file with 21 weights: a list, or the answer of cards fit." placeholder:"FILE"`
	Retention float64 `help:"Probability of recall at which a card falls due." default:"0.9"`
}

// Run replays every card.
func (c *cardsReplay) Run(streams *Streams) error {
	weights, err := readWeights(c.Weights)
	if err != nil {
		return err
	}
	fsrs, err := spacing.New(weights, c.Retention)
	if err != nil {
		return usageError("%w", err)
	}
	var card cardLine
	var states []spacing.State
	return eachBufferedLine(streams, c.In, func(raw, out []byte) ([]byte, error) {
		if err := card.read(raw); err != nil {
			return out, err
		}
		if states, err = fsrs.Replay(states[:0], card.reviews); err != nil {
			return out, err
		}
		return appendStates(out, card.id, states), nil
	})
}

// cardsFit answers a whole file of cards with one JSON object.
type cardsFit struct {
	In string `help:"JSON Lines with cards; standard input by default." placeholder:"FILE"`
}

// fittedWeights is the answer of cards fit. Log losses are means over the recalls
// on a later day, which the models had to predict.
type fittedWeights struct {
	Weights        spacing.Weights `json:"weights"`
	StandardErrors spacing.Weights `json:"standard_errors"`
	LogLoss        float64         `json:"log_loss"`
	LogLossDefault float64         `json:"log_loss_default"`
	LogLossSM2     float64         `json:"log_loss_sm2"`
	Cards          int             `json:"cards"`
	Predictions    int             `json:"predictions"`
	Iterations     int             `json:"iterations"`
	Converged      bool            `json:"converged"`
}

// Run fits the weights to all cards of the input.
func (c *cardsFit) Run(streams *Streams) error {
	var cards [][]spacing.Review
	var card cardLine
	err := eachBufferedLine(streams, c.In, func(raw, out []byte) ([]byte, error) {
		if err := card.read(raw); err != nil {
			return out, err
		}
		if err := spacing.Check(card.reviews); err != nil {
			return out, err
		}
		cards = append(cards, slices.Clone(card.reviews))
		return out, nil
	})
	if err != nil {
		return err
	}
	return writeFit(streams, cards)
}

func writeFit(streams *Streams, cards [][]spacing.Review) error {
	fit, err := spacing.Fit(cards)
	if err != nil {
		return usageError("cannot fit: %w", err)
	}
	sm2, _, err := spacing.SM2LogLoss(cards)
	if err != nil {
		return usageError("cannot fit: %w", err)
	}
	return newLineWriter(streams.Out).write(fittedWeights{
		Weights: fit.Weights, StandardErrors: fit.SE,
		LogLoss: fit.LogLoss, LogLossDefault: fit.DefaultLoss, LogLossSM2: sm2,
		Cards: len(cards), Predictions: fit.Predictions, Iterations: fit.Iterations, Converged: fit.Converged,
	})
}

// readWeights reads the weights file, or gives the defaults when none is named.
func readWeights(name string) (w spacing.Weights, err error) {
	if name == "" {
		return spacing.DefaultWeights, nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return w, usageError("cannot open the weights: %w", err)
	}
	var list []float64
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("[")) {
		err = json.Unmarshal(text, &list)
	} else {
		var answer struct{ Weights []float64 }
		err = json.Unmarshal(text, &answer)
		list = answer.Weights
	}
	if err != nil {
		return w, usageError("weights in %s: %w", name, err)
	}
	if len(list) != len(w) {
		return w, usageError("weights in %s: %d numbers, not %d", name, len(list), len(w))
	}
	copy(w[:], list)
	return w, nil
}

// eachBufferedLine is eachLine for answers that are appended as bytes. It flushes
// whenever the next line has not yet arrived as a whole, so a program can still
// converse with the command, while a file costs few system calls.
func eachBufferedLine(streams *Streams, in string, answer func(raw, out []byte) ([]byte, error)) error {
	src, err := openIn(streams, in)
	if err != nil {
		return err
	}
	defer src.Close()
	lines, out := bufio.NewReaderSize(src, 1<<16), bufio.NewWriterSize(streams.Out, 1<<16)
	var long []byte
	for n := 1; ; n++ {
		raw, readErr := readLine(lines, &long)
		if raw = bytes.TrimSpace(raw); len(raw) > 0 {
			reply, err := answer(raw, out.AvailableBuffer())
			if err != nil {
				return errors.Join(out.Flush(), usageError("line %d: %w", n, err))
			}
			if _, err := out.Write(reply); err != nil {
				return fmt.Errorf("writing an answer: %w", err)
			}
		}
		if readErr != nil || !lineWaits(lines) {
			if err := out.Flush(); err != nil {
				return fmt.Errorf("writing an answer: %w", err)
			}
		}
		if errors.Is(readErr, io.EOF) {
			return nil
		}
		if readErr != nil {
			return fmt.Errorf("reading line %d: %w", n, readErr)
		}
	}
}

// readLine returns the next line, which stays valid until the next call. Only a
// line that is longer than the reader's buffer is copied, into long.
func readLine(lines *bufio.Reader, long *[]byte) ([]byte, error) {
	raw, err := lines.ReadSlice('\n')
	if !errors.Is(err, bufio.ErrBufferFull) {
		return raw, err
	}
	*long = (*long)[:0]
	for errors.Is(err, bufio.ErrBufferFull) {
		*long = append(*long, raw...)
		raw, err = lines.ReadSlice('\n')
	}
	*long = append(*long, raw...)
	return *long, err
}

// lineWaits says whether a whole further line is already in the buffer.
func lineWaits(lines *bufio.Reader) bool {
	waiting, _ := lines.Peek(lines.Buffered())
	return bytes.IndexByte(waiting, '\n') >= 0
}
