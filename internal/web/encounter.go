package web

import (
	"errors"
	"net/http"
	"strconv"

	"preceptor/internal/web/view"
)

func (s *Shell) encounterRoutes() []Route {
	return []Route{
		{Method: "GET", Pattern: "/encounters/{id}", Action: ActionSee, Kind: KindEncounter, Handler: s.showEncounter},
		{Method: "POST", Pattern: "/encounters/{id}/turns", Action: ActionTurn, Kind: KindEncounter, Handler: s.takeTurn},
		{Method: "GET", Pattern: "/encounters/{id}/turns", Action: ActionSee, Kind: KindEncounter, Handler: s.turnsSince},
		{Method: "POST", Pattern: "/encounters/{id}/finish", Action: ActionTurn, Kind: KindEncounter, Handler: s.finishEncounter},
		{Method: "GET", Pattern: "/encounters/{id}/debrief", Action: ActionSee, Kind: KindEncounter, Handler: s.showDebrief},
	}
}

func (s *Shell) showEncounter(v *Visit) error { return s.encounterPage(v, http.StatusOK, view.Form{}) }

func (s *Shell) encounterPage(v *Visit, status int, finish view.Form) error {
	e, err := s.services.Encounters.Open(v.Context(), *v.Actor, v.ID())
	if err != nil {
		return err
	}
	if e.Finished {
		return v.Go("/encounters/" + e.ID + "/debrief")
	}
	if e.Left {
		return v.Show(Page{Name: "left", Title: e.CaseTitle, Nav: "cases"}, e)
	}
	e.NextID, e.FinishID, e.Finish = s.NewID(), s.NewID(), finish
	page := Page{Name: "encounter", Title: e.CaseTitle, Nav: "cases", Script: "encounter", Status: status}
	return v.Show(page, e)
}

// takeTurn takes one turn. A script gets the exchange and may send the same
// turn again after a broken connection; a plain form goes back to the page.
func (s *Shell) takeTurn(v *Visit) error {
	if err := v.Parse(); err != nil {
		return err
	}
	turn := view.TurnInput{ID: v.Field("turn"), Kind: view.TurnKind(v.Field("kind")), Text: v.Field("text")}
	if turn.ID == "" || turn.Text == "" || !turn.Kind.ByLearner() {
		return ErrBadRequest
	}
	exchange, err := s.services.Encounters.Turn(v.Context(), *v.Actor, v.ID(), turn)
	if err != nil {
		return err
	}
	if v.Partial() {
		exchange.Answers = turn.ID
		return v.Fragment("encounter", "exchange", exchange)
	}
	return v.Go("/encounters/" + v.ID() + "#composer")
}

// turnsSince gives what another tab or device has added.
func (s *Shell) turnsSince(v *Visit) error {
	after, err := strconv.Atoi(v.Query("after"))
	if err != nil || after < 0 {
		return ErrBadRequest
	}
	exchange, err := s.services.Encounters.Since(v.Context(), *v.Actor, v.ID(), after)
	if err != nil {
		return err
	}
	return v.Fragment("encounter", "exchange", exchange)
}

func (s *Shell) finishEncounter(v *Visit) error {
	if err := v.Parse(); err != nil {
		return err
	}
	input := view.FinishInput{
		ID: v.Field("finish"), Diagnosis: v.Field("diagnosis"), Why: v.Field("why"),
		Confidence: view.Confidence(v.Field("confidence")),
	}
	if input.Diagnosis == "" {
		form := finishForm(input, map[string]string{"diagnosis": "encounter.diagnosis-missing"})
		return s.encounterPage(v, http.StatusUnprocessableEntity, form)
	}
	err := s.services.Encounters.Finish(v.Context(), *v.Actor, v.ID(), input)
	if invalid, ok := view.AsInvalid(err); ok {
		return s.encounterPage(v, http.StatusUnprocessableEntity, finishForm(input, invalid.Fields))
	}
	if err != nil {
		return err
	}
	return v.Go("/encounters/" + v.ID() + "/debrief")
}

func finishForm(input view.FinishInput, faults map[string]string) view.Form {
	return view.Form{
		Values: map[string]string{"diagnosis": input.Diagnosis, "why": input.Why, "confidence": string(input.Confidence)},
		Errors: faults,
	}
}

// showDebrief shows the marks, or the way to the encounter that was left without any.
func (s *Shell) showDebrief(v *Visit) error {
	d, err := s.services.Encounters.Debrief(v.Context(), *v.Actor, v.ID())
	if errors.Is(err, ErrLeft) {
		return v.Go("/encounters/" + v.ID())
	}
	if err != nil {
		return err
	}
	return v.Show(Page{Name: "debrief", Title: v.Say("debrief.title"), Nav: "cases"}, d)
}
