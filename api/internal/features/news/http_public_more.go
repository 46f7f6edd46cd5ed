package news

import (
	"context"
	"errors"
	"path"
	"slices"

	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/optional"
	"baq.kz/portal/api/internal/platform/richtext"
)

// Moved tells where an address of a language's site leads by now; false where it
// leads nowhere else.
type Moved func(ctx context.Context, language lang.Code, path string) (string, bool, error)

// GetArticleBySlug implements the operation of that name. An address that an article
// once had is followed to where it is now.
func (a PublicAPI) GetArticleBySlug(ctx context.Context, r public.GetArticleBySlugRequestObject) (public.GetArticleBySlugResponseObject, error) {
	language, err := a.Languages.Chosen(r.Params.Lang)
	if err != nil {
		return nil, err
	}
	article, err := a.News.PublishedBySlug(ctx, language.Code, r.Slug)
	if errors.Is(err, ErrNotFound) {
		article, err = a.moved(ctx, language, r.Slug, err)
	}
	if err != nil {
		return nil, err
	}
	return a.article(ctx, article, language)
}

// moved finds the article that left an address; it fails as before where none did.
func (a PublicAPI) moved(ctx context.Context, language lang.Language, slug string, before error) (PublishedArticle, error) {
	if a.Moved == nil {
		return PublishedArticle{}, before
	}
	cache.Reads(ctx, LatestTag(language.Code)) // the next article may take the address
	target, found, err := a.Moved(ctx, language.Code, Path(slug))
	if err != nil {
		return PublishedArticle{}, err
	}
	next := path.Base(target)
	if !found || Path(next) != target || next == slug { // it leads to no article of this site
		return PublishedArticle{}, before
	}
	return a.News.PublishedBySlug(ctx, language.Code, next)
}

// GetStoryVersions implements the operation of that name: each version in its own
// language.
func (a PublicAPI) GetStoryVersions(ctx context.Context, r public.GetStoryVersionsRequestObject) (public.GetStoryVersionsResponseObject, error) {
	versions, err := a.News.PublishedVersions(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, v := range versions {
		ids = append(ids, v.ID)
	}
	rows, err := a.News.PublishedByIDs(ctx, ids)
	if err == nil && len(rows) == 0 {
		err = ErrStoryNotFound
	}
	if err != nil {
		return nil, err
	}
	items, err := a.each(ctx, rows)
	return public.GetStoryVersions200JSONResponse{Items: items}, err
}

// each are articles of any languages, each in its own.
func (a PublicAPI) each(ctx context.Context, rows []Summary) ([]public.PublicSummary, error) {
	tree, err := a.Rubrics.Tree(ctx)
	if err != nil {
		return nil, err
	}
	pictures, err := a.Photobank.ForReaders(ctx, a.News.db.Reader(ctx), leadPictures(rows))
	items := []public.PublicSummary{}
	for _, row := range rows {
		if language, known := a.Languages.Get(row.Language); known {
			items = append(items, summary(row, language, tree, pictures))
		}
	}
	return items, err
}

// ListArticlePictures implements the operation of that name: the lead first, then
// those of the text in their order.
func (a PublicAPI) ListArticlePictures(ctx context.Context, r public.ListArticlePicturesRequestObject) (public.ListArticlePicturesResponseObject, error) {
	article, err := a.News.PublishedByID(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	language, known := a.Languages.Get(article.Language)
	if !known {
		return nil, ErrNotFound
	}
	ids := append(present(article.PictureID), article.Body.PictureIDs()...)
	found, err := a.Photobank.ForReaders(ctx, a.News.db.Reader(ctx), ids)
	items := []public.PublicPicture{}
	for i, id := range ids {
		if p, has := found[id]; has && slices.Index(ids, id) == i {
			items = append(items, photobank.PublicPicture(p, language))
		}
	}
	return public.ListArticlePictures200JSONResponse{Items: items}, err
}

// ListRelated implements the operation of that name.
func (a PublicAPI) ListRelated(ctx context.Context, r public.ListRelatedRequestObject) (public.ListRelatedResponseObject, error) {
	article, err := a.News.PublishedByID(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	language, known := a.Languages.Get(article.Language)
	if !known {
		return nil, ErrNotFound
	}
	rows, err := a.News.Related(ctx, article.Article, optional.Or(r.Params.Limit, 6))
	if err != nil {
		return nil, err
	}
	items, err := a.Summaries(ctx, rows, language)
	return public.ListRelated200JSONResponse{Items: items}, err
}

// Cards looks up the articles that a text leads to; what is not on its site is left out.
func (a PublicAPI) Cards(ctx context.Context, ids []int64) (func(id int64) (richtext.Card, bool), error) {
	live, err := a.News.PublishedTitles(ctx, ids)
	return a.card(live), err
}
