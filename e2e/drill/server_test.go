package drill

import (
	"bytes"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"preceptor/internal/config"
)

// server is the program, serving a demonstration on the loopback address.
type server struct {
	t       testing.TB
	data    string
	db      string // URL
	address string

	mu      sync.Mutex // of the process
	process *exec.Cmd
	said    bytes.Buffer
}

// newServer is an installation that has never been started. With no URL it
// keeps its own SQLite file.
func newServer(t testing.TB, url string) *server {
	t.Helper()
	s := &server{t: t, data: filepath.Join(t.TempDir(), "data"), db: url, address: freeAddress(t)}
	if url == "" {
		s.db = "sqlite:" + filepath.Join(s.data, "preceptor.db")
	}
	t.Cleanup(s.kill)
	return s
}

func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// start runs the program and waits for its first page; it returns how long that took.
func (s *server) start() time.Duration {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	begun := time.Now()
	s.process = exec.Command(program, "demo", "--data", s.data, "--db", s.db, "--address", s.address)
	s.process.Stdout, s.process.Stderr = &s.said, &s.said
	s.process.Env = plainEnvironment()
	if err := s.process.Start(); err != nil {
		s.t.Error(err)
		return 0
	}
	for !s.answers() {
		if time.Since(begun) > time.Minute {
			s.t.Errorf("no page within a minute; the program said:\n%s", &s.said)
			return 0
		}
		time.Sleep(5 * time.Millisecond)
	}
	return time.Since(begun)
}

// plainEnvironment is without settings of whoever runs the tests.
func plainEnvironment() (env []string) {
	for _, setting := range os.Environ() {
		if !strings.HasPrefix(setting, "PRECEPTOR_") {
			env = append(env, setting)
		}
	}
	return env
}

var impatient = &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}

func (s *server) answers() bool {
	answer, err := impatient.Get(s.page("/sign-in"))
	if err != nil {
		return false
	}
	answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}

func (s *server) page(path string) string { return "http://" + s.address + path }

// kill ends the program without a warning.
func (s *server) kill() { s.end(syscall.SIGKILL) }

// stop ends the program in good order.
func (s *server) stop() { s.end(syscall.SIGTERM) }

func (s *server) end(signal syscall.Signal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.process == nil {
		return
	}
	if err := s.process.Process.Signal(signal); err != nil {
		s.t.Errorf("the program had ended by itself: %v; it said:\n%s", err, &s.said)
	}
	_ = s.process.Wait() // a killed process has an error by nature
	s.process = nil
}

// config is the installation as the program sees it, to look into it afterwards.
func (s *server) config() config.Config {
	s.t.Helper()
	cfg, err := config.Load(config.Sources{Set: map[string]string{"data": s.data, "database.url": s.db, "server.address": s.address}})
	if err != nil {
		s.t.Fatal(err)
	}
	return cfg
}

// run runs a command of the program to its end and returns what it wrote.
func (s *server) run(args ...string) string {
	s.t.Helper()
	command := exec.Command(program, args...)
	command.Env = plainEnvironment()
	out, err := command.CombinedOutput()
	if err != nil {
		s.t.Errorf("preceptor %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}
