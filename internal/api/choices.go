package api

import (
	"reflect"

	"preceptor/internal/cases"
	"preceptor/internal/encounter"
	"preceptor/internal/jobs"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/rubric"
)

// choices are the values of string types that have few.
var choices = map[reflect.Type][]string{
	reflect.TypeFor[people.Role]():          words(people.Roles()...),
	reflect.TypeFor[people.Scope]():         words(people.Scopes()...),
	reflect.TypeFor[people.Status]():        words(people.Active, people.Suspended, people.Erased),
	reflect.TypeFor[policy.Way]():           words(policy.BySession, policy.ByToken),
	reflect.TypeFor[policy.Purpose]():       words(policy.Private, policy.Shared, policy.Assignment, policy.Assessed),
	reflect.TypeFor[policy.Status]():        words(policy.Draft, policy.InReview, policy.Approved, policy.Retired),
	reflect.TypeFor[cases.ReviewState]():    words(cases.Draft, cases.AwaitingReview, cases.Approved, cases.Retired),
	reflect.TypeFor[cases.Sex]():            words(cases.Female, cases.Male, cases.Intersex),
	reflect.TypeFor[encounter.Status]():     words(encounter.Talking, encounter.Finished, encounter.Left),
	reflect.TypeFor[encounter.Kind]():       words(encounter.Say, encounter.Do, encounter.Diagnose),
	reflect.TypeFor[encounter.Confidence](): words(encounter.Low, encounter.Middle, encounter.High),
	reflect.TypeFor[encounter.LineKind](): words(encounter.Words, encounter.Act, encounter.Verdict, encounter.Answer,
		encounter.Finding, encounter.Result, encounter.Nothing, encounter.Hindered),
	reflect.TypeFor[rubric.Domain]():  words(rubric.History, rubric.Examination, rubric.Tests, rubric.Reasoning, rubric.Plan),
	reflect.TypeFor[rubric.SignOff](): words(rubric.ByMachine, rubric.Overruled, rubric.Signed),
	reflect.TypeFor[jobs.State]():     words(jobs.Waiting, jobs.Running, jobs.Done, jobs.Dead, jobs.Cancelled),
}

func words[T ~string](values ...T) []string {
	out := make([]string, len(values))
	for n, v := range values {
		out[n] = string(v)
	}
	return out
}
