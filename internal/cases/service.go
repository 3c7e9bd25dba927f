package cases

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"

	"preceptor/internal/db"
	"preceptor/internal/people"
	"preceptor/internal/policy"
)

// Catalogue keeps the cases of an installation, every version of each: an
// encounter goes on with the version that it began with.
type Catalogue struct {
	db     *db.DB
	parsed sync.Map // versionKey → *Case; versions never change
}

type versionKey struct {
	id     string
	number int
}

// NewCatalogue returns the catalogue over d.
func NewCatalogue(d *db.DB) *Catalogue { return &Catalogue{db: d} }

// Put adds a case file at its place, or a new version of a case that is known,
// which stays where it is. A file that is byte for byte the newest version
// changes nothing. A file that does not parse gives ErrFaulty.
func (c *Catalogue) Put(ctx context.Context, name string, file []byte, at Placing, by people.ID) (Listed, error) {
	parsed, err := Parse(name, file)
	if err != nil {
		return Listed{}, fmt.Errorf("%w: %w", ErrFaulty, err)
	}
	var listed Listed
	err = c.db.Tx(ctx, func(ctx context.Context) (err error) {
		listed, err = c.put(ctx, parsed, file, at, by)
		return err
	})
	return listed, err
}

func (c *Catalogue) put(ctx context.Context, parsed *Case, file []byte, at Placing, by people.ID) (Listed, error) {
	digest := sha256.Sum256(file)
	sum := hex.EncodeToString(digest[:])
	listed, err := c.Find(ctx, parsed.ID)
	known := err == nil
	if err != nil && !errors.Is(err, ErrNoCase) {
		return Listed{}, err
	}
	if known {
		if same, err := c.isNewest(ctx, listed, sum); err != nil || same {
			return listed, err
		}
	} else {
		listed = Listed{ID: parsed.ID, Course: at.Course, Owner: at.Owner, Status: at.Status}
	}
	listed.Title, listed.Summary, listed.Language = parsed.Title, parsed.Summary, parsed.Language
	listed.Clinical, listed.Updated = parsed.Review.State, c.db.Now()
	listed.Latest++
	listed.Version++
	if err := c.saveRow(ctx, listed); err != nil {
		return Listed{}, err
	}
	return listed, c.addVersion(ctx, listed, file, sum, by)
}

// Find returns the catalogue's row of a case, or ErrNoCase.
func (c *Catalogue) Find(ctx context.Context, id string) (Listed, error) {
	return c.row(ctx, id)
}

// List returns the cases inside scope, by title.
func (c *Catalogue) List(ctx context.Context, scope policy.Predicate) ([]Listed, error) {
	return c.rows(ctx, scope)
}

// Get returns one version of a case, or ErrNoCase. The case is shared: nobody changes it.
func (c *Catalogue) Get(ctx context.Context, id string, number int) (*Case, error) {
	key := versionKey{id, number}
	if known, ok := c.parsed.Load(key); ok {
		return known.(*Case), nil
	}
	file, err := c.File(ctx, id, number)
	if err != nil {
		return nil, err
	}
	parsed, err := Parse(fmt.Sprintf("%s@%d", id, number), file)
	if err != nil {
		return nil, fmt.Errorf("the stored case %s@%d: %w", id, number, err)
	}
	c.parsed.Store(key, parsed)
	return parsed, nil
}
