package news

import (
	"context"
	"strings"

	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/jsontext"
	"baq.kz/portal/api/internal/platform/lang"
)

// include is what a list shows beside the articles.
type include struct{ authors, tags bool }

func included(what *public.ListNewsParamsInclude) (with include) {
	if what != nil {
		for part := range strings.SplitSeq(string(*what), ",") {
			with.authors = with.authors || part == "authors"
			with.tags = with.tags || part == "tags"
		}
	}
	return with
}

// listParts are what articles of a list point to.
type listParts struct {
	tree     rubrics.Tree
	pictures map[int64]photobank.Picture
	authors  map[int64]authors.Author
	tags     map[int64]tags.Tag
}

// parts asks for each kind once, however many articles there are.
func (a PublicAPI) parts(ctx context.Context, rows []Summary, with include) (p listParts, err error) {
	db := a.News.db.Reader(ctx)
	if p.tree, err = a.Rubrics.Tree(ctx); err != nil {
		return p, err
	}
	if p.pictures, err = a.Photobank.ForReaders(ctx, db, leadPictures(rows)); err != nil {
		return p, err
	}
	if with.authors {
		if p.authors, err = a.Authors.ByIDs(ctx, db, linkedIDs(rows, func(r Summary) []int64 { return r.AuthorIDs })); err != nil {
			return p, err
		}
	}
	if with.tags {
		p.tags, err = a.Tags.ByIDs(ctx, db, linkedIDs(rows, func(r Summary) []int64 { return r.TagIDs }))
	}
	return p, err
}

// linkedIDs are the ids that articles point to, each once.
func linkedIDs(rows []Summary, ids func(Summary) []int64) (all []int64) {
	seen := map[int64]bool{}
	for _, r := range rows {
		for _, id := range ids(r) {
			if !seen[id] {
				seen[id] = true
				all = append(all, id)
			}
		}
	}
	return all
}

func (a PublicAPI) encodedList(ctx context.Context, rows []Summary, next *string, with include, language lang.Language) (*encodedAnswer, error) {
	parts, err := a.parts(ctx, rows, with)
	if err != nil {
		return nil, err
	}
	pieces := a.News.pieces(ctx, language)
	list := newAnswer()
	out := append(list.text, `{"items":[`...)
	for i, row := range rows {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendSummary(out, row, parts, with, pieces)
	}
	out = append(out, `],"nextCursor":`...)
	if next == nil {
		out = append(out, "null"...)
	} else {
		out = jsontext.AppendString(out, *next)
	}
	list.text = append(out, "}\n"...)
	return list, pieces.err
}

// appendSummary is summary in JSON, with what the list includes.
func appendSummary(to []byte, r Summary, parts listParts, with include, p *pieces) []byte {
	o := jsontext.Begin(to)
	if with.authors {
		o.Array("authors", p.people(r.AuthorIDs, parts.authors))
	}
	if r.BreakingUntil != nil {
		o.Time("breakingUntil", *r.BreakingUntil)
	}
	o.Int("id", r.ID)
	o.Text("language", string(r.Language))
	o.Text("lead", r.Lead)
	p.picture(&o, r.PictureID, parts.pictures)
	o.Time("publishedAt", *r.PublishedAt)
	p.rubric(&o, r.RubricID, parts.tree)
	o.Text("slug", r.Slug)
	o.Int("storyId", r.StoryID)
	if with.tags {
		o.Array("tags", p.subjects(r.TagIDs, parts.tags))
	}
	o.Text("title", r.Title)
	o.Time("updatedAt", changedAt(*r.PublishedAt, r.TextChangedAt))
	o.Text("urgency", string(r.Urgency))
	o.Text("url", p.language.URL(Path(r.Slug)))
	return o.End()
}
