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

// An item that everybody gets right tells nothing.
func ExampleMatrix_CheckVaried() {
	m, err := responses.New([]string{"q1", "q2"}, [][]int{{1, 0}, {1, responses.Missing}, {1, 1}})
	if err != nil {
		panic(err)
	}
	fmt.Println(m.CheckVaried())
	// Output: column "q1": every answer is 1, so nothing can be estimated from this item
}

func ExampleNew() {
	_, err := responses.New([]string{"q1", "q2"}, [][]int{{1, 0}, {1}})
	fmt.Println(err)
	// Output: row 2: 1 answers where the header names 2
}
