package web

import (
	"io"
	"net/http"

	"preceptor/internal/web/assets"
)

func (s *Shell) plainRoutes() []Route {
	routes := []Route{
		{Method: "GET", Pattern: "/assets/{name...}", Action: Public, Handler: s.sendAsset},
		{Method: "GET", Pattern: "/sw.js", Action: Public, Handler: s.sendServiceWorker},
		{Method: "GET", Pattern: "/favicon.ico", Action: Public, Handler: s.sendFavicon},
		{Method: "GET", Pattern: "/offline", Action: Public, Handler: s.showOffline},
		{Method: "GET", Pattern: "/healthz", Action: Public, Handler: s.sayHealthy},
	}
	if s.Demo {
		routes = append(routes, Route{Method: "GET", Pattern: "/style", Action: Public, Handler: s.showStyle})
	}
	return routes
}

// sendAsset serves a file whose name holds its content's hash, for good.
func (s *Shell) sendAsset(v *Visit) error {
	file, found := s.files.Named(v.Request.PathValue("name"))
	if !found {
		return ErrNotFound
	}
	v.writer.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	return v.sendFile(file)
}

// sendServiceWorker serves the script that shows the offline page; its address
// is fixed, so it is asked for again each time.
func (s *Shell) sendServiceWorker(v *Visit) error {
	v.writer.Header().Set("Cache-Control", "no-cache")
	return v.sendFile(s.files.Of("worker.js"))
}

func (s *Shell) sendFavicon(v *Visit) error {
	v.writer.Header().Set("Cache-Control", "public, max-age=86400")
	return v.sendFile(s.files.Of("mark.svg"))
}

func (v *Visit) sendFile(file assets.File) error {
	h := v.writer.Header()
	h.Set("Content-Type", file.Type)
	body := file.Plain
	if file.Gzip != nil && acceptsGzip(v.Request) {
		h.Set("Content-Encoding", "gzip")
		body = file.Gzip
	}
	_, _ = v.writer.Write(body) // the reader has gone away; there is nobody left to tell
	return nil
}

// showOffline is the page that the service worker keeps for broken connections.
func (s *Shell) showOffline(v *Visit) error {
	v.Actor = nil // one page for everybody: it is stored on the device
	v.writer.Header().Set("Cache-Control", "no-cache")
	return v.Show(Page{Name: "offline", Title: v.Say("offline.title")}, nil)
}

// sayHealthy tells a load balancer that this process answers.
func (s *Shell) sayHealthy(v *Visit) error {
	v.writer.Header().Set("Content-Type", "text/plain; charset=utf-8")
	v.writer.WriteHeader(http.StatusOK)
	_, err := io.WriteString(v.writer, "ok\n")
	return err
}
