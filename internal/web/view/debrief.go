package view

import "time"

// Verdict is the mark of one checklist item.
type Verdict string

// The verdicts.
const (
	VerdictMet       Verdict = "met"
	VerdictMissed    Verdict = "missed"
	VerdictUncertain Verdict = "uncertain" // the marker is not sure: a human decides
	VerdictHuman     Verdict = "human"     // only a human can judge this; nobody has yet
)

// Verdicts are those that a human may give when overruling.
var Verdicts = []Verdict{VerdictMet, VerdictMissed}

// Debrief is what the learner takes away from a finished encounter.
type Debrief struct {
	EncounterID string
	CaseID      string
	CaseTitle   string
	Patient     Patient
	Purpose     Purpose
	Attempt     int
	FinishedAt  time.Time
	Minutes     int
	Learner     string // shown to educators; empty on the learner's own page
	Diagnosis   Diagnosis
	Priorities  []Priority // at most two
	Domains     []Domain
	Turns       []Turn
	Understood  Share
	Made        Made // what marked it
	SignedBy    string
	SignedAt    time.Time
}

// Diagnosis is what the learner concluded beside what the case holds.
type Diagnosis struct {
	Given      string
	Why        string
	Confidence Confidence
	Expected   string
	Verdict    Verdict
}

// Priority is one thing to change next time, with a good way to have done it.
type Priority struct {
	Text string
	Try  string
	Turn int // 0 when it is about something that was never said
}

// Share is a part of a whole.
type Share struct{ Part, Whole int }

// Percent is the share in hundredths, rounded down; 100 of nothing.
func (s Share) Percent() int {
	if s.Whole == 0 {
		return 100
	}
	return s.Part * 100 / s.Whole
}

// Domain is one group of checklist items: history, examination, tests and so on.
type Domain struct {
	Name  string
	Items []MarkedItem
	// Scored is false for what only a human can judge: no number is shown.
	Scored     bool
	Got, OutOf int
}

// MarkedItem is one checklist item with its mark and the evidence for it.
type MarkedItem struct {
	ID       string
	Text     string
	Critical bool // a miss is a danger to the patient
	Verdict  Verdict
	Quotes   []Quote
	Try      string // a good way to have asked, for what was missed
	Overrule *Overrule
	Version  int64 // for the form that changes it
}

// Quote is the evidence of a mark: words of a turn.
type Quote struct {
	Turn int
	Text string
}

// Overrule is a human's change of a mark.
type Overrule struct {
	By     string
	At     time.Time
	From   Verdict
	Reason string
}

// Review is a debrief as its educator sees it.
type Review struct {
	Debrief
	MayOverrule bool
	MaySign     bool
	Open        int   // marks that wait for a human
	Version     int64 // of the marks that are shown, for the form that signs them
	Form        Form  // the overruling that was refused, with its item
}

// OverruleInput changes one mark.
type OverruleInput struct {
	Item    string
	Verdict Verdict
	Reason  string
	Version int64
}

// Inbox is what waits for an educator's or examiner's eyes.
type Inbox struct {
	Rows  []InboxRow
	Pages Pages
}

// InboxRow is one encounter that waits.
type InboxRow struct {
	EncounterID string
	CaseTitle   string
	Learner     string
	Purpose     Purpose
	FinishedAt  time.Time
	Open        int // marks that wait for a human
	Signed      bool
}
