package news

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/features/accounts"
	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/lang"
)

// shown shows the outcome of a use case that gives one article.
func (a AdminAPI) shown(ctx context.Context) func(Article, error) (admin.Article, error) {
	return func(article Article, err error) (admin.Article, error) {
		if err != nil {
			return admin.Article{}, err
		}
		all, err := a.articles(ctx, []Article{article})
		if err != nil {
			return admin.Article{}, err
		}
		return all[0], nil
	}
}

// surroundings are what articles point to, read at once for all of them.
type surroundings struct {
	tags     map[int64]tags.Tag
	authors  map[int64]authors.Author
	pictures map[int64]photobank.Picture
	shown    func(photobank.Picture) admin.Picture
	people   map[int64]string
	versions map[int64][]Ref
	locks    map[int64]Lock
}

func (a AdminAPI) around(ctx context.Context, all []Article) (s surroundings, err error) {
	var tagIDs, authorIDs, pictureIDs, people, stories, articles []int64
	for _, one := range all {
		articles = append(articles, one.ID)
		tagIDs = append(tagIDs, one.TagIDs...)
		authorIDs = append(authorIDs, one.AuthorIDs()...)
		pictureIDs = append(append(pictureIDs, one.Body.PictureIDs()...), present(one.PictureID)...)
		people = append(append(people, present(one.CreatedBy)...), present(one.UpdatedBy)...)
		stories = append(stories, one.StoryID)
	}
	db := a.News.db.Primary
	s.shown = a.Photobank.AdminPicture
	if s.tags, err = a.Tags.ByIDs(ctx, db, tagIDs); err != nil {
		return s, err
	}
	if s.authors, err = a.Authors.ByIDs(ctx, db, authorIDs); err != nil {
		return s, err
	}
	if s.pictures, err = a.Photobank.ByIDs(ctx, db, pictureIDs); err != nil {
		return s, err
	}
	if s.locks, err = a.News.Locks(ctx, articles); err != nil {
		return s, err
	}
	for _, l := range s.locks {
		people = append(people, l.UserID)
	}
	if s.people, err = accounts.Names(ctx, db, people); err != nil {
		return s, err
	}
	s.versions, err = a.News.Versions(ctx, stories)
	return s, err
}

func (a AdminAPI) articles(ctx context.Context, all []Article) ([]admin.Article, error) {
	around, err := a.around(ctx, all)
	if err != nil {
		return nil, err
	}
	notes, err := a.corrections(ctx, all)
	if err != nil {
		return nil, err
	}
	out := make([]admin.Article, len(all))
	for i, one := range all {
		out[i] = a.article(one, around)
		out[i].Steps, out[i].Lock = steps(ctx, one.standing()), lockOut(ctx, around, one.ID)
		out[i].Corrections = notes[one.ID]
	}
	return out, nil
}

// corrections are the notes under articles, as the contract has them.
func (a AdminAPI) corrections(ctx context.Context, all []Article) (map[int64][]admin.Correction, error) {
	out := map[int64][]admin.Correction{}
	var articles, people []int64
	for _, one := range all {
		out[one.ID] = []admin.Correction{}
		if one.CorrectedAt != nil { // else there is none
			articles = append(articles, one.ID)
		}
	}
	found, err := corrections(ctx, a.News.db.Primary, articles)
	if err != nil {
		return nil, err
	}
	for _, notes := range found {
		for _, c := range notes {
			people = append(people, present(c.CreatedBy)...)
		}
	}
	names, err := accounts.Names(ctx, a.News.db.Primary, people)
	for id, notes := range found {
		for _, c := range notes {
			out[id] = append(out[id], admin.Correction{At: c.At, Note: c.Note, BeforeVersion: c.BeforeVersion, By: personIn(c.CreatedBy, names)})
		}
	}
	return out, err
}

// steps are what the caller may do, in the contract's words.
func steps(ctx context.Context, s standing) []admin.ArticleStep {
	out := []admin.ArticleStep{}
	for _, one := range s.steps(ctx) {
		out = append(out, admin.ArticleStep(one))
	}
	return out
}

func lockOut(ctx context.Context, around surroundings, article int64) *admin.Lock {
	l, held := around.locks[article]
	if !held {
		return nil
	}
	shown := lockShown(ctx, l, around.people)
	return &shown
}

func (a AdminAPI) article(one Article, around surroundings) admin.Article {
	words := one.Words()
	out := admin.Article{
		ID: one.ID, StoryID: one.StoryID, Language: admin.Language(one.Language), State: admin.ArticleState(one.State), Version: one.Version,
		Title: one.Title, Slug: one.Slug, Lead: one.Lead, Body: one.Body.JSON(), RubricID: one.RubricID,
		TagIds: ids(one.TagIDs), Credits: creditsOut(one.Credits), PictureID: one.PictureID,
		Urgency: admin.Urgency(one.Urgency), Source: one.Source, SourceURL: one.SourceURL, Location: one.Location, EmbargoUntil: one.EmbargoUntil,
		PublishAt: one.PublishAt, UnpublishAt: one.UnpublishAt, BreakingUntil: one.BreakingUntil, CorrectedAt: one.CorrectedAt,
		KillReason: one.KillReason, TextVersion: one.TextVersion, Translation: translation(one, around),
		Words: words, ReadingMinutes: ReadingMinutes(words),
		SeoTitle: one.SEOTitle, SeoDescription: one.SEODescription, SeoKeywords: one.SEOKeywords,
		CreatedBy: person(one.CreatedBy, around), UpdatedBy: person(one.UpdatedBy, around),
		CreatedAt: one.CreatedAt, UpdatedAt: one.UpdatedAt, PublishedAt: one.PublishedAt,
		URL: a.url(one.Language, one.Slug), Versions: adminRefs(around.versions[one.StoryID]),
		Picture: around.picture(one.PictureID),
	}
	named := []admin.Tag{}
	for _, id := range one.TagIDs {
		named = append(named, tags.Admin(around.tags[id]))
	}
	signed := []admin.Author{}
	for _, id := range one.AuthorIDs() {
		signed = append(signed, authors.Admin(around.authors[id]))
	}
	inBody := []admin.Picture{}
	for _, id := range one.Body.PictureIDs() {
		inBody = append(inBody, around.shown(around.pictures[id]))
	}
	out.Tags, out.Authors, out.BodyPictures = &named, &signed, &inBody
	return out
}

func (a AdminAPI) summaries(ctx context.Context, rows []Summary) ([]admin.ArticleSummary, error) {
	slim := make([]Article, len(rows))
	for i, r := range rows {
		slim[i] = Article{ID: r.ID, StoryID: r.StoryID, UpdatedBy: r.UpdatedBy, Content: Content{Credits: SignedBy(r.AuthorIDs...), PictureID: r.PictureID}}
	}
	around, err := a.around(ctx, slim)
	if err != nil {
		return nil, err
	}
	out := make([]admin.ArticleSummary, len(rows))
	for i, r := range rows {
		out[i] = admin.ArticleSummary{
			ID: r.ID, StoryID: r.StoryID, Language: admin.Language(r.Language), State: admin.ArticleState(r.State), Version: r.Version,
			Title: r.Title, Slug: r.Slug, RubricID: r.RubricID, AuthorNames: []string{}, UpdatedAt: r.UpdatedAt, PublishedAt: r.PublishedAt,
			UpdatedBy: person(r.UpdatedBy, around), URL: a.url(r.Language, r.Slug), Versions: adminRefs(around.versions[r.StoryID]),
			Picture: around.picture(r.PictureID), Lock: lockOut(ctx, around, r.ID), Steps: steps(ctx, r.standing()),
			Urgency: admin.Urgency(r.Urgency), PublishAt: r.PublishAt, UnpublishAt: r.UnpublishAt,
			EmbargoUntil: r.EmbargoUntil, BreakingUntil: r.BreakingUntil, Behind: r.Behind,
		}
		for _, id := range r.AuthorIDs {
			out[i].AuthorNames = append(out[i].AuthorNames, around.authors[id].In(r.Language).Name)
		}
	}
	return out, nil
}

// url is the article's address on its site; empty while it has no slug.
func (a AdminAPI) url(code lang.Code, slug string) string {
	language, ok := a.Languages.Get(code)
	if !ok || slug == "" {
		return ""
	}
	return language.URL(Path(slug))
}

func adminRefs(all []Ref) []admin.ArticleRef {
	out := make([]admin.ArticleRef, len(all))
	for i, r := range all {
		out[i] = admin.ArticleRef{ID: r.ID, Language: admin.Language(r.Language), State: admin.ArticleState(r.State), Title: r.Title, Behind: r.Behind}
	}
	return out
}

func (s surroundings) picture(id *int64) *admin.Picture {
	if id == nil {
		return nil
	}
	p, ok := s.pictures[*id]
	if !ok {
		return nil
	}
	shown := s.shown(p)
	return &shown
}

// systemID stands in the contract for what no person did: an import, a command.
const systemID = 0

func person(id *int64, around surroundings) admin.PersonRef { return personIn(id, around.people) }

func personIn(id *int64, names map[int64]string) admin.PersonRef {
	if id == nil {
		return admin.PersonRef{ID: systemID}
	}
	return admin.PersonRef{ID: *id, Name: names[*id]}
}

// translation says what a version was translated from; nil for an original, and
// for one whose original is in the trash.
func translation(one Article, around surroundings) *admin.Translation {
	if one.Translation == nil {
		return nil
	}
	for _, ref := range around.versions[one.StoryID] {
		if ref.ID == one.Translation.From {
			return &admin.Translation{
				SourceID: ref.ID, SourceLanguage: admin.Language(ref.Language),
				SourceTextVersion: one.Translation.TextVersion, Behind: one.Translation.Behind,
			}
		}
	}
	return nil
}

// ids is never null in JSON.
func ids(all []int64) []int64 {
	if all == nil {
		return []int64{}
	}
	return all
}
