package rubric

// Who speaks in a turn.
type Who string

// The speakers of a transcript. An informant counts as the patient.
const (
	Learner Who = "learner"
	Patient Who = "patient"
)

// TurnKind says what a turn of the learner is.
type TurnKind string

// The kinds of turns. Only what is spoken explains, advises or asks.
const (
	Spoken  TurnKind = ""
	Act     TurnKind = "act"     // an examination or a test, as it was ordered
	Verdict TurnKind = "verdict" // a committed diagnosis with its reasons
)

// Turn is one utterance, or one act, of a talk.
type Turn struct {
	Who  Who    `json:"who"`
	Text string `json:"text"`
	// Kind is empty for spoken words, and for every turn of the patient.
	Kind TurnKind `json:"kind,omitempty"`
	// Facts are the ids of the case's facts that the turn states, where the
	// engine knows them. A talk from elsewhere has none and is marked by its words.
	Facts []string `json:"facts,omitempty"`
	// Topics are the history topics that the learner's turn asked for, where known.
	Topics []string `json:"topics,omitempty"`
	// Did are the ids of manoeuvres, tests and acts done in the turn, where known.
	Did []string `json:"did,omitempty"`
}

// Evidence is a stretch of the talk that supports a mark.
type Evidence struct {
	// Turn counts from 0.
	Turn int `json:"turn"`
	// Quote stands verbatim in that turn.
	Quote string `json:"quote"`
}

// Result is the mark of one item.
type Result struct {
	ID string `json:"id"`
	// Met is nil when the marker is unsure and a human has to decide.
	Met *bool `json:"met"`
	// Confidence lies between 0 and 1; it is not a probability until a school has validated it.
	Confidence float64    `json:"confidence"`
	Evidence   []Evidence `json:"evidence"`
}

// IsMet says whether the item is met beyond doubt of the marker.
func (r Result) IsMet() bool { return r.Met != nil && *r.Met }

// Unsure says whether the item is left to a human.
func (r Result) Unsure() bool { return r.Met == nil }

func met(id string, confidence float64, evidence ...Evidence) Result {
	yes := true
	return Result{ID: id, Met: &yes, Confidence: confidence, Evidence: evidence}
}

func notMet(id string, confidence float64) Result {
	no := false
	return Result{ID: id, Met: &no, Confidence: confidence, Evidence: []Evidence{}}
}

func unsure(id string, confidence float64, evidence ...Evidence) Result {
	return Result{ID: id, Confidence: confidence, Evidence: append([]Evidence{}, evidence...)}
}
