package view

import "time"

// TurnKind is the kind of one turn of an encounter.
type TurnKind string

// The kinds of turn. The first three are the learner's, the last three answer them.
const (
	TurnSay     TurnKind = "say"
	TurnExamine TurnKind = "examine"
	TurnOrder   TurnKind = "order"
	TurnReply   TurnKind = "reply"
	TurnFinding TurnKind = "finding"
	TurnResult  TurnKind = "result"
)

// ByLearner tells whether the learner made the turn.
func (k TurnKind) ByLearner() bool { return k == TurnSay || k == TurnExamine || k == TurnOrder }

// Encounter is one learner with one patient, in progress.
type Encounter struct {
	ID        string
	CaseID    string
	CaseTitle string
	Setting   string
	Task      string
	Patient   Patient
	Purpose   Purpose
	Attempt   int
	StartedAt time.Time
	Minutes   int // time to plan for; 0 for none
	Wording   Maker
	Turns     []Turn
	NextID    string // client-made id for the turn posted without scripts
	FinishID  string // client-made id for finishing without scripts
	Chart     Chart
	Finish    Form // diagnosis, why, confidence
	Finished  bool
	Left      bool // ended without marks
}

// Turn is one turn of the conversation.
type Turn struct {
	ID   string
	N    int // counted from 1 within the encounter
	Kind TurnKind
	Text string
	At   time.Time
	Made Made
	Flag Flag // for findings and results
}

// TurnInput is one turn that a learner's device sends. ID is made by the
// device, so that sending it again changes nothing.
type TurnInput struct {
	ID   string
	Kind TurnKind
	Text string
}

// Exchange is what one learner's turn brought: the turn itself, the answers,
// and the chart afterwards.
type Exchange struct {
	Answers     string // id of the posted turn that this answers; the shell fills it in
	EncounterID string
	Patient     Patient
	Turns       []Turn
	Chart       Chart
	NextID      string
}

// Chart is the patient's chart as far as it was filled.
type Chart struct {
	EncounterID string
	Sections    []ChartSection
}

// Empty tells whether nothing has been charted yet.
func (c Chart) Empty() bool {
	for _, s := range c.Sections {
		if len(s.Entries) > 0 {
			return false
		}
	}
	return true
}

// ChartKind names a section of the chart.
type ChartKind string

// The sections of the chart.
const (
	ChartHistory  ChartKind = "history"
	ChartFindings ChartKind = "findings"
	ChartResults  ChartKind = "results"
)

// ChartSection is one section of the chart.
type ChartSection struct {
	Kind    ChartKind
	Entries []ChartEntry
}

// Flag marks a value that is out of the ordinary.
type Flag string

// The flags of a value.
const (
	FlagNone     Flag = ""
	FlagAbnormal Flag = "abnormal"
	FlagCritical Flag = "critical"
)

// Topic is the branch of the history that a line belongs to.
type Topic string

// The branches of a history, in their usual order.
const (
	TopicPresenting  Topic = "presenting"
	TopicReview      Topic = "review"
	TopicPast        Topic = "past"
	TopicObstetric   Topic = "obstetric"
	TopicDrugs       Topic = "drugs"
	TopicAllergies   Topic = "allergies"
	TopicFamily      Topic = "family"
	TopicSocial      Topic = "social"
	TopicSexual      Topic = "sexual"
	TopicSafety      Topic = "safety"
	TopicMind        Topic = "mind"
	TopicPerspective Topic = "perspective"
	TopicIdentity    Topic = "identity"
)

// ChartEntry is one line of the chart and the turn it came from.
type ChartEntry struct {
	Label string
	Topic Topic // of history, in place of a label
	Value string
	Flag  Flag
	Turn  int
}

// Confidence is how sure a learner is of the leading diagnosis.
type Confidence string

// The degrees of confidence.
const (
	ConfidenceLow    Confidence = "low"
	ConfidenceMiddle Confidence = "middle"
	ConfidenceHigh   Confidence = "high"
)

// FinishInput ends an encounter.
type FinishInput struct {
	ID         string // client-made
	Diagnosis  string
	Why        string
	Confidence Confidence
}
