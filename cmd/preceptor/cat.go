package main

import (
	"errors"
	"math"

	"preceptor/measure/cat"
)

// catCommands give adaptive tests.
type catCommands struct {
	Simulate catSimulate `cmd:"" help:"Simulate adaptive tests from a calibrated bank."`
}

type catSimulate struct {
	Params      string             `required:"" help:"JSON file of the bank, in the form that irt fit writes; items may name an area."`
	Examinees   int                `required:"" help:"Number of simulated examinees, abilities from N(0, 1)."`
	Seed        uint64             `required:"" help:"Seed of everything random."`
	SEStop      float64            `name:"se-stop" help:"Stop at this posterior standard deviation; 0.32 when no rule is given."`
	InfoStop    float64            `name:"info-stop" help:"Stop at this Fisher information."`
	Cut         *float64           `help:"Stop when an SPRT has decided whether ability is above this."`
	Half        float64            `help:"Half width of the SPRT's zone of indifference." default:"0.3"`
	Alpha       float64            `help:"SPRT's chance of passing wrongly." default:"0.05"`
	Beta        float64            `help:"SPRT's chance of failing wrongly." default:"0.05"`
	MinItems    int                `name:"min-items" help:"Fewest items of a test."`
	MaxItems    int                `name:"max-items" default:"60" help:"Most items of a test, for examinees about whom the bank tells little."`
	Choose      string             `enum:"precision,information,kl" default:"precision" help:"What an item is chosen for: ${enum}."`
	MaxExposure float64            `name:"max-exposure" default:"1" help:"Largest share of examinees that may see an item."`
	Exposure    string             `enum:"prices,sympson-hetter,randomesque" default:"prices" help:"How exposure is kept down: ${enum}."`
	Among       int                `default:"5" help:"Number of best items that randomesque draws from."`
	Quota       map[string]float64 `help:"Share of a test that belongs to an area, as area=share."`
}

// catAnswer is the summary and every run.
type catAnswer struct {
	Examinees   int       `json:"examinees"`
	MeanItems   float64   `json:"mean_items"`
	RMSE        float64   `json:"rmse"`
	Bias        float64   `json:"bias"`
	MeanSE      float64   `json:"mean_se"`
	MaxExposure float64   `json:"max_exposure"`
	ItemsUsed   int       `json:"items_used"`
	Overlap     float64   `json:"overlap"`
	NotStopped  int       `json:"not_stopped"`
	Runs        []catTest `json:"runs"`
}

type catTest struct {
	Theta     float64      `json:"theta"`
	Estimate  float64      `json:"estimate"`
	SE        float64      `json:"se"`
	Decision  cat.Decision `json:"decision,omitempty"`
	Items     []string     `json:"items"`
	Responses []int        `json:"responses"`
}

// Run simulates the tests and writes one object.
func (c *catSimulate) Run(streams *Streams) error {
	if c.Examinees < 1 {
		return usageError("--examinees must be at least 1")
	}
	if !(c.MaxExposure > 0 && c.MaxExposure <= 1) {
		return usageError("--max-exposure must be above 0 and at most 1")
	}
	items, err := readBank(c.Params)
	if err != nil {
		return err
	}
	plan := c.plan()
	bank, err := cat.NewBank(items, c.finest(plan.Stop))
	if err != nil {
		return usageError("%w", err)
	}
	if plan.Control, err = c.control(bank, plan); err != nil {
		return usageError("%w", err)
	}
	runs, err := cat.Simulate(bank, plan, c.Examinees, c.Seed)
	if err != nil {
		return usageError("%w", err)
	}
	return newLineWriter(streams.Out).write(catAnswerOf(bank, runs))
}

func (c *catSimulate) plan() cat.Plan {
	stop := cat.Stop{SE: c.SEStop, Information: c.InfoStop, Least: c.MinItems, Most: c.MaxItems}
	if c.Cut != nil {
		stop.Cut = &cat.SPRT{Cut: *c.Cut, Half: c.Half, Alpha: c.Alpha, Beta: c.Beta}
	}
	if stop.SE == 0 && stop.Information == 0 && stop.Cut == nil {
		stop.SE = 0.32
	}
	return cat.Plan{Criterion: cat.Criterion(c.Choose), Quotas: c.Quota, Stop: stop}
}

// finest is the smallest error that the tests will measure to.
func (c *catSimulate) finest(stop cat.Stop) float64 {
	switch {
	case stop.SE > 0:
		return stop.SE
	case stop.Information > 0:
		return 1 / math.Sqrt(stop.Information+1)
	}
	return 0.1
}

// control learns what keeps exposure within the limit; rehearsals draw from a
// seed of their own.
func (c *catSimulate) control(bank *cat.Bank, plan cat.Plan) (cat.Control, error) {
	const rehearsals, rounds, perRound = 3000, 12, 1000
	seed := c.Seed ^ 0x9e3779b97f4a7c15
	switch {
	case c.Exposure == "randomesque":
		if c.Among < 1 {
			return nil, errors.New("--among must be at least 1")
		}
		return cat.Randomesque{Among: c.Among}, nil
	case c.MaxExposure == 1:
		return cat.Best{}, nil
	case c.Exposure == "sympson-hetter":
		return cat.LearnSympsonHetter(bank, plan, c.MaxExposure, rounds, perRound, seed)
	}
	return cat.LearnPrices(bank, plan, c.MaxExposure, rehearsals, seed)
}

func readBank(name string) ([]cat.Item, error) {
	shapes, err := readShapes(name)
	if err != nil {
		return nil, err
	}
	items, err := itemsOf(name, shapes)
	if err != nil {
		return nil, err
	}
	out := make([]cat.Item, len(items))
	for i := range items {
		out[i] = cat.Item{Item: items[i], Area: shapes.Items[i].Area}
	}
	return out, nil
}

func catAnswerOf(bank *cat.Bank, runs []cat.Run) catAnswer {
	s := cat.Summarise(runs, len(bank.Items))
	out := catAnswer{
		Examinees: s.Examinees, MeanItems: s.MeanItems, RMSE: s.RMSE, Bias: s.Bias, MeanSE: s.MeanSE,
		MaxExposure: s.HighestExposure, ItemsUsed: s.ItemsUsed, Overlap: s.Overlap, NotStopped: s.NotStopped,
		Runs: make([]catTest, len(runs)),
	}
	for n, r := range runs {
		names := make([]string, len(r.Items))
		for i, at := range r.Items {
			names[i] = bank.Items[at].Name
		}
		out.Runs[n] = catTest{Theta: r.Theta, Estimate: r.Estimate, SE: r.SE, Decision: r.Decision, Items: names, Responses: append([]int{}, r.Answers...)}
	}
	return out
}
