package webtest

import (
	"context"
	"io"
	"strings"
	"time"

	"preceptor/internal/web"
	"preceptor/internal/web/view"
)

type ledger struct{ *House }

const note = "northgate.example/ledger\n1204\nq3Jk0V1mYp8n4cS2uV6tZ0b1kQeXw9RrLdGf7hTaN5M=\n\n— northgate.example/ledger 4fQ2mGx0b9zYl3Jc\n"

func (l ledger) Overview(context.Context, web.Actor, int) (view.Ledger, error) {
	v := view.Ledger{Root: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", Key: "northgate.example/ledger+1f2e3d4c+AVz0ZKq3…", Origin: "northgate.example/ledger", Pages: view.Pages{Size: 20, Path: "/ledger?"}}
	if l.State == Empty {
		return v, nil
	}
	v.Size, v.Root, v.Pages.Total = 1204, "q3Jk0V1mYp8n4cS2uV6tZ0b1kQeXw9RrLdGf7hTaN5M=", 1204
	v.Checkpoints = []view.Checkpoint{{Size: 1204, At: Now.Add(-time.Hour), Note: note}, {Size: 1100, At: Now.Add(-25 * time.Hour), Note: note}}
	kinds := []string{"gate.intent", "gate.outcome", "encounter.finished", "mark.overruled", "session.opened"}
	for i, kind := range kinds {
		v.Entries = append(v.Entries, view.LedgerEntry{Index: int64(1203 - i), At: Now.Add(time.Duration(-i*7) * time.Minute), Kind: kind, Subject: "p-7f3a91c4", Hash: "9d1c0be27ad4f6635c18"})
	}
	v.Check = &view.LedgerCheck{At: Now.Add(-2 * time.Hour), Size: 1198, OK: true}
	return v, nil
}

func (l ledger) Verify(context.Context, web.Actor) (view.LedgerCheck, error) {
	if l.State == Empty {
		return view.LedgerCheck{At: Now, Size: 0, OK: false, Faults: []string{"Entry 17 does not fit the checkpoint of size 20."}}, nil
	}
	return view.LedgerCheck{At: Now, Size: 1204, OK: true}, nil
}

func (l ledger) Export(_ context.Context, _ web.Actor, w io.Writer) error {
	_, err := io.WriteString(w, note)
	return err
}

func (l ledger) Checkpoint(context.Context, web.Actor) ([]byte, error) { return []byte(note), nil }

type people struct{ *House }

func everybody() []view.Person {
	return []view.Person{
		{ID: "person-1", Name: "Amara Osei", Email: "a.osei@northgate.example", Roles: []view.Role{view.Learner}, State: view.PersonActive, LastSeen: Now.Add(-time.Hour), Since: Now.Add(-9000 * time.Hour)},
		{ID: "person-2", Name: "Dr Helen Varga", Email: "h.varga@northgate.example", Roles: []view.Role{view.Educator, view.Examiner}, State: view.PersonActive, LastSeen: Now.Add(-20 * time.Hour), Since: Now.Add(-9000 * time.Hour)},
		{ID: "person-3", Name: "Leila Farrow", Email: "l.farrow@northgate.example", Roles: []view.Role{view.Learner}, State: view.PersonInvited, Since: Now.Add(-30 * time.Hour)},
		{ID: "person-4", Name: "Rafael Lindqvist-Montgomery", Email: "r.lindqvist-montgomery@northgate.example", Roles: []view.Role{view.Researcher}, State: view.PersonSuspended, LastSeen: Now.Add(-900 * time.Hour), Since: Now.Add(-9000 * time.Hour)},
	}
}

func (p people) List(_ context.Context, actor web.Actor, q view.PeopleQuery) (view.People, error) {
	list := view.People{Query: q.Text, State: q.State, Pages: view.Pages{Size: 20, Path: "/people?"}}
	for _, person := range everybody() {
		if p.State == Full && strings.Contains(strings.ToLower(person.Name), strings.ToLower(q.Text)) && (q.State == "" || q.State == person.State) {
			list.People = append(list.People, person)
		}
	}
	list.Pages.Total = len(list.People)
	return list, nil
}

func (p people) Person(_ context.Context, actor web.Actor, id string) (view.PersonPage, error) {
	if id == actor.ID {
		person := view.Person{ID: id, Name: actor.Name, Email: actor.Email, Roles: actor.Roles, State: view.PersonActive, LastSeen: Now, Since: Now}
		return view.PersonPage{Person: person, Sessions: 1, Self: true}, nil
	}
	for _, person := range everybody() {
		if person.ID == id {
			return view.PersonPage{Person: person, Sessions: 2, Tokens: 1}, nil
		}
	}
	return view.PersonPage{}, web.ErrNotFound
}

func (p people) Invite(_ context.Context, _ web.Actor, in view.InviteInput) (view.Invited, error) {
	if in.Email == "a.osei@northgate.example" {
		return view.Invited{}, view.Refuse("email", "invite.email-missing")
	}
	return view.Invited{Name: in.Name, Email: in.Email, Link: "https://preceptor.northgate.example/join/welcome", Until: Now.Add(72 * time.Hour)}, nil
}

func (p people) Suspend(context.Context, web.Actor, string) error { return nil }
func (p people) Resume(context.Context, web.Actor, string) error  { return nil }

type settings struct{ *House }

func (s settings) Open(_ context.Context, actor web.Actor, _ string) (view.Settings, error) {
	v := view.Settings{Name: actor.Name, Email: actor.Email,
		Sessions: []view.Session{{ID: "session-1", Device: "Firefox on Linux", Address: "10.2.0.17", Since: Now.Add(-time.Hour), Seen: Now, Current: true}},
		Scopes:   []view.Scope{"cases:read", "encounters:read", "encounters:write"}}
	if s.State == Empty {
		return v, nil
	}
	v.Passkeys = []view.Passkey{{ID: "passkey-1", Name: "Phone", Added: Now.Add(-800 * time.Hour), LastUsed: Now.Add(-time.Hour)}}
	v.Sessions = append(v.Sessions, view.Session{ID: "session-2", Device: "Safari on iPhone", Address: "10.9.1.4", Since: Now.Add(-90 * time.Hour), Seen: Now.Add(-20 * time.Hour)})
	v.Tokens = []view.Token{{ID: "token-1", Name: "timetable sync", Scopes: []view.Scope{"cases:read", "encounters:read"}, Expires: Now.Add(900 * time.Hour)}}
	return v, nil
}

func (s settings) SetLocale(context.Context, web.Actor, string) error { return nil }

func (s settings) ChangePassword(_ context.Context, _ web.Actor, current, _ string) error {
	if current != Password {
		return view.Refuse("current", "signin.wrong")
	}
	return nil
}

func (s settings) RemovePasskey(context.Context, web.Actor, string) error { return nil }
func (s settings) EndSession(context.Context, web.Actor, string) error    { return nil }
func (s settings) RevokeToken(context.Context, web.Actor, string) error   { return nil }

func (s settings) CreateToken(context.Context, web.Actor, view.TokenInput) (string, error) {
	return "prc_2Zr8dQm4VtX0cJk7", nil
}

type feed struct{ *House }

// Follow says once that there is something new and then waits.
func (f feed) Follow(ctx context.Context, _ []string, after string, send func(web.Event) error) error {
	if after == "" {
		if err := send(web.Event{ID: "1", Name: "encounter.turn", Data: EncounterID}); err != nil {
			return err
		}
	}
	<-ctx.Done()
	return ctx.Err()
}
