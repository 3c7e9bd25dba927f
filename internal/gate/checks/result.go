package checks

import "fmt"

// Result is the verdict of one check.
type Result struct {
	// Name is the check's short, stable name in lower case, for records.
	Name string `json:"name"`
	// OK tells whether the text passed.
	OK bool `json:"ok"`
	// Detail says in a few words what was found; it holds no word of the judged text.
	Detail string `json:"detail,omitempty"`
}

// Pass tells whether there are results and all of them are good. No result is no pass: a judge
// that did not judge has not allowed anything.
func Pass(results []Result) bool {
	for _, r := range results {
		if !r.OK {
			return false
		}
	}
	return len(results) > 0
}

// verdict counts faults into a result.
func verdict(name string, faults int, what string) Result {
	if faults == 0 {
		return Result{Name: name, OK: true}
	}
	return Result{Name: name, Detail: fmt.Sprintf("%d %s", faults, what)}
}
