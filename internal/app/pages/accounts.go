package pages

import (
	"context"
	"slices"
	"strings"
	"time"

	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/web"
	"preceptor/internal/web/view"
)

// accounts is the administrator's side of people.
type accounts struct{ desk }

// mostListed bounds how many accounts are read to find the ones asked for.
const mostListed = 5000

func (s accounts) List(ctx context.Context, actor web.Actor, q view.PeopleQuery) (view.People, error) {
	scope, err := s.Policy.Scope(ctx, actorOf(actor), policy.PersonRead, policy.Person)
	if err != nil {
		return view.People{}, words(err)
	}
	var rows []view.Person
	for after := people.ID(""); len(rows) < mostListed; {
		page, err := s.App.People.People(ctx, scope.SQL, scope.Args, people.Page{After: after, Size: 200})
		if err != nil {
			return view.People{}, err
		}
		if len(page) == 0 {
			break
		}
		after = page[len(page)-1].ID
		for _, p := range page {
			if row := personRow(p); wantedPerson(row, q) {
				rows = append(rows, row)
			}
		}
	}
	shown, pages := window(rows, q.Offset, listAt("/people", "q", q.Text, "state", string(q.State)))
	for n := range shown {
		if shown[n], err = s.withRoles(ctx, shown[n]); err != nil {
			return view.People{}, err
		}
	}
	return view.People{Query: q.Text, State: q.State, People: shown, Pages: pages}, nil
}

func personRow(p people.Person) view.Person {
	state := view.PersonActive
	if p.Status == people.Suspended {
		state = view.PersonSuspended
	}
	return view.Person{ID: string(p.ID), Name: p.Name, Email: p.Login, State: state, Since: p.MadeAt}
}

func wantedPerson(p view.Person, q view.PeopleQuery) bool {
	text := strings.ToLower(p.Name + " " + p.Email)
	return (q.State == "" || q.State == p.State) && strings.Contains(text, strings.ToLower(q.Text))
}

func (d desk) withRoles(ctx context.Context, row view.Person) (view.Person, error) {
	presence, err := d.App.People.PresenceOf(ctx, people.ID(row.ID))
	if err != nil {
		return row, words(err)
	}
	row.Roles = rolesOf(presence)
	sessions, err := d.App.People.Sessions(ctx, people.ID(row.ID))
	for _, session := range sessions {
		if session.SeenAt.After(row.LastSeen) {
			row.LastSeen = session.SeenAt
		}
	}
	return row, err
}

func (s accounts) Person(ctx context.Context, actor web.Actor, id string) (view.PersonPage, error) {
	p, err := s.App.People.Person(ctx, people.ID(id))
	if err != nil {
		return view.PersonPage{}, words(err)
	}
	row, err := s.withRoles(ctx, personRow(p))
	if err != nil {
		return view.PersonPage{}, err
	}
	sessions, err := s.App.People.Sessions(ctx, p.ID)
	if err != nil {
		return view.PersonPage{}, err
	}
	tokens, err := s.App.People.Tokens(ctx, p.ID)
	return view.PersonPage{Person: row, Sessions: len(sessions), Tokens: len(tokens), Self: id == actor.ID}, err
}

// invitationLife is how long a link lets somebody in.
const invitationLife = 14 * 24 * time.Hour

func (s accounts) Invite(ctx context.Context, actor web.Actor, in view.InviteInput) (view.Invited, error) {
	invitation, secret, err := s.App.People.Invite(ctx, idOf(actor), people.Offer{Role: roleOf(in.Role), Name: in.Name, Login: in.Email}, invitationLife)
	if err != nil {
		return view.Invited{}, refusal(words(err))
	}
	return view.Invited{Name: in.Name, Email: in.Email, Link: strings.TrimSuffix(s.Config.Server.BaseURL, "/") + "/join/" + secret, Until: invitation.Expires}, nil
}

func (s accounts) Suspend(ctx context.Context, actor web.Actor, id string) error {
	return words(s.App.People.Suspend(ctx, idOf(actor), people.ID(id)))
}

func (s accounts) Resume(ctx context.Context, actor web.Actor, id string) error {
	return words(s.App.People.Restore(ctx, idOf(actor), people.ID(id)))
}

// joining lets invited people in.
type joining struct{ desk }

func (s joining) Invitation(ctx context.Context, token string) (view.Join, error) {
	invitation, err := s.App.People.Invitation(ctx, token)
	return view.Join{Token: token, Name: invitation.Name, Email: invitation.Login}, words(err)
}

// Accept makes the account under the login that the invitation was made for.
func (s joining) Accept(ctx context.Context, token, name, password string, from web.Device) (web.Session, error) {
	invitation, err := s.App.People.Invitation(ctx, token)
	if err != nil {
		return web.Session{}, words(err)
	}
	session, err := opened(s.App.People.Join(ctx, token, people.Profile{Login: invitation.Login, Name: name}, password, deviceOf(from)))
	return session, refusal(err)
}

// settings is what people decide about their own account.
type settings struct{ desk }

func (s settings) Open(ctx context.Context, actor web.Actor, token string) (view.Settings, error) {
	who := idOf(actor)
	current, err := s.App.People.Enter(ctx, token)
	if err != nil {
		return view.Settings{}, words(err)
	}
	out := view.Settings{Name: actor.Name, Email: actor.Email, Locale: actor.Locale}
	for _, scope := range people.Scopes() {
		out.Scopes = append(out.Scopes, view.Scope(scope))
	}
	if out.Sessions, err = s.sessions(ctx, who, current.Session); err != nil {
		return out, err
	}
	if out.Passkeys, err = s.passkeys(ctx, who); err != nil {
		return out, err
	}
	out.Tokens, err = s.tokens(ctx, who)
	return out, err
}

func (s settings) sessions(ctx context.Context, who people.ID, current people.SessionID) ([]view.Session, error) {
	found, err := s.App.People.Sessions(ctx, who)
	var out []view.Session
	for _, v := range found {
		out = append(out, view.Session{ID: string(v.ID), Device: v.Agent, Since: v.OpenedAt, Seen: v.SeenAt, Current: v.ID == current})
	}
	return out, err
}

func (s settings) passkeys(ctx context.Context, who people.ID) ([]view.Passkey, error) {
	found, err := s.App.People.Passkeys(ctx, who)
	var out []view.Passkey
	for _, p := range found {
		out = append(out, view.Passkey{ID: string(p.ID), Name: p.Name, Added: p.MadeAt, LastUsed: p.LastUsed})
	}
	return out, err
}

func (s settings) tokens(ctx context.Context, who people.ID) ([]view.Token, error) {
	found, err := s.App.People.Tokens(ctx, who)
	var out []view.Token
	for _, t := range found {
		token := view.Token{ID: string(t.ID), Name: t.Name, Expires: t.Expires, Used: t.LastUsed}
		for _, scope := range t.Scopes {
			token.Scopes = append(token.Scopes, view.Scope(scope))
		}
		out = append(out, token)
	}
	return out, err
}

func (s settings) SetLocale(ctx context.Context, actor web.Actor, locale string) error {
	p, err := s.App.People.Person(ctx, idOf(actor))
	if err != nil {
		return words(err)
	}
	return words(s.App.People.Edit(ctx, p.ID, p.ID, p.Version, people.Profile{Login: p.Login, Name: p.Name, Language: locale, Zone: p.Zone}))
}

func (s settings) ChangePassword(ctx context.Context, actor web.Actor, current, wanted string) error {
	presence, _ := actor.Standing.(people.Presence)
	return refusal(words(s.App.People.ChangePassword(ctx, idOf(actor), current, wanted, presence.Session)))
}

func (s settings) RemovePasskey(ctx context.Context, actor web.Actor, id string) error {
	return words(s.App.People.RemovePasskey(ctx, idOf(actor), idOf(actor), people.PasskeyID(id)))
}

func (s settings) EndSession(ctx context.Context, actor web.Actor, id string) error {
	return words(s.App.People.EndSession(ctx, idOf(actor), people.SessionID(id)))
}

func (s settings) CreateToken(ctx context.Context, actor web.Actor, in view.TokenInput) (string, error) {
	var scopes []people.Scope
	for _, scope := range in.Scopes {
		scopes = append(scopes, people.Scope(scope))
	}
	_, secret, err := s.App.People.AddToken(ctx, idOf(actor), in.Name, slices.Compact(scopes), time.Duration(in.Days)*24*time.Hour)
	return secret, refusal(words(err))
}

func (s settings) RevokeToken(ctx context.Context, actor web.Actor, id string) error {
	return words(s.App.People.RevokeToken(ctx, idOf(actor), idOf(actor), people.TokenID(id)))
}
