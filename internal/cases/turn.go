package cases

// Act is what a reply does.
type Act string

// The acts of a reply.
const (
	Answer  Act = "answer"
	Unknown Act = "unknown" // in role: the patient does not know, or the case is silent
	Greet   Act = "greet"
	Clarify Act = "clarify"
	Refuse  Act = "refuse" // not a patient's business, or a way out of the role
)

// Input is one turn of the learner.
type Input struct {
	// Say is what the learner says; empty means silence.
	Say string `json:"say"`
	// Present are other people in the room now, such as "mother". Nil leaves the room as it was.
	Present []string `json:"present,omitempty"`
	// Alone says that everybody else has left the room.
	Alone bool `json:"alone,omitempty"`
}

// State is everything that a talk has changed. It can be stored as JSON and
// resumed byte for byte. The zero State stands for a talk that has not begun.
type State struct {
	Turn     int  `json:"turn"`
	Begun    bool `json:"begun,omitempty"`
	Trust    int  `json:"trust"`
	Distress int  `json:"distress"`
	// Story is the number of instalments told, or cut off by early closed questions.
	Story int `json:"story,omitempty"`
	// Closed counts closed questions asked before the story was told.
	Closed  int      `json:"closed,omitempty"`
	Told    []ToldAt `json:"told,omitempty"`
	Cues    []string `json:"cues,omitempty"`    // cues given
	Present []string `json:"present,omitempty"` // other people in the room
	Last    LastTurn `json:"last,omitzero"`
	Asked   []string `json:"asked,omitempty"` // consents given, such as "examination" or "chaperone"
	Heard   []string `json:"heard,omitempty"` // what the learner explained, verbatim
	// Lines are ids of the patient's own questions and refusals that were said.
	Lines []string `json:"lines,omitempty"`
	// Opened says that the opening line was said.
	Opened bool `json:"opened,omitempty"`
	// Done are ids of findings and tests that were shown.
	Done   []string   `json:"done,omitempty"`
	Recent []Spoken   `json:"recent,omitempty"` // the last turns, for a model's wording
	Manner []MannerAt `json:"manner,omitempty"` // the turns that moved trust or distress
}

// ToldAt is a fact that has been told, with the turn and the form.
type ToldAt struct {
	Fact string `json:"fact"`
	Turn int    `json:"turn"`
	Form Form   `json:"form,omitempty"`
}

// LastTurn is the context that a follow-up leans on.
type LastTurn struct {
	Facts []string `json:"facts,omitempty"`
	Topic string   `json:"topic,omitempty"`
	Kind  string   `json:"kind,omitempty"`
	// Words are the concepts that the last question was about, answered or not.
	Words []string `json:"words,omitempty"`
	Act   Act      `json:"act,omitempty"`
}

// Spoken is one past turn.
type Spoken struct {
	Learner string `json:"learner"`
	Patient string `json:"patient"`
}

// MannerAt is a turn that moved trust or distress, for the trust line of the debrief.
type MannerAt struct {
	Turn     int    `json:"turn"`
	Why      string `json:"why"`
	Trust    int    `json:"trust"`
	Distress int    `json:"distress"`
}

// Told is a fact that a reply states.
type Told struct {
	ID string `json:"id"`
	// Text stands verbatim in the case file.
	Text string `json:"text"`
	// Form is set for sensitive facts. A cover or a cue does not reveal the fact itself.
	Form Form `json:"form,omitempty"`
}

// Reply is the patient's side of one turn.
type Reply struct {
	Act   Act    `json:"act"`
	Text  string `json:"text"`
	Facts []Told `json:"facts,omitempty"`
	// Cues are ids of cues given with this reply; described ones stand in Seen, not in Text.
	Cues []string `json:"cues,omitempty"`
	Seen []string `json:"seen,omitempty"`
	// Match says why the patient said that.
	Match Match `json:"match"`
}

// Match is how a turn was understood.
type Match struct {
	// Kind is the kind of question or act, Topics and Focus what it was about.
	Kind   string   `json:"kind"`
	Topics []string `json:"topics,omitempty"`
	Focus  []string `json:"focus,omitempty"`
	Manner []string `json:"manner,omitempty"`
	// Why is one sentence for a teacher.
	Why string `json:"why"`
	// Candidates are the best facts with their scores, the released ones included.
	Candidates []Candidate `json:"candidates,omitempty"`
}

// Candidate is a fact that came into question.
type Candidate struct {
	Fact  string   `json:"fact"`
	Score float64  `json:"score"` // 0 to 1
	By    []string `json:"by"`    // the words or concepts that matched
}

// Findings are what an examination or a test shows.
type Findings struct {
	// Known is false when the case holds nothing on what was asked for.
	Known bool    `json:"known"`
	Shown []Shown `json:"shown,omitempty"`
	// Needs is the consent that is missing; nothing is shown before it.
	Needs Consent `json:"needs,omitempty"`
	// Text is what the patient says, when a consent is missing or the manoeuvre hurts.
	Text    string  `json:"text,omitempty"`
	Minutes int     `json:"minutes,omitempty"`
	Cost    float64 `json:"cost,omitempty"`
}

// Shown is one finding or one test result.
type Shown struct {
	ID     string   `json:"id"`
	Name   string   `json:"name"`
	Result string   `json:"result"`
	Text   string   `json:"text"` // name and result in one line
	Kind   string   `json:"kind"` // finding or test
	Media  []string `json:"media,omitempty"`
}

// Fault is something wrong with a case, or with a model's wording of a reply.
type Fault struct {
	Line int    `json:"line,omitempty"` // in the file, 0 when unknown
	Path string `json:"path,omitempty"` // where in the case, such as "facts/chest-tightness"
	Text string `json:"text"`           // one sentence
}
