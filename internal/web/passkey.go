package web

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"
)

func (s *Shell) passkeyRoutes() []Route {
	if s.services.Passkeys == nil {
		return nil
	}
	return []Route{
		{Method: "POST", Pattern: "/sign-in/passkey/begin", Action: Public, Handler: s.beginPasskeySignIn},
		{Method: "POST", Pattern: "/sign-in/passkey/finish", Action: Public, Handler: s.finishPasskeySignIn},
		{Method: "POST", Pattern: "/settings/passkeys/begin", Action: Own, Handler: s.beginPasskeyAdding},
		{Method: "POST", Pattern: "/settings/passkeys/finish", Action: Own, Handler: s.finishPasskeyAdding},
	}
}

// passkeyAnswer is what the island posts at the end of a ceremony.
type passkeyAnswer struct {
	Name   string          `json:"name"`
	Next   string          `json:"next"`
	Answer json.RawMessage `json:"answer"`
}

func (s *Shell) beginPasskeySignIn(v *Visit) error {
	if !s.ceremonies.allow(s.Address(v.Request)) {
		return ErrTooMany
	}
	options, ceremony, err := s.services.Passkeys.BeginSignIn(v.Context())
	if err != nil {
		return err
	}
	return v.ceremony(options, ceremony)
}

func (s *Shell) finishPasskeySignIn(v *Visit) error {
	answer, err := v.passkeyAnswer()
	if err != nil {
		return err
	}
	session, err := s.services.Passkeys.FinishSignIn(v.Context(), v.takeCeremony(), answer.Answer, v.Device())
	if errors.Is(err, ErrWrongPassword) {
		return ErrForbidden
	}
	if err != nil {
		return err
	}
	v.enter(session)
	return v.JSON(http.StatusOK, map[string]string{"next": safeNext(answer.Next)})
}

func (s *Shell) beginPasskeyAdding(v *Visit) error {
	options, ceremony, err := s.services.Passkeys.BeginAdding(v.Context(), *v.Actor)
	if err != nil {
		return err
	}
	return v.ceremony(options, ceremony)
}

func (s *Shell) finishPasskeyAdding(v *Visit) error {
	answer, err := v.passkeyAnswer()
	if err != nil {
		return err
	}
	if err := s.services.Passkeys.FinishAdding(v.Context(), *v.Actor, v.takeCeremony(), answer.Name, answer.Answer); err != nil {
		return err
	}
	v.Flash("done", "settings.passkey-added")
	return v.JSON(http.StatusOK, map[string]string{"next": "/settings"})
}

// ceremony answers with the options and keeps the ceremony's reference for five minutes.
func (v *Visit) ceremony(options []byte, ceremony string) error {
	v.shell.setCookie(v.writer, ceremonyCookie, ceremony, v.shell.Now().Add(5*time.Minute))
	return v.JSON(http.StatusOK, json.RawMessage(options))
}

// takeCeremony gives the reference of the ceremony that this browser began, once.
func (v *Visit) takeCeremony() string {
	v.shell.dropCookie(v.writer, ceremonyCookie)
	return v.shell.cookie(v.Request, ceremonyCookie)
}

func (v *Visit) passkeyAnswer() (passkeyAnswer, error) {
	var answer passkeyAnswer
	body, err := io.ReadAll(v.Request.Body)
	if err != nil {
		return answer, err
	}
	if json.Unmarshal(body, &answer) != nil || len(answer.Answer) == 0 {
		return answer, ErrBadRequest
	}
	return answer, nil
}

// JSON answers a script with a small document.
func (v *Visit) JSON(status int, body any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	h := v.writer.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	v.writer.WriteHeader(status)
	_, _ = v.writer.Write(text) // the reader has gone away; there is nobody left to tell
	return nil
}
