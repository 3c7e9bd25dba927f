package web

import (
	"net/http"

	"preceptor/internal/web/view"
)

func (s *Shell) settingsRoutes() []Route {
	return []Route{
		{Method: "GET", Pattern: "/settings", Action: Own, Handler: s.showSettings},
		{Method: "POST", Pattern: "/settings/password", Action: Own, Handler: s.changePassword},
		{Method: "POST", Pattern: "/settings/passkeys/{id}/remove", Action: Own, Handler: s.removePasskey},
		{Method: "POST", Pattern: "/settings/sessions/{id}/end", Action: Own, Handler: s.endSession},
	}
}

func (s *Shell) showSettings(v *Visit) error {
	return s.settingsPage(v, http.StatusOK, func(*view.Settings) {})
}

// settingsPage shows the settings after fill has put a refused form or a new
// token into them.
func (s *Shell) settingsPage(v *Visit, status int, fill func(*view.Settings)) error {
	settings, err := s.services.Settings.Open(v.Context(), *v.Actor, v.token)
	if err != nil {
		return err
	}
	settings.Locale, settings.Theme = v.Locale, v.Theme
	settings.Locales = s.localeChoices(v)
	fill(&settings)
	return v.Show(Page{Name: "settings", Title: v.Say("settings.title"), Nav: "settings", Status: status}, settings)
}

func (s *Shell) changePassword(v *Visit) error {
	if err := v.Parse(); err != nil {
		return err
	}
	if !s.signIns.allow("password " + v.Actor.ID) {
		return ErrTooMany
	}
	current, wanted := v.Request.PostFormValue("current"), v.Request.PostFormValue("wanted")
	err := s.services.Settings.ChangePassword(v.Context(), *v.Actor, current, wanted)
	if invalid, ok := view.AsInvalid(err); ok {
		return s.settingsPage(v, http.StatusUnprocessableEntity, func(settings *view.Settings) {
			settings.Password = view.Form{Errors: invalid.Fields}
		})
	}
	if err != nil {
		return err
	}
	v.Flash("done", "settings.password-changed")
	return v.Go("/settings")
}

func (s *Shell) removePasskey(v *Visit) error {
	if err := s.services.Settings.RemovePasskey(v.Context(), *v.Actor, v.ID()); err != nil {
		return err
	}
	v.Flash("done", "settings.passkey-removed")
	return v.Go("/settings")
}

func (s *Shell) endSession(v *Visit) error {
	if err := s.services.Settings.EndSession(v.Context(), *v.Actor, v.ID()); err != nil {
		return err
	}
	v.Flash("done", "settings.session-ended")
	return v.Go("/settings")
}
