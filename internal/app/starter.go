package app

import (
	"context"
	"fmt"
	"io/fs"

	"preceptor/content"
	"preceptor/internal/cases"
	"preceptor/internal/policy"
)

// InstallStarterPack puts the starter cases into the library of the
// installation, open for practice. A case that is there already is brought up to
// date. They say themselves that they await clinical review.
func (a *App) InstallStarterPack(ctx context.Context) error {
	names, err := fs.Glob(content.Cases, "cases/*.yaml")
	if err != nil {
		return err
	}
	for _, name := range names {
		file, err := fs.ReadFile(content.Cases, name)
		if err != nil {
			return err
		}
		if _, err := a.Cases.Put(ctx, name, file, cases.Placing{Status: policy.Approved}, ""); err != nil {
			return fmt.Errorf("the starter case %s: %w", name, err)
		}
	}
	return nil
}
