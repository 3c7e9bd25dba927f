package policy_test

import (
	"context"
	"testing"

	"preceptor/internal/policy"
)

var ctx = context.Background()

func rules(t testing.TB) *policy.Policy {
	t.Helper()
	p, err := policy.New(ctx, policy.Embedded{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestEmbeddedRulesFitTheSchema(t *testing.T) { rules(t) }
