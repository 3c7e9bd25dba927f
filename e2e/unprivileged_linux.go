package e2e

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"

	"github.com/chromedp/chromedp"
)

// unprivileged gives the options that let Chromium run when we are root: its
// sandbox refuses root, so it is started as nobody; where there is no such
// user, without the sandbox.
func unprivileged(profile string) ([]chromedp.ExecAllocatorOption, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	nobody, err := user.Lookup("nobody")
	if err != nil {
		return []chromedp.ExecAllocatorOption{chromedp.NoSandbox}, nil
	}
	uid, errUID := strconv.ParseUint(nobody.Uid, 10, 32)
	gid, errGID := strconv.ParseUint(nobody.Gid, 10, 32)
	if err := errors.Join(errUID, errGID); err != nil {
		return nil, fmt.Errorf("user nobody: %w", err)
	}
	if err := os.Chown(profile, int(uid), int(gid)); err != nil {
		return nil, fmt.Errorf("browser profile: %w", err)
	}
	become := func(cmd *exec.Cmd) {
		cmd.SysProcAttr = &syscall.SysProcAttr{
			Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, Pdeathsig: syscall.SIGKILL,
		}
		cmd.Dir = profile
	}
	return []chromedp.ExecAllocatorOption{
		chromedp.Flag("no-sandbox", false), chromedp.ModifyCmdFunc(become), chromedp.Env("HOME=" + profile),
	}, nil
}
