package people

import (
	"context"
	"strings"
	"unicode/utf8"

	"preceptor/internal/id"
)

// open begins a session for an active person.
func (s *Service) open(ctx context.Context, who ID, method Method, from Device) (Opened, error) {
	token, hash, err := newSecret(s.entropy, "")
	if err != nil {
		return Opened{}, err
	}
	now := s.now()
	session := Session{ID: id.New[SessionID](s.ids), Person: who, Method: method, Agent: agentOf(from),
		OpenedAt: now, SeenAt: now, Expires: now.Add(s.lifetimes.Absolute)}
	err = s.db.Tx(ctx, func(ctx context.Context) error {
		person, err := s.Person(ctx, who)
		if err != nil {
			return err
		}
		if person.Status != Active {
			return ErrSuspended
		}
		return s.insertSession(ctx, session, hash)
	})
	return Opened{Session: session, Token: token}, err
}

// Enter tells who holds a session token, with all roles as they stand now, and
// keeps the session from falling idle. It is one query; once a minute it is
// also one write. ErrSignIn when the session is over.
func (s *Service) Enter(ctx context.Context, token string) (Presence, error) {
	now := s.at()
	presence, seen, err := s.presenceOfSession(ctx, hashSecret(token), now)
	if err != nil {
		return Presence{}, err
	}
	if presence.Status != Active {
		return Presence{}, ErrSuspended
	}
	if now >= seen.Add(touchEvery) {
		return presence, s.touchSession(ctx, presence.Session, now)
	}
	return presence, nil
}

// Rotate gives the session a new token. The old one works for half a minute
// more, for requests that are under way. ErrSignIn when the session is over.
func (s *Service) Rotate(ctx context.Context, token string) (Opened, error) {
	fresh, hash, err := newSecret(s.entropy, "")
	if err != nil {
		return Opened{}, err
	}
	session, err := s.rotateSession(ctx, hashSecret(token), hash, s.at())
	return Opened{Session: session, Token: fresh}, err
}

// SignOut ends the session of the token; one that is over already is fine.
func (s *Service) SignOut(ctx context.Context, token string) error {
	return s.deleteSession(ctx, hashSecret(token))
}

// EndSession ends one session of the person; ErrNotFound when it is not theirs.
func (s *Service) EndSession(ctx context.Context, who ID, session SessionID) error {
	return s.deleteOne(ctx, fromSessions, who, string(session))
}

// EndSessions ends all sessions of the person but keep, which may be empty.
func (s *Service) EndSessions(ctx context.Context, who ID, keep SessionID) error {
	return s.endOthers(ctx, who, keep)
}

// agentOf keeps a short valid piece of the User-Agent.
func agentOf(from Device) string {
	agent := strings.ToValidUTF8(strings.ReplaceAll(from.Agent, "\x00", ""), "")
	for len(agent) > mostAgent {
		_, size := utf8.DecodeLastRuneInString(agent)
		agent = agent[:len(agent)-size]
	}
	return agent
}
