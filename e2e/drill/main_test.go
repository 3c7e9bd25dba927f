package drill

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

var (
	full = flag.Bool("full", false, "a hundred talks on each database")
	seed = flag.Uint64("seed", 20261120, "of the moments of the kills and of what the devices do")
)

var ctx = context.Background()

// program is the built binary.
var program string

func TestMain(m *testing.M) {
	flag.Parse()
	dir, err := os.MkdirTemp("", "preceptor-drill-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	program = filepath.Join(dir, "preceptor")
	status := 1
	if out, err := build().CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "building the program: %v\n%s", err, out)
	} else {
		status = m.Run()
	}
	os.RemoveAll(dir)
	os.Exit(status)
}

// build makes the program as `make build` does.
func build() *exec.Cmd {
	command := exec.Command("go", "build", "-trimpath", "-o", program, "preceptor/cmd/preceptor")
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	return command
}
