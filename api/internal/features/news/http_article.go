package news

import (
	"context"
	"encoding/json"

	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/platform/jsontext"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/richtext"
)

// article is a PublicArticle in JSON.
func (a PublicAPI) article(ctx context.Context, one PublishedArticle, language lang.Language) (*encodedAnswer, error) {
	db := a.News.db.Reader(ctx)
	tree, err := a.Rubrics.Tree(ctx)
	if err != nil {
		return nil, err
	}
	pictures, err := a.Photobank.ForReaders(ctx, db, append(one.Body.PictureIDs(), present(one.PictureID)...))
	if err != nil {
		return nil, err
	}
	related, err := a.News.PublishedTitles(ctx, one.Body.RelatedIDs())
	if err != nil {
		return nil, err
	}
	signed, err := a.Authors.ByIDs(ctx, db, one.AuthorIDs())
	if err != nil {
		return nil, err
	}
	named, err := a.Tags.ByIDs(ctx, db, one.TagIDs)
	if err != nil {
		return nil, err
	}
	corrections, err := json.Marshal(one.corrections())
	if err != nil {
		return nil, err
	}
	p, answer := a.News.pieces(ctx, language), newAnswer()
	o := jsontext.Begin(answer.text)
	o.Array("authors", p.people(one.AuthorIDs(), signed))
	o.Text("bodyHtml", one.Body.HTML(richtext.Resolve{Pictures: photobank.InText(pictures, language), Related: a.card(related)}))
	if one.BreakingUntil != nil {
		o.Time("breakingUntil", *one.BreakingUntil)
	}
	o.Raw("corrections", corrections)
	var credits [][]byte
	for _, c := range one.Credits {
		credit := jsontext.Begin(nil)
		credit.Raw("author", p.author(c.AuthorID, signed))
		credit.Text("role", string(c.Role))
		credits = append(credits, credit.End())
	}
	o.Array("credits", credits)
	o.Int("id", one.ID)
	o.Text("language", string(one.Language))
	o.Text("lead", one.Lead)
	o.Text("location", one.Location)
	p.picture(&o, one.PictureID, pictures)
	o.Time("publishedAt", *one.PublishedAt)
	o.Int("readingMinutes", int64(ReadingMinutes(one.Words())))
	p.rubric(&o, one.RubricID, tree)
	o.Text("slug", one.Slug)
	o.Text("source", one.Source)
	o.Text("sourceUrl", one.SourceURL)
	o.Int("storyId", one.StoryID)
	o.Array("tags", p.subjects(one.TagIDs, named))
	o.Text("title", one.Title)
	o.Time("updatedAt", changedAt(*one.PublishedAt, one.TextChangedAt))
	o.Text("urgency", string(one.Urgency))
	o.Text("url", language.URL(Path(one.Slug)))
	o.Array("versions", a.encodedVersions(one.Versions))
	answer.text = append(o.End(), '\n')
	return answer, p.err
}

// encodedVersions are PublicRefs in JSON.
func (a PublicAPI) encodedVersions(all []Ref) (out [][]byte) {
	for _, v := range all {
		if l, known := a.Languages.Get(v.Language); known {
			ref := jsontext.Begin(nil)
			ref.Int("id", v.ID)
			ref.Text("language", string(v.Language))
			ref.Text("url", l.URL(Path(v.Slug)))
			out = append(out, ref.End())
		}
	}
	return out
}

// corrections are what readers are told was corrected.
func (one PublishedArticle) corrections() []public.PublicCorrection {
	notes := []public.PublicCorrection{}
	for _, c := range one.Corrections {
		notes = append(notes, public.PublicCorrection{At: c.At, Note: c.Note})
	}
	return notes
}
