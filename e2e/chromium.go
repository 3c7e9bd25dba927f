package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/chromedp/chromedp"
)

// ErrNoChromium says that no browser was found.
var ErrNoChromium = errors.New("chromium is not installed: looked for chromium, chromium-browser and google-chrome")

// FindChromium looks for the browser: PRECEPTOR_TEST_CHROMIUM first, then the usual names.
func FindChromium() (string, error) {
	for _, name := range []string{os.Getenv("PRECEPTOR_TEST_CHROMIUM"), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"} {
		if name == "" {
			continue
		}
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNoChromium
}

// Launch starts a browser with a fresh profile. The returned context is the
// browser's; stop ends it and removes the profile.
func Launch(ctx context.Context) (browser context.Context, stop func(), err error) {
	path, err := FindChromium()
	if err != nil {
		return nil, nil, err
	}
	profile, err := os.MkdirTemp("", "preceptor-chromium-")
	if err != nil {
		return nil, nil, fmt.Errorf("browser profile: %w", err)
	}
	rights, err := unprivileged(profile)
	if err != nil {
		return nil, nil, err
	}
	options := append(quiet(path, profile), rights...)
	alloc, stopAlloc := chromedp.NewExecAllocator(ctx, options...)
	browser, stopBrowser := chromedp.NewContext(alloc)
	stop = func() {
		stopBrowser()
		stopAlloc()
		_ = os.RemoveAll(profile) // a scratch folder among the system's temporary files
	}
	if err := chromedp.Do(browser); err != nil {
		stop()
		return nil, nil, fmt.Errorf("chromium does not start: %w", err)
	}
	return browser, stop, nil
}

// quiet are the flags of a browser that shows no window and asks nobody.
func quiet(path, profile string) []chromedp.ExecAllocatorOption {
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.UserDataDir(filepath.Join(profile, "data")),
		chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.DisableGPU,
		chromedp.Flag("headless", "new"), chromedp.Flag("force-color-profile", "srgb"),
		chromedp.WSURLReadTimeout(time.Minute),
	}
	for _, name := range []string{
		"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync", "disable-default-apps",
		"disable-dev-shm-usage", "disable-domain-reliability", "disable-client-side-phishing-detection", "hide-scrollbars", "mute-audio", "no-pings",
	} {
		options = append(options, chromedp.Flag(name, true))
	}
	return options
}
