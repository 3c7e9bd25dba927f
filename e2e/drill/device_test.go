package drill

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"preceptor/internal/encounter"
)

// caseID is the case of all talks.
const caseID = "pressure-under-the-breastbone"

// talk is what one device has done and what the server has acknowledged of it.
type talk struct {
	encounter encounter.ID
	said      []encounter.TurnID // acknowledged turns, in order; the diagnosis is the last
	finished  bool               // acknowledged
}

// tally counts what happened on the way.
type tally struct {
	sync.Mutex
	sent, acknowledged int
	down, broken       int // nobody listened; the connection broke before the answer
	refused            int // answered, but not for good
}

// device is a learner's phone: it holds a session and sends until it is answered.
type device struct {
	t      *testing.T
	server *server
	client *http.Client
	random *rand.Rand
	newID  func() string
	counts *tally
}

func newDevice(t *testing.T, s *server, number uint64, newID func() string, counts *tally) *device {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, Timeout: 10 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 2}}
	return &device{t: t, server: s, client: client, random: rand.New(rand.NewPCG(*seed, number)), newID: newID, counts: counts}
}

// patience is how long a device tries to get one thing acknowledged.
const patience = 2 * time.Minute

// insist sends the form until it is acknowledged and returns the answer's page;
// false when the server refuses it for good.
func (d *device) insist(path string, form url.Values) (string, bool) {
	for begun := time.Now(); time.Since(begun) < patience; {
		status, body, err := d.send(path, form)
		switch {
		case err == nil && status/100 == 2:
			d.count(func(c *tally) { c.acknowledged++ })
			return body, true
		case errors.Is(err, syscall.ECONNREFUSED):
			d.count(func(c *tally) { c.down++ })
		case err != nil:
			d.count(func(c *tally) { c.broken++ })
		case status < 500 && status != http.StatusTooManyRequests:
			d.t.Errorf("%s: %d for %v", path, status, form)
			return body, false
		default:
			d.count(func(c *tally) { c.refused++ })
		}
		time.Sleep(time.Duration(10+d.random.IntN(40)) * time.Millisecond)
	}
	d.t.Errorf("%s was not acknowledged within %s", path, patience)
	return "", false
}

func (d *device) count(add func(*tally)) {
	d.counts.Lock()
	defer d.counts.Unlock()
	add(d.counts)
}

// send posts a form once, or gets the page when there is none.
func (d *device) send(path string, form url.Values) (int, string, error) {
	d.count(func(c *tally) { c.sent++ })
	method, content := http.MethodGet, io.Reader(http.NoBody)
	if form != nil {
		method, content = http.MethodPost, strings.NewReader(form.Encode())
	}
	request, err := http.NewRequest(method, d.server.page(path), content)
	if err != nil {
		return 0, "", err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if strings.HasSuffix(path, "/turns") {
		request.Header.Set("HX-Request", "true") // as the page's script sends turns
	}
	answer, err := d.client.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(body), err
}

var demoLearner = regexp.MustCompile(`name="person" value="([0-9A-Z]{26})"`)

// signIn clicks the first person of the demonstration, who is its learner.
func (d *device) signIn() bool {
	page, ok := d.insist("/sign-in", nil)
	person := demoLearner.FindStringSubmatch(page)
	if !ok || person == nil {
		d.t.Errorf("the page offers nobody to sign in as: %.300s", page)
		return false
	}
	_, ok = d.insist("/sign-in/demo", url.Values{"person": {person[1]}})
	return ok
}

// script is what a learner says and does; each talk takes some of it.
var script = []struct{ kind, text string }{
	{"say", "Hello, I'm a medical student. What has brought you in today?"}, {"say", "When did it start?"},
	{"say", "What does it feel like?"}, {"say", "Does the pain go anywhere else, to your arms, neck or jaw?"},
	{"say", "Have you felt sick or sweaty?"}, {"say", "Do you take any medicines?"}, {"say", "Do you smoke?"},
	{"say", "Is it alright if I examine you?"}, {"examine", "measure the blood pressure"}, {"examine", "listen to the heart"},
	{"order", "12-lead ECG"}, {"order", "troponin"},
}

// talk holds one conversation from the start to the debrief.
func (d *device) talk() (t talk) {
	if !d.signIn() {
		return t
	}
	t.encounter = encounter.ID(d.newID())
	if _, ok := d.insist("/cases/"+caseID+"/start", url.Values{"encounter": {string(t.encounter)}, "purpose": {"private"}}); !ok {
		return t
	}
	at := "/encounters/" + string(t.encounter)
	for _, line := range script {
		if d.random.IntN(4) == 0 {
			continue
		}
		time.Sleep(time.Duration(d.random.IntN(100)) * time.Millisecond) // thinking
		turn := d.newID()
		if !d.say(at+"/turns", url.Values{"turn": {turn}, "kind": {line.kind}, "text": {line.text}}) {
			return t
		}
		t.said = append(t.said, encounter.TurnID(turn))
	}
	verdict := d.newID()
	form := url.Values{"finish": {verdict}, "diagnosis": {"NSTEMI"}, "why": {fmt.Sprint("talk ", t.encounter)}, "confidence": {"high"}}
	if _, t.finished = d.insist(at+"/finish", form); t.finished {
		t.said = append(t.said, encounter.TurnID(verdict))
	}
	return t
}

// say sends a turn; sometimes it is sent twice at once, as by a bad network, and
// sometimes once more after it was acknowledged.
func (d *device) say(path string, form url.Values) bool {
	switch d.random.IntN(6) {
	case 0:
		var twin sync.WaitGroup
		twin.Go(func() { _, _, _ = d.send(path, form) }) // whatever comes of it
		defer twin.Wait()
	case 1:
		defer func() { _, _ = d.insist(path, form) }()
	}
	_, ok := d.insist(path, form)
	return ok
}
