package news

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/optional"
	"baq.kz/portal/api/internal/platform/richtext"
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
	content, err := contentIn(input{b.Title, b.Slug, b.Lead, b.Body, b.RubricID, b.TagIds, b.AuthorIds, b.PictureID, b.SeoTitle, b.SeoDescription, b.SeoKeywords})
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
	content, err := contentIn(input{b.Title, b.Slug, b.Lead, b.Body, b.RubricID, b.TagIds, b.AuthorIds, b.PictureID, b.SeoTitle, b.SeoDescription, b.SeoKeywords})
	if err != nil {
		return nil, err
	}
	shown, err := a.shown(ctx)(a.News.Save(ctx, r.ID, b.Version, content))
	return admin.SaveArticle200JSONResponse(shown), a.withCurrent(ctx, r.ID, err)
}

// PublishArticle implements the operation of that name.
func (a AdminAPI) PublishArticle(ctx context.Context, r admin.PublishArticleRequestObject) (admin.PublishArticleResponseObject, error) {
	shown, err := a.shown(ctx)(a.News.Publish(ctx, r.ID, r.Body.Version))
	return admin.PublishArticle200JSONResponse(shown), a.withCurrent(ctx, r.ID, err)
}

// UnpublishArticle implements the operation of that name.
func (a AdminAPI) UnpublishArticle(ctx context.Context, r admin.UnpublishArticleRequestObject) (admin.UnpublishArticleResponseObject, error) {
	shown, err := a.shown(ctx)(a.News.Unpublish(ctx, r.ID, r.Body.Version))
	return admin.UnpublishArticle200JSONResponse(shown), a.withCurrent(ctx, r.ID, err)
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
	mine, languages, err := a.News.Figures(ctx, time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, a.Zone))
	out := admin.GetNewsroomSummary200JSONResponse{MyDrafts: mine}
	for _, l := range languages {
		out.Languages = append(out.Languages, struct {
			Drafts         int            `json:"drafts"`
			Language       admin.Language `json:"language"`
			PublishedToday int            `json:"publishedToday"`
		}{l.Drafts, admin.Language(l.Language), l.PublishedToday})
	}
	return out, err
}

// withCurrent adds the article as it is now to a conflict, so that the editor
// can show both texts and nobody's words are lost.
func (a AdminAPI) withCurrent(ctx context.Context, id int64, err error) error {
	f, ok := fault.As(err)
	if !ok || f.Kind != fault.Conflict || errors.Is(err, ErrSlugTaken) {
		return err
	}
	current, failed := a.shown(ctx)(a.News.Get(ctx, id))
	if failed != nil {
		return failed
	}
	return f.With("current", current)
}

// input is what creating and saving have in common in the contract.
type input struct {
	title       string
	slug, lead  *string
	body        *json.RawMessage
	rubric      *int64
	tags        *[]int64
	authors     *[]int64
	picture     *int64
	seoTitle    *string
	description *string
	keywords    *string
}

func contentIn(in input) (Content, error) {
	body, err := richtext.Parse(optional.Or(in.body, nil))
	return Content{
		Title: in.title, Slug: optional.Or(in.slug, ""), Lead: optional.Or(in.lead, ""), Body: body,
		RubricID: in.rubric, TagIDs: optional.Or(in.tags, nil), AuthorIDs: optional.Or(in.authors, nil), PictureID: in.picture,
		SEOTitle: optional.Or(in.seoTitle, ""), SEODescription: optional.Or(in.description, ""), SEOKeywords: optional.Or(in.keywords, ""),
	}, richtext.In("body", err)
}
