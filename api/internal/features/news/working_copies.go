package news

import (
	"context"
	"encoding/json"
	"time"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/lang"
)

// WorkingCopy is what somebody has typed on an article and not saved. It changes
// nothing for anybody else, and goes when its owner saves the article.
type WorkingCopy struct {
	ArticleID   int64
	UserID      int64
	BaseVersion int64 // the article's when the typing began
	SavedAt     time.Time
	Language    lang.Code
	Title       string
}

// workingCopyLimit is how many working copies a list shows.
const workingCopyLimit = 100

// KeepWorkingCopy keeps the fields as they stand in the caller's editor, complete
// or not.
func (s *Service) KeepWorkingCopy(ctx context.Context, id, base int64, c Content) (WorkingCopy, error) {
	a, err := s.Get(ctx, id)
	if err != nil {
		return WorkingCopy{}, err
	}
	if err := mayWriteHere(ctx, a.holding()); err != nil {
		return WorkingCopy{}, err
	}
	p, _ := access.From(ctx)
	content, err := json.Marshal(c)
	if err != nil {
		return WorkingCopy{}, err
	}
	copied := WorkingCopy{ArticleID: id, UserID: p.UserID, BaseVersion: base, Language: a.Language, Title: c.Title}
	return copied, putWorkingCopy(ctx, s.db.Primary, &copied, content)
}

// DropWorkingCopy forgets what the caller has typed and not saved.
func (s *Service) DropWorkingCopy(ctx context.Context, id int64) error {
	p, _ := access.From(ctx)
	if err := s.exists(ctx, id); err != nil {
		return err
	}
	return dropWorkingCopy(ctx, s.db.Primary, id, p.UserID)
}

// WorkingCopies are what people have typed on an article and not saved, the
// youngest first.
func (s *Service) WorkingCopies(ctx context.Context, id int64) ([]WorkingCopy, error) {
	if err := s.exists(ctx, id); err != nil {
		return nil, err
	}
	return workingCopies(ctx, s.db.Primary, "w.article_id = ?", id)
}

// MyWorkingCopies are what the caller has typed anywhere and not saved, the
// youngest first.
func (s *Service) MyWorkingCopies(ctx context.Context) ([]WorkingCopy, error) {
	p, _ := access.From(ctx)
	return workingCopies(ctx, s.db.Primary, "w.user_id = ?", p.UserID)
}

// WorkingCopy is one with its content.
func (s *Service) WorkingCopy(ctx context.Context, id, userID int64) (WorkingCopy, Content, error) {
	head, raw, err := workingCopy(ctx, s.db.Primary, id, userID)
	if err != nil {
		return head, Content{}, err
	}
	content, err := decode(raw)
	return head, content, err
}
