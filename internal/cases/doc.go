// Package cases is the patient: what a case is, and how the patient of a case
// understands and answers. It is pure; files, databases and models are elsewhere.
package cases
