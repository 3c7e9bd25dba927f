package web

import (
	"net/http"
	"slices"
	"strings"

	"preceptor/internal/web/view"
)

func (s *Shell) peopleRoutes() []Route {
	return []Route{
		{Method: "GET", Pattern: "/people", Action: ActionPeople, Handler: s.listPeople},
		{Method: "GET", Pattern: "/people/invite", Action: ActionInvite, Handler: s.showInvite},
		{Method: "POST", Pattern: "/people/invite", Action: ActionInvite, Handler: s.invite},
		{Method: "GET", Pattern: "/people/{id}", Action: ActionPerson, Kind: KindPerson, Handler: s.showPerson},
		{Method: "POST", Pattern: "/people/{id}/suspend", Action: ActionSuspend, Kind: KindPerson, Handler: s.suspend},
		{Method: "POST", Pattern: "/people/{id}/resume", Action: ActionSuspend, Kind: KindPerson, Handler: s.resume},
	}
}

func (s *Shell) listPeople(v *Visit) error {
	query := view.PeopleQuery{Text: v.Query("q"), State: view.PersonState(v.Query("state")), Offset: v.Offset()}
	people, err := s.services.People.List(v.Context(), *v.Actor, query)
	if err != nil {
		return err
	}
	if v.Partial() {
		return v.Fragment("people", "people-list", people)
	}
	return v.Show(Page{Name: "people", Title: v.Say("people.title"), Nav: "people"}, people)
}

func (s *Shell) showInvite(v *Visit) error { return s.invitePage(v, http.StatusOK, view.Form{}) }

func (s *Shell) invitePage(v *Visit, status int, form view.Form) error {
	return v.Show(Page{Name: "invite", Title: v.Say("invite.title"), Nav: "people", Status: status}, form)
}

func (s *Shell) invite(v *Visit) error {
	if err := v.Parse(); err != nil {
		return err
	}
	input := view.InviteInput{Name: v.Field("name"), Email: v.Field("email"), Role: view.Role(v.Field("role"))}
	if faults := inviteFaults(input); len(faults) > 0 {
		return s.invitePage(v, http.StatusUnprocessableEntity, inviteForm(input, faults))
	}
	invited, err := s.services.People.Invite(v.Context(), *v.Actor, input)
	if invalid, ok := view.AsInvalid(err); ok {
		return s.invitePage(v, http.StatusUnprocessableEntity, inviteForm(input, invalid.Fields))
	}
	if err != nil {
		return err
	}
	return v.Show(Page{Name: "invited", Title: v.Say("invite.done-title"), Nav: "people"}, invited)
}

func inviteFaults(input view.InviteInput) map[string]string {
	faults := map[string]string{}
	if input.Name == "" {
		faults["name"] = "invite.name-missing"
	}
	if !strings.Contains(input.Email, "@") {
		faults["email"] = "invite.email-missing"
	}
	if !slices.Contains(view.Roles, input.Role) {
		faults["role"] = "invite.role-missing"
	}
	return faults
}

func inviteForm(input view.InviteInput, faults map[string]string) view.Form {
	return view.Form{Values: map[string]string{"name": input.Name, "email": input.Email, "role": string(input.Role)}, Errors: faults}
}

func (s *Shell) showPerson(v *Visit) error {
	person, err := s.services.People.Person(v.Context(), *v.Actor, v.ID())
	if err != nil {
		return err
	}
	return v.Show(Page{Name: "person", Title: person.Name, Nav: "people"}, person)
}

func (s *Shell) suspend(v *Visit) error {
	if err := s.services.People.Suspend(v.Context(), *v.Actor, v.ID()); err != nil {
		return err
	}
	v.Flash("done", "person.suspended-now")
	return v.Go("/people/" + v.ID())
}

func (s *Shell) resume(v *Visit) error {
	if err := s.services.People.Resume(v.Context(), *v.Actor, v.ID()); err != nil {
		return err
	}
	v.Flash("done", "person.resumed-now")
	return v.Go("/people/" + v.ID())
}
