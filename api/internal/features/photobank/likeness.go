package photobank

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/keyset"
)

const (
	// alike is how many bits of two perceptual hashes may differ; the index finds no
	// more: see the migration.
	alike = 7
	// similarShown is how many look-alikes a picture is shown with.
	similarShown = 50
	// likenessLimit is how many pairs one new picture makes: of the hundredth frame
	// of a series nobody judges a hundred.
	likenessLimit = 10
)

// Similar is a picture that looks like another.
type Similar struct {
	Picture  Picture
	Distance int // bits that differ
}

// Similar are pictures that look like one, the likest first; those in the trash and
// those merged into others are left out. It fails with ErrNotFound.
func (s *Service) Similar(ctx context.Context, id int64) ([]Similar, error) {
	db := s.deps.DB.Primary
	p, err := find(ctx, db, id)
	if err != nil || p.PHash == nil {
		return nil, err
	}
	near, err := similar(ctx, db, id, *p.PHash, similarShown)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(near))
	for i, n := range near {
		ids[i] = n.ID
	}
	found, err := byIDs(ctx, db, ids)
	out := []Similar{}
	for _, n := range near {
		if other, there := found[n.ID]; there {
			out = append(out, Similar{Picture: other, Distance: n.Distance})
		}
	}
	return out, err
}

// noteLikenesses notes which pictures a new one looks like, for somebody to judge, and
// tells how many. Of two that come at the same moment the second sees the first.
func (s *Service) noteLikenesses(ctx context.Context, tx bun.Tx, id, phash int64) (int, error) {
	if err := oneLikenessAtATime(ctx, tx); err != nil {
		return 0, err
	}
	near, err := similar(ctx, tx, id, phash, likenessLimit)
	if err != nil {
		return 0, err
	}
	return len(near), insertLikenesses(ctx, tx, id, near)
}

// Likeness is a pair of pictures that look alike and that nobody has judged.
type Likeness struct {
	ID       int64
	FirstID  int64
	SecondID int64
	Distance int
	FoundAt  time.Time
	Pictures [2]Picture `bun:"-"`
}

// Likenesses is a page of pairs, the newest first, and the cursor of the next (nil: none).
func (s *Service) Likenesses(ctx context.Context, cursor string, limit int) ([]Likeness, *string, error) {
	after, err := keyset.Decode[keyset.ByID](cursor)
	if err != nil {
		return nil, nil, err
	}
	db := s.deps.DB.Primary
	found, err := likenesses(ctx, db, after, limit+1)
	if err != nil {
		return nil, nil, err
	}
	page, next := keyset.Page(found, limit, func(l Likeness) any { return keyset.ByID{ID: l.ID} })
	var ids []int64
	for _, l := range page {
		ids = append(ids, l.FirstID, l.SecondID)
	}
	shown, err := byIDs(ctx, db, ids)
	for i, l := range page {
		page[i].Pictures = [2]Picture{shown[l.FirstID], shown[l.SecondID]}
	}
	return page, next, err
}

// DismissLikeness says that two pictures are not the same. It fails with ErrNoLikeness.
func (s *Service) DismissLikeness(ctx context.Context, id int64) error {
	return s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		pair, err := dismiss(ctx, tx, id, access.UserID(ctx))
		if err != nil {
			return err
		}
		return s.deps.Journal.Record(ctx, tx, audit.Entry{
			Action: "photobank.not_alike", ObjectType: "picture", ObjectID: pair.FirstID, After: map[string]any{"pictureId": pair.SecondID, "distance": pair.Distance},
		})
	})
}
