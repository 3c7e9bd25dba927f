package cases

// Polarity says whether the patient has what a fact is about.
type Polarity string

// The polarities of a fact. The zero value counts as Present.
const (
	Present   Polarity = "present"
	Absent    Polarity = "absent"
	Uncertain Polarity = "uncertain"
)

// Opens says what it takes for a fact to come out.
type Opens string

// The ways in which facts open. The zero value counts as WhenAsked.
const (
	// Volunteered facts come with the story, and when asked.
	Volunteered Opens = "volunteered"
	// WhenAsked facts come with any question on their topic.
	WhenAsked Opens = "asked"
	// Specifically facts come only with a question that names what they are about.
	Specifically Opens = "asked specifically"
	// Sensitive facts come by manner and privacy; see sensitive.go.
	Sensitive Opens = "sensitive"
	// Never facts are not the patient's to tell; the case needs them for its reasoning.
	Never Opens = "never"
)

// Form is the authored wording in which a sensitive fact comes out.
type Form string

// The forms of a sensitive fact.
const (
	Full  Form = "full"
	Hint  Form = "cue"
	Cover Form = "cover"
)

// Fact is one atomic statement of the case.
type Fact struct {
	ID    string `yaml:"id" json:"id"`
	Topic string `yaml:"topic" json:"topic"` // from language.Topics
	// Text is the statement in plain words in the third person; it is what a list of facts shows.
	Text string `yaml:"text" json:"text"`
	// Say are the patient's wordings. Each says what Text says and nothing more.
	Say      []string `yaml:"say,omitempty" json:"say,omitempty"`
	Polarity Polarity `yaml:"polarity,omitempty" json:"polarity,omitempty"`
	Opens    Opens    `yaml:"opens,omitempty" json:"opens,omitempty"`
	// Ask are words or whole questions that ask for the fact, beyond those that the lexicon knows.
	Ask []string `yaml:"ask,omitempty" json:"ask,omitempty"`
	// About is the fact or symptom that this one describes further, as the id of another fact.
	About string `yaml:"about,omitempty" json:"about,omitempty"`
	// Who is whose fact it is when not the patient's, such as "mother".
	Who string `yaml:"who,omitempty" json:"who,omitempty"`
	// Safety marks facts that must be reachable within two well-asked turns.
	Safety bool `yaml:"safety,omitempty" json:"safety,omitempty"`
	// Disclosure holds the three authored wordings of a sensitive fact.
	Disclosure *Disclosure `yaml:"disclosure,omitempty" json:"disclosure,omitempty"`
}

// Disclosure is how a sensitive fact is hidden, hinted at and told. A cover is a
// statement of its own with an id: a lie is authored, never generated.
type Disclosure struct {
	Cover Wording `yaml:"cover" json:"cover"`
	Cue   Wording `yaml:"cue" json:"cue"`
	Full  Wording `yaml:"full" json:"full"`
	// TakenBack is said before Full when the cover was told earlier.
	TakenBack string `yaml:"taken_back,omitempty" json:"taken_back,omitempty"`
}

// Wording is an authored line with an id of its own.
type Wording struct {
	ID  string `yaml:"id" json:"id"`
	Say string `yaml:"say" json:"say"`
}

// polarity is the fact's polarity with the default filled in.
func (f *Fact) polarity() Polarity {
	if f.Polarity == "" {
		return Present
	}
	return f.Polarity
}

// opens is how the fact opens, with the default filled in.
func (f *Fact) opens() Opens {
	if f.Opens == "" {
		return WhenAsked
	}
	return f.Opens
}
