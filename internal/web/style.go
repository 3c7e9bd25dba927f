package web

import "preceptor/internal/web/view"

// styleSheet is what the style page shows: one of each component, with words
// that stand in for content.
type styleSheet struct {
	Form  view.Form
	Pages view.Pages
	Made  []view.Made
	Roles []view.Role
}

// showStyle shows every component on one page, for looking and for tests.
func (s *Shell) showStyle(v *Visit) error {
	return v.Show(Page{Name: "style", Title: v.Say("style.title")}, styleSheet{
		Form: view.Form{
			Values: map[string]string{"wrong": v.Say("style.sample")},
			Errors: map[string]string{"wrong": "style.sample-fault"},
		},
		Pages: view.Pages{Offset: 20, Size: 20, Total: 57, Path: "/style"},
		Made:  []view.Made{{By: view.MadeByModel, Ref: "sample"}, {By: view.MadeByEngine, Ref: "sample"}},
		Roles: view.Roles,
	})
}
