package news

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/keyset"
)

// Comment is a remark of the newsroom on a story; readers never see it.
type Comment struct {
	ID         int64 `bun:",pk,autoincrement"`
	StoryID    int64
	ArticleID  *int64 // the language version that it is about; nil for all
	AuthorID   int64
	Text       string
	At         time.Time `bun:",nullzero,default:now()"`
	ResolvedAt *time.Time
	ResolvedBy *int64
}

// Comments is a page of a story's comments, the youngest first, and the cursor of
// the next (nil: none).
func (s *Service) Comments(ctx context.Context, storyID int64, cursor string, limit int) ([]Comment, *string, error) {
	after, err := keyset.Decode[keyset.ByID](cursor)
	if err != nil {
		return nil, nil, err
	}
	if there, err := exists(ctx, s.db.Primary, "stories", storyID); err != nil || !there {
		return nil, nil, orNot(err, ErrStoryNotFound)
	}
	rows, err := comments(ctx, s.db.Primary, storyID, after, limit)
	if err != nil {
		return nil, nil, err
	}
	rows, next := keyset.Page(rows, limit, func(c Comment) any { return keyset.ByID{ID: c.ID} })
	return rows, next, nil
}

// orNot is err, or what a missing thing is.
func orNot(err, missing error) error {
	if err != nil {
		return err
	}
	return missing
}

// AddComment comments on a story, or on one version of it.
func (s *Service) AddComment(ctx context.Context, storyID int64, articleID *int64, text string) (Comment, error) {
	p, _ := access.From(ctx)
	c := Comment{StoryID: storyID, ArticleID: articleID, AuthorID: p.UserID, Text: text}
	err := s.outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if there, err := exists(ctx, tx, "stories", storyID); err != nil || !there {
			return orNot(err, ErrStoryNotFound)
		}
		if articleID != nil {
			if ours, err := isVersion(ctx, tx, storyID, *articleID); err != nil || !ours {
				return orNot(err, ErrForeignVersion)
			}
		}
		c.ID = 0 // of a further attempt
		if err := insertComment(ctx, tx, &c); err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, audit.Entry{Action: "news.comment", ObjectType: "story", ObjectID: storyID, After: map[string]any{"comment": c.ID, "text": text}})
	})
	return c, err
}

// Resolve says whether a comment is dealt with.
func (s *Service) Resolve(ctx context.Context, id int64, resolved bool) (c Comment, err error) {
	p, _ := access.From(ctx)
	err = s.outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if c, err = resolveComment(ctx, tx, id, p.UserID, resolved); err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, audit.Entry{Action: "news.comment_resolved", ObjectType: "story", ObjectID: c.StoryID, After: map[string]any{"comment": id, "resolved": resolved}})
	})
	return c, err
}
