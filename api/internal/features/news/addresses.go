package news

import (
	"context"
	"time"

	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/lang"
)

// AddressSpan is how many ids make a page of addresses. Pages are ranges of ids, so
// that an article never moves to another page.
const AddressSpan = 10_000

// Address is what is told of an article to those who only ask where it is.
type Address struct {
	ID          int64
	Slug        string
	Title       string
	PictureID   *int64
	PublishedAt time.Time
	ChangedAt   time.Time // when readers last saw a change
	Versions    []Version `bun:"type:json"` // of the story, those on their sites, its own included
}

// Version is where a story stands in a language.
type Version struct {
	Language lang.Code `json:"language"`
	Slug     string    `json:"slug"`
}

// Span is a page of addresses that has some: the ids above Number times
// AddressSpan, up to the next page's.
type Span struct {
	Number    int64
	ChangedAt time.Time // when one of them last changed
}

// Link is a tag or an author with articles in a language.
type Link struct {
	ID        int64
	ChangedAt time.Time // when the newest of them came
}

// AddressSpans are the pages of addresses of a language's live articles.
func (s *Service) AddressSpans(ctx context.Context, language lang.Code) ([]Span, error) {
	cache.Reads(ctx, LatestTag(language))
	return addressSpans(ctx, s.db.Reader(ctx), language)
}

// Addresses are the live articles of a language with ids above one and up to
// another, at most limit, in the order of their ids.
func (s *Service) Addresses(ctx context.Context, language lang.Code, above, upTo int64, limit int) ([]Address, error) {
	cache.Reads(ctx, LatestTag(language))
	return addresses(ctx, s.db.Reader(ctx), language, above, upTo, limit)
}

// AddressesSince are the newest articles of a language that came after a moment, at
// most limit.
func (s *Service) AddressesSince(ctx context.Context, language lang.Code, since time.Time, limit int) ([]Address, error) {
	cache.Reads(ctx, LatestTag(language))
	return addressesSince(ctx, s.db.Reader(ctx), language, since, limit)
}

// TagsInUse and AuthorsInUse are the tags and the people with live articles of a
// language, with ids above one and up to another, at most limit.
func (s *Service) TagsInUse(ctx context.Context, language lang.Code, above, upTo int64, limit int) ([]Link, error) {
	cache.Reads(ctx, LatestTag(language), tags.AllTag)
	return inUse(ctx, s.db.Reader(ctx), tagLinks, language, above, upTo, limit)
}

// AuthorsInUse is told at TagsInUse.
func (s *Service) AuthorsInUse(ctx context.Context, language lang.Code, above, upTo int64, limit int) ([]Link, error) {
	cache.Reads(ctx, LatestTag(language), authors.AllTag)
	return inUse(ctx, s.db.Reader(ctx), authorLinks, language, above, upTo, limit)
}

// TagSpans and AuthorSpans are the pages of TagsInUse and AuthorsInUse.
func (s *Service) TagSpans(ctx context.Context, language lang.Code) ([]Span, error) {
	cache.Reads(ctx, LatestTag(language), tags.AllTag)
	return linkSpans(ctx, s.db.Reader(ctx), tagLinks, language)
}

// AuthorSpans is told at TagSpans.
func (s *Service) AuthorSpans(ctx context.Context, language lang.Code) ([]Span, error) {
	cache.Reads(ctx, LatestTag(language), authors.AllTag)
	return linkSpans(ctx, s.db.Reader(ctx), authorLinks, language)
}
