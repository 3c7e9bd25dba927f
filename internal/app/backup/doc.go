// Package backup copies an installation into one file while it works, and
// builds an installation from such a file.
//
// # What is where
//
//	backup.tar.gz                     keys file, sealed with a passphrase
//	├ manifest     signed             ├ every person's wrapped key
//	├ ledger.jsonl the whole ledger   ├ the master key that wraps them
//	├ tables/*     all rows           ├ the ledger's signing key
//	└ blobs/*      files, as stored   └ who was erased
//
// The archive alone shows nobody's words: they are sealed, and the keys are in
// the other file. Keep the newest keys file only, and replace it after every
// erasure; an old one would bring back what was erased later.
//
// # Reading an archive is reading a hostile file
//
// The manifest comes first and is signed with the ledger's key. Only then is
// anything else looked at, and only as the manifest promises: these names, in
// this order, of this size, with this sum. Names are of three fixed forms, so
// none leads out of the folder; sizes are bounded before a byte is unpacked.
//
// # A restore is all or nothing
//
//	keys opened ─▶ manifest checked ─▶ unpacked ─▶ ledger verified ─▶ rows loaded
//	    ─▶ rows' ledger equals the archive's ─▶ erasures replayed ─▶ moved into place
//
// Until the last step everything happens in a folder of its own; a fault removes
// it. The restored ledger goes on from the backup's checkpoint with an entry
// that tells of the restore.
package backup
