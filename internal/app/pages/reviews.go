package pages

import (
	"context"
	"errors"
	"slices"

	"preceptor/internal/encounter"
	"preceptor/internal/policy"
	"preceptor/internal/privacy"
	"preceptor/internal/rubric"
	"preceptor/internal/web"
	"preceptor/internal/web/view"
)

// reviews is the educator's side of encounters.
type reviews struct{ desk }

// Inbox lists the finished encounters whose marks the actor may overrule, page
// by page back to the first.
func (s reviews) Inbox(ctx context.Context, actor web.Actor, offset int) (view.Inbox, error) {
	scope, err := s.inboxScope(ctx, actor)
	if err != nil {
		return view.Inbox{}, err
	}
	total, err := s.Encounters.Count(ctx, scope)
	if err != nil {
		return view.Inbox{}, err
	}
	offset = min(offset, total)
	found, err := s.Encounters.List(ctx, scope, pageSize, offset)
	if err != nil {
		return view.Inbox{}, err
	}
	rows, err := s.inboxRows(ctx, found)
	return view.Inbox{Rows: rows, Pages: view.Pages{Offset: offset, Size: pageSize, Total: total, Path: listAt("/reviews")}}, err
}

func (d desk) inboxScope(ctx context.Context, actor web.Actor) (policy.Predicate, error) {
	scope, err := d.Policy.Scope(ctx, actorOf(actor), policy.MarkOverrule, policy.Mark)
	return encounter.OnlyFinished(scope), words(err)
}

// farthestBack bounds how many signed encounters a home looks through for
// unsigned ones; the inbox itself shows them all.
const farthestBack = 10 * pageSize

// unsigned are the newest of the inbox that nobody has signed.
func (d desk) unsigned(ctx context.Context, actor web.Actor, most int) ([]view.InboxRow, error) {
	scope, err := d.inboxScope(ctx, actor)
	if err != nil {
		return nil, err
	}
	var open []view.InboxRow
	for offset := 0; offset < farthestBack && len(open) < most; offset += pageSize {
		found, err := d.Encounters.List(ctx, scope, pageSize, offset)
		if err != nil {
			return nil, err
		}
		rows, err := d.inboxRows(ctx, found)
		if err != nil {
			return nil, err
		}
		open = append(open, slices.DeleteFunc(rows, func(r view.InboxRow) bool { return r.Signed })...)
		if len(found) < pageSize {
			break
		}
	}
	return open[:min(len(open), most)], nil
}

// inboxRows leaves out the encounters of people who were erased: nobody can
// read their marks any more.
func (d desk) inboxRows(ctx context.Context, found []encounter.Encounter) ([]view.InboxRow, error) {
	var rows []view.InboxRow
	for _, e := range found {
		row, err := d.inboxRow(ctx, e)
		if errors.Is(err, privacy.ErrErased) {
			continue
		}
		if err != nil {
			return nil, words(err)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func (d desk) inboxRow(ctx context.Context, e encounter.Encounter) (view.InboxRow, error) {
	marks, err := d.Encounters.Marks(ctx, e)
	if err != nil {
		return view.InboxRow{}, err
	}
	listed, err := d.Cases.Find(ctx, e.Case)
	if err != nil {
		return view.InboxRow{}, err
	}
	return view.InboxRow{EncounterID: string(e.ID), CaseTitle: listed.Title, Learner: d.named(ctx, e.Learner), Purpose: view.Purpose(e.Purpose),
		FinishedAt: e.FinishedAt.Time(), Open: len(marks.Open()), Signed: marks.State == rubric.Signed}, nil
}

func (s reviews) Open(ctx context.Context, actor web.Actor, id string) (view.Review, error) {
	t, err := s.talk(ctx, id)
	if err != nil {
		return view.Review{}, err
	}
	marks, err := s.Encounters.Marks(ctx, t.e)
	if err != nil {
		return view.Review{}, words(err)
	}
	debrief := s.debrief(ctx, t, marks)
	debrief.Learner = s.named(ctx, t.e.Learner)
	return view.Review{Debrief: debrief, Open: len(marks.Open()), Version: t.e.Version,
		MayOverrule: marks.State != rubric.Signed && s.may(ctx, actor, policy.MarkOverrule, t.e),
		MaySign:     marks.State != rubric.Signed && len(marks.Open()) == 0 && s.may(ctx, actor, policy.MarkSign, t.e)}, nil
}

func (d desk) may(ctx context.Context, actor web.Actor, action policy.Action, e encounter.Encounter) bool {
	object := e.Object()
	object.Kind = policy.Mark
	return d.Policy.Allow(ctx, actorOf(actor), action, object) == nil
}

func (s reviews) Overrule(ctx context.Context, actor web.Actor, id string, in view.OverruleInput) error {
	met, err := s.metBy(ctx, encounter.ID(id), in)
	if err != nil {
		return words(err)
	}
	return refusal(words(s.Encounters.Overrule(ctx, encounter.ID(id), idOf(actor),
		encounter.Overruling{Item: in.Item, Met: met, Reason: in.Reason, Line: -1, Version: in.Version})))
}

func (s reviews) Sign(ctx context.Context, actor web.Actor, id string, version int64) error {
	return words(s.Encounters.Sign(ctx, encounter.ID(id), idOf(actor), version))
}

// metBy turns the educator's verdict into whether the item was met, which for
// an item that should not happen is the other way round.
func (d desk) metBy(ctx context.Context, id encounter.ID, in view.OverruleInput) (bool, error) {
	e, err := d.Encounters.Get(ctx, id)
	if err != nil {
		return false, err
	}
	c, err := d.Encounters.Case(ctx, e)
	if err != nil {
		return false, err
	}
	good := in.Verdict == view.VerdictMet
	for _, item := range c.Checklist {
		if item.ID == in.Item {
			return good != item.Negative, nil
		}
	}
	return good, nil
}
