package door

import (
	"net/http"

	"preceptor/internal/api"
	"preceptor/internal/app"
	"preceptor/internal/app/pages"
	"preceptor/internal/id"
	"preceptor/internal/web"
)

// Faces are all ways in over the network.
type Faces struct {
	Shell *web.Shell
	API   *api.API

	demoAt string // base URL of a demonstration; empty for any other installation
}

// Open builds the faces of an installation.
func Open(a *app.App) (Faces, error) {
	shell, err := pages.Shell(a)
	if err != nil {
		return Faces{}, err
	}
	programs, err := api.New(api.Services{Policy: a.Policy, People: a.People, Cases: a.Cases, Encounters: a.Encounters,
		Records: a.Records, Ledger: a.Ledger, Jobs: a.Jobs, Events: a.Events},
		api.Options{Now: a.Now, NewID: func() string { return id.New[string](a.IDs) }, Log: a.Log,
			Session: shell.SessionToken, Version: a.Version})
	faces := Faces{Shell: shell, API: programs}
	if a.Config.Demo.Enabled {
		faces.demoAt = a.Config.Server.BaseURL
	}
	return faces, err
}

// Handler answers both. A browser's request from a foreign site changes nothing
// in either.
func (f Faces) Handler() (http.Handler, error) {
	shell, err := f.Shell.Handler()
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/", shell)
	mux.Handle(api.Prefix+"/", http.NewCrossOriginProtection().Handler(f.API.Handler()))
	if f.demoAt != "" {
		return onThisMachine(f.demoAt, mux)
	}
	return mux, nil
}
