package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// bankFile writes a bank of 80 items spread over ability, in two areas.
func bankFile(t *testing.T) string {
	t.Helper()
	var items []string
	for i := range 80 {
		b := 4*float64(i)/79 - 2
		items = append(items, fmt.Sprintf(`{"name":"i%d","a":1.3,"d":%g,"area":"%s"}`, i+1, -1.3*b, []string{"heart", "lung"}[i%2]))
	}
	name := filepath.Join(t.TempDir(), "bank.json")
	if err := os.WriteFile(name, []byte(`{"items":[`+strings.Join(items, ",")+`]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestCatSimulate(t *testing.T) {
	bank := bankFile(t)
	for _, extra := range [][]string{
		{"--se-stop", "0.45", "--max-exposure", "0.5"},
		{"--se-stop", "0.45", "--max-exposure", "0.5", "--exposure", "sympson-hetter"},
		{"--se-stop", "0.45", "--exposure", "randomesque", "--choose", "kl"},
		{"--info-stop", "4", "--choose", "information", "--quota", "heart=0.5"},
		{"--cut", "0.2", "--max-items", "40"},
	} {
		args := append([]string{"cat", "simulate", "--params", bank, "--examinees", "60", "--seed", "7"}, extra...)
		status, out, errs := runOn("", args...)
		if status != 0 || errs != "" {
			t.Fatal(extra, status, errs)
		}
		if _, again, _ := runOn("", args...); again != out {
			t.Error(extra, "the same seed gives other bytes")
		}
		var got catAnswer
		if err := json.Unmarshal([]byte(out), &got); err != nil {
			t.Fatal(err)
		}
		if len(got.Runs) != 60 || got.MeanItems < 3 || got.MeanItems > 40 {
			t.Errorf("%v: %d runs, %.2f items", extra, len(got.Runs), got.MeanItems)
		}
		checkRuns(t, &got, extra)
	}
}

// checkRuns recomputes the summary from the runs.
func checkRuns(t *testing.T, got *catAnswer, args []string) {
	t.Helper()
	count, used, square := map[string]int{}, 0, 0.0
	for n, r := range got.Runs {
		if len(r.Items) != len(r.Responses) {
			t.Fatalf("%v, run %d: %d items and %d responses", args, n, len(r.Items), len(r.Responses))
		}
		used += len(r.Items)
		square += (r.Estimate - r.Theta) * (r.Estimate - r.Theta)
		for _, name := range r.Items {
			count[name]++
		}
	}
	most, n := 0, float64(len(got.Runs))
	for _, c := range count {
		most = max(most, c)
	}
	if math.Abs(got.MeanItems-float64(used)/n) > 1e-9 || math.Abs(got.RMSE-math.Sqrt(square/n)) > 1e-9 || math.Abs(got.MaxExposure-float64(most)/n) > 1e-9 {
		t.Errorf("%v: the summary does not belong to the runs: %+v", args, got)
	}
	if limit := args[len(args)-1]; args[len(args)-2] == "--max-exposure" && limit == "0.5" && got.MaxExposure > 0.5 {
		t.Errorf("%v: exposure %.3f", args, got.MaxExposure)
	}
}

func TestCatSimulateFaults(t *testing.T) {
	bank := bankFile(t)
	for want, extra := range map[string][]string{
		"--examinees must be at least 1":                                  {"--examinees", "0"},
		"--max-exposure must be above 0 and at most 1":                    {"--max-exposure", "1.5"},
		"the quotas cannot be met: the bank holds no item":                {"--quota", "liver=0.2"},
		"a test needs a usable rule to stop: limits must be":              {"--se-stop=-1"},
		"cannot open the parameters":                                      {"--params", bank + ".none"},
		"--among must be at least 1":                                      {"--exposure", "randomesque", "--among", "0"},
		"a test needs a usable rule to stop: the SPRT needs a finite cut": {"--cut", "0", "--alpha", "0.9"},
	} {
		args := append([]string{"cat", "simulate", "--params", bank, "--examinees", "5", "--seed", "1"}, extra...)
		status, out, errs := runOn("", args...)
		if status != 2 || out != "" || !strings.HasPrefix(errs, "preceptor: "+want) {
			t.Errorf("%v: status %d, %q%s", extra, status, out, errs)
		}
	}
}
