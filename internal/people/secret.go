package people

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
)

const secretBytes = 32 // 256 random bits

// newSecret makes a token to hand out, with its prefix, and the hash to store.
func newSecret(entropy io.Reader, prefix string) (token, hash string, err error) {
	var raw [secretBytes]byte
	if _, err := io.ReadFull(entropy, raw[:]); err != nil {
		return "", "", fmt.Errorf("reading randomness: %w", err)
	}
	token = prefix + base64.RawURLEncoding.EncodeToString(raw[:])
	return token, hashSecret(token), nil
}

// hashSecret is what the database knows of a token. The token has 256 random
// bits, so a plain hash cannot be searched backwards, and looking it up by an
// index tells an attacker nothing about other tokens.
func hashSecret(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
