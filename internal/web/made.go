package web

func (s *Shell) madeRoutes() []Route {
	return []Route{
		{Method: "GET", Pattern: "/made/{id}", Action: ActionProvenance, Kind: KindMade, Handler: s.showMade},
		{Method: "POST", Pattern: "/made/{id}/report", Action: ActionReport, Kind: KindMade, Handler: s.reportMade},
	}
}

// showMade tells where a text or mark came from: in the drawer for scripts, as
// a page for everybody else.
func (s *Shell) showMade(v *Visit) error {
	made, err := s.services.Made.Provenance(v.Context(), *v.Actor, v.ID())
	if err != nil {
		return err
	}
	if v.Partial() {
		return v.Fragment("made", "provenance", made)
	}
	return v.Show(Page{Name: "made", Title: v.Say("made.title")}, made)
}

func (s *Shell) reportMade(v *Visit) error {
	if err := v.Parse(); err != nil {
		return err
	}
	problem := v.Field("problem")
	if problem == "" {
		return ErrBadRequest
	}
	if !s.reports.allow(v.Actor.ID) {
		return ErrTooMany
	}
	if err := s.services.Made.Report(v.Context(), *v.Actor, v.ID(), problem); err != nil {
		return err
	}
	if v.Partial() {
		return v.Fragment("made", "reported", nil)
	}
	v.Flash("done", "made.reported")
	return v.Go("/made/" + v.ID())
}
