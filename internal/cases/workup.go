package cases

// Consent says what a manoeuvre needs before it is done.
type Consent string

// The kinds of consent. The zero value needs none beyond courtesy.
const (
	Ask       Consent = "ask"
	Chaperone Consent = "chaperone"
)

// Finding is what a manoeuvre shows, described raw and not interpreted.
type Finding struct {
	ID string `yaml:"id" json:"id"`
	// Name is the manoeuvre or the sign's place, such as "Auscultation of the heart".
	Name string `yaml:"name" json:"name"`
	// System groups findings, such as "cardiovascular" or "observations".
	System string   `yaml:"system,omitempty" json:"system,omitempty"`
	Do     []string `yaml:"do,omitempty" json:"do,omitempty"` // other words for the manoeuvre
	Result string   `yaml:"result" json:"result"`
	// Consent is what has to come first; a refusal line is said when it did not.
	Consent Consent  `yaml:"consent,omitempty" json:"consent,omitempty"`
	Media   []string `yaml:"media,omitempty" json:"media,omitempty"`
	// Body is the region on the body map, such as "chest-front".
	Body string `yaml:"body,omitempty" json:"body,omitempty"`
	// Prompts are the facts that the patient mentions when the manoeuvre is done.
	Prompts []string `yaml:"prompts,omitempty" json:"prompts,omitempty"`
}

// Test is an investigation with its result.
type Test struct {
	ID   string `yaml:"id" json:"id"`
	Name string `yaml:"name" json:"name"`
	// Group is the panel that the test comes with, such as "Full blood count".
	Group string   `yaml:"group,omitempty" json:"group,omitempty"`
	Do    []string `yaml:"do,omitempty" json:"do,omitempty"` // other words for the test
	// Value with Unit and Range, or Result in words, or both.
	Value   string   `yaml:"value,omitempty" json:"value,omitempty"`
	Unit    string   `yaml:"unit,omitempty" json:"unit,omitempty"`
	Range   string   `yaml:"range,omitempty" json:"range,omitempty"`
	Result  string   `yaml:"result,omitempty" json:"result,omitempty"`
	Minutes int      `yaml:"minutes,omitempty" json:"minutes,omitempty"` // until the result is there
	Cost    float64  `yaml:"cost,omitempty" json:"cost,omitempty"`       // in the installation's cost units
	Media   []string `yaml:"media,omitempty" json:"media,omitempty"`
	Consent Consent  `yaml:"consent,omitempty" json:"consent,omitempty"`
	// Harm is what the test costs the patient beyond money, such as radiation.
	Harm string `yaml:"harm,omitempty" json:"harm,omitempty"`
}

// Shown is the result of the test in one line: value, unit, range, words.
func (t *Test) Shown() string {
	s := t.Value
	if t.Unit != "" {
		s += " " + t.Unit
	}
	if t.Range != "" {
		s += " (reference " + t.Range + ")"
	}
	if t.Result != "" && s != "" {
		s += ". "
	}
	return s + t.Result
}
