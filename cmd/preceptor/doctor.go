package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"preceptor/internal/config"
	"preceptor/internal/policy"
)

// DoctorCmd looks whether an installation can work. It changes nothing.
type DoctorCmd struct {
	settings
	Timeout time.Duration `default:"10s" help:"Longest wait for the database and for each model."`
}

// Help is the long help.
func (DoctorCmd) Help() string {
	return `Prints one line per check: "ok", "note" for what may be intended, "fault" for what keeps Preceptor from working.
Checked are the settings, the data folder, the database and its schema, the keys, free disk, the clock and the
configured models. A model is only asked whether it is there; nothing of the installation is sent to it.
Exit status: 0 without a fault, 1 with one, 2 when the settings cannot be used.`
}

// Run does all checks, also after a fault.
func (c DoctorCmd) Run(streams *Streams) error {
	cfg, err := c.load()
	if err != nil {
		return err
	}
	ctx := context.Background()
	if err := mayOperate(ctx, policy.Operate, policy.Installation); err != nil {
		return err
	}
	d := doctor{cfg: cfg, now: time.Now, timeout: c.Timeout, wires: wiresOf}
	return d.examine(ctx, streams.Out)
}

// doctor examines one installation.
type doctor struct {
	cfg     config.Config
	now     func() time.Time
	timeout time.Duration
	wires   func(config.Config, func() time.Time) ([]wire, error)
}

// finding is one line of the report.
type finding struct {
	grade grade
	about string
	text  string
}

type grade string

const (
	ok    grade = "ok"
	note  grade = "note"
	fault grade = "fault"
)

// findings collects lines.
type findings []finding

func (f *findings) add(g grade, about, format string, args ...any) {
	*f = append(*f, finding{g, about, fmt.Sprintf(format, args...)})
}

// examine prints the findings as they come and returns an error when there is a fault.
func (d doctor) examine(ctx context.Context, out io.Writer) error {
	faults := 0
	for _, check := range []func(context.Context, *findings){
		d.checkData, d.checkDisk, d.checkDatabase, d.checkKeys, d.checkModels,
	} {
		var found findings
		check(ctx, &found)
		for _, f := range found {
			if f.grade == fault {
				faults++
			}
			if _, err := fmt.Fprintf(out, "%-6s%-10s%s\n", f.grade, f.about, f.text); err != nil {
				return err
			}
		}
	}
	if faults > 0 {
		return fmt.Errorf("the doctor found %d fault%s", faults, plural(faults))
	}
	return nil
}

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}
