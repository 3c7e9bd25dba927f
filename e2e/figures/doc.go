// Package figures keeps the quality of the product from falling: it measures, on
// the starter pack alone, how patients understand and how talks are marked, and
// compares with bench/figures.json. A figure that fell fails the test.
//
//	go test ./e2e/figures            compares
//	go test ./e2e/figures -write     writes down figures that rose, and new ones (make bench does)
//	go test ./e2e/figures -accept    writes down all; a fall needs its reason in the commit
package figures
