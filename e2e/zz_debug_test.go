package e2e

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func TestZZ(t *testing.T) {
	browser, stop, err := Launch(context.Background())
	must(t, err)
	defer stop()
	tab, stop2, err := OpenTab(browser, "http://localhost:8931")
	must(t, err)
	defer stop2()
	s := &scene{Tab: tab, t: t}
	shot := func(n string, w int) {
		b, err := s.Shoot(w)
		must(t, err)
		os.WriteFile("/tmp/web/shots/real-"+n+".png", b, 0o644)
		t.Log(n, s.Complaints())
		vs, err := s.Axe()
		must(t, err)
		for _, v := range vs {
			t.Error(n, v)
		}
	}
	role := func(i string) {
		must(t, s.Become(nil))
		s.visit("/sign-in", 1440)
		s.click(`.demo-people li:nth-child(` + i + `) button`)
		s.await(`location.pathname === "/" && document.readyState === "complete"`)
	}
	role("1")
	shot("home-learner", 1440)
	s.visit("/cases", 1440)
	shot("cases", 1440)
	s.click(".case-card a")
	s.await(`location.pathname.startsWith("/cases/") && document.readyState === "complete"`)
	shot("case", 1440)
	must(t, s.Do(chromedp.Evaluate[chromedp.Void](`document.querySelector("input[value=assignment], input[value=shared]")?.click()`)))
	s.visit("/cases", 1440)
	s.click(".case-card a")
	s.await(`document.querySelector(".aside button.primary") && document.readyState === "complete"`)
	s.click(".aside button.primary")
	s.await(`location.pathname.startsWith("/encounters/") && document.readyState === "complete"`)
	talk := func(text string, n int) {
		before := time.Now()
		s.focus("#words")
		s.keys(text + kb.Enter)
		s.await(`!document.querySelector("#turns .pending") && document.querySelectorAll("#turns > li").length >= ` + string(rune('0'+n)))
		t.Log(text, time.Since(before))
	}
	talk("Good morning, what brings you in today?", 2)
	talk("When did the pain start?", 4)
	talk("Does it go anywhere else?", 6)
	talk("Do you take any medicines?", 8)
	s.keys("2", chromedp.KeyModifiers(chromedp.ModifierAlt))
	talk("Measure blood pressure", 9)
	s.keys("3", chromedp.KeyModifiers(chromedp.ModifierAlt))
	talk("12-lead ECG", 9)
	time.Sleep(time.Second)
	shot("encounter", 1440)
	s.click(".finish summary")
	s.focus("#diagnosis")
	s.keys("Acute coronary syndrome")
	p, _ := s.Path()
	t.Log(p)
	s.click(".finish button.primary")
	s.await(`location.pathname.endsWith("/debrief") && document.readyState === "complete"`)
	shot("debrief", 1440)
	s.visit("/settings", 1440)
	shot("settings", 1440)
	role("2")
	shot("home-educator", 1440)
	s.visit("/reviews", 1440)
	shot("reviews", 1440)
	for i, n := range map[string]string{"3": "examiner", "4": "supervisor", "5": "curriculum", "6": "governance", "7": "administrator", "8": "researcher"} {
		role(i)
		shot("home-"+n, 1440)
	}
	role("6")
	s.visit("/ledger", 1440)
	s.click(`form[action="/ledger/verify"] button`)
	time.Sleep(time.Second)
	shot("ledger", 1440)
	role("7")
	s.visit("/people", 1440)
	shot("people", 1440)
}
