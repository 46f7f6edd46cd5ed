package news

import (
	"context"
	"net/http"
	"strings"
	"sync"

	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/jsontext"
	"baq.kz/portal/api/internal/platform/lang"
)

// newsList is a PublicArticlePage in JSON, as encoding/json would write it. It is put
// together by hand of pieces that are remembered: apps ask for lists more than for
// anything else.
type newsList struct{ text []byte }

// listBuffers are used again once their list is written.
var listBuffers = sync.Pool{New: func() any { return new(newsList) }}

// VisitListNewsResponse implements public.ListNewsResponseObject. It may be called once.
func (l *newsList) VisitListNewsResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusOK)
	_, err := w.Write(l.text)
	if cap(l.text) <= mostBuffered {
		listBuffers.Put(l)
	}
	return err
}

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

// mostBuffered keeps single long lists from taking memory for ever, in bytes.
const mostBuffered = 256 << 10

func (a PublicAPI) encodedList(ctx context.Context, rows []Summary, next *string, with include, language lang.Language) (*newsList, error) {
	parts, err := a.parts(ctx, rows, with)
	if err != nil {
		return nil, err
	}
	pieces := a.News.pieces(ctx, language)
	list := listBuffers.Get().(*newsList) //nolint:errcheck // nothing else is in it
	out := append(list.text[:0], `{"items":[`...)
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
		all := p.list[:0]
		for _, id := range r.AuthorIDs {
			all = append(all, p.author(id, parts.authors[id]))
		}
		o.Array("authors", all)
		p.list = all
	}
	if r.BreakingUntil != nil {
		o.Time("breakingUntil", *r.BreakingUntil)
	}
	o.Int("id", r.ID)
	o.Text("language", string(r.Language))
	o.Text("lead", r.Lead)
	if r.PictureID != nil {
		if picture, there := parts.pictures[*r.PictureID]; there {
			o.Raw("picture", p.picture(picture))
		}
	}
	o.Time("publishedAt", *r.PublishedAt)
	if r.RubricID != nil {
		if rubric, there := parts.tree.ByID(*r.RubricID); there {
			o.Raw("rubric", p.rubric(rubric))
		}
	}
	o.Text("slug", r.Slug)
	o.Int("storyId", r.StoryID)
	if with.tags {
		all := p.list[:0]
		for _, id := range r.TagIDs {
			if _, named := parts.tags[id].Labels[p.language.Code]; named { // else it has no page here
				all = append(all, p.tag(parts.tags[id]))
			}
		}
		o.Array("tags", all)
		p.list = all
	}
	o.Text("title", r.Title)
	o.Time("updatedAt", changedAt(*r.PublishedAt, r.TextChangedAt))
	o.Text("urgency", string(r.Urgency))
	o.Text("url", p.language.URL(Path(r.Slug)))
	return o.End()
}
