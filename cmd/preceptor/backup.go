package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"preceptor/internal/app/backup"
	"preceptor/internal/blob"
	"preceptor/internal/config"
	"preceptor/internal/db"
	"preceptor/internal/id"
	"preceptor/internal/ledger"
	"preceptor/internal/policy"
	"preceptor/internal/privacy"
)

// signingKeyName is the ledger's signing key in the data folder.
const signingKeyName = "ledger.key"

// passphraseFlag says what seals the file of keys.
type passphraseFlag struct {
	PassphraseFile string `name:"passphrase-file" placeholder:"FILE" help:"File whose first line is the passphrase of the keys file, 16 characters or more; - reads standard input."`
}

func (f passphraseFlag) read(streams *Streams) (string, error) {
	if f.PassphraseFile == "" {
		return "", usageError("name the passphrase of the keys file with --passphrase-file")
	}
	src, err := openIn(streams, f.PassphraseFile)
	if err != nil {
		return "", err
	}
	defer src.Close()
	text, err := io.ReadAll(io.LimitReader(src, 1<<12))
	line, _, _ := strings.Cut(string(text), "\n")
	return strings.TrimSuffix(line, "\r"), err
}

// BackupCmd copies an installation into a file.
type BackupCmd struct {
	settings
	Out  string `required:"" type:"path" placeholder:"FILE.tar.gz" help:"Where to write the backup; appears whole or not at all."`
	Keys string `type:"path" placeholder:"FILE" help:"Where to write the keys, sealed with the passphrase. Keep it apart from the backup, and only the newest."`
	passphraseFlag
}

// Help is the long help.
func (BackupCmd) Help() string {
	return `The server may go on working meanwhile. The backup holds all tables, the uploads and the whole ledger, of one moment, signed; it restores on SQLite and on PostgreSQL. Nobody can read in it what people wrote: the keys are in the other file.

Make a new file of keys after every erasure and destroy the older ones: an old one would let an erased person's text be read again in an old backup.`
}

// Run makes the backup.
func (c BackupCmd) Run(streams *Streams) error {
	ctx := context.Background()
	if err := mayOperate(ctx, policy.Operate, policy.Installation); err != nil {
		return err
	}
	cfg, err := c.load()
	if err != nil {
		return err
	}
	passphrase := ""
	if c.Keys != "" {
		if passphrase, err = c.read(streams); err != nil {
			return err
		}
		if err := backup.CheckPassphrase(passphrase); err != nil {
			return usageError("%w", err)
		}
	}
	return withInstallation(ctx, streams, cfg, func(in backup.Installation) error {
		if err := c.backup(ctx, streams, cfg, in); err != nil {
			return err
		}
		if c.Keys == "" {
			return nil
		}
		// After the archive, so that nobody's first words are in it without their key.
		return c.writeKeys(ctx, cfg, in.Signer, passphrase)
	})
}

func (c BackupCmd) backup(ctx context.Context, streams *Streams, cfg config.Config, in backup.Installation) error {
	var made backup.Manifest
	err := wholeFile(c.Out, func(w io.Writer) (err error) {
		made, err = backup.Make(ctx, in, cfg.Data, w)
		return err
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(streams.Err, "%d files, %d ledger entries, of %s\n", len(made.Files), made.Ledger, made.MadeAt.Format(time.RFC3339))
	return err
}

func (c BackupCmd) writeKeys(ctx context.Context, cfg config.Config, signer *ledger.Signer, passphrase string) error {
	file, err := privacy.OpenKeyFile(ctx, cfg.Privacy.KeyFile, time.Now)
	if err != nil {
		return err
	}
	defer file.Close()
	master, err := privacy.OpenMaster(cfg.Privacy.MasterKeyFile, rand.Reader)
	if err != nil {
		return err
	}
	keys, err := backup.CollectKeys(ctx, file, master, signer, time.Now())
	if err != nil {
		return err
	}
	return wholeFile(c.Keys, func(w io.Writer) error { return backup.WriteKeys(w, keys, passphrase, rand.Reader) })
}

// withInstallation opens what stands there, and makes nothing that is missing.
func withInstallation(ctx context.Context, streams *Streams, cfg config.Config, do func(backup.Installation) error) error {
	for _, file := range []string{cfg.In(signingKeyName), cfg.Privacy.KeyFile, cfg.Privacy.MasterKeyFile} {
		if _, err := os.Stat(file); err != nil {
			return usageError("there is no installation: %w", err)
		}
	}
	signer, err := ledger.OpenSigner(cfg.In(signingKeyName), rand.Reader)
	if err != nil {
		return err
	}
	d, err := db.Open(ctx, cfg.Database.URL.Reveal(), time.Now)
	if err != nil {
		return err
	}
	defer d.Close()
	blobs, err := blob.OpenDisk(cfg.In("blobs"))
	if err != nil {
		return err
	}
	entries := ledger.New(d, id.NewSource(time.Now, rand.Reader), signer, logger(streams, cfg.Log))
	return do(backup.Installation{DB: d, Ledger: entries, Signer: signer, Blobs: blobs, Now: time.Now})
}

// RestoreCmd builds an installation from a backup.
type RestoreCmd struct {
	settings
	In      string `required:"" type:"existingfile" placeholder:"FILE.tar.gz" help:"The backup."`
	Keys    string `required:"" type:"existingfile" placeholder:"FILE" help:"The keys that were sealed with the passphrase."`
	MostGiB int64  `name:"most-gib" default:"256" help:"Refuse a backup that unpacks to more."`
	passphraseFlag
}

// Help is the long help.
func (RestoreCmd) Help() string {
	return `Builds the installation that the settings name: its data folder must not hold one, a PostgreSQL database must have no tables. Everything is checked before it moves into place; after a fault nothing is left behind. Who was erased after the backup was made, as far as the backup or the keys know, is erased again.

The program must be of the version that made the backup, or of one with the same tables.`
}

// Run restores.
func (c RestoreCmd) Run(streams *Streams) error {
	ctx := context.Background()
	if err := mayOperate(ctx, policy.Operate, policy.Installation); err != nil {
		return err
	}
	cfg, err := c.load()
	if err != nil {
		return err
	}
	keys, err := c.openKeys(streams)
	if err != nil {
		return err
	}
	archive, err := os.Open(c.In)
	if err != nil {
		return usageError("cannot open the backup: %w", err)
	}
	defer archive.Close()
	limits := backup.UsualLimits
	limits.Bytes = c.MostGiB << 30
	world := backup.World{Now: time.Now, Entropy: rand.Reader, Log: logger(streams, cfg.Log)}
	done, err := backup.Restore(ctx, archive, keys, targetOf(cfg), world, limits)
	if err != nil {
		return fmt.Errorf("nothing was restored: %w", err)
	}
	_, err = fmt.Fprintf(streams.Out, "restored as of %s: %d ledger entries, %d people erased again\n",
		done.Manifest.MadeAt.Format(time.RFC3339), done.Manifest.Ledger, done.Erased)
	return err
}

func (c RestoreCmd) openKeys(streams *Streams) (backup.Keys, error) {
	passphrase, err := c.read(streams)
	if err != nil {
		return backup.Keys{}, err
	}
	f, err := os.Open(c.Keys)
	if err != nil {
		return backup.Keys{}, usageError("cannot open the keys: %w", err)
	}
	defer f.Close()
	return backup.ReadKeys(f, passphrase)
}

func targetOf(cfg config.Config) backup.Target {
	return backup.Target{
		Data: cfg.Data, DatabaseURL: cfg.Database.URL.Reveal(), Blobs: cfg.In("blobs"),
		KeyFile: cfg.Privacy.KeyFile, MasterFile: cfg.Privacy.MasterKeyFile, SigningFile: cfg.In(signingKeyName),
	}
}

// mayOperate asks the rules, like every way in.
func mayOperate(ctx context.Context, action policy.Action, kind policy.Kind) error {
	rules, err := policy.New(ctx, policy.Embedded{})
	if err != nil {
		return err
	}
	return rules.Allow(ctx, policy.Operator(), action, policy.Object{Kind: kind})
}
