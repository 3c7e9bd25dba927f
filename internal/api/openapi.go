package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"preceptor/internal/policy"
)

// Document describes the routes as OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1),
// in JSON with sorted keys.
func Document(routes []Route, version string) ([]byte, error) {
	all := newSchemas()
	paths := schema{}
	for _, r := range routes {
		path, _ := paths[r.Pattern].(schema)
		if path == nil {
			path = schema{}
			paths[r.Pattern] = path
		}
		path[strings.ToLower(r.Method)] = operation(all, r)
	}
	all.of(reflect.TypeFor[Problem](), false)
	if all.fault != nil {
		return nil, all.fault
	}
	raw, err := json.MarshalIndent(schema{
		"openapi": "3.1.1",
		"info": schema{"title": "Preceptor", "version": version, "summary": "A self-hosted platform for generative AI in medical education.",
			"description": "How to begin, and what holds for every operation: docs/api.md.", "license": schema{"name": "Apache-2.0", "identifier": "Apache-2.0"}},
		"servers": []any{schema{"url": "/", "description": "This installation."}},
		"tags":    tags(routes),
		"paths":   paths,
		"components": schema{"schemas": all.parts, "responses": schema{"Problem": problemResponse()}, "securitySchemes": schema{
			"token":   schema{"type": "http", "scheme": "bearer", "description": "An API token, made on the pages; it begins with prc_."},
			"session": schema{"type": "apiKey", "in": "cookie", "name": "preceptor", "description": "The session of a browser on this installation's own pages; __Host-preceptor over HTTPS."},
		}},
	}, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing OpenAPI: %w", err)
	}
	return append(raw, '\n'), nil
}

func tags(routes []Route) []any {
	var out []any
	seen := map[string]bool{}
	for _, r := range routes {
		if !seen[r.Group] {
			seen[r.Group] = true
			out = append(out, schema{"name": r.Group})
		}
	}
	return out
}

func operation(all *schemas, r Route) schema {
	out := schema{"operationId": r.ID, "summary": r.Summary, "tags": []any{r.Group}, "responses": responses(all, r), "security": security(r)}
	if does := meaning(r); does != "" {
		out["description"] = does
	}
	if parameters := parameters(r); len(parameters) > 0 {
		out["parameters"] = parameters
	}
	if r.In.Type != nil {
		out["requestBody"] = schema{"required": true, "content": content(all, r.In, true)}
	}
	if r.Action != Public {
		out["x-action"] = string(r.Action)
	}
	return out
}

// meaning is the route's own doc and what the policy's action means.
func meaning(r Route) string {
	meta, known := policy.MetaOf(r.Action)
	if !known {
		return r.Doc
	}
	asks := "Needs the right to " + meta.Does + "."
	if meta.Scope == "" {
		asks += " No API token has it."
	}
	return strings.TrimSpace(r.Doc + " " + asks)
}

// security names the ways in that are open to the route.
func security(r Route) []any {
	meta, known := policy.MetaOf(r.Action)
	switch {
	case !known:
		return []any{}
	case meta.Scope == "":
		return []any{schema{"session": []any{}}}
	}
	return []any{schema{"token": []any{string(meta.Scope)}}, schema{"session": []any{}}}
}

func parameters(r Route) []any {
	var out []any
	if strings.Contains(r.Pattern, "{id}") {
		out = append(out, schema{"name": "id", "in": "path", "required": true, "description": "Identifier of the thing.",
			"schema": schema{"type": "string", "pattern": idPattern}, "example": string(exEncounter)})
	}
	for _, p := range r.Query {
		one := schema{"name": p.Name, "in": "query", "description": p.Doc, "schema": p.schema()}
		if p.Required {
			one["required"] = true
		}
		if example := p.example(); example != nil {
			one["example"] = example
		}
		out = append(out, one)
	}
	if r.Versioned {
		out = append(out, schema{"name": "If-Match", "in": "header", "required": true, "schema": schema{"type": "string"}, "example": `"3"`,
			"description": "The ETag of the version that you saw."})
	}
	return out
}

func (p Parameter) schema() schema {
	switch p.Form {
	case Number:
		return schema{"type": "integer", "minimum": 0}
	case Choice:
		return schema{"type": "string", "enum": p.Choices}
	case Topic:
		return schema{"type": "array", "items": schema{"type": "string"}, "maxItems": mostTopics}
	}
	return schema{"type": "string", "pattern": idPattern}
}

func (p Parameter) example() any {
	if p.Example == "" {
		return nil
	}
	switch p.Form {
	case Number:
		n, _ := strconv.Atoi(p.Example)
		return n
	case Topic:
		return []any{p.Example}
	}
	return p.Example
}

func responses(all *schemas, r Route) schema {
	success := schema{"description": r.Summary + "."}
	if r.Out.Type != nil || r.Out.Media != "" {
		success["content"] = content(all, r.Out, false)
	}
	if headers := headers(r); len(headers) > 0 {
		success["headers"] = headers
	}
	out := schema{strconv.Itoa(r.Succeeds()): success}
	for _, status := range problemsOf(r) {
		out[status] = schema{"$ref": "#/components/responses/Problem"}
	}
	return out
}

func headers(r Route) schema {
	out := schema{}
	if r.Out.Type == nil {
		return out
	}
	if r.Out.Type.Implements(reflect.TypeFor[tagged]()) {
		out["ETag"] = schema{"description": "The version.", "schema": schema{"type": "string"}}
	}
	if r.Succeeds() == http.StatusCreated && r.Out.Type.Implements(reflect.TypeFor[located]()) {
		out["Location"] = schema{"description": "Address of what was made.", "schema": schema{"type": "string"}}
	}
	return out
}

// problemsOf are the statuses of the problems that the route's form promises.
func problemsOf(r Route) []string {
	out := []string{"default"}
	if r.Action != Public {
		out = append(out, "401", "403", "429")
	}
	if strings.Contains(r.Pattern, "{id}") {
		out = append(out, "404")
	}
	if r.In.Type != nil || len(r.Query) > 0 {
		out = append(out, "400")
	}
	if r.In.Type != nil {
		out = append(out, "413", "415", "422")
	}
	if r.Versioned {
		out = append(out, "409", "412", "428")
	}
	return out
}

func content(all *schemas, b Body, closed bool) schema {
	if b.Type == nil {
		return schema{b.Media: schema{"schema": schema{"type": "string"}, "example": b.Example}}
	}
	t := b.Type
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return schema{"application/json": schema{"schema": all.of(t, closed), "example": b.Example}}
}

func problemResponse() schema {
	return schema{"description": "What went wrong, in words (RFC 9457).", "content": schema{"application/problem+json": schema{
		"schema": schema{"$ref": partsPath + "Problem"},
		"example": Problem{Type: TypePrefix + "not-found", Title: notFound, Status: http.StatusNotFound, Detail: sentence(errNothing.Error()),
			Request: "01KAH5D9S0Q3M9B4F6GZK8Y7XZ"}}}}
}
