package cases

// Reasoning is what the case is about, and why. Nothing of it is ever said by the patient.
type Reasoning struct {
	// Diagnosis is the final diagnosis; empty when Undifferentiated says why there is none.
	Diagnosis        string `yaml:"diagnosis,omitempty" json:"diagnosis,omitempty"`
	Undifferentiated string `yaml:"undifferentiated,omitempty" json:"undifferentiated,omitempty"`
	// Accept are other answers that count as right.
	Accept []string `yaml:"accept,omitempty" json:"accept,omitempty"`
	// Names are further words that would give the diagnosis away and are never said.
	Names         []string       `yaml:"names,omitempty" json:"names,omitempty"`
	Differentials []Differential `yaml:"differentials,omitempty" json:"differentials,omitempty"`
	MustNotMiss   []MustNotMiss  `yaml:"must_not_miss,omitempty" json:"must_not_miss,omitempty"`
	// Panel are answers of clinicians who worked the case independently, kept separately.
	Panel []PanelAnswer `yaml:"panel,omitempty" json:"panel,omitempty"`
}

// Differential is a hypothesis with what speaks for and against it, as ids of
// facts, findings and tests.
type Differential struct {
	Name    string   `yaml:"name" json:"name"`
	For     []string `yaml:"for,omitempty" json:"for,omitempty"`
	Against []string `yaml:"against,omitempty" json:"against,omitempty"`
}

// MustNotMiss is a dangerous alternative with what settles it.
type MustNotMiss struct {
	Name string `yaml:"name" json:"name"`
	// By are the facts, findings or tests that exclude it, or that confirm it when it is the diagnosis.
	By []string `yaml:"by" json:"by"`
	// Is is excluded or confirmed.
	Is string `yaml:"is" json:"is"`
}

// PanelAnswer is one clinician's own answer to the case.
type PanelAnswer struct {
	Who           string   `yaml:"who" json:"who"` // a role, not a name, unless the person agreed
	Date          string   `yaml:"date" json:"date"`
	Leading       string   `yaml:"leading" json:"leading"`
	Differentials []string `yaml:"differentials,omitempty" json:"differentials,omitempty"`
	Plan          []string `yaml:"plan,omitempty" json:"plan,omitempty"`
	Comment       string   `yaml:"comment,omitempty" json:"comment,omitempty"`
}

// Plan is what should, may and must not be done.
type Plan struct {
	Expected []Measure `yaml:"expected,omitempty" json:"expected,omitempty"`
	Optional []Measure `yaml:"optional,omitempty" json:"optional,omitempty"`
	Harmful  []Measure `yaml:"harmful,omitempty" json:"harmful,omitempty"`
}

// Explanation is what the patient asks and wants when the learner comes back to explain.
type Explanation struct {
	Questions   []Line `yaml:"questions,omitempty" json:"questions,omitempty"`
	Preferences []Line `yaml:"preferences,omitempty" json:"preferences,omitempty"`
	// Declines are measures that the patient declines unless the reason is answered.
	Declines []Decline `yaml:"declines,omitempty" json:"declines,omitempty"`
}

// Line is something that the patient says.
type Line struct {
	ID  string `yaml:"id" json:"id"`
	Say string `yaml:"say" json:"say"`
	// On are words of the learner that bring the line out; empty: after the plan.
	On []string `yaml:"on,omitempty" json:"on,omitempty"`
}

// Decline is a measure that the patient does not want at first.
type Decline struct {
	ID    string   `yaml:"id" json:"id"`
	What  []string `yaml:"what" json:"what"`
	Say   string   `yaml:"say" json:"say"`
	Until []string `yaml:"until,omitempty" json:"until,omitempty"` // words that answer the worry
}

// Debrief is what the learner reads afterwards.
type Debrief struct {
	// Voice is the patient's own voice, out of the role.
	Voice      string      `yaml:"voice,omitempty" json:"voice,omitempty"`
	Teaching   []Point     `yaml:"teaching,omitempty" json:"teaching,omitempty"`
	References []Reference `yaml:"references,omitempty" json:"references,omitempty"`
	// Expert is the path of an experienced clinician: ids of tests, in order.
	Expert []string `yaml:"expert,omitempty" json:"expert,omitempty"`
}

// Point is one teaching point with the references that it rests on.
type Point struct {
	ID         string   `yaml:"id" json:"id"`
	Text       string   `yaml:"text" json:"text"`
	References []string `yaml:"references,omitempty" json:"references,omitempty"`
}

// Reference is a published source.
type Reference struct {
	ID   string `yaml:"id" json:"id"`
	Cite string `yaml:"cite" json:"cite"`
	URL  string `yaml:"url,omitempty" json:"url,omitempty"`
	DOI  string `yaml:"doi,omitempty" json:"doi,omitempty"`
}

// Measure is one thing that a plan may hold.
type Measure struct {
	ID   string   `yaml:"id" json:"id"`
	Text string   `yaml:"text" json:"text"`
	Say  []string `yaml:"say,omitempty" json:"say,omitempty"` // other words for it
	Why  string   `yaml:"why,omitempty" json:"why,omitempty"`
}
