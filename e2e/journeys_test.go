package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"preceptor/internal/web/view"
	"preceptor/internal/web/webtest"
)

const encounterPath = "/encounters/" + webtest.EncounterID

// keys types as a person does, wherever the focus is.
func (s *scene) keys(text string, options ...chromedp.KeyOption) {
	s.t.Helper()
	must(s.t, s.Do(chromedp.KeyEvent(text, options...)))
}

func (s *scene) focus(selector string) {
	s.t.Helper()
	must(s.t, s.Do(chromedp.Focus(selector)))
}

func (s *scene) click(selector string) {
	s.t.Helper()
	must(s.t, s.Do(chromedp.Click(selector, chromedp.NodeVisible)))
}

// settled waits until so many turns stand on the page and none is on its way.
func (s *scene) settled(turns string) {
	s.t.Helper()
	s.await(`document.querySelectorAll("#turns > li").length === ` + turns + ` && !document.querySelector("#turns .pending")`)
}

// A learner talks, examines and orders on a phone, by keyboard alone.
func TestConsultationByKeyboard(t *testing.T) {
	s := open(t, webtest.Empty, view.Learner)
	s.visit(encounterPath, 390)
	s.focus("#words")
	s.keys("What brings you here?" + kb.Enter)
	s.settled("2")
	s.keys("2", chromedp.KeyModifiers(chromedp.ModifierAlt))
	s.keys("Listen to the lungs" + kb.Enter)
	s.settled("4")
	s.keys("3", chromedp.KeyModifiers(chromedp.ModifierAlt))
	s.keys("Chest film" + kb.Enter)
	s.settled("6")
	s.is(`[...document.querySelectorAll("#turns > li")].map((li) => li.className.split(" ")[1]).join(" ")`, "say reply examine finding order result")
	s.is(`document.activeElement.id`, "words")
	for _, complaint := range s.Complaints() {
		t.Error(complaint)
	}
}

// The answer to a turn is lost on the way: the turn is sent again and taken once.
func TestLostAnswerDoublesNothing(t *testing.T) {
	s := open(t, webtest.Empty, view.Learner)
	s.visit(encounterPath, 1440)
	s.line.set("deaf")
	s.focus("#words")
	s.keys("Where does it hurt?" + kb.Enter)
	s.await(`!document.querySelector("[data-queue-state]").hidden`)
	s.line.set("")
	s.click("[data-retry]")
	s.settled("2")
	if turns := s.house.Talk.Turns(); len(turns) != 2 {
		t.Errorf("%d turns stand in the talk, want the question and its answer", len(turns))
	}
	if posts := s.line.seen(); posts < 2 {
		t.Errorf("the turn was posted %d times; the journey proves nothing", posts)
	}
	s.is(`String(document.querySelector("[data-queue-state]").hidden)`, "true")
}

// The connection breaks, the learner goes on writing and even loads the page
// again; everything arrives once and in order.
func TestNothingIsLostWithoutConnection(t *testing.T) {
	s := open(t, webtest.Empty, view.Learner)
	s.visit(encounterPath, 390)
	s.line.set("cut")
	s.focus("#words")
	s.keys("First question" + kb.Enter)
	s.keys("Second question" + kb.Enter)
	s.await(`document.querySelectorAll("#turns .pending").length === 2 && !document.querySelector("[data-queue-state]").hidden`)
	s.line.set("")
	s.visit(encounterPath, 390)
	s.settled("4")
	turns := s.house.Talk.Turns()
	if len(turns) != 4 || turns[0].Text != "First question" || turns[2].Text != "Second question" {
		t.Errorf("the talk holds %v", turns)
	}
	s.is(`String(Object.keys(localStorage).length)`, "0")
}

// A session that ended keeps the turn on the device and says so.
func TestTurnSurvivesTheEndOfTheSession(t *testing.T) {
	s := open(t, webtest.Empty, view.Learner)
	s.visit(encounterPath, 1440)
	must(t, s.Carry(nil))
	s.focus("#words")
	s.keys("Are you in pain?" + kb.Enter)
	s.await(`document.querySelector("#turns .pending")?.textContent.includes("Sign in again")`)
	must(t, s.Become(map[string]string{"preceptor": "learner"}))
	s.visit(encounterPath, 1440)
	s.settled("2")
}

// Before scripts arrive (or where they never do) the whole way can be gone:
// sign in, choose a case, talk, finish.
func TestWholeWayWithoutScripts(t *testing.T) {
	s := open(t, webtest.Empty, "")
	must(t, s.WithoutScripts())
	s.visit("/sign-in", 390)
	s.click(`button[value="person-learner"]`)
	s.await(`location.pathname === "/" && document.readyState === "complete"`)
	s.visit("/cases/"+webtest.CaseID, 390)
	s.click(".aside button.primary")
	s.await(`location.pathname.startsWith("/encounters/") && document.readyState === "complete"`)
	s.focus("#words")
	s.keys("What brings you here?")
	s.click(".send")
	s.await(`document.querySelectorAll("#turns > li").length === 2 && document.readyState === "complete"`)
	s.click(".finish summary")
	s.focus("#diagnosis")
	s.keys("Undifferentiated")
	s.click(".finish button.primary")
	s.await(`location.pathname.endsWith("/debrief")`)
}

// Who signs out with turns that still wait is asked; leaving takes them off the device.
func TestSigningOutWithWaitingTurnsAsks(t *testing.T) {
	s := open(t, webtest.Empty, view.Learner)
	s.visit(encounterPath, 1440)
	s.line.set("cut")
	s.focus("#words")
	s.keys("Does it hurt?" + kb.Enter)
	s.await(`!document.querySelector("[data-queue-state]").hidden`)
	s.click(".rail [data-sign-out] button")
	s.await(`document.querySelector("#leave").open`)
	s.line.set("")
	s.click(`#leave button[value="leave"]`)
	s.await(`location.pathname === "/sign-in"`)
	s.is(`String(Object.keys(localStorage).length)`, "0")
}

// Ctrl-K, a few letters, Enter.
func TestPaletteLeadsThere(t *testing.T) {
	s := open(t, webtest.Full, view.Learner)
	s.visit("/", 1440)
	s.keys("k", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	s.await(`document.querySelector("#palette").open && document.activeElement.id === "palette-input"`)
	s.accessible("palette")
	s.keys("sett" + kb.Enter)
	s.await(`location.pathname === "/settings" && document.readyState === "complete"`)
}

func TestThemeHoldsAfterReload(t *testing.T) {
	s := open(t, webtest.Full, view.Learner)
	s.visit("/", 1440)
	s.click(`.rail button[value="dark"]`)
	s.await(`document.documentElement.dataset.theme === "dark"`)
	s.await(`fetch("/").then((r) => r.text()).then((t) => t.includes('data-theme="dark"'))`)
	s.visit("/cases", 1440)
	s.is(`document.documentElement.dataset.theme`, "dark")
}

// The chip opens the drawer, Escape closes it, and the focus is where it was.
func TestDrawerTellsWhereItComesFrom(t *testing.T) {
	s := open(t, webtest.Full, view.Learner)
	s.visit(encounterPath, 390)
	s.focus("#turn-2 .chip")
	s.keys(kb.Enter)
	s.await(`document.querySelector("#drawer").open && document.querySelector("#drawer-body").textContent.includes("mistral-small")`)
	s.accessible("drawer")
	s.click("#drawer .report summary")
	s.focus("#drawer textarea")
	s.keys("He is 58, not 85.")
	s.click("#drawer .report form button")
	s.await(`document.querySelector("#drawer-body").textContent.includes("Thank you")`)
	s.keys(kb.Escape)
	s.await(`!document.querySelector("#drawer").open && document.activeElement.matches("#turn-2 .chip")`)
}

// Leaving a half-filled form asks first; staying keeps what was typed.
func TestLeavingAHalfFilledFormAsks(t *testing.T) {
	s := open(t, webtest.Full, view.Administrator)
	s.visit("/people/invite", 1440)
	s.focus("#name")
	s.keys("Leila")
	s.click(".rail a[href='/settings']")
	s.await(`document.querySelector("#leave").open`)
	s.accessible("question before leaving")
	s.click(`#leave button[value="stay"]`)
	s.await(`!document.querySelector("#leave").open`)
	s.is(`document.querySelector("#name").value + location.pathname`, "Leila/people/invite")
	s.click(".rail a[href='/settings']")
	s.click(`#leave button[value="leave"]`)
	s.await(`location.pathname === "/settings"`)
}

// Typing into the search narrows the list in place.
func TestSearchNarrowsTheList(t *testing.T) {
	s := open(t, webtest.Full, view.Learner)
	s.visit("/cases", 1440)
	// the protocol sends the character of a key even when the page has taken the key, so the key goes alone
	s.is(`(document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "/", bubbles: true})), document.activeElement.id)`, "q")
	s.keys("noor")
	s.await(`document.querySelectorAll(".case-card").length === 1`)
	s.is(`document.activeElement.id + location.pathname`, "q/cases")
}

// When the server cannot be reached, the reader learns so from the house itself.
func TestOfflinePageComesFromTheDevice(t *testing.T) {
	s := open(t, webtest.Full, view.Learner)
	s.visit("/", 390)
	s.await(`navigator.serviceWorker.ready.then(() => caches.match("/offline")).then(Boolean)`)
	s.line.set("cut")
	s.visit("/cases", 390)
	s.is(`document.querySelector("h1").textContent`, "You are offline")
	s.is(`getComputedStyle(document.querySelector("h1")).fontFamily.slice(0, 10)`, "Newsreader")
}

// accessible judges the page with something open on it.
func (s *scene) accessible(what string) {
	s.t.Helper()
	violations, err := s.Axe()
	must(s.t, err)
	for _, v := range violations {
		s.t.Errorf("%s: axe: %s", what, v)
	}
}
