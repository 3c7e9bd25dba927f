package e2e

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Look is how a page is looked at.
type Look struct {
	Width  int
	Height int    // 0 chooses one that fits the width
	Theme  string // "light" or "dark"
	Locale string // empty for the browser's own
}

// Tab is one tab that watches over its pages: where they ask and what they complain about.
type Tab struct {
	ctx  context.Context
	site string

	mu       sync.Mutex
	strange  []string // requests to other hosts
	problems []string // exceptions and errors on the console
}

// patience bounds each step in the browser.
const patience = 30 * time.Second

// OpenTab opens a tab for the site whose address is given.
func OpenTab(browser context.Context, site string) (*Tab, func(), error) {
	ctx, stop := chromedp.NewContext(browser)
	tab := &Tab{ctx: ctx, site: site}
	if err := chromedp.Listen(ctx, tab.hear); err != nil {
		stop()
		return nil, nil, fmt.Errorf("tab: %w", err)
	}
	for _, enable := range []func() error{
		func() error { _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); return err },
		func() error { _, err := chromedp.Call(ctx, log.Enable, cdp.Empty{}); return err },
	} {
		if err := enable(); err != nil {
			stop()
			return nil, nil, fmt.Errorf("tab: %w", err)
		}
	}
	return tab, stop, nil
}

// hear notes what a page should never do.
func (t *Tab) hear(event any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, t.site+"/") && !strings.HasPrefix(u, "data:") && !strings.HasPrefix(u, "blob:") {
			t.strange = append(t.strange, u)
		}
	case *runtime.EventExceptionThrown:
		t.problems = append(t.problems, fmt.Sprintf("exception: %s", e.ExceptionDetails.Text))
	case *log.EventEntryAdded:
		if e.Entry.Level == "error" {
			t.problems = append(t.problems, fmt.Sprintf("%s: %s (%s)", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" {
			t.problems = append(t.problems, "console.error")
		}
	}
}

// Complaints gives what was heard since the last call and forgets it.
// Messages that hold one of the expected texts are left out.
func (t *Tab) Complaints(expected ...string) []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var all []string
	for _, u := range t.strange {
		all = append(all, "request to another host: "+u)
	}
	for _, p := range t.problems {
		if !containsAny(p, expected) {
			all = append(all, p)
		}
	}
	t.strange, t.problems = nil, nil
	return all
}

func containsAny(text string, parts []string) bool {
	for _, part := range parts {
		if part != "" && strings.Contains(text, part) {
			return true
		}
	}
	return false
}

// Become makes the tab carry the cookies, and no others. It leaves the page
// first, so that nothing on it asks with the wrong cookies.
func (t *Tab) Become(cookies map[string]string) error {
	if err := chromedp.Do(t.ctx, chromedp.Navigate("about:blank")); err != nil {
		return err
	}
	return t.Carry(cookies)
}

// Carry changes the cookies under a page that stays open.
func (t *Tab) Carry(cookies map[string]string) error {
	if _, err := chromedp.Call(t.ctx, network.ClearBrowserCookies, cdp.Empty{}); err != nil {
		return err
	}
	for name, value := range cookies {
		params := network.SetCookieParams{Name: name, Value: value, URL: t.site}
		if _, err := chromedp.Call(t.ctx, network.SetCookie, params); err != nil {
			return fmt.Errorf("cookie %s: %w", name, err)
		}
	}
	return nil
}

// WithoutScripts turns the scripts of later pages off.
func (t *Tab) WithoutScripts() error {
	_, err := chromedp.Call(t.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	return err
}

// Visit opens a page and waits until it is quiet: loaded, fonts there, scripts run.
func (t *Tab) Visit(path string, look Look) error {
	ctx, stop := context.WithTimeout(t.ctx, patience)
	defer stop()
	if err := t.dress(ctx, look); err != nil {
		return err
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(t.site+path)); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	_, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.fonts.ready.then(() => true)`, chromedp.EvalAwaitPromise))
	return err
}

// dress sets width and theme.
func (t *Tab) dress(ctx context.Context, look Look) error {
	height := look.Height
	if height == 0 {
		height = 900
		if look.Width < 600 {
			height = 844
		}
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(int64(look.Width), int64(height))); err != nil {
		return fmt.Errorf("width %d: %w", look.Width, err)
	}
	features := []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: look.Theme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features})
	return err
}

// Text is what an expression of the page gives.
func (t *Tab) Text(expression string) (string, error) {
	ctx, stop := context.WithTimeout(t.ctx, patience)
	defer stop()
	return chromedp.Run(ctx, chromedp.Evaluate[string](expression, chromedp.EvalAwaitPromise))
}

// Do runs steps in the tab.
func (t *Tab) Do(steps ...chromedp.Action[chromedp.Void]) error {
	ctx, stop := context.WithTimeout(t.ctx, patience)
	defer stop()
	return chromedp.Do(ctx, steps...)
}

// Await waits until an expression of the page becomes true, also across pages.
func (t *Tab) Await(expression string) error {
	ctx, stop := context.WithTimeout(t.ctx, patience)
	defer stop()
	ask := chromedp.Evaluate[bool]("Promise.resolve("+expression+").then(Boolean)", chromedp.EvalAwaitPromise)
	for {
		// an error means that the page is being changed for another one; asking again is right
		if yes, err := chromedp.Run(ctx, ask); err == nil && yes {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("waiting for %s: %w", expression, ctx.Err())
		case <-time.After(40 * time.Millisecond):
		}
	}
}

// Path is where the tab is now.
func (t *Tab) Path() (string, error) {
	address, err := t.Text(`location.href`)
	if err != nil {
		return "", err
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	return u.RequestURI(), nil
}
