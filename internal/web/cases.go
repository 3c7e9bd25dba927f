package web

import (
	"preceptor/internal/web/view"
)

func (s *Shell) caseRoutes() []Route {
	return []Route{
		{Method: "GET", Pattern: "/cases", Action: ActionCaseList, Handler: s.listCases},
		{Method: "GET", Pattern: "/cases/{id}", Action: ActionCaseRead, Kind: KindCase, Handler: s.briefCase},
		{Method: "POST", Pattern: "/cases/{id}/start", Action: ActionEncounter, Kind: KindCase, Handler: s.startEncounter},
	}
}

func (s *Shell) listCases(v *Visit) error {
	cases, err := s.services.Cases.List(v.Context(), *v.Actor, v.Query("q"), v.Offset())
	if err != nil {
		return err
	}
	if v.Partial() {
		return v.Fragment("cases", "case-list", cases)
	}
	return v.Show(Page{Name: "cases", Title: v.Say("cases.title"), Nav: "cases"}, cases)
}

func (s *Shell) briefCase(v *Visit) error {
	brief, err := s.services.Cases.Brief(v.Context(), *v.Actor, v.ID())
	if err != nil {
		return err
	}
	brief.StartID = s.NewID()
	return v.Show(Page{Name: "case", Title: brief.Title, Nav: "cases"}, brief)
}

// startEncounter opens the encounter under the id that the page was printed
// with, so that a form sent twice starts one encounter.
func (s *Shell) startEncounter(v *Visit) error {
	if err := v.Parse(); err != nil {
		return err
	}
	id := v.Field("encounter")
	if id == "" {
		return ErrBadRequest
	}
	purpose := view.Purpose(v.Field("purpose"))
	if err := s.services.Encounters.Start(v.Context(), *v.Actor, v.ID(), id, purpose); err != nil {
		return err
	}
	return v.Go("/encounters/" + id)
}
