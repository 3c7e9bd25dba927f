package e2e

import (
	"bufio"
	"context"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// startDemo builds the program, starts its demonstration in a folder of its
// own and gives the address that it prints.
func startDemo(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	program := filepath.Join(folder, "preceptor")
	if out, err := exec.Command("go", "build", "-o", program, "preceptor/cmd/preceptor").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	demo := exec.Command(program, "demo", "--data", filepath.Join(folder, "data"))
	demo.Dir = folder
	out, err := demo.StdoutPipe()
	must(t, err)
	must(t, demo.Start())
	t.Cleanup(func() {
		_ = demo.Process.Kill() // the folder goes with it
		_ = demo.Wait()
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, address, found := strings.Cut(lines.Text(), "http://"); found {
			go io.Copy(io.Discard, out) //nolint:errcheck // whatever it says later is not waited for
			return "http://" + strings.TrimSpace(address)
		}
	}
	t.Fatal("the demonstration printed no address")
	return ""
}

// enter signs in by the one-click door of a role.
func (s *scene) enter(role string) {
	s.t.Helper()
	must(s.t, s.Become(nil))
	s.visit("/sign-in", 1440)
	must(s.t, s.Do(chromedp.Evaluate[chromedp.Void](`[...document.querySelectorAll(".demo-people button")].find((b) => b.textContent.includes("`+role+`")).click()`)))
	s.await(`location.pathname === "/" && document.readyState === "complete"`)
}

// arrive waits until a page whose path matches is there, and judges it.
func (s *scene) arrive(pattern string) {
	s.t.Helper()
	s.await(`/` + pattern + `/.test(location.pathname) && document.readyState === "complete"`)
	s.accessible(pattern)
	for _, complaint := range s.Complaints() {
		s.t.Errorf("%s: %s", pattern, complaint)
	}
}

// The product itself: a learner meets a patient and shares it, the educator
// overrules a mark with a reason, the learner reads it, the ledger proves it.
func TestDemonstrationFromDoorToLedger(t *testing.T) {
	site := startDemo(t)
	browser, stop, err := Launch(context.Background())
	must(t, err)
	t.Cleanup(stop)
	tab, closeTab, err := OpenTab(browser, site)
	must(t, err)
	t.Cleanup(closeTab)
	s := &scene{Tab: tab, t: t}

	s.enter("Learner")
	s.visit("/cases", 1440)
	s.click(".case-card a")
	s.arrive(`^\/cases\/.+`)
	s.click(`input[value="shared"]`)
	s.click(".aside button.primary")
	s.arrive(`^\/encounters\/.+`)
	for i, words := range []string{"Good morning, what brings you here today?", "When did it start?", "Do you take any medicines?"} {
		s.focus("#words")
		s.keys(words + kb.Enter)
		s.await(`document.querySelectorAll("#turns > li").length >= ` + []string{"2", "4", "6"}[i] + ` && !document.querySelector("#turns .pending")`)
	}
	s.click(".finish summary")
	s.focus("#diagnosis")
	s.keys("Undifferentiated")
	s.click(".finish button.primary")
	s.arrive(`\/debrief$`)
	debrief, err := s.Path()
	must(t, err)

	s.enter("Educator")
	s.visit("/reviews", 1440)
	s.arrive(`^\/reviews$`)
	s.click("tbody th a")
	s.arrive(`\/review$`)
	s.click(".item.missed .overrule summary")
	s.click(`.overrule[open] label:has(input[value="met"])`)
	s.focus(".overrule[open] textarea")
	s.keys("You asked it in other words.")
	s.click(".overrule[open] button.primary")
	s.await(`document.querySelector(".overruled")?.textContent.includes("You asked it")`)

	s.enter("Learner")
	s.visit(debrief, 390)
	s.await(`document.querySelector(".overruled")?.textContent.includes("You asked it")`)

	s.enter("Governance")
	s.visit("/ledger", 1440)
	s.arrive(`^\/ledger$`)
	s.click(`form[action="/ledger/verify"] button`)
	s.await(`document.querySelector("#ledger-check.good")`)
	s.await(`[...document.querySelectorAll("td")].some((cell) => cell.textContent.startsWith("mark."))`)
}

// Every role's home in the real product, on the first day.
func TestDemonstrationHomes(t *testing.T) {
	site := startDemo(t)
	browser, stop, err := Launch(context.Background())
	must(t, err)
	t.Cleanup(stop)
	tab, closeTab, err := OpenTab(browser, site)
	must(t, err)
	t.Cleanup(closeTab)
	s := &scene{Tab: tab, t: t}
	for _, role := range []string{"Learner", "Educator", "Examiner", "Supervisor", "Curriculum lead", "Governance", "Administrator", "Researcher"} {
		s.enter(role)
		paths, err := s.Text(`JSON.stringify([...document.querySelectorAll("nav.rail li a")].map((a) => a.getAttribute("href")))`)
		must(t, err)
		for _, path := range strings.Split(strings.Trim(paths, `[]"`), `","`) {
			s.visit(path, 390)
			s.arrive(`.`)
		}
	}
}
