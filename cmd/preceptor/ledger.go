package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	signed "golang.org/x/mod/sumdb/note"

	"preceptor/internal/db"
	"preceptor/internal/id"
	"preceptor/internal/ledger"
	"preceptor/internal/policy"
)

// LedgerCmd is the command group "ledger".
type LedgerCmd struct {
	Verify     ledgerVerify     `cmd:"" help:"Check an export with the public key alone; no installation is needed."`
	Export     ledgerExport     `cmd:"" help:"Write the whole ledger to a file that anybody can check."`
	Checkpoint ledgerCheckpoint `cmd:"" help:"Sign size and root of the ledger as they stand; keep the result elsewhere."`
	Key        ledgerKey        `cmd:"" help:"Print the public key that others verify with."`
}

// signingKey says where the signing key is.
type signingKey struct {
	SigningKey string `name:"signing-key" type:"path" help:"File with the signing key (default: ledger.key beside the SQLite file)."`
}

// path of the key file, empty when it cannot be known.
func (k signingKey) path(url string) string {
	if k.SigningKey != "" {
		return k.SigningKey
	}
	if file, ok := strings.CutPrefix(url, "sqlite:"); ok {
		return filepath.Join(filepath.Dir(file), "ledger.key")
	}
	return ""
}

// signer opens an existing key file; nil when there is none and none was named.
func (k signingKey) signer(url string) (*ledger.Signer, error) {
	path := k.path(url)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if k.SigningKey != "" {
			return nil, usageError("there is no signing key at %s", path)
		}
		return nil, nil
	}
	signer, err := ledger.OpenSigner(path, rand.Reader)
	if err != nil {
		return nil, usageError("%w", err)
	}
	return signer, nil
}

// withLedger opens the ledger of a database, without migrating it.
func withLedger(streams *Streams, url string, key signingKey, action policy.Action, do func(*ledger.Ledger) error) error {
	if err := mayOperate(context.Background(), action, policy.Ledger); err != nil {
		return err
	}
	if file, ok := strings.CutPrefix(url, "sqlite:"); ok {
		if _, err := os.Stat(file); err != nil {
			return usageError("there is no database: %w", err)
		}
	}
	signer, err := key.signer(url)
	if err != nil {
		return err
	}
	d, err := db.Open(context.Background(), url, time.Now)
	if err != nil {
		return usageError("%w", err)
	}
	defer d.Close()
	log := slog.New(slog.NewTextHandler(streams.Err, nil))
	return do(ledger.New(d, id.NewSource(time.Now, rand.Reader), signer, log))
}

type ledgerVerify struct {
	File       string   `arg:"" help:"The export; - reads standard input."`
	Key        string   `required:"" placeholder:"PUBKEY" help:"The public key, or a file that holds it."`
	Checkpoint []string `sep:"none" placeholder:"FILE" help:"A checkpoint that was kept elsewhere; may be repeated. The export must extend each of them."`
}

// Help is the long help.
func (ledgerVerify) Help() string {
	return `Exit 0 and one line with the size of the tree and its root when everything holds; exit 1 and the first entry that does not.

With the key alone, every edit, loss, insertion, reordering and foreign signature is found. That the holder of the true key cut the ledger short, rolled it back or rebuilt it is found only from a checkpoint that was kept elsewhere: keep one, often.`
}

// Run verifies.
func (c ledgerVerify) Run(streams *Streams) error {
	key, err := textOrFile(c.Key)
	if err != nil {
		return err
	}
	var earlier [][]byte
	for _, name := range c.Checkpoint {
		text, err := os.ReadFile(name)
		if err != nil {
			return usageError("cannot read the checkpoint: %w", err)
		}
		earlier = append(earlier, text)
	}
	in, err := openIn(streams, c.File)
	if err != nil {
		return err
	}
	defer in.Close()
	last, err := ledger.Verify(in, key, earlier...)
	if errors.Is(err, ledger.ErrKey) {
		return usageError("%w", err)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(streams.Out, "%d %s\n", last.Size, last.Root)
	return err
}

// textOrFile gives a public key as it stands, or the content of the file of that name.
func textOrFile(text string) (string, error) {
	if _, err := signed.NewVerifier(text); err == nil {
		return text, nil
	}
	content, err := os.ReadFile(text)
	if errors.Is(err, fs.ErrNotExist) {
		return text, nil // whoever uses it will say that it is no key
	}
	if err != nil {
		return "", usageError("cannot read the key: %w", err)
	}
	return strings.TrimSpace(string(content)), nil
}

type ledgerExport struct {
	DB  string `required:"" name:"db" env:"PRECEPTOR_DATABASE_URL" placeholder:"URL" help:"sqlite:PATH or postgres://…"`
	Out string `required:"" type:"path" placeholder:"FILE" help:"Where to write; appears whole or not at all."`
	signingKey
}

// Help is the long help.
func (ledgerExport) Help() string {
	return `With the signing key at hand the export ends with a fresh checkpoint over everything; without it, with the last one that was signed. The server may go on working meanwhile.`
}

// Run exports.
func (c ledgerExport) Run(streams *Streams) error {
	return withLedger(streams, c.DB, c.signingKey, policy.LedgerExport, func(l *ledger.Ledger) error {
		var last ledger.Checkpoint
		err := wholeFile(c.Out, func(w io.Writer) (err error) {
			last, err = l.Export(context.Background(), w)
			return err
		})
		if errors.Is(err, ledger.ErrNotFound) {
			return fmt.Errorf("the ledger was never signed and no signing key is at hand; name one with --signing-key: %w", err)
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(streams.Err, "%d entries up to %s, root %s\n", last.Size, last.At.Format(time.RFC3339), last.Root)
		return nil
	})
}

type ledgerCheckpoint struct {
	DB  string `required:"" name:"db" env:"PRECEPTOR_DATABASE_URL" placeholder:"URL" help:"sqlite:PATH or postgres://…"`
	Out string `type:"path" placeholder:"FILE" help:"Where to write; default: standard output."`
	signingKey
}

// Run signs and prints a checkpoint.
func (c ledgerCheckpoint) Run(streams *Streams) error {
	return withLedger(streams, c.DB, c.signingKey, policy.LedgerRead, func(l *ledger.Ledger) error {
		signed, err := l.Checkpoint(context.Background())
		if errors.Is(err, ledger.ErrNoKey) {
			return usageError("there is no signing key; name it with --signing-key")
		}
		if err != nil {
			return err
		}
		write := func(w io.Writer) error { _, err := w.Write(signed.Note); return err }
		if c.Out == "" {
			return write(streams.Out)
		}
		return wholeFile(c.Out, write)
	})
}

type ledgerKey struct {
	File string `arg:"" type:"path" help:"File with the signing key; made when it is missing."`
}

// Run prints the public key.
func (c ledgerKey) Run(streams *Streams) error {
	signer, err := ledger.OpenSigner(c.File, rand.Reader)
	if err != nil {
		return usageError("%w", err)
	}
	_, err = fmt.Fprintln(streams.Out, signer.PublicKey())
	return err
}

// wholeFile writes a file that appears whole or not at all; only the owner may read it.
func wholeFile(name string, write func(io.Writer) error) error {
	tmp, err := os.CreateTemp(filepath.Dir(name), ".new-*")
	if err != nil {
		return usageError("cannot write the file: %w", err)
	}
	err = write(tmp)
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	return nil
}
