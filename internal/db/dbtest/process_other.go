//go:build !linux

package dbtest

import (
	"os"
	"os/exec"
)

// Elsewhere the tests run as an ordinary user, and a server that outlives its
// test process is removed by hand.
func asServerUser(*exec.Cmd)        {}
func giveToServerUser(string) error { return nil }
func startTied(cmd *exec.Cmd) error { return cmd.Start() }

func alive(pid int) bool {
	_, err := os.FindProcess(pid)
	return err == nil
}
