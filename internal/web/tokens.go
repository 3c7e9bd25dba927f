package web

import (
	"net/http"
	"strconv"

	"preceptor/internal/web/view"
)

func (s *Shell) tokenRoutes() []Route {
	return []Route{
		{Method: "POST", Pattern: "/settings/tokens", Action: Own, Handler: s.createToken},
		{Method: "POST", Pattern: "/settings/tokens/{id}/revoke", Action: Own, Handler: s.revokeToken},
	}
}

// longestToken is how many days an API token may live.
const longestToken = 365

// createToken makes an API token and shows its secret on this one page only.
func (s *Shell) createToken(v *Visit) error {
	if err := v.Parse(); err != nil {
		return err
	}
	input, faults := tokenInput(v)
	secret := ""
	if len(faults) == 0 {
		var err error
		secret, err = s.services.Settings.CreateToken(v.Context(), *v.Actor, input)
		if invalid, ok := view.AsInvalid(err); ok {
			faults = invalid.Fields
		} else if err != nil {
			return err
		}
	}
	status := http.StatusOK
	if len(faults) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return s.settingsPage(v, status, func(settings *view.Settings) {
		settings.NewToken = secret
		if len(faults) > 0 {
			settings.Token = view.Form{Values: map[string]string{"name": input.Name}, Errors: faults}
		}
	})
}

func tokenInput(v *Visit) (view.TokenInput, map[string]string) {
	input := view.TokenInput{Name: v.Field("name")}
	faults := map[string]string{}
	if input.Name == "" {
		faults["name"] = "settings.token-name-missing"
	}
	for _, scope := range v.Fields("scope") {
		input.Scopes = append(input.Scopes, view.Scope(scope))
	}
	if len(input.Scopes) == 0 {
		faults["scope"] = "settings.token-scope-missing"
	}
	days, err := strconv.Atoi(v.Field("days"))
	if err != nil || days < 1 || days > longestToken {
		faults["days"] = "settings.token-days-wrong"
	}
	input.Days = days
	return input, faults
}

func (s *Shell) revokeToken(v *Visit) error {
	if err := s.services.Settings.RevokeToken(v.Context(), *v.Actor, v.ID()); err != nil {
		return err
	}
	v.Flash("done", "settings.token-revoked")
	return v.Go("/settings")
}
