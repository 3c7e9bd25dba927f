package responses_test

import (
	"fmt"

	"preceptor/measure/responses"
)

// A fault is one sentence that says where to look.
func ExampleParseCSV() {
	_, err := responses.ParseCSV([]byte("q1,q2,group\n1,0,north\n1,x,south\n"), "group")
	fmt.Println(err)
	// Output: row 2 (line 3), column "q2": "x" is not a whole number
}
