package webtest

import (
	"context"
	"slices"
	"sync"

	"preceptor/internal/web"
	"preceptor/internal/web/view"
)

// Question is one question to the policy.
type Question struct {
	Action string
	Object web.Object
}

// Asked is a policy by role that remembers what it was asked.
type Asked struct {
	mu        sync.Mutex
	questions []Question
	DenyAll   bool
}

// allowed says which roles may do what in the made-up house.
var allowed = map[string][]view.Role{
	web.ActionCaseList:   {view.Learner, view.Educator, view.Examiner, view.Supervisor, view.CurriculumLead},
	web.ActionCaseRead:   {view.Learner, view.Educator, view.Examiner, view.Supervisor, view.CurriculumLead},
	web.ActionEncounter:  {view.Learner, view.Educator},
	web.ActionTurn:       {view.Learner, view.Educator},
	web.ActionSee:        {view.Learner, view.Educator},
	web.ActionReviewList: {view.Educator, view.Examiner},
	web.ActionReview:     {view.Educator, view.Examiner},
	web.ActionOverrule:   {view.Educator, view.Examiner},
	web.ActionSign:       {view.Educator, view.Examiner},
	web.ActionProvenance: view.Roles,
	web.ActionReport:     view.Roles,
	web.ActionEvents:     view.Roles,
	web.ActionLedger:     {view.Governance},
	web.ActionVerify:     {view.Governance},
	web.ActionExport:     {view.Governance},
	web.ActionPeople:     {view.Administrator},
	web.ActionPerson:     {view.Administrator},
	web.ActionInvite:     {view.Administrator},
	web.ActionSuspend:    {view.Administrator},
}

// Allow answers by role and remembers the question.
func (a *Asked) Allow(_ context.Context, actor web.Actor, action string, object web.Object) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.questions = append(a.questions, Question{action, object})
	if a.DenyAll {
		return web.ErrForbidden
	}
	for _, role := range actor.Roles {
		if slices.Contains(allowed[action], role) {
			return nil
		}
	}
	return web.ErrForbidden
}

// Take gives the questions asked so far and forgets them.
func (a *Asked) Take() []Question {
	a.mu.Lock()
	defer a.mu.Unlock()
	questions := a.questions
	a.questions = nil
	return questions
}
