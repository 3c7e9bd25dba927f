package web_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"preceptor/internal/web"
	"preceptor/internal/web/view"
	"preceptor/internal/web/webtest"
)

// due is a house in which every session is due for a new token, and another
// request was faster to get it.
type due struct {
	web.Sessions
	fault error
}

func (d due) Actor(ctx context.Context, token string) (web.Actor, error) {
	actor, err := d.Sessions.Actor(ctx, token)
	actor.RenewDue = true
	return actor, err
}

func (d due) Renew(context.Context, string) (web.Session, error) { return web.Session{}, d.fault }

// A page asks for several things at once; the new token goes to one of them,
// and the others are answered all the same.
func TestRequestsBesideARenewalGoOn(t *testing.T) {
	for fault, want := range map[error]int{web.ErrSignIn: http.StatusOK, errors.New("the disk is full"): http.StatusInternalServerError} {
		b := newVisitor(t, webtest.Full, view.Learner, func(o *web.Options) { o.Services.Sessions = due{o.Services.Sessions, fault} })
		if w := b.get("/cases"); w.Code != want || len(w.Result().Cookies()) != 0 {
			t.Errorf("%v: %d, %v", fault, w.Code, w.Result().Cookies())
		}
	}
}
