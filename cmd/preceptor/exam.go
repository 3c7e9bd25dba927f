package main

import (
	"errors"

	"preceptor/measure/dif"
	"preceptor/measure/itemstats"
	"preceptor/measure/responses"
)

// examCommands say how good an exam is.
type examCommands struct {
	Report examReport `cmd:"" help:"Items, distractors, reliability, decisions and fairness of a written exam."`
	OSCE   examOSCE   `cmd:"" name:"osce" help:"Variance components, dependability, examiners and cuts of a circuit of stations."`
}

// examReport reads scored answers, or chosen options together with a key.
type examReport struct {
	In     string   `help:"CSV file: a header of item names, one row per person, empty for not seen. Standard input when left out." placeholder:"FILE"`
	Group  string   `help:"Column with two groups to compare item by item (Mantel-Haenszel)." placeholder:"COLUMN"`
	Ignore []string `help:"Columns that are no items, such as names." placeholder:"COLUMN"`
	Key    string   `help:"CSV file with the columns item and key; the answers are then options, and distractors are reported." placeholder:"FILE"`
	Cut    *float64 `help:"Least sum score that passes: adds the safety of decisions."`
	Purify bool     `help:"Match groups on the items without a flag only."`
}

// examAnswer is the report.
type examAnswer struct {
	Persons        int           `json:"persons"`
	Mean           float64       `json:"mean"`
	SD             float64       `json:"sd"`
	Alpha          float64       `json:"alpha"`
	AlphaInterval  [2]float64    `json:"alpha_interval"`
	Omega          float64       `json:"omega"`
	SEM            float64       `json:"sem"`
	Note           string        `json:"note,omitempty"`
	Groups         *examGroups   `json:"groups,omitempty"`
	Decision       *examDecision `json:"decision,omitempty"`
	ConditionalSEM []scoreError  `json:"conditional_sem,omitempty"`
	Items          []examItem    `json:"items"`
}

type examGroups struct {
	Reference string `json:"reference"`
	Focal     string `json:"focal"`
}

type examDecision struct {
	Cut         float64 `json:"cut"`
	PassRate    float64 `json:"pass_rate"`
	Consistency float64 `json:"consistency"`
	Kappa       float64 `json:"kappa"`
	Accuracy    float64 `json:"accuracy"`
	FalsePass   float64 `json:"false_pass"`
	FalseFail   float64 `json:"false_fail"`
}

type scoreError struct {
	Score int     `json:"score"`
	SEM   float64 `json:"sem"`
}

type examItem struct {
	Name           string       `json:"name"`
	Persons        int          `json:"persons"`
	Difficulty     float64      `json:"difficulty"`
	PointBiserial  float64      `json:"point_biserial"`
	Discrimination float64      `json:"discrimination"`
	AlphaWithout   float64      `json:"alpha_without"`
	Loading        float64      `json:"loading"`
	Note           string       `json:"note,omitempty"`
	DIF            *examDIF     `json:"dif,omitempty"`
	Options        []examOption `json:"options,omitempty"`
}

type examDIF struct {
	Chi2      float64 `json:"chi2"`
	P         float64 `json:"p"`
	OddsRatio float64 `json:"odds_ratio"`
	SE        float64 `json:"se_log_odds"`
	Delta     float64 `json:"delta"`
	Class     string  `json:"class"`
	Flag      bool    `json:"flag"`
	Note      string  `json:"note,omitempty"`
}

type examOption struct {
	Label         string                    `json:"label"`
	Key           bool                      `json:"key"`
	Count         int                       `json:"count"`
	Share         float64                   `json:"share"`
	PointBiserial float64                   `json:"point_biserial"`
	Curve         [itemstats.Groups]float64 `json:"curve"`
	Flaw          itemstats.Flaw            `json:"flaw,omitempty"`
}

// Run writes the report as one JSON object.
func (c *examReport) Run(streams *Streams) error {
	m, choices, err := c.read(streams)
	if err != nil {
		return err
	}
	answer, err := report(m)
	if err != nil {
		return usageError("%w", err)
	}
	if c.Group != "" {
		if err := answer.compare(m, c.Group, dif.Options{Purify: c.Purify}); err != nil {
			return usageError("%w", err)
		}
	}
	if c.Cut != nil {
		if err := answer.decide(m, *c.Cut); err != nil {
			return usageError("%w", err)
		}
	}
	if err := answer.describeOptions(m, choices); err != nil {
		return usageError("%w", err)
	}
	return newLineWriter(streams.Out).write(answer)
}

// read reads scored answers, or scores chosen options by the key.
func (c *examReport) read(streams *Streams) (*responses.Matrix, []itemstats.Choices, error) {
	keep := c.Ignore
	if c.Group != "" {
		keep = append(keep, c.Group)
	}
	if c.Key == "" {
		m, err := readResponses(streams, c.In, keep...)
		return m, nil, err
	}
	key, err := readKey(c.Key)
	if err != nil {
		return nil, nil, err
	}
	return readChoices(streams, c.In, key, keep)
}

// report describes the exam and its items.
func report(m *responses.Matrix) (*examAnswer, error) {
	items, err := itemstats.Items(m)
	if err != nil {
		return nil, err
	}
	r, err := itemstats.Reliable(m, 0.95)
	if err != nil {
		return nil, err
	}
	answer := &examAnswer{
		Persons: r.Persons, Mean: r.Mean, SD: r.SD, Alpha: r.Alpha, AlphaInterval: [2]float64{r.Low, r.High},
		Omega: r.Omega, SEM: r.SEM, Note: r.Note,
	}
	for j, it := range items {
		answer.Items = append(answer.Items, examItem{
			Name: it.Name, Persons: it.Persons, Difficulty: it.Difficulty, PointBiserial: it.PointBiserial,
			Discrimination: it.Discrimination, AlphaWithout: r.AlphaWithout[j], Loading: r.Loadings[j], Note: it.Note,
		})
	}
	if m.CheckBinary() == nil {
		for score := range r.Items + 1 {
			answer.ConditionalSEM = append(answer.ConditionalSEM,
				scoreError{score, itemstats.ConditionalSEM(float64(score), r.Items, r.Mean, r.SD, r.Alpha)})
		}
	}
	return answer, nil
}

// compare adds the Mantel-Haenszel comparison of the groups to every item.
func (a *examAnswer) compare(m *responses.Matrix, column string, opts dif.Options) error {
	focal, reference, other, err := dif.Groups(m.Kept[column])
	if fault := (*responses.Fault)(nil); errors.As(err, &fault) {
		return m.Fault(fault.Row, -1, "column %q: %s", column, fault.Reason)
	}
	if err != nil {
		return err
	}
	found, err := dif.MantelHaenszel(m, focal, opts)
	if err != nil {
		return err
	}
	a.Groups = &examGroups{reference, other}
	for j, f := range found {
		a.Items[j].DIF = &examDIF{
			Chi2: f.Chi2, P: f.P, OddsRatio: f.OddsRatio, SE: f.SE, Delta: f.Delta, Class: f.Class, Flag: f.Flag, Note: f.Note,
		}
	}
	return nil
}

// decide adds the safety of decisions at the cut.
func (a *examAnswer) decide(m *responses.Matrix, cut float64) error {
	scale := itemstats.Scale{Mean: a.Mean, SD: a.SD, Reliability: a.Alpha}
	for j := range m.Items() {
		low, high := 0, 0
		for p := range m.Persons() {
			if v := m.At(p, j); v != responses.Missing {
				low, high = min(low, v), max(high, v)
			}
		}
		scale.Low, scale.High = scale.Low+float64(low), scale.High+float64(high)
	}
	d, err := itemstats.LivingstonLewis(scale, cut)
	if err != nil {
		return err
	}
	a.Decision = &examDecision{cut, d.PassRate, d.Consistency, d.Kappa, d.Accuracy, d.FalsePass, d.FalseFail}
	return nil
}

// describeOptions adds how each option of each item worked.
func (a *examAnswer) describeOptions(m *responses.Matrix, choices []itemstats.Choices) error {
	for j, c := range choices {
		rest, ok := itemstats.RestScores(m, j)
		for p := range ok {
			if !ok[p] {
				c.Chosen[p] = "" // without another answer nobody can say how good the person is
			}
		}
		options, err := itemstats.Distractors(c, rest)
		if errors.Is(err, itemstats.ErrPersons) {
			continue // too few persons saw the item; its note says so
		}
		if err != nil {
			return err
		}
		for _, o := range options {
			a.Items[j].Options = append(a.Items[j].Options, examOption{o.Label, o.Key, o.Count, o.Share, o.PointBiserial, o.Curve, o.Flaw})
		}
	}
	return nil
}
