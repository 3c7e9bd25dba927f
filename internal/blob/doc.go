// Package blob keeps bytes under the name of their content: the SHA-256 sum
// (FIPS 180-4). The same bytes are kept once, a file appears whole or not at
// all, and what is read is what was written or an error.
//
// Whoever keeps a person's upload encrypts it first, so that forgetting the key
// forgets every copy; such bytes are never equal to another person's. Since
// equal bytes share one blob, the owner of a blob deletes it only when no row
// names it any more.
//
// Disk is the only store so far. Another one (S3, say) has to pass
// blobtest.Suite.
package blob
