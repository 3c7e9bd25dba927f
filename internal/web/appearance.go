package web

import (
	"slices"
	"time"

	"preceptor/internal/web/view"
)

func (s *Shell) lookRoutes() []Route {
	return []Route{
		{Method: "POST", Pattern: "/look/theme", Action: Public, Handler: s.chooseTheme},
		{Method: "POST", Pattern: "/look/language", Action: Public, Handler: s.chooseLocale},
	}
}

// aYear is how long a device remembers theme and language.
const aYear = 365 * 24 * time.Hour

// chooseTheme remembers light, dark or the device's own choice on this device.
func (s *Shell) chooseTheme(v *Visit) error {
	if err := v.Parse(); err != nil {
		return err
	}
	theme := view.Theme(v.Field("theme"))
	if !slices.Contains(view.Themes, theme) {
		return ErrBadRequest
	}
	s.setCookie(v.writer, themeCookie, string(theme), s.Now().Add(aYear))
	return v.Go(safeNext(v.Field("back")))
}

// chooseLocale remembers the language on this device and with the person.
func (s *Shell) chooseLocale(v *Visit) error {
	if err := v.Parse(); err != nil {
		return err
	}
	locale := v.Field("locale")
	if !slices.Contains(s.house.All(), locale) {
		return ErrBadRequest
	}
	if v.Actor != nil {
		if err := s.services.Settings.SetLocale(v.Context(), *v.Actor, locale); err != nil {
			return err
		}
	}
	s.setCookie(v.writer, localeCookie, locale, s.Now().Add(aYear))
	return v.Go(safeNext(v.Field("back")))
}

// localeChoices lists the languages by their own names.
func (s *Shell) localeChoices(v *Visit) []view.Choice {
	locales := s.house.Offered()
	if s.Demo {
		locales = s.house.All()
	}
	choices := make([]view.Choice, 0, len(locales))
	for _, locale := range locales {
		name := s.house.In(locale).Say("language.name")
		choices = append(choices, view.Choice{Value: locale, Text: name, Selected: locale == v.Locale})
	}
	return choices
}
