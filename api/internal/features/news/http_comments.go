package news

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/features/accounts"
	"baq.kz/portal/api/internal/platform/optional"
)

// ListComments implements the operation of that name.
func (a AdminAPI) ListComments(ctx context.Context, r admin.ListCommentsRequestObject) (admin.ListCommentsResponseObject, error) {
	rows, next, err := a.News.Comments(ctx, r.ID, optional.Or(r.Params.Cursor, ""), optional.Or(r.Params.Limit, 30))
	if err != nil {
		return nil, err
	}
	items, err := a.comments(ctx, rows...)
	return admin.ListComments200JSONResponse{Items: items, NextCursor: next}, err
}

// AddComment implements the operation of that name.
func (a AdminAPI) AddComment(ctx context.Context, r admin.AddCommentRequestObject) (admin.AddCommentResponseObject, error) {
	shown, err := a.comment(ctx)(a.News.AddComment(ctx, r.ID, r.Body.ArticleID, r.Body.Text))
	return admin.AddComment201JSONResponse(shown), err
}

// ResolveComment implements the operation of that name.
func (a AdminAPI) ResolveComment(ctx context.Context, r admin.ResolveCommentRequestObject) (admin.ResolveCommentResponseObject, error) {
	shown, err := a.comment(ctx)(a.News.Resolve(ctx, r.ID, true))
	return admin.ResolveComment200JSONResponse(shown), err
}

// ReopenComment implements the operation of that name.
func (a AdminAPI) ReopenComment(ctx context.Context, r admin.ReopenCommentRequestObject) (admin.ReopenCommentResponseObject, error) {
	shown, err := a.comment(ctx)(a.News.Resolve(ctx, r.ID, false))
	return admin.ReopenComment200JSONResponse(shown), err
}

// comment shows the outcome of a use case that gives one comment.
func (a AdminAPI) comment(ctx context.Context) func(Comment, error) (admin.Comment, error) {
	return func(c Comment, err error) (admin.Comment, error) {
		if err != nil {
			return admin.Comment{}, err
		}
		all, err := a.comments(ctx, c)
		if err != nil {
			return admin.Comment{}, err
		}
		return all[0], nil
	}
}

func (a AdminAPI) comments(ctx context.Context, rows ...Comment) ([]admin.Comment, error) {
	var people []int64
	for _, c := range rows {
		people = append(append(people, c.AuthorID), present(c.ResolvedBy)...)
	}
	names, err := accounts.Names(ctx, a.News.db.Primary, people)
	out := make([]admin.Comment, len(rows))
	for i, c := range rows {
		out[i] = admin.Comment{
			ID: c.ID, StoryID: c.StoryID, ArticleID: c.ArticleID, By: personIn(&c.AuthorID, names), At: c.At, Text: c.Text, ResolvedAt: c.ResolvedAt,
		}
		if c.ResolvedBy != nil {
			by := personIn(c.ResolvedBy, names)
			out[i].ResolvedBy = &by
		}
	}
	return out, err
}
