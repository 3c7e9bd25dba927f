package web

// Actions that the routes ask the policy about. Public and Own are known to
// the shell itself; all others are decided by the policy.
const (
	// Public needs no session: sign-in, assets, health, the offline page.
	Public = "public"
	// Own needs a session and concerns only the person's own account and home.
	Own = "own"

	ActionCaseList   = "case.list"
	ActionCaseRead   = "case.read"
	ActionEncounter  = "encounter.start"
	ActionTurn       = "encounter.speak"
	ActionSee        = "encounter.read"
	ActionReviewList = "review.list"
	ActionReview     = "review.read"
	ActionOverrule   = "mark.overrule"
	ActionSign       = "mark.sign"
	ActionProvenance = "provenance.read"
	ActionReport     = "provenance.report"
	ActionLedger     = "ledger.read"
	ActionVerify     = "ledger.verify"
	ActionExport     = "ledger.export"
	ActionPeople     = "person.list"
	ActionPerson     = "person.read"
	ActionInvite     = "person.invite"
	ActionSuspend    = "person.suspend"
	ActionEvents     = "events.follow"
)

// Kinds of object that an action is asked about.
const (
	KindNone      = ""
	KindCase      = "case"
	KindEncounter = "encounter"
	KindPerson    = "person"
	KindMade      = "made"
	KindLedger    = "ledger"
)
