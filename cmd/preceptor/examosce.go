package main

import (
	"math"
	"slices"

	"preceptor/measure/generalizability"
	"preceptor/measure/standardsetting"
)

// examOSCE reads one row per candidate, station and examiner.
type examOSCE struct {
	In         string    `help:"CSV file with the columns candidate, station and checklist, and, if there are any, examiner and grade. Standard input when left out." placeholder:"FILE"`
	Score      string    `help:"Column that holds the score." default:"checklist" placeholder:"COLUMN"`
	Borderline float64   `help:"The grade that means borderline." default:"2"`
	Bootstrap  int       `help:"Resamples for the errors of cuts." default:"2000"`
	Seed       uint64    `help:"Seed of the resampling." default:"1"`
	Stations   []float64 `help:"Numbers of stations to forecast." placeholder:"N,..."`
	Examiners  []float64 `help:"Numbers of examiners per station to forecast." placeholder:"N,..."`
}

// osceAnswer is what the table says.
type osceAnswer struct {
	Design     string          `json:"design"`
	Candidates int             `json:"candidates"`
	Stations   int             `json:"stations"`
	Examiners  int             `json:"examiners,omitempty"`
	Marks      int             `json:"marks"`
	Mean       float64         `json:"mean"`
	MeanSE     float64         `json:"mean_se"`
	Components []osceComponent `json:"components"`
	Merged     []string        `json:"merged,omitempty"`
	Converged  bool            `json:"converged"`
	osceForecast
	Forecasts []osceForecast `json:"forecasts"`
	Standards []osceStandard `json:"standards,omitempty"`
	ExamCut   *osceExamCut   `json:"exam_cut,omitempty"`
	Raters    []osceExaminer `json:"examiner_reports,omitempty"`
}

type osceComponent struct {
	Name     string  `json:"name"`
	Variance float64 `json:"variance"`
	SE       float64 `json:"se"`
	Share    float64 `json:"share"`
}

type osceForecast struct {
	Stations    float64    `json:"stations_per_candidate"`
	Examiners   float64    `json:"examiners_per_station"`
	G           float64    `json:"g"`
	GInterval   [2]float64 `json:"g_interval"` // 95 %
	Phi         float64    `json:"phi"`
	PhiInterval [2]float64 `json:"phi_interval"`
	RelativeSEM float64    `json:"relative_sem"`
	AbsoluteSEM float64    `json:"absolute_sem"`
}

type osceStandard struct {
	Station    string           `json:"station"`
	Attempts   int              `json:"attempts"`
	Cut        *float64         `json:"cut"`
	SE         float64          `json:"se"`
	Interval   [2]float64       `json:"interval"`
	Intercept  float64          `json:"intercept"`
	Slope      float64          `json:"slope"`
	R2         float64          `json:"r2"`
	Borderline *borderlineGroup `json:"borderline_group,omitempty"`
	Note       string           `json:"note,omitempty"`
}

type borderlineGroup struct {
	Mean     float64 `json:"mean"`
	SE       float64 `json:"se"`
	Median   float64 `json:"median"`
	Attempts int     `json:"attempts"`
}

type osceExamCut struct {
	Cut      float64    `json:"cut"`
	SE       float64    `json:"se"`
	Interval [2]float64 `json:"interval"`
	PassRate float64    `json:"pass_rate"`
	Phi      float64    `json:"phi_at_cut"`
}

type osceExaminer struct {
	Name       string  `json:"examiner"`
	Marks      int     `json:"marks"`
	Severity   float64 `json:"severity"`
	SeveritySE float64 `json:"severity_se"`
	SeverityP  float64 `json:"severity_p"`
	Coherence  float64 `json:"coherence"`
	CoherenceP float64 `json:"coherence_p"`
	Spread     float64 `json:"spread"`
	Discordant bool    `json:"discordant"`
}

// Run writes the analysis as one JSON object.
func (c *examOSCE) Run(streams *Streams) error {
	if !(math.Abs(c.Borderline) <= 1e9) {
		return usageError("--borderline must be a number up to a billion")
	}
	src, err := openIn(streams, c.In)
	if err != nil {
		return err
	}
	defer src.Close()
	t, err := readCircuit(src, c.Score)
	if err != nil {
		return usageError("%w", err)
	}
	study, err := generalizability.Analyse(t.marks, generalizability.DesignOf(t.marks))
	if err != nil {
		return usageError("cannot analyse the circuit: %w", err)
	}
	answer := c.describe(t, study)
	if t.graded {
		if err := c.setStandards(answer, t, study); err != nil {
			return usageError("%w", err)
		}
	}
	return newLineWriter(streams.Out).write(answer)
}

// spelledOut gives the sources of variance the words of a circuit.
var spelledOut = map[string]string{
	"p": "candidate", "s": "station", "r": "examiner", "r:s": "examiner:station",
	"ps": "candidate:station", "pr": "candidate:examiner", "sr": "station:examiner", "residual": "residual",
}

func (c *examOSCE) describe(t *circuit, s *generalizability.Study) *osceAnswer {
	a := &osceAnswer{
		Design: s.Design.String(), Candidates: len(t.candidates.names), Stations: len(t.stations.names), Examiners: len(t.examiners.names),
		Marks: len(t.marks), Mean: s.Mean, MeanSE: s.MeanSE, Merged: s.Merged, Converged: s.Fit.Converged, osceForecast: forecastOf(s, s.Observed),
	}
	for _, k := range s.Components {
		a.Components = append(a.Components, osceComponent{spelledOut[k.Name], k.Variance, k.SE, k.Share})
	}
	stations, examiners := c.forecastSizes(len(t.stations.names), s.Raters)
	for _, n := range stations {
		for _, r := range examiners {
			a.Forecasts = append(a.Forecasts, forecastOf(s, s.Forecast(n, r)))
		}
	}
	for _, r := range s.CompareRaters() {
		a.Raters = append(a.Raters, osceExaminer{
			t.examiners.names[r.Rater], r.Marks, r.Severity, r.SeveritySE, r.SeverityP, r.Coherence, r.CoherenceP, r.Spread, r.Discordant(),
		})
	}
	return a
}

// forecastSizes are those asked for, or the circuit's own, half as much again, and
// twice as much, each with one and with two examiners.
func (c *examOSCE) forecastSizes(stations int, examiners float64) (n, r []float64) {
	n, r = c.Stations, c.Examiners
	if len(n) == 0 {
		n = []float64{float64(stations), math.Ceil(1.5 * float64(stations)), 2 * float64(stations)}
	}
	if len(r) == 0 {
		r = []float64{1, 2}
		if rounded := math.Round(examiners); !slices.Contains(r, rounded) {
			r = append(r, rounded)
		}
	}
	return n, r
}

func forecastOf(s *generalizability.Study, f generalizability.Forecast) osceForecast {
	g, phi, _ := s.Intervals(f, 0.95) // fails for other levels only
	return osceForecast{
		Stations: f.Stations, Examiners: f.Raters, G: f.G, GInterval: [2]float64{g.Low, g.High},
		Phi: f.Phi, PhiInterval: [2]float64{phi.Low, phi.High}, RelativeSEM: f.RelativeSEM(), AbsoluteSEM: f.AbsoluteSEM(),
	}
}

// setStandards adds a cut for each station, and one for the exam when all have one.
func (c *examOSCE) setStandards(a *osceAnswer, t *circuit, study *generalizability.Study) error {
	var drawn [][]standardsetting.Attempt // stations with a line, for the bootstrap
	var at []int
	cuts := make([]float64, len(t.attempts))
	for s, attempts := range t.attempts {
		standard := osceStandard{Station: t.stations.names[s], Attempts: len(attempts)}
		if cut, err := standardsetting.BorderlineRegression(attempts, c.Borderline); err != nil {
			standard.Note = err.Error()
		} else {
			standard.Cut, standard.Intercept, standard.Slope, standard.R2 = &cut.Cut, cut.Intercept, cut.Slope, cut.R2
			drawn, at = append(drawn, attempts), append(at, s)
			cuts[s] = cut.Cut
		}
		if g, err := standardsetting.BorderlineGroup(attempts, c.Borderline); err == nil {
			standard.Borderline = &borderlineGroup{g.Mean, g.MeanSE, g.Median, g.Attempts}
		}
		a.Standards = append(a.Standards, standard)
	}
	if len(drawn) == 0 {
		return nil
	}
	b, err := standardsetting.Bootstrap(drawn, c.Borderline, c.Bootstrap, c.Seed)
	if err != nil {
		return err
	}
	for k, s := range at {
		a.Standards[s].SE, a.Standards[s].Interval = b.Stations[k].SE, [2]float64{b.Stations[k].Low, b.Stations[k].High}
	}
	if len(drawn) == len(cuts) {
		a.ExamCut = examCut(t, study, cuts, b.Exam)
	}
	return nil
}

// examCut is the mean of the stations' cuts, and who reaches it: each candidate's
// mean over the stations taken beside the mean of those stations' cuts.
func examCut(t *circuit, study *generalizability.Study, cuts []float64, spread standardsetting.Spread) *osceExamCut {
	e := &osceExamCut{SE: spread.SE, Interval: [2]float64{spread.Low, spread.High}}
	for _, cut := range cuts {
		e.Cut += cut / float64(len(cuts))
	}
	e.Phi = study.PhiAt(e.Cut, study.Observed)
	rule := standardsetting.Rule{Cuts: cuts}
	passed, decided := 0, 0
	for _, scores := range t.scores() {
		if d, err := rule.Decide(scores); err == nil {
			decided++
			if d.Pass {
				passed++
			}
		}
	}
	if decided > 0 {
		e.PassRate = float64(passed) / float64(decided)
	}
	return e
}
