package ledger

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// ErrKey is returned for a signing or public key that cannot be read.
var ErrKey = errors.New("not a key of a ledger")

// Signer holds the signing key of a ledger. Its name is the origin of every
// checkpoint. The key lives in a file outside the database, so that whoever
// can write the database still cannot sign.
type Signer struct {
	signer note.Signer
	public string
	secret string
	headAt string // the file that remembers the last checkpoint signed here
}

// headSuffix names the file beside the key that remembers the last checkpoint.
const headSuffix = ".head"

// OpenSigner reads the signing key at path, or makes one from entropy when
// there is no file yet. Only the owner may read the file.
func OpenSigner(path string, entropy io.Reader) (*Signer, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		text, err = makeKeyFile(path, entropy)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	secret, public, ok := strings.Cut(strings.TrimSpace(string(text)), "\n")
	if !ok {
		return nil, fmt.Errorf("%w: %s must hold two lines", ErrKey, filepath.Base(path))
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	verifier, err := note.NewVerifier(public)
	if err != nil || verifier.Name() != signer.Name() || verifier.KeyHash() != signer.KeyHash() {
		return nil, fmt.Errorf("%w: the two lines of %s do not belong together", ErrKey, filepath.Base(path))
	}
	return &Signer{signer: signer, secret: secret, public: public, headAt: path + headSuffix}, nil
}

// makeKeyFile writes a new key under a random name and returns the file's text.
func makeKeyFile(path string, entropy io.Reader) ([]byte, error) {
	var name [6]byte
	if _, err := io.ReadFull(entropy, name[:]); err != nil {
		return nil, err
	}
	secret, public, err := note.GenerateKey(entropy, "preceptor/"+hex.EncodeToString(name[:]))
	if err != nil {
		return nil, err
	}
	text := []byte(secret + "\n" + public + "\n")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	return text, writeNew(path, text)
}

// writeNew writes a file that must not exist yet and syncs it.
func writeNew(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Sync(), f.Close())
}

// Origin is the name of the key and of the ledger.
func (s *Signer) Origin() string { return s.signer.Name() }

// PublicKey is what others verify with: "name+hash+key", see package note.
func (s *Signer) PublicKey() string { return s.public }

// head is the last checkpoint signed with this key file, nil when there is none.
func (s *Signer) head() ([]byte, error) {
	text, err := os.ReadFile(s.headAt)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return text, err
}

// remember replaces the head, whole or not at all.
func (s *Signer) remember(checkpoint []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(s.headAt), ".head-*")
	if err != nil {
		return err
	}
	_, err = tmp.Write(checkpoint)
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	return os.Rename(tmp.Name(), s.headAt)
}

// SignText signs a text of another kind, which must begin with a line that no
// checkpoint begins with and end with a line break; see OpenText.
func (s *Signer) SignText(text string) ([]byte, error) {
	signed, err := note.Sign(&note.Note{Text: text}, s.signer)
	if err != nil {
		return nil, fmt.Errorf("signing: %w", err)
	}
	return signed, nil
}

// OpenText checks what SignText made and gives the text; ErrKey when it was not
// signed with this key.
func (s *Signer) OpenText(signed []byte) (string, error) {
	verifier, err := note.NewVerifier(s.public)
	if err != nil {
		return "", err
	}
	n, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrKey, err)
	}
	return n.Text, nil
}

// Text is the content of the key file, for the backup of keys.
func (s *Signer) Text() string { return s.secret + "\n" + s.public + "\n" }

// StartFrom makes the given checkpoint the last one signed here, after a
// restore: what was signed later is lost, and whoever kept it will see that.
func (s *Signer) StartFrom(c Checkpoint) error { return s.remember(c.Note) }
