package view

import "time"

// Settings is what people decide about their own account.
type Settings struct {
	Name, Email string
	Locale      string
	Locales     []Choice // languages by their own names
	Theme       Theme
	Passkeys    []Passkey
	Sessions    []Session
	Tokens      []Token
	Scopes      []Scope // what a new token may be allowed
	NewToken    string  // the secret, shown once
	Password    Form
	Token       Form
}

// Theme is the choice between light and dark.
type Theme string

// The themes; ThemeSystem follows the device.
const (
	ThemeSystem Theme = "system"
	ThemeLight  Theme = "light"
	ThemeDark   Theme = "dark"
)

// Themes lists the choices in the order shown.
var Themes = []Theme{ThemeSystem, ThemeLight, ThemeDark}

// Passkey is one registered passkey.
type Passkey struct {
	ID       string
	Name     string
	Added    time.Time
	LastUsed time.Time
}

// Session is one place where the person is signed in.
type Session struct {
	ID      string
	Device  string
	Address string
	Since   time.Time
	Seen    time.Time
	Current bool
}

// Token is one API token; its secret is never shown again.
type Token struct {
	ID      string
	Name    string
	Scopes  []Scope
	Expires time.Time
	Used    time.Time
}

// Scope is what an API token may do.
type Scope string

// TokenInput asks for a new API token.
type TokenInput struct {
	Name   string
	Scopes []Scope
	Days   int
}

// SignIn is the page in front of everything.
type SignIn struct {
	Form     Form
	Next     string // where to go afterwards
	Passkeys bool
	Demo     []DemoPerson // one-click sign-in; empty outside the demonstration
}

// DemoPerson is a made-up person of the demonstration.
type DemoPerson struct {
	ID   string
	Name string
	Role Role
}
