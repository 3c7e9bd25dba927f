// Package db is the one handle to the installation's database: an embedded
// SQLite file or a PostgreSQL server, spoken to with one portable SQL text.
//
// A transaction travels in the context: every store method that is called with
// the context of Tx joins it, so that an activity, its record, its ledger
// entry, its events and its jobs commit together or not at all.
//
//	err := d.Tx(ctx, func(ctx context.Context) error {
//		if err := encounters.saveTurn(ctx, turn); err != nil {
//			return err
//		}
//		return ledger.Append(ctx, leaf)
//	})
//
// The function may run more than once: PostgreSQL runs at SERIALIZABLE and a
// conflict starts it again. So it holds SQL and pure code only; what must
// happen once, after the commit, goes to AfterCommit.
//
// # Portable SQL
//
// Placeholders are question marks. Text ids, BIGINT times (type Time), JSON as
// TEXT, ON CONFLICT, RETURNING, common table expressions and window functions
// are there; arrays, JSON operators, ILIKE and date arithmetic are not. A test
// reads every SQL text of the program and fails on what only one engine knows.
package db
