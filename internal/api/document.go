package api

import "encoding/json"

// documentRoutes serve the description of the API. It says nothing about
// anybody, so nobody has to sign in for it.
func (a *API) documentRoutes() []Route {
	return []Route{
		answers(Route{Method: "GET", Pattern: Prefix + "/openapi.json", ID: "openapi", Group: "Description", Action: Public,
			Summary: "Read this description (OpenAPI 3.1)"}, json.RawMessage(`{"openapi":"3.1.1"}`),
			func(*Call) (json.RawMessage, error) { return a.document, nil }),
	}
}
