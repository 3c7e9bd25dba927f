package privacy_test

import (
	"errors"
	"testing"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/privacy"
)

func TestConsentIsForOnePurposeAndOneText(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		ana, ben := h.learner("ana@example.org", "Ana"), h.learner("ben@example.org", "Ben")
		h.must(h.Give(ctx, ana, "research", "research/1"))
		h.checkConsent(true, func() (bool, error) { return h.Consents(ctx, ana, "research", "research/1") })
		h.checkConsent(false, func() (bool, error) { return h.Consents(ctx, ana, "research", "research/2") })
		h.checkConsent(false, func() (bool, error) { return h.Consents(ctx, ana, "models.hosted", "research/1") })
		h.checkConsent(false, func() (bool, error) { return h.Consents(ctx, ben, "research", "research/1") })

		h.must(h.Withdraw(ctx, ana, "research", "research/1"))
		h.checkConsent(false, func() (bool, error) { return h.Consents(ctx, ana, "research", "research/1") })
		history, err := h.History(ctx, ana)
		if err != nil || len(history) != 2 || !history[0].Given || history[1].Given {
			t.Errorf("history %+v, %v", history, err)
		}
		if c, err := h.ledger.Checkpoint(ctx); err != nil || c.Size != 2 {
			t.Errorf("the ledger has %d entries, %v", c.Size, err)
		}
	})
}

func (h *house) checkConsent(want bool, ask func() (bool, error)) {
	h.t.Helper()
	if got, err := ask(); err != nil || got != want {
		h.t.Errorf("consent is %v, %v; want %v", got, err, want)
	}
}

func TestConsentNeedsAPurposeAndAText(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	ana := h.learner("ana@example.org", "Ana")
	if err := h.Give(ctx, ana, "Research and more", "1"); !errors.Is(err, privacy.ErrPurpose) {
		t.Errorf("a sentence as purpose: %v", err)
	}
	if err := h.Give(ctx, ana, "research", ""); !errors.Is(err, privacy.ErrTextMissed) {
		t.Errorf("no text: %v", err)
	}
}
