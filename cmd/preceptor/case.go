package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"preceptor/internal/cases"
)

// CaseCmd is the group of commands on case files.
type CaseCmd struct {
	Check  CaseCheckCmd  `cmd:"" help:"Check case files; name file, line and fault."`
	Show   CaseShowCmd   `cmd:"" help:"Print a case file in its canonical form."`
	Import CaseImportCmd `cmd:"" help:"Turn records of other forms into case files."`
	Schema CaseSchemaCmd `cmd:"" help:"Print the JSON Schema of the case format."`
}

// CaseCheckCmd checks case files. Exit status 1 when any has a fault.
type CaseCheckCmd struct {
	Files []string `arg:"" help:"Case files." type:"path"`
}

var errFaults = errors.New("there are faults")

// Run prints one line per fault.
func (c *CaseCheckCmd) Run(streams *Streams) error {
	bad := 0
	for _, name := range c.Files {
		faults, err := checkFile(name)
		if err != nil {
			return err
		}
		for _, f := range faults {
			fmt.Fprintln(streams.Out, f)
		}
		if len(faults) > 0 {
			bad++
		}
	}
	if bad > 0 {
		return fmt.Errorf("%w in %d of %d files", errFaults, bad, len(c.Files))
	}
	return nil
}

// checkFile gives the faults of one file as "file:line: fault".
func checkFile(name string) ([]string, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, usageError("cannot read the case: %w", err)
	}
	parsed, err := cases.Parse(name, text)
	if err != nil {
		return []string{err.Error()}, nil
	}
	var out []string
	for _, f := range cases.Check(parsed) {
		out = append(out, fmt.Sprintf("%s:%d: %s: %s", name, max(1, f.Line), f.Path, f.Text))
	}
	return out, nil
}

// CaseShowCmd prints a case.
type CaseShowCmd struct {
	File string `arg:"" help:"Case file." type:"path"`
}

// Run prints the case in its canonical form.
func (c *CaseShowCmd) Run(streams *Streams) error {
	parsed, err := openCase(c.File)
	if err != nil {
		return err
	}
	text, err := cases.Marshal(parsed)
	if err != nil {
		return err
	}
	_, err = streams.Out.Write(text)
	return err
}

// CaseSchemaCmd prints the schema.
type CaseSchemaCmd struct{}

// Run prints the JSON Schema of the case format.
func (c *CaseSchemaCmd) Run(streams *Streams) error {
	_, err := streams.Out.Write(cases.SchemaJSON())
	return err
}

// openCase reads a case file or says in one sentence why not.
func openCase(name string) (*cases.Case, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, usageError("cannot read the case: %w", err)
	}
	parsed, err := cases.Parse(name, text)
	if err != nil {
		return nil, usageFault{err}
	}
	return parsed, nil
}

// CaseImportCmd writes one case file per record.
type CaseImportCmd struct {
	From string `enum:"agentclinic,facts" required:"" help:"Form of the records: agentclinic or facts."`
	File string `arg:"" help:"File of JSON Lines, one record each." type:"path"`
	Out  string `required:"" help:"Folder for the case files and report.txt." type:"path"`
}

// Run imports every record; a bad one stops the command and names its line.
func (c *CaseImportCmd) Run(streams *Streams) error {
	in, err := os.Open(c.File)
	if err != nil {
		return usageError("cannot open the records: %w", err)
	}
	defer in.Close()
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return fmt.Errorf("making the folder: %w", err)
	}
	var report bytes.Buffer
	lines, n := bufio.NewReaderSize(in, 1<<16), 0
	for line := 1; ; line++ {
		raw, readErr := lines.ReadBytes('\n')
		if raw = bytes.TrimSpace(raw); len(raw) > 0 {
			if err := c.one(raw, n, &report); err != nil {
				return usageError("line %d: %w", line, err)
			}
			n++
		}
		if errors.Is(readErr, io.EOF) {
			break
		}
		if readErr != nil {
			return fmt.Errorf("reading line %d: %w", line, readErr)
		}
	}
	fmt.Fprintf(streams.Err, "%d cases imported\n", n)
	return writeWhole(filepath.Join(c.Out, "report.txt"), report.Bytes())
}

func (c *CaseImportCmd) one(raw []byte, n int, report *bytes.Buffer) error {
	made, err := cases.Import(c.From, raw, n)
	if err != nil {
		return err
	}
	text, err := cases.Marshal(made)
	if err != nil {
		return err
	}
	for _, lost := range made.Provenance.Lost {
		fmt.Fprintf(report, "%s: %s\n", made.ID, lost)
	}
	return writeWhole(filepath.Join(c.Out, made.ID+".yaml"), text)
}

// writeWhole makes a file appear whole or not at all.
func writeWhole(name string, text []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(name), ".new-*")
	if err != nil {
		return fmt.Errorf("writing %s: %w", filepath.Base(name), err)
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(text)
	if closeErr := tmp.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Chmod(tmp.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(tmp.Name(), name)
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", filepath.Base(name), err)
	}
	return nil
}
