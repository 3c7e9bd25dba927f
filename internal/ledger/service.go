package ledger

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"preceptor/internal/db"
	"preceptor/internal/id"
)

// Faults of a ledger.
var (
	ErrNotFound = errors.New("the ledger has no such entry")
	ErrWaiting  = errors.New("the entry has no number yet")
	ErrNoKey    = errors.New("this ledger was opened without a signing key")
	ErrRewound  = errors.New("the database holds an older or another ledger than the last checkpoint signed here")
	ErrDamaged  = errors.New("the ledger's tables contradict each other")
)

// Ledger is the ledger of one installation. It is safe for use by several
// goroutines, and several nodes may work on one database.
type Ledger struct {
	db     *db.DB
	ids    *id.Source
	signer *Signer // nil: cannot sign
	log    *slog.Logger
	wake   chan struct{}
	signs  sync.Mutex
}

// New opens the ledger in d. Without a signer everything works but Checkpoint.
func New(d *db.DB, ids *id.Source, signer *Signer, log *slog.Logger) *Ledger {
	return &Ledger{db: d, ids: ids, signer: signer, log: log, wake: make(chan struct{}, 1)}
}

// Append writes an entry in the transaction of ctx (or in one of its own): it
// is in the ledger exactly when that transaction commits. The number follows a
// moment later. A malformed entry gives ErrEntry.
func (l *Ledger) Append(ctx context.Context, e Entry) (LeafID, error) {
	if e.At.IsZero() {
		e.At = l.db.Now().Time()
	}
	leaf := id.New[LeafID](l.ids)
	raw, err := EncodeLeaf(leaf, e)
	if err != nil {
		return "", err
	}
	if err := l.insertPending(ctx, leaf, raw); err != nil {
		return "", err
	}
	l.db.AfterCommit(ctx, l.nudge)
	return leaf, nil
}

func (l *Ledger) nudge() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// Run numbers entries as they commit and signs a checkpoint at most every
// interval, when the tree has grown. It returns when ctx ends, after a last
// round. Entries that other nodes append are found within the interval.
func (l *Ledger) Run(ctx context.Context, interval time.Duration) {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			l.round(context.WithoutCancel(ctx), true)
			return
		case <-l.wake:
			l.round(ctx, false)
		case <-tick.C:
			l.round(ctx, true)
		}
	}
}

func (l *Ledger) round(ctx context.Context, sign bool) {
	_, err := l.Integrate(ctx)
	if err == nil && sign && l.signer != nil {
		_, err = l.Checkpoint(ctx)
	}
	if err != nil && ctx.Err() == nil {
		l.log.ErrorContext(ctx, "the ledger could not be brought up to date", "error", err)
	}
}

// Checkpoint numbers what waits, signs size and root of the tree and keeps the
// result. When nothing was added since, the last one is returned again.
//
// Before signing it proves to itself that the tree extends the last checkpoint
// that was signed with this key file, which is remembered beside the key: a
// database that was rolled back or rewritten gives ErrRewound and no signature.
func (l *Ledger) Checkpoint(ctx context.Context) (Checkpoint, error) {
	if l.signer == nil {
		return Checkpoint{}, ErrNoKey
	}
	l.signs.Lock()
	defer l.signs.Unlock()
	if _, err := l.Integrate(ctx); err != nil {
		return Checkpoint{}, err
	}
	size, err := l.Size(ctx)
	if err != nil {
		return Checkpoint{}, err
	}
	if err := l.extendsHead(ctx, size); err != nil {
		return Checkpoint{}, err
	}
	last, err := l.Latest(ctx)
	if err == nil && last.Size == size || err != nil && !errors.Is(err, ErrNotFound) {
		return last, err
	}
	return l.signAndKeep(ctx, size)
}

func (l *Ledger) signAndKeep(ctx context.Context, size int64) (Checkpoint, error) {
	root, err := tlog.TreeHash(size, l.hashes(ctx))
	if err != nil {
		return Checkpoint{}, err
	}
	signed, err := l.signer.sign(Checkpoint{Size: size, Root: root, At: l.db.Now().Time()})
	if err != nil {
		return Checkpoint{}, err
	}
	if err := l.insertCheckpoint(ctx, signed); err != nil {
		return Checkpoint{}, err
	}
	return signed, l.signer.remember(signed.Note)
}

// extendsHead checks that the tree of the given size has the last checkpoint signed here as its beginning.
func (l *Ledger) extendsHead(ctx context.Context, size int64) error {
	text, err := l.signer.head()
	if err != nil || text == nil {
		return err
	}
	head, err := OpenCheckpoint(text, l.signer.PublicKey())
	if err != nil {
		return fmt.Errorf("the last checkpoint signed here: %w", err)
	}
	if head.Size > size {
		return fmt.Errorf("%w: it has %d entries, the checkpoint %d", ErrRewound, size, head.Size)
	}
	root, err := tlog.TreeHash(head.Size, l.hashes(ctx))
	if err != nil {
		return err
	}
	if root != head.Root {
		return fmt.Errorf("%w: its first %d entries have another root", ErrRewound, head.Size)
	}
	return nil
}

// Latest is the checkpoint over the largest tree; ErrNotFound when nothing was signed yet.
func (l *Ledger) Latest(ctx context.Context) (Checkpoint, error) {
	signed, err := l.newestNote(ctx)
	if err != nil {
		return Checkpoint{}, err
	}
	return l.read(signed)
}

// read opens a checkpoint of the database. With a signer its signature is checked too.
func (l *Ledger) read(signed []byte) (Checkpoint, error) {
	if l.signer != nil {
		return OpenCheckpoint(signed, l.signer.PublicKey())
	}
	return readUnchecked(signed)
}
