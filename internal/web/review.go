package web

import (
	"net/http"
	"slices"
	"strconv"

	"preceptor/internal/web/view"
)

func (s *Shell) reviewRoutes() []Route {
	return []Route{
		{Method: "GET", Pattern: "/reviews", Action: ActionReviewList, Handler: s.showInbox},
		{Method: "GET", Pattern: "/encounters/{id}/review", Action: ActionReview, Kind: KindEncounter, Handler: s.showReview},
		{Method: "POST", Pattern: "/encounters/{id}/overrule", Action: ActionOverrule, Kind: KindEncounter, Handler: s.overrule},
		{Method: "POST", Pattern: "/encounters/{id}/sign", Action: ActionSign, Kind: KindEncounter, Handler: s.sign},
	}
}

func (s *Shell) showInbox(v *Visit) error {
	inbox, err := s.services.Reviews.Inbox(v.Context(), *v.Actor, v.Offset())
	if err != nil {
		return err
	}
	return v.Show(Page{Name: "reviews", Title: v.Say("reviews.title"), Nav: "reviews"}, inbox)
}

func (s *Shell) showReview(v *Visit) error { return s.reviewPage(v, http.StatusOK, view.Form{}) }

func (s *Shell) reviewPage(v *Visit, status int, form view.Form) error {
	review, err := s.services.Reviews.Open(v.Context(), *v.Actor, v.ID())
	if err != nil {
		return err
	}
	review.Form = form
	return v.Show(Page{Name: "review", Title: v.Say("review.title"), Nav: "reviews", Status: status}, review)
}

// overrule changes one mark. A reason is always wanted: it is read by the learner.
func (s *Shell) overrule(v *Visit) error {
	if err := v.Parse(); err != nil {
		return err
	}
	version, err := strconv.ParseInt(v.Field("version"), 10, 64)
	if err != nil {
		return ErrBadRequest
	}
	input := view.OverruleInput{
		Item: v.Field("item"), Verdict: view.Verdict(v.Field("verdict")), Reason: v.Field("reason"), Version: version,
	}
	if !slices.Contains(view.Verdicts, input.Verdict) {
		return s.reviewPage(v, http.StatusUnprocessableEntity, overruleForm(input, "verdict", "review.verdict-missing"))
	}
	if input.Reason == "" {
		return s.reviewPage(v, http.StatusUnprocessableEntity, overruleForm(input, "reason", "review.reason-missing"))
	}
	err = s.services.Reviews.Overrule(v.Context(), *v.Actor, v.ID(), input)
	if invalid, ok := view.AsInvalid(err); ok {
		form := overruleForm(input, "", "")
		form.Errors = invalid.Fields
		return s.reviewPage(v, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	v.Flash("done", "review.overruled")
	return v.Go("/encounters/" + v.ID() + "/review#item-" + input.Item)
}

func overruleForm(input view.OverruleInput, field, key string) view.Form {
	return view.Form{
		Values: map[string]string{"item": input.Item, "verdict": string(input.Verdict), "reason": input.Reason},
		Errors: map[string]string{field: key},
	}
}

// sign signs what the educator has seen, not what may stand there since.
func (s *Shell) sign(v *Visit) error {
	if err := v.Parse(); err != nil {
		return err
	}
	version, err := strconv.ParseInt(v.Field("version"), 10, 64)
	if err != nil {
		return ErrBadRequest
	}
	if err := s.services.Reviews.Sign(v.Context(), *v.Actor, v.ID(), version); err != nil {
		return err
	}
	v.Flash("done", "review.signed-now")
	return v.Go("/encounters/" + v.ID() + "/review")
}
