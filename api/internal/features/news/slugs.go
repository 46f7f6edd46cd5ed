package news

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/slug"
)

// giveSlug settles the article's address. A given slug is kept as it is; an
// empty one keeps the address of what was once published (links point there),
// and otherwise is made from the title. held is the slug before the change.
func (s *Service) giveSlug(ctx context.Context, tx bun.Tx, a *Article, held string, r *record) error {
	if a.Slug != "" {
		return nil
	}
	if a.PublishedAt != nil && held != "" {
		a.Slug = held
		return nil
	}
	made := slug.Make(a.Title, a.Language)
	if made == "" {
		return nil
	}
	taken, err := slugTaken(ctx, tx, a.Language, made, a.ID)
	if err != nil {
		return err
	}
	r.slugMade = true
	if taken {
		made = fmt.Sprintf("%s-%d", made, a.ID)
	}
	a.Slug = made
	return nil
}

// slugAttempts is how often a change is tried when a slug of our own making is
// taken by another transaction at the same moment; the second time it is seen.
const slugAttempts = 3

func slugClash(err error) bool { return postgres.Unique(err, "articles_slug_key") }

// clean folds white space where a line break has no meaning, and fills in what is
// meant where nothing is said.
func (c Content) clean() Content {
	line := func(text string) string { return strings.Join(strings.Fields(text), " ") }
	c.Title, c.SEOTitle = line(c.Title), line(c.SEOTitle)
	c.SEODescription, c.SEOKeywords = line(c.SEODescription), line(c.SEOKeywords)
	c.Source, c.Location = line(c.Source), line(c.Location)
	c.Lead = strings.TrimSpace(c.Lead)
	if c.Urgency == "" {
		c.Urgency = Ordinary
	}
	c.Credits = slices.Clone(c.Credits)
	for i := range c.Credits {
		if c.Credits[i].Role == "" {
			c.Credits[i].Role = RoleAuthor
		}
	}
	return c
}
