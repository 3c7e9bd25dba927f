// Package e2e looks at the product through the system's Chromium: every page,
// by every role, in both themes and several widths; and the journeys that
// people make through it.
//
// PRECEPTOR_TEST_FULL=1 turns the quick subset into the full matrix, and
// PRECEPTOR_TEST_SHOTS=folder writes a picture of each page into that folder.
package e2e
