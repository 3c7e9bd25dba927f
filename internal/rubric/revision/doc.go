// Package revision turns what educators overruled into a new version of the marker
// for one case. It is pure; storage and pages are elsewhere.
//
// Words. A change teaches the marker one thing about one item: a wording that earns
// it, a wording that does not, or that only humans mark it. A marker is the list of
// approved changes of a case with its version. A past talk is one whose marks humans
// have seen. A preview says which marks of past talks a proposal would change.
//
//	overrulings ──Suggest──▶ suggestions ──Propose──▶ proposed ──Approve (a second
//	                                                  │    │     educator, who has
//	                                           Reject │    │     seen the preview)
//	                                                  ▼    ▼
//	                                            rejected  approved = marker version + 1
//
// Nothing here changes marks that were given: a new version marks later talks, and
// whoever wants to mark an old talk again does so in the open.
package revision
