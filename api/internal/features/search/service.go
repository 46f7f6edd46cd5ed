// Package search finds published articles by their words. What they are found by is
// kept beside them (see vector.go) and written in the transaction of each change.
package search

import (
	"context"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/wordform"
)

// Service finds articles, and keeps the index that they are found by.
type Service struct {
	db      *postgres.Databases
	news    *news.Service
	tags    *tags.Service
	authors *authors.Service
	memory  wordform.Memory
}

// New makes the service.
func New(db *postgres.Databases, articles *news.Service, named *tags.Service, signed *authors.Service) *Service {
	return &Service{db: db, news: articles, tags: named, authors: signed}
}

// Listen has articles indexed anew when the name of a tag or an author of theirs
// changes.
func (s *Service) Listen(events *outbox.Outbox) {
	outbox.Listen(events, "search", func(ctx context.Context, e tags.Changed) error {
		return dueByTag(ctx, s.db.Primary, e.ID)
	})
	outbox.Listen(events, "search", func(ctx context.Context, e authors.Changed) error {
		return dueByAuthor(ctx, s.db.Primary, e.ID)
	})
}

// Put implements news.Index.
func (s *Service) Put(ctx context.Context, tx bun.Tx, a news.Article) error {
	if !a.State.Live() {
		return remove(ctx, tx, a.ID)
	}
	return s.put(ctx, tx, []news.Article{a})
}

// put indexes articles that are on their sites.
func (s *Service) put(ctx context.Context, tx bun.Tx, articles []news.Article) error {
	var tagIDs, authorIDs []int64
	for _, a := range articles {
		tagIDs, authorIDs = append(tagIDs, a.TagIDs...), append(authorIDs, a.AuthorIDs()...)
	}
	named, err := s.tags.ByIDs(ctx, tx, tagIDs)
	if err != nil {
		return err
	}
	signed, err := s.authors.ByIDs(ctx, tx, authorIDs)
	if err != nil {
		return err
	}
	namesOf := func(a news.Article) []string { return names(a, named, signed) }
	fresh, err := unseen(ctx, tx, articles)
	if err != nil {
		return err
	}
	if err := note(ctx, tx, wordsOf(fresh, namesOf)); err != nil {
		return err
	}
	rows := make([]row, len(articles))
	for i, a := range articles {
		rows[i] = row{ArticleID: a.ID, Language: a.Language, PublishedAt: *a.PublishedAt, Analyser: analyser(), Lexemes: index(a, namesOf(a), &s.memory)}
	}
	return write(ctx, tx, rows)
}

// names are what an article's tags and authors are called in its language.
func names(a news.Article, named map[int64]tags.Tag, signed map[int64]authors.Author) (all []string) {
	for _, id := range a.TagIDs {
		all = append(all, named[id].Labels[a.Language].Name)
	}
	for _, id := range a.AuthorIDs() {
		all = append(all, signed[id].In(a.Language).Name)
	}
	return all
}
