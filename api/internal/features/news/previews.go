package news

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
)

// PreviewLink lets anybody who has it read an article before it is published,
// until it expires or is revoked. While the article is under embargo, killed or
// in the trash it shows nothing.
type PreviewLink struct {
	ID           int64
	ArticleID    int64
	CreatedBy    int64
	CreatedAt    time.Time
	ExpiresAt    time.Time
	RevokedAt    *time.Time
	LastOpenedAt *time.Time
}

// tokenBytes is the length of a link's token: 128 bits can't be guessed (ASVS 5.0, 7.2.3).
const tokenBytes = 16

// previewLimit is how many working links an article may have.
const previewLimit = 100

// PreviewPath is the address of a preview on its site.
func PreviewPath(token string) string { return "/preview/" + token }

// CreatePreview makes a link and its token, which is shown this once: the
// database keeps its hash.
func (s *Service) CreatePreview(ctx context.Context, id int64, life time.Duration) (link PreviewLink, token string, err error) {
	p, _ := access.From(ctx)
	secret := make([]byte, tokenBytes)
	_, _ = rand.Read(secret) // never fails
	token = base64.RawURLEncoding.EncodeToString(secret)
	err = s.outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		a, err := find(ctx, tx, id, true)
		if err != nil {
			return err
		}
		if err := mayWriteHere(ctx, a.holding()); err != nil {
			return err
		}
		if a.embargoed() {
			return ErrEmbargoed
		}
		if a.State == Killed || a.State == Trashed {
			return ErrForbiddenStep.With("allowed", a.standing().admits())
		}
		if n, err := workingPreviews(ctx, tx, id); err != nil || n >= previewLimit {
			return orNot(err, ErrTooManyPreviews)
		}
		if link, err = insertPreview(ctx, tx, id, p.UserID, hashOf(token), life); err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, audit.Entry{Action: "news.preview_create", ObjectType: "article", ObjectID: id, After: map[string]any{"link": link.ID, "expiresAt": link.ExpiresAt}})
	})
	return link, token, err
}

func hashOf(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// Previews are an article's links, the youngest first: the last hundred.
func (s *Service) Previews(ctx context.Context, id int64) ([]PreviewLink, error) {
	if err := s.exists(ctx, id); err != nil {
		return nil, err
	}
	return previews(ctx, s.db.Primary, id)
}

// RevokePreview ends a link, one's own or of an article that the caller may write
// on; one that has ended stays ended.
func (s *Service) RevokePreview(ctx context.Context, id int64) error {
	return s.outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		link, err := revokePreview(ctx, tx, id)
		if err != nil {
			return err
		}
		if by := access.UserID(ctx); by == nil || *by != link.CreatedBy {
			a, err := find(ctx, tx, link.ArticleID, false)
			if err != nil {
				return err
			}
			if err := mayWriteHere(ctx, a.holding()); err != nil {
				return err
			}
		}
		return s.journal.Record(ctx, tx, audit.Entry{Action: "news.preview_revoke", ObjectType: "article", ObjectID: link.ArticleID, After: map[string]any{"link": id}})
	})
}

// Previewed is the article that a link's token opens. It fails with
// ErrPreviewNotFound.
func (s *Service) Previewed(ctx context.Context, token string) (Article, error) {
	if len(token) != base64.RawURLEncoding.EncodedLen(tokenBytes) {
		return Article{}, ErrPreviewNotFound
	}
	id, err := openPreview(ctx, s.db.Primary, hashOf(token))
	if err != nil {
		return Article{}, err
	}
	return s.Get(ctx, id)
}
