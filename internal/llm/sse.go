package llm

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// event is one server-sent event.
type event struct {
	name string
	data []byte
}

// eventReader reads server-sent events as the HTML standard defines them (section 9.2.6,
// "Interpreting an event stream"): lines end in LF, CR or both; a blank line ends an event; an
// event without data is none; what is unfinished at the end is dropped. Ids and retry times are
// of no use here and ignored.
type eventReader struct {
	in     *bufio.Reader
	limit  int
	first  bool
	skipLF bool
}

func newEventReader(in io.Reader, limit int) *eventReader {
	return &eventReader{in: bufio.NewReader(in), limit: limit, first: true}
}

// next gives the next event with data; io.EOF at the end of the stream, ErrTooLong when one event
// goes past the limit, or the reader's own error.
func (r *eventReader) next() (event, error) {
	var ev event
	var data [][]byte
	size := 0
	for {
		line, err := r.line(r.limit - size)
		if err != nil {
			return event{}, err
		}
		size += len(line)
		if len(line) == 0 {
			if ev.data = bytes.Join(data, []byte("\n")); len(ev.data) > 0 {
				return ev, nil
			}
			ev, data, size = event{}, nil, 0
			continue
		}
		switch field, value := splitField(line); field {
		case "data":
			data = append(data, value)
		case "event":
			ev.name = string(value)
		}
	}
}

// line reads one line without its end.
func (r *eventReader) line(limit int) ([]byte, error) {
	var line []byte
	for {
		b, err := r.in.ReadByte()
		if err != nil {
			return nil, err
		}
		if r.skipLF {
			r.skipLF = false
			if b == '\n' {
				continue
			}
		}
		if b == '\n' || b == '\r' {
			r.skipLF = b == '\r'
			return r.withoutMark(line), nil
		}
		if line = append(line, b); len(line) > limit {
			return nil, fmt.Errorf("%w: one event of more than %d bytes", ErrTooLong, r.limit)
		}
	}
}

// withoutMark drops the byte order mark that may open a stream.
func (r *eventReader) withoutMark(line []byte) []byte {
	if r.first {
		r.first = false
		return bytes.TrimPrefix(line, []byte("\xEF\xBB\xBF"))
	}
	return line
}

// splitField cuts "name: value" at the first colon; one space after it is dropped.
func splitField(line []byte) (string, []byte) {
	name, value, _ := bytes.Cut(line, []byte(":"))
	return string(name), bytes.TrimPrefix(value, []byte(" "))
}

// ended tells whether an error is the plain end of a stream.
func ended(err error) bool { return errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) }
