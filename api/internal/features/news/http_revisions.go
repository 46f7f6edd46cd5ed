package news

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/features/accounts"
	"baq.kz/portal/api/internal/platform/optional"
)

// ListRevisions implements the operation of that name.
func (a AdminAPI) ListRevisions(ctx context.Context, r admin.ListRevisionsRequestObject) (admin.ListRevisionsResponseObject, error) {
	rows, next, err := a.News.Revisions(ctx, r.ID, optional.Or(r.Params.Cursor, ""), optional.Or(r.Params.Limit, 30))
	if err != nil {
		return nil, err
	}
	items, err := a.revisions(ctx, rows...)
	return admin.ListRevisions200JSONResponse{Items: items, NextCursor: next}, err
}

// GetRevision implements the operation of that name.
func (a AdminAPI) GetRevision(ctx context.Context, r admin.GetRevisionRequestObject) (admin.GetRevisionResponseObject, error) {
	found, content, err := a.News.Revision(ctx, r.ID, r.Revision)
	if err != nil {
		return nil, err
	}
	shown, err := a.revisions(ctx, found)
	if err != nil {
		return nil, err
	}
	return admin.GetRevision200JSONResponse{Revision: shown[0], Content: contentOut(content)}, nil
}

func (a AdminAPI) revisions(ctx context.Context, rows ...Revision) ([]admin.Revision, error) {
	var people []int64
	for _, r := range rows {
		people = append(people, present(r.ActorID)...)
	}
	names, err := accounts.Names(ctx, a.News.db.Primary, people)
	out := make([]admin.Revision, len(rows))
	for i, r := range rows {
		out[i] = admin.Revision{
			Version: r.Version, At: r.At, By: personIn(r.ActorID, names), Action: r.Action, State: admin.ArticleState(r.State),
			Note: r.Note, Address: r.Address, UserAgent: r.UserAgent, HasText: r.HasText, TextVersion: r.TextVersion,
		}
	}
	return out, err
}
