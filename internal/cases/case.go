package cases

import (
	"sync"

	"preceptor/internal/rubric"
)

// Format is the name and version of the case format that this program writes.
const Format = "preceptor.case/1"

// Case is one patient's file: the one source of truth of an encounter. A case is
// read by Parse and not changed afterwards; an editor changes the file and parses again.
type Case struct {
	Format     string   `yaml:"format" json:"format"`
	ID         string   `yaml:"id" json:"id"`
	Version    int      `yaml:"version" json:"version"`
	Title      string   `yaml:"title" json:"title"`
	Summary    string   `yaml:"summary,omitempty" json:"summary,omitempty"`
	Language   string   `yaml:"language" json:"language"` // BCP 47
	Objectives []string `yaml:"objectives,omitempty" json:"objectives,omitempty"`
	// Themes are announced before the start, so that a learner can choose another case.
	Themes     []string   `yaml:"themes,omitempty" json:"themes,omitempty"`
	Authors    []string   `yaml:"authors,omitempty" json:"authors,omitempty"`
	Licence    string     `yaml:"licence,omitempty" json:"licence,omitempty"`
	Review     Review     `yaml:"review" json:"review"`
	Provenance Provenance `yaml:"provenance,omitempty" json:"provenance,omitzero"`

	Patient     Patient     `yaml:"patient" json:"patient"`
	Temperament Temperament `yaml:"temperament,omitempty" json:"temperament,omitzero"`
	Opening     string      `yaml:"opening" json:"opening"`
	// Tells are the facts that the opening line states.
	Tells   []string     `yaml:"opening_facts,omitempty" json:"opening_facts,omitempty"`
	Story   []Instalment `yaml:"story,omitempty" json:"story,omitempty"`
	Cues    []Cue        `yaml:"cues,omitempty" json:"cues,omitempty"`
	Context []Context    `yaml:"context,omitempty" json:"context,omitempty"`

	Facts    []Fact    `yaml:"facts" json:"facts"`
	Findings []Finding `yaml:"findings,omitempty" json:"findings,omitempty"`
	Tests    []Test    `yaml:"tests,omitempty" json:"tests,omitempty"`

	Reasoning   Reasoning       `yaml:"reasoning" json:"reasoning"`
	Plan        Plan            `yaml:"plan,omitempty" json:"plan,omitzero"`
	Explanation Explanation     `yaml:"explanation,omitempty" json:"explanation,omitzero"`
	Checklist   []rubric.Item   `yaml:"checklist,omitempty" json:"checklist,omitempty"`
	Groups      []rubric.Group  `yaml:"groups,omitempty" json:"groups,omitempty"`
	Ratings     []rubric.Rating `yaml:"ratings,omitempty" json:"ratings,omitempty"`
	Debrief     Debrief         `yaml:"debrief,omitempty" json:"debrief,omitzero"`

	lines map[string]int // of the file, for faults
	once  sync.Once
	made  *index // built at first use from the fields above
}

// ReviewState is how far people have vouched for a case.
type ReviewState string

// The review states of a case.
const (
	Draft          ReviewState = "draft"
	AwaitingReview ReviewState = "awaiting clinical review"
	Approved       ReviewState = "approved"
	Retired        ReviewState = "retired"
)

// Review says who has vouched for the case, and until when.
type Review struct {
	State ReviewState `yaml:"state" json:"state"`
	By    []Reviewer  `yaml:"by,omitempty" json:"by,omitempty"`
	// ReviewBy is the date, YYYY-MM-DD, after which the case needs another look.
	ReviewBy string `yaml:"review_by,omitempty" json:"review_by,omitempty"`
	Note     string `yaml:"note,omitempty" json:"note,omitempty"`
}

// Reviewer is a named clinician or lay person who read the case.
type Reviewer struct {
	Name string `yaml:"name" json:"name"`
	Role string `yaml:"role" json:"role"`
	Date string `yaml:"date" json:"date"`
}

// Provenance says where the case comes from and what was lost on the way.
type Provenance struct {
	Source   string   `yaml:"source,omitempty" json:"source,omitempty"`
	Imported string   `yaml:"imported_from,omitempty" json:"imported_from,omitempty"`
	Lost     []string `yaml:"lost,omitempty" json:"lost,omitempty"`
	// Kept is what the original said about the case itself, such as its aim.
	Kept []string `yaml:"kept,omitempty" json:"kept,omitempty"`
}

// Sex of a patient, as far as anatomy and reference ranges need it.
type Sex string

// The values of Sex. An empty value means that the case does not say.
const (
	Female   Sex = "female"
	Male     Sex = "male"
	Intersex Sex = "intersex"
)

// Patient is the person of the case.
type Patient struct {
	Name     string  `yaml:"name,omitempty" json:"name,omitempty"`
	Age      float64 `yaml:"age" json:"age"`
	AgeUnit  string  `yaml:"age_unit,omitempty" json:"age_unit,omitempty"` // years (the default), months, weeks or days
	Sex      Sex     `yaml:"sex,omitempty" json:"sex,omitempty"`
	Pronouns string  `yaml:"pronouns,omitempty" json:"pronouns,omitempty"` // such as "she/her"
	Setting  string  `yaml:"setting,omitempty" json:"setting,omitempty"`
	Language string  `yaml:"language,omitempty" json:"language,omitempty"`
	// Literacy is the health literacy: adequate (the default) or limited.
	Literacy string `yaml:"literacy,omitempty" json:"literacy,omitempty"`
	// Informant is set when somebody else speaks for the patient.
	Informant *Informant `yaml:"informant,omitempty" json:"informant,omitempty"`
	// Present are other people in the room at the start, such as "mother".
	Present []string `yaml:"present,omitempty" json:"present,omitempty"`
}

// Informant speaks for the patient, in the third person.
type Informant struct {
	Name     string `yaml:"name,omitempty" json:"name,omitempty"`
	Relation string `yaml:"relation" json:"relation"`
}

// Temperament is how the patient meets people. Trust and Distress start here, on
// a scale from 0 to 10, and are moved by the learner's manner.
type Temperament struct {
	Persona  string    `yaml:"persona,omitempty" json:"persona,omitempty"`
	Trust    int       `yaml:"trust,omitempty" json:"trust,omitempty"`
	Distress int       `yaml:"distress,omitempty" json:"distress,omitempty"`
	Triggers []Trigger `yaml:"triggers,omitempty" json:"triggers,omitempty"`
	// Telegraphic is how bare keywords are met: accept (the default) or puzzled.
	Telegraphic string `yaml:"telegraphic,omitempty" json:"telegraphic,omitempty"`
	// Jargon are technical words that this patient does not understand.
	Jargon []string `yaml:"jargon,omitempty" json:"jargon,omitempty"`
}

// Trigger is something that moves this patient more than others.
type Trigger struct {
	ID       string   `yaml:"id" json:"id"`
	On       []string `yaml:"on" json:"on"` // words of the learner
	Say      string   `yaml:"say" json:"say"`
	Trust    int      `yaml:"trust,omitempty" json:"trust,omitempty"`
	Distress int      `yaml:"distress,omitempty" json:"distress,omitempty"`
}

// Instalment is a piece of the patient's own narrative.
type Instalment struct {
	ID    string   `yaml:"id" json:"id"`
	Say   string   `yaml:"say" json:"say"`
	Facts []string `yaml:"facts" json:"facts"`
}

// Cue is a hint, spoken or seen, at something that lies behind.
type Cue struct {
	ID   string `yaml:"id" json:"id"`
	Kind string `yaml:"kind" json:"kind"` // spoken or described
	Text string `yaml:"text" json:"text"`
	// With is the fact or instalment that the cue comes with.
	With string `yaml:"with" json:"with"`
	// Behind are the facts that the cue hints at.
	Behind []string `yaml:"behind" json:"behind"`
}

// Context is a circumstance that changes the right plan.
type Context struct {
	ID      string   `yaml:"id" json:"id"`
	Kind    string   `yaml:"kind" json:"kind"` // cost, caring, work, beliefs, access or other
	Text    string   `yaml:"text" json:"text"`
	Changes string   `yaml:"changes" json:"changes"`
	Facts   []string `yaml:"facts,omitempty" json:"facts,omitempty"`
}
