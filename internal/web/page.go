package web

import (
	"bytes"
	"net/http"

	"preceptor/internal/web/view"
)

// Page is what the layout shows around the body of a view.
type Page struct {
	Name   string // file in templates/ without its ending
	Title  string // in the reader's words
	Nav    string // rail item that is current; empty for none
	Script string // island bundle of this page beside the common one; empty for none
	Status int    // 0 means 200

	Actor       *Actor
	Rail        []RailItem
	Flash       *Flash
	Locale      string
	Theme       view.Theme
	Path        string
	Institution string
	Support     string
	Demo        bool
	Body        any
}

// Show answers with a whole page. The first load of a page works without scripts.
func (v *Visit) Show(page Page, body any) error {
	page.Actor = v.Actor
	page.Rail = v.shell.railFor(v)
	page.Locale, page.Theme = v.Locale, v.Theme
	page.Path = v.Request.URL.RequestURI()
	page.Institution, page.Support, page.Demo = v.shell.Institution, v.shell.Support, v.shell.Demo
	page.Flash = v.takeFlash()
	page.Body = body
	if page.Status == 0 {
		page.Status = http.StatusOK
	}
	return v.write(page.Status, page.Name, "layout", page)
}

// Fragment answers a script with one named part of a page's template.
func (v *Visit) Fragment(page, part string, body any) error {
	return v.fragment(http.StatusOK, page, part, body)
}

func (v *Visit) fragment(status int, page, part string, body any) error {
	return v.write(status, page, part, body)
}

// write renders into memory first, so that a fault in a template becomes an
// error page and never half a page.
func (v *Visit) write(status int, page, part string, data any) error {
	var out bytes.Buffer
	if err := v.shell.press.print(&out, v, page, part, data); err != nil {
		return err
	}
	h := v.writer.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", v.Locale)
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	v.writer.WriteHeader(status)
	_, _ = v.writer.Write(out.Bytes()) // the reader has gone away; there is nobody left to tell
	return nil
}
