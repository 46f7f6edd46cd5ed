package news

import (
	"context"
	"time"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/optional"
)

// AdminAPI answers the admin contract's operations on news.
type AdminAPI struct {
	News      *Service
	Tags      *tags.Service
	Authors   *authors.Service
	Photobank *photobank.Service
	Languages lang.Set
	Zone      *time.Location // the newsroom's, where its day begins
	Now       func() time.Time
}

// ListNews implements the operation of that name.
func (a AdminAPI) ListNews(ctx context.Context, r admin.ListNewsRequestObject) (admin.ListNewsResponseObject, error) {
	filter := Filter{
		Language: lang.Code(optional.Or(r.Params.Language, "")), State: State(optional.Or(r.Params.State, "")),
		RubricID: optional.Or(r.Params.Rubric, 0), AuthorID: optional.Or(r.Params.Author, 0), TagID: optional.Or(r.Params.Tag, 0),
		Urgency: Urgency(optional.Or(r.Params.Urgency, "")), Behind: optional.Or(r.Params.Behind, false),
		Search: optional.Or(r.Params.Q, ""), Cursor: optional.Or(r.Params.Cursor, ""), Limit: optional.Or(r.Params.Limit, 30),
	}
	if p, ok := access.From(ctx); ok && optional.Or(r.Params.Mine, false) {
		filter.Creator = p.UserID
	}
	rows, next, err := a.News.List(ctx, filter)
	if err != nil {
		return nil, err
	}
	items, err := a.summaries(ctx, rows)
	return admin.ListNews200JSONResponse{Items: items, NextCursor: next}, err
}

// CreateArticle implements the operation of that name.
func (a AdminAPI) CreateArticle(ctx context.Context, r admin.CreateArticleRequestObject) (admin.CreateArticleResponseObject, error) {
	b := r.Body
	content, err := contentIn(input{b.Title, b.Slug, b.Lead, b.Body, b.RubricID, b.TagIds, b.Credits, b.PictureID, b.SeoTitle, b.SeoDescription, b.SeoKeywords, b.Urgency, b.Source, b.SourceURL, b.Location, b.EmbargoUntil})
	if err != nil {
		return nil, err
	}
	shown, err := a.shown(ctx)(a.News.Create(ctx, lang.Code(b.Language), optional.Or(b.StoryID, 0), content))
	return admin.CreateArticle201JSONResponse(shown), err
}

// GetArticle implements the operation of that name.
func (a AdminAPI) GetArticle(ctx context.Context, r admin.GetArticleRequestObject) (admin.GetArticleResponseObject, error) {
	shown, err := a.shown(ctx)(a.News.Get(ctx, r.ID))
	return admin.GetArticle200JSONResponse(shown), err
}

// SaveArticle implements the operation of that name.
func (a AdminAPI) SaveArticle(ctx context.Context, r admin.SaveArticleRequestObject) (admin.SaveArticleResponseObject, error) {
	b := r.Body
	content, err := contentIn(input{b.Title, b.Slug, b.Lead, b.Body, b.RubricID, b.TagIds, b.Credits, b.PictureID, b.SeoTitle, b.SeoDescription, b.SeoKeywords, b.Urgency, b.Source, b.SourceURL, b.Location, b.EmbargoUntil})
	if err != nil {
		return nil, err
	}
	shown, err := a.after(ctx, r.ID)(a.News.Save(ctx, r.ID, b.Version, content))
	return admin.SaveArticle200JSONResponse(shown), err
}

// TranslateArticle implements the operation of that name.
func (a AdminAPI) TranslateArticle(ctx context.Context, r admin.TranslateArticleRequestObject) (admin.TranslateArticleResponseObject, error) {
	shown, err := a.shown(ctx)(a.News.Translate(ctx, r.ID, lang.Code(r.Body.Language)))
	return admin.TranslateArticle201JSONResponse(shown), err
}

// GetStory implements the operation of that name.
func (a AdminAPI) GetStory(ctx context.Context, r admin.GetStoryRequestObject) (admin.GetStoryResponseObject, error) {
	found, err := a.News.Story(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	versions, err := a.articles(ctx, found)
	return admin.GetStory200JSONResponse{ID: r.ID, Versions: versions}, err
}

// GetNewsroomSummary implements the operation of that name.
func (a AdminAPI) GetNewsroomSummary(ctx context.Context, _ admin.GetNewsroomSummaryRequestObject) (admin.GetNewsroomSummaryResponseObject, error) {
	now := a.Now().In(a.Zone)
	f, err := a.News.Figures(ctx, time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, a.Zone))
	out := admin.GetNewsroomSummary200JSONResponse{MyDrafts: f.Mine, InReview: f.InReview, Scheduled: f.Scheduled, Behind: f.Behind}
	for _, l := range f.Languages {
		out.Languages = append(out.Languages, struct {
			Drafts         int            `json:"drafts"`
			Language       admin.Language `json:"language"`
			PublishedToday int            `json:"publishedToday"`
		}{l.Drafts, admin.Language(l.Language), l.PublishedToday})
	}
	return out, err
}
