// Package policy is the one place where it is decided who may do what, and
// which model may be used for what. Every page, API route, command and job asks
// here; a question that cannot be answered is answered no.
//
// # Words
//
//   - actor: who is asking, with all roles, and by which way in.
//   - action: one thing that can be done, to one kind of object. Actions lists them all.
//   - object: what it would be done to: owner, course, purpose, status, nothing else.
//   - rule: one Cedar policy in rules/*.cedar (https://docs.cedarpolicy.com).
//     Everything is forbidden but what a rule permits; a rule that forbids wins.
//   - scope: the rules about one action, for one actor, as an SQL condition.
//
// # One source of truth
//
// Allow gives a question to Cedar. Scope gives Cedar the same question without
// the object: partial evaluation works out all that depends on the actor alone,
// and what is left, a formula over the object's attributes, is written as SQL
// over the columns that kinds.go names.
//
//	            ┌── Allow: actor + action + object ──▶ yes or no
//	rules/*.cedar
//	            └── Scope: actor + action ──▶ residue ──▶ (owner = ? OR course IN (?, ?))
//
// So a list filtered by Scope holds what Allow would allow, row by row; a
// property test shows it on both engines. Rules about objects may use only what
// SQL can say (==, !=, contains, &&, ||, !); New refuses others.
package policy
