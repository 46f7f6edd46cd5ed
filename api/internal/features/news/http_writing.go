package news

import (
	"context"
	"errors"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/features/accounts"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/optional"
)

// LockArticle implements the operation of that name.
func (a AdminAPI) LockArticle(ctx context.Context, r admin.LockArticleRequestObject) (admin.LockArticleResponseObject, error) {
	l, err := a.News.Acquire(ctx, r.ID, optional.Or(r.Body.TakeOver, false))
	if err != nil && !errors.Is(err, ErrLocked) {
		return nil, err
	}
	names, failed := accounts.Names(ctx, a.News.db.Primary, []int64{l.UserID})
	if failed != nil {
		return nil, failed
	}
	shown := lockShown(ctx, l, names)
	if err != nil {
		return nil, ErrLocked.With("lock", shown)
	}
	return admin.LockArticle200JSONResponse(shown), nil
}

func lockShown(ctx context.Context, l Lock, names map[int64]string) admin.Lock {
	p, _ := access.From(ctx)
	return admin.Lock{User: personIn(&l.UserID, names), Mine: l.UserID == p.UserID, Since: l.Since, ExpiresAt: l.ExpiresAt()}
}

// UnlockArticle implements the operation of that name.
func (a AdminAPI) UnlockArticle(ctx context.Context, r admin.UnlockArticleRequestObject) (admin.UnlockArticleResponseObject, error) {
	return admin.UnlockArticle204Response{}, a.News.Release(ctx, r.ID)
}

// KeepWorkingCopy implements the operation of that name.
func (a AdminAPI) KeepWorkingCopy(ctx context.Context, r admin.KeepWorkingCopyRequestObject) (admin.KeepWorkingCopyResponseObject, error) {
	b := r.Body
	content, err := contentIn(input{b.Title, b.Slug, b.Lead, b.Body, b.RubricID, b.TagIds, b.Credits, b.PictureID, b.SeoTitle, b.SeoDescription, b.SeoKeywords, b.Urgency, b.Source, b.SourceURL, b.Location, b.EmbargoUntil})
	if err != nil {
		return nil, err
	}
	kept, err := a.News.KeepWorkingCopy(ctx, r.ID, b.BaseVersion, content)
	if err != nil {
		return nil, err
	}
	shown, err := a.workingCopies(ctx, kept)
	if err != nil {
		return nil, err
	}
	return admin.KeepWorkingCopy200JSONResponse(shown[0]), nil
}

// DropWorkingCopy implements the operation of that name.
func (a AdminAPI) DropWorkingCopy(ctx context.Context, r admin.DropWorkingCopyRequestObject) (admin.DropWorkingCopyResponseObject, error) {
	return admin.DropWorkingCopy204Response{}, a.News.DropWorkingCopy(ctx, r.ID)
}

// ListWorkingCopies implements the operation of that name.
func (a AdminAPI) ListWorkingCopies(ctx context.Context, r admin.ListWorkingCopiesRequestObject) (admin.ListWorkingCopiesResponseObject, error) {
	rows, err := a.News.WorkingCopies(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	items, err := a.workingCopies(ctx, rows...)
	return admin.ListWorkingCopies200JSONResponse{Items: items}, err
}

// ListMyWorkingCopies implements the operation of that name.
func (a AdminAPI) ListMyWorkingCopies(ctx context.Context, _ admin.ListMyWorkingCopiesRequestObject) (admin.ListMyWorkingCopiesResponseObject, error) {
	rows, err := a.News.MyWorkingCopies(ctx)
	if err != nil {
		return nil, err
	}
	items, err := a.workingCopies(ctx, rows...)
	return admin.ListMyWorkingCopies200JSONResponse{Items: items}, err
}

// GetWorkingCopy implements the operation of that name.
func (a AdminAPI) GetWorkingCopy(ctx context.Context, r admin.GetWorkingCopyRequestObject) (admin.GetWorkingCopyResponseObject, error) {
	head, content, err := a.News.WorkingCopy(ctx, r.ID, r.User)
	if err != nil {
		return nil, err
	}
	shown, err := a.workingCopies(ctx, head)
	if err != nil {
		return nil, err
	}
	return admin.GetWorkingCopy200JSONResponse{Head: shown[0], Content: contentOut(content)}, nil
}

func (a AdminAPI) workingCopies(ctx context.Context, rows ...WorkingCopy) ([]admin.WorkingCopyHead, error) {
	people := make([]int64, len(rows))
	for i, w := range rows {
		people[i] = w.UserID
	}
	names, err := accounts.Names(ctx, a.News.db.Primary, people)
	out := make([]admin.WorkingCopyHead, len(rows))
	for i, w := range rows {
		out[i] = admin.WorkingCopyHead{
			ArticleID: w.ArticleID, User: personIn(&w.UserID, names), BaseVersion: w.BaseVersion, SavedAt: w.SavedAt,
			Title: w.Title, Language: admin.Language(w.Language),
		}
	}
	return out, err
}
