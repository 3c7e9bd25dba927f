package api

import (
	"time"

	"preceptor/internal/people"
	"preceptor/internal/policy"
)

// Token is an API token as its owner sees it.
type Token struct {
	ID       people.TokenID `json:"id" doc:"Identifier of the token; no secret."`
	Name     string         `json:"name" doc:"What its owner calls it."`
	Scopes   []people.Scope `json:"scopes" doc:"What it may be used for, at most."`
	MadeAt   time.Time      `json:"made_at" doc:"When it was made."`
	Expires  time.Time      `json:"expires_at" doc:"When it stops working."`
	LastUsed time.Time      `json:"last_used_at,omitzero" doc:"When it was last used, to the minute; missing: never."`
}

// NewToken is what it takes to make an API token.
type NewToken struct {
	Name   string         `json:"name" least:"1" most:"120" doc:"What to call it."`
	Scopes []people.Scope `json:"scopes" least:"1" doc:"What it may be used for, at most."`
	Days   int            `json:"days" least:"1" most:"366" doc:"How many days it works."`
}

// MadeToken is a token at the only moment at which its secret is known.
type MadeToken struct {
	Token
	Secret string `json:"secret" doc:"What goes behind Bearer. It cannot be read again."`
}

func (t MadeToken) location() string { return Prefix + "/tokens/" + string(t.ID) }

var exampleToken = Token{ID: exToken, Name: "Gradebook", Scopes: []people.Scope{people.RecordsRead}, MadeAt: exBefore, Expires: exBefore.AddDate(0, 3, 0)}

func (a *API) tokenRoutes() []Route {
	return []Route{
		answers(Route{Method: "GET", Pattern: Prefix + "/tokens", ID: "listTokens", Group: "Accounts", Action: policy.TokenRead, about: myTokens,
			Query: pageQuery, Summary: "List my API tokens, the newest first"}, Page[Token]{Items: []Token{exampleToken}}, a.listTokens),
		takes(Route{Method: "POST", Pattern: Prefix + "/tokens", ID: "makeToken", Group: "Accounts", Action: policy.TokenAdd, about: myTokens, Status: 201,
			Summary: "Make an API token", Doc: "The answer is the only one that holds the secret. When it is lost, revoke the token and make another."},
			NewToken{Name: "Gradebook", Scopes: []people.Scope{people.RecordsRead}, Days: 90}, MadeToken{exampleToken, people.TokenPrefix + "x2v0Yh3…"}, a.makeToken),
		does(Route{Method: "DELETE", Pattern: Prefix + "/tokens/{id}", ID: "revokeToken", Group: "Accounts", Action: policy.TokenRevoke, about: a.token,
			Summary: "Revoke an API token", Doc: "It stops working at once. Administrators revoke those of others too."}, a.revokeToken),
	}
}

// myTokens finds the caller's tokens as a whole.
func myTokens(c *Call) (Thing, error) { return plain{Kind: policy.Token, Owner: c.me()}, nil }

func (a *API) token(c *Call) (Thing, error) {
	owner, err := a.People.TokenOwner(c.ctx(), people.TokenID(c.id()))
	return plain{Kind: policy.Token, ID: c.id(), Owner: owner}, err
}

func (a *API) listTokens(c *Call) (Page[Token], error) {
	found, err := a.People.Tokens(c.ctx(), c.me())
	if err != nil {
		return Page[Token]{}, err
	}
	return cut(c, each(found, tokenOf), func(t Token) string { return string(t.ID) })
}

func (a *API) makeToken(c *Call, in NewToken) (MadeToken, error) {
	made, secret, err := a.People.AddToken(c.ctx(), c.me(), in.Name, in.Scopes, time.Duration(in.Days)*24*time.Hour)
	return MadeToken{tokenOf(made), secret}, err
}

func (a *API) revokeToken(c *Call) error {
	return a.People.RevokeToken(c.ctx(), c.me(), about[plain](c).Owner, people.TokenID(c.id()))
}

func tokenOf(t people.Token) Token {
	return Token{ID: t.ID, Name: t.Name, Scopes: listed(t.Scopes), MadeAt: t.MadeAt, Expires: t.Expires, LastUsed: t.LastUsed}
}
