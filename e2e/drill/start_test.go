package drill

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"preceptor/internal/id"
)

// soonEnough is the promise of the README: once built, the first page within this time.
const soonEnough = 3 * time.Second

func TestADemonstrationShowsItsFirstPageAtOnceAndKeepsItsData(t *testing.T) {
	s := newServer(t, "")
	first := s.start()
	d := newDevice(t, s, 1, func() string { return id.New[string](id.NewSource(time.Now, rand.Reader)) }, &tally{})
	done := d.talk()
	s.stop()
	second := s.start()
	t.Logf("first page after %d ms, at the second start after %d ms", first.Milliseconds(), second.Milliseconds())
	if first > soonEnough || second > soonEnough {
		t.Errorf("first page after %s and %s, more than %s", first, second, soonEnough)
	}
	status, page, err := d.send("/encounters/"+string(done.encounter)+"/debrief", nil)
	if err != nil || status != 200 || !strings.Contains(page, "NSTEMI") {
		t.Errorf("the talk of the first start: status %d, %v", status, err)
	}
	if n := strings.Count(page, "/sign-in"); n > 0 {
		t.Errorf("the session of the first start is gone")
	}
}

// Everything that the program has open on the network while somebody uses every
// kind of page: what it listens on, and who came in there.
func TestADemonstrationOpensNothingElseOnTheNetwork(t *testing.T) {
	s := newServer(t, "")
	s.start()
	stop, seen := make(chan struct{}), make(chan map[socket]bool)
	go func() { seen <- s.watchSockets(stop) }()
	d := newDevice(t, s, 1, func() string { return id.New[string](id.NewSource(time.Now, rand.Reader)) }, &tally{})
	d.talk()
	for _, path := range []string{"/", "/cases", "/settings"} {
		d.insist(path, nil)
	}
	d.insist("/sign-out", url.Values{})
	close(stop)
	at := netip.MustParseAddrPort(s.address)
	listens := false
	for socket := range <-seen {
		listens = listens || socket.listening && socket.local == at
		if socket.local.Addr().Unmap() != at.Addr() || socket.local.Port() != at.Port() {
			t.Errorf("%+v is open", socket)
		}
	}
	if !listens {
		t.Error("the program was not seen listening: nothing was watched")
	}
}

// socket is one line of /proc/PID/net.
type socket struct {
	protocol      string
	local, remote netip.AddrPort
	listening     bool
}

// watchSockets collects the sockets that the program holds until stop.
func (s *server) watchSockets(stop <-chan struct{}) map[socket]bool {
	seen := map[socket]bool{}
	for {
		for _, one := range s.sockets() {
			seen[one] = true
		}
		select {
		case <-stop:
			return seen
		case <-time.After(2 * time.Millisecond):
		}
	}
}

// sockets are the internet sockets that the process holds at this moment.
func (s *server) sockets() (open []socket) {
	process := fmt.Sprintf("/proc/%d", s.process.Process.Pid)
	held := heldInodes(process)
	for _, protocol := range []string{"tcp", "tcp6", "udp", "udp6"} {
		table, err := os.ReadFile(filepath.Join(process, "net", protocol))
		if err != nil {
			s.t.Error(err)
			continue
		}
		lines := bufio.NewScanner(bytes.NewReader(table))
		lines.Scan() // the heading
		for lines.Scan() {
			field := strings.Fields(lines.Text())
			if len(field) > 9 && held[field[9]] {
				open = append(open, socket{protocol, addressOf(s.t, field[1]), addressOf(s.t, field[2]), field[3] == "0A"})
			}
		}
	}
	return open
}

// heldInodes are the sockets among the open files of a process.
func heldInodes(process string) map[string]bool {
	held := map[string]bool{}
	files, _ := filepath.Glob(process + "/fd/*")
	for _, file := range files {
		if target, err := os.Readlink(file); err == nil {
			if inode, found := strings.CutPrefix(target, "socket:["); found {
				held[strings.TrimSuffix(inode, "]")] = true
			}
		}
	}
	return held
}

// addressOf reads an address as the kernel prints it: 32-bit words of the
// machine's byte order in hexadecimal, a colon, the port.
func addressOf(t testing.TB, text string) netip.AddrPort {
	words, port, _ := strings.Cut(text, ":")
	raw, err := hex.DecodeString(words)
	number, portErr := strconv.ParseUint(port, 16, 16)
	if err != nil || portErr != nil || len(raw)%4 != 0 {
		t.Errorf("an address of the kernel's: %q", text)
		return netip.AddrPort{}
	}
	for at := 0; at < len(raw); at += 4 {
		binary.BigEndian.PutUint32(raw[at:], binary.NativeEndian.Uint32(raw[at:]))
	}
	address, _ := netip.AddrFromSlice(raw)
	return netip.AddrPortFrom(address.Unmap(), uint16(number))
}
