package news

import (
	"encoding/json"
	"time"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/optional"
	"baq.kz/portal/api/internal/platform/richtext"
)

// input is what all writing operations of the contract have in common.
type input struct {
	title       string
	slug, lead  *string
	body        *json.RawMessage
	rubric      *int64
	tags        *[]int64
	credits     *[]admin.Credit
	picture     *int64
	seoTitle    *string
	description *string
	keywords    *string
	urgency     *admin.Urgency
	source      *string
	sourceURL   *string
	location    *string
	embargo     *time.Time
}

func contentIn(in input) (Content, error) {
	body, err := richtext.Parse(optional.Or(in.body, nil))
	if err != nil {
		return Content{}, richtext.In("body", err)
	}
	embargo, err := storable("embargoUntil", in.embargo)
	c := Content{
		Title: in.title, Slug: optional.Or(in.slug, ""), Lead: optional.Or(in.lead, ""), Body: body,
		RubricID: in.rubric, TagIDs: optional.Or(in.tags, nil), PictureID: in.picture,
		SEOTitle: optional.Or(in.seoTitle, ""), SEODescription: optional.Or(in.description, ""), SEOKeywords: optional.Or(in.keywords, ""),
		Urgency: Urgency(optional.Or(in.urgency, admin.Urgency(Ordinary))), Source: optional.Or(in.source, ""), SourceURL: optional.Or(in.sourceURL, ""),
		Location: optional.Or(in.location, ""), EmbargoUntil: embargo,
	}
	for _, credit := range optional.Or(in.credits, nil) {
		c.Credits = append(c.Credits, Credit{AuthorID: credit.AuthorID, Role: Role(credit.Role)})
	}
	return c, err
}

// storable is a time as the database keeps it: in UTC, to the microsecond. The
// contract's format admits offsets of a day, which PostgreSQL does not read, and
// with an offset years before the first and after 9999, which it or JSON can't
// write: such an article could never be read again.
func storable(field string, t *time.Time) (*time.Time, error) {
	if t == nil {
		return nil, nil
	}
	kept := t.UTC().Truncate(time.Microsecond)
	if kept.Year() < 1 || kept.Year() > 9999 {
		return nil, ErrBadTime.WithFields(fault.Field{Field: field, Code: "range", Message: "from the year 1 to 9999 in UTC"})
	}
	return &kept, nil
}

func creditsOut(all []Credit) []admin.Credit {
	out := make([]admin.Credit, len(all))
	for i, c := range all {
		out[i] = admin.Credit{AuthorID: c.AuthorID, Role: admin.CreditRole(c.Role)}
	}
	return out
}

func contentOut(c Content) admin.ArticleContent {
	return admin.ArticleContent{
		Title: c.Title, Slug: c.Slug, Lead: c.Lead, Body: c.Body.JSON(), RubricID: c.RubricID, TagIds: ids(c.TagIDs), Credits: creditsOut(c.Credits),
		PictureID: c.PictureID, SeoTitle: c.SEOTitle, SeoDescription: c.SEODescription, SeoKeywords: c.SEOKeywords,
		Urgency: admin.Urgency(c.Urgency), Source: c.Source, SourceURL: c.SourceURL, Location: c.Location, EmbargoUntil: c.EmbargoUntil,
	}
}
