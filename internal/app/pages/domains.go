package pages

import (
	"context"

	"preceptor/internal/people"
	"preceptor/internal/rubric"
	"preceptor/internal/web/view"
)

var domainNames = map[rubric.Domain]string{
	rubric.History: "History", rubric.Examination: "Examination", rubric.Tests: "Tests", rubric.Reasoning: "Reasoning", rubric.Plan: "Plan",
}

// domains are the marks by part of the consultation, and last the ratings that
// only a human gives.
func (d desk) domains(ctx context.Context, t *talk, marks rubric.Marks) []view.Domain {
	results := map[string]rubric.Result{}
	for _, r := range marks.Results {
		results[r.ID] = r
	}
	var out []view.Domain
	for _, score := range rubric.Scores(t.c.Checklist, t.c.Groups, marks.Results) {
		domain := view.Domain{Name: domainNames[score.Domain], Scored: true, Got: int(score.Earned), OutOf: int(score.Possible)}
		for _, item := range t.c.Checklist {
			if item.In() == score.Domain && shownItem(item, results[item.ID]) {
				domain.Items = append(domain.Items, d.markedItem(ctx, t, item, results[item.ID], marks))
			}
		}
		out = append(out, domain)
	}
	if human := t.humanDomain(); len(human.Items) > 0 {
		out = append(out, human)
	}
	return out
}

// shownItem leaves out what should not happen and did not.
func shownItem(item rubric.Item, r rubric.Result) bool {
	return !item.Negative || r.IsMet() || r.Unsure()
}

// humanDomain holds what no machine scores.
func (t *talk) humanDomain() view.Domain {
	domain := view.Domain{Name: "Communication"}
	for _, r := range t.c.Ratings {
		domain.Items = append(domain.Items, view.MarkedItem{ID: r.ID, Text: r.Text, Verdict: view.VerdictHuman})
	}
	return domain
}

func (d desk) markedItem(ctx context.Context, t *talk, item rubric.Item, r rubric.Result, marks rubric.Marks) view.MarkedItem {
	out := view.MarkedItem{ID: item.ID, Text: item.Text, Critical: item.Critical, Verdict: verdictOf(item, r.Met), Version: t.e.Version}
	for _, e := range r.Evidence {
		out.Quotes = append(out.Quotes, view.Quote{Turn: e.Turn + 1, Text: e.Quote})
	}
	if !r.IsMet() {
		out.Try = item.Good
	}
	for _, o := range marks.Overrulings {
		if o.Item == item.ID {
			out.Overrule = &view.Overrule{By: d.named(ctx, people.ID(o.By)), At: o.At, From: verdictOf(item, o.Before), Reason: o.Reason}
		}
	}
	return out
}

// verdictOf is good news for an item that was met, and bad news for one that
// should not have been.
func verdictOf(item rubric.Item, met *bool) view.Verdict {
	switch {
	case met == nil:
		return view.VerdictUncertain
	case *met != item.Negative:
		return view.VerdictMet
	}
	return view.VerdictMissed
}
