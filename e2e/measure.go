package e2e

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// axe-core (Deque Systems, MPL-2.0) is used in tests only; see axe/LICENSE.
//
//go:embed axe/axe.min.js
var axeScript string

// Violation is one rule of accessibility that a page breaks.
type Violation struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		HTML    string `json:"html"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"`
}

// String names the rule and the first places that break it.
func (v Violation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", v.ID, v.Help)
	for i, node := range v.Nodes {
		if i == 3 {
			fmt.Fprintf(&b, "\n    and %d more", len(v.Nodes)-i)
			break
		}
		fmt.Fprintf(&b, "\n    %.220s\n      %s", node.HTML, strings.ReplaceAll(node.Summary, "\n", " "))
	}
	return b.String()
}

const runAxe = `axe.run(document, {resultTypes: ["violations"], runOnly: {type: "tag",
  values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}).then(r => JSON.stringify(r.violations))`

// Axe gives the violations of WCAG 2.2 A and AA and of axe's best practices on
// the page as it stands.
func (t *Tab) Axe() ([]Violation, error) {
	ctx, stop := context.WithTimeout(t.ctx, patience)
	defer stop()
	if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](axeScript)); err != nil {
		return nil, fmt.Errorf("axe: %w", err)
	}
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](runAxe, chromedp.EvalAwaitPromise))
	if err != nil {
		return nil, fmt.Errorf("axe: %w", err)
	}
	var violations []Violation
	if err := json.Unmarshal([]byte(text), &violations); err != nil {
		return nil, fmt.Errorf("axe: %w", err)
	}
	return violations, nil
}

// Size is what a first load costs, in bytes over the wire (headers included).
type Size struct {
	Total   int `json:"total"`
	Scripts int `json:"scripts"`
}

const readSize = `JSON.stringify((() => {
  const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  const sum = (list) => list.reduce((n, e) => n + e.transferSize, 0);
  return {total: sum(all), scripts: sum(all.filter((e) => e.name.endsWith(".js")))};
})())`

// NeverCache makes every later visit of the tab a first load: no cache, no
// service worker.
func (t *Tab) NeverCache() error {
	if _, err := chromedp.Call(t.ctx, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true}); err != nil {
		return err
	}
	_, err := chromedp.Call(t.ctx, network.SetBypassServiceWorker, network.SetBypassServiceWorkerParams{Bypass: true})
	return err
}

// Size measures the page that was loaded last. Call it after NeverCache and
// Visit to measure a first load.
func (t *Tab) Size() (Size, error) {
	var size Size
	text, err := t.Text(readSize)
	if err != nil {
		return size, err
	}
	return size, json.Unmarshal([]byte(text), &size)
}

// Overflow is by how many pixels the page is wider than the window; 0 is right.
func (t *Tab) Overflow() (int, error) {
	ctx, stop := context.WithTimeout(t.ctx, patience)
	defer stop()
	return chromedp.Run(ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth - document.documentElement.clientWidth`))
}

// Shoot takes a picture of the whole page. The window grows to the length of
// the page first, so that what clings to its edges is where it belongs.
func (t *Tab) Shoot(width int) ([]byte, error) {
	ctx, stop := context.WithTimeout(t.ctx, patience)
	defer stop()
	length, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.documentElement.scrollHeight`))
	if err != nil {
		return nil, err
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(int64(width), int64(min(length, 8000)))); err != nil {
		return nil, err
	}
	return chromedp.Run(ctx, chromedp.CaptureScreenshot())
}
