package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// usageFault is a fault of the caller's input; it ends the command with status 2.
type usageFault struct{ err error }

func (f usageFault) Error() string { return f.err.Error() }
func (f usageFault) Unwrap() error { return f.err }

// usageError says in one sentence what is wrong with the input or the arguments.
func usageError(format string, args ...any) error {
	return usageFault{fmt.Errorf(format, args...)}
}

// openIn opens the named file, or standard input when no name is given.
func openIn(streams *Streams, name string) (io.ReadCloser, error) {
	if name == "" || name == "-" {
		return io.NopCloser(streams.In), nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, usageError("cannot open the input: %w", err)
	}
	return f, nil
}

// eachLine answers every JSON line of the input with one JSON line. Each answer
// is flushed before the next line is read, so that a program can converse with
// the command. An error of answer stops the command with status 2 and names the
// line, counted from 1; answers already written stand. Empty lines are skipped.
func eachLine(streams *Streams, in string, answer func(n int, raw []byte) (any, error)) error {
	src, err := openIn(streams, in)
	if err != nil {
		return err
	}
	defer src.Close()
	lines, out := bufio.NewReaderSize(src, 1<<16), newLineWriter(streams.Out)
	for n := 1; ; n++ {
		raw, readErr := lines.ReadBytes('\n')
		if raw = bytes.TrimSpace(raw); len(raw) > 0 {
			reply, err := answer(n, raw)
			if err != nil {
				return usageError("line %d: %w", n, err)
			}
			if err := out.write(reply); err != nil {
				return err
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

// lineWriter writes JSON Lines without HTML escaping, a flush per line.
type lineWriter struct {
	buf *bufio.Writer
	enc *json.Encoder
}

func newLineWriter(w io.Writer) *lineWriter {
	buf := bufio.NewWriter(w)
	enc := json.NewEncoder(buf)
	enc.SetEscapeHTML(false)
	return &lineWriter{buf: buf, enc: enc}
}

func (w *lineWriter) write(v any) error {
	if err := w.enc.Encode(v); err != nil {
		return fmt.Errorf("writing an answer: %w", err)
	}
	return w.buf.Flush()
}
