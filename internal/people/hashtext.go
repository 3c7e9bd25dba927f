package people

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/crypto/argon2"
)

// parseHash reads the text that hash wrote, and refuses costs out of bounds.
func parseHash(text string) (c Cost, salt, key []byte, err error) {
	parts := strings.Split(text, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != "v="+strconv.Itoa(argon2.Version) {
		return c, nil, nil, errHash
	}
	if c, err = parseCost(parts[3]); err != nil {
		return c, nil, nil, err
	}
	salt, saltErr := base64.RawStdEncoding.Strict().DecodeString(parts[4])
	key, keyErr := base64.RawStdEncoding.Strict().DecodeString(parts[5])
	if saltErr != nil || keyErr != nil || len(salt) < 8 || len(key) != keyBytes {
		return c, nil, nil, errHash
	}
	return c, salt, key, nil
}

func parseCost(text string) (Cost, error) {
	fields := strings.Split(text, ",")
	if len(fields) != 3 {
		return Cost{}, errHash
	}
	memory, errM := parameter(fields[0], "m=", mostCost.Memory)
	passes, errT := parameter(fields[1], "t=", mostCost.Passes)
	threads, errP := parameter(fields[2], "p=", uint32(mostCost.Threads))
	if errM != nil || errT != nil || errP != nil {
		return Cost{}, errHash
	}
	return Cost{Memory: memory, Passes: passes, Threads: uint8(threads)}, nil
}

func parameter(field, name string, most uint32) (uint32, error) {
	digits, found := strings.CutPrefix(field, name)
	n, err := strconv.ParseUint(digits, 10, 32)
	if !found || err != nil || n < 1 || uint32(n) > most {
		return 0, fmt.Errorf("%s: %w", name, errHash)
	}
	return uint32(n), nil
}
