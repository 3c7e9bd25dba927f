// Package drill starts the real program, as people do, and treats it badly: it
// is killed with signal 9 at random moments while many devices talk with
// patients, started again, and killed again. Afterwards every turn that the
// program acknowledged must be there exactly once, in order, and the ledger must
// hold.
//
// Acknowledged means that the device has received a 2xx. A device that has not
// sends the same turn again, under the same identifier, until it has.
//
//	go test ./e2e/drill            a short drill
//	go test ./e2e/drill -full -v   a hundred talks on each database, with the figures
package drill
