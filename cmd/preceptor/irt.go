package main

import (
	"bytes"
	"io"
	"math"
	"os"
	"runtime/debug"
	"time"

	"preceptor/measure/irt"
	"preceptor/measure/responses"
)

// irtCommands calibrate items and measure persons.
type irtCommands struct {
	Fit   irtFit   `cmd:"" help:"Calibrate items: Rasch, 2PL, 3PL or graded response by marginal maximum likelihood."`
	Score irtScore `cmd:"" help:"Measure persons with calibrated items."`
}

type irtFit struct {
	Kind string  `required:"" enum:"rasch,2pl,3pl,grm" help:"Family of curves: ${enum}."`
	In   string  `help:"CSV file: a header of item names, one row per person, empty for not seen. Standard input when left out."`
	SE   bool    `name:"se" help:"Also give standard errors (Oakes 1999)."`
	Tol  float64 `help:"Stop when no parameter moves by more than this." default:"1e-6"`
	Max  int     `name:"cycles" help:"Most EM cycles." default:"500"`
}

// fitAnswer is the result of a calibration in the agreed form.
type fitAnswer struct {
	Kind      irt.Kind    `json:"kind"`
	Persons   int         `json:"persons"`
	Loglik    float64     `json:"loglik"`
	Cycles    int         `json:"cycles"`
	Converged bool        `json:"converged"`
	Seconds   float64     `json:"seconds"`
	Nodes     int         `json:"nodes"`
	Items     []itemShape `json:"items"`
}

// Run calibrates the items of one file.
func (c *irtFit) Run(streams *Streams) error {
	begin := time.Now()
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // a short life: collect only near the limit
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(2 << 30))
	if !(c.Tol > 0) || c.Max < 1 {
		return usageError("--tol and --cycles must be above 0")
	}
	m, err := readResponses(streams, c.In)
	if err != nil {
		return err
	}
	fit, err := irt.Calibrate(m, irt.Kind(c.Kind), irt.Options{Tol: c.Tol, Cycles: c.Max, Errors: c.SE})
	if err != nil {
		return usageError("%w", err)
	}
	return newLineWriter(streams.Out).write(answerOf(fit, time.Since(begin)))
}

func answerOf(fit *irt.Fit, took time.Duration) fitAnswer {
	out := fitAnswer{
		Kind: fit.Kind, Persons: fit.Persons, Loglik: fit.Loglik, Cycles: fit.Cycles, Converged: fit.Converged,
		Seconds: math.Round(took.Seconds()*1e4) / 1e4, Nodes: fit.Nodes, Items: make([]itemShape, len(fit.Items)),
	}
	for j := range fit.Items {
		it := &fit.Items[j]
		graded := fit.Kind == irt.Graded
		s := itemShape{Name: it.Name, A: it.A, D: numbers{it.D, graded}, B: numbers{it.B(), graded}, C: it.C}
		if graded {
			s.Categories = it.Codes
		}
		if fit.Errors != nil {
			e := &fit.Errors[j]
			s.SEA, s.SED = &e.A, numbers{e.D, graded}
			if fit.Kind == irt.ThreePL {
				s.SEC = &e.C
			}
		}
		out.Items[j] = s
	}
	return out
}

// readResponses reads a CSV of answers; what cannot be used is a usage fault.
func readResponses(streams *Streams, name string, keep ...string) (*responses.Matrix, error) {
	src, err := openIn(streams, name)
	if err != nil {
		return nil, err
	}
	defer src.Close()
	data, err := readWhole(src)
	if err != nil {
		return nil, usageError("cannot read the answers: %w", err)
	}
	m, err := responses.ParseCSV(data, keep...)
	if err != nil {
		return nil, usageError("%w", err)
	}
	return m, nil
}

// readWhole reads a file in one piece when its size is known.
func readWhole(src io.Reader) ([]byte, error) {
	var buf bytes.Buffer
	if f, ok := src.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			buf.Grow(int(info.Size()) + bytes.MinRead)
		}
	}
	_, err := buf.ReadFrom(src)
	return buf.Bytes(), err
}
