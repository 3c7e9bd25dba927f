//go:build !linux

package e2e

import "github.com/chromedp/chromedp"

// unprivileged changes nothing: elsewhere the tests run as an ordinary user.
func unprivileged(string) ([]chromedp.ExecAllocatorOption, error) { return nil, nil }
