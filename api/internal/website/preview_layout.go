package website

import (
	"context"
	"errors"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/features/blocks"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/website/view"
)

// layoutPreview shows the draft of a page made of blocks to who has a link to it,
// under the rules of an article's preview. The link says in which language,
// whatever the host: the panel frames the previews of all languages on its own, so
// that no other host's pages have to let themselves be framed.
func (s *Site) layoutPreview(c echo.Context) error {
	v, err := s.visit(c)
	if err != nil {
		return err
	}
	v.missing, v.preview, v.slug, v.before = false, true, "", ""
	ctx := postgres.WithPrimary(c.Request().Context())
	v, place, all, err := s.drafted(ctx, v, c.Param("token"))
	if errors.Is(err, blocks.ErrPreviewNotFound) || errors.Is(err, blocks.ErrNotFound) {
		return echo.ErrNotFound
	}
	if err != nil {
		return err
	}
	return s.showPrivately(ctx, c, v, func(ctx context.Context, v visit) (draft, error) { return s.previewedLayout(ctx, v, place, all) })
}

// drafted finds what a link shows, and takes over its language.
func (s *Site) drafted(ctx context.Context, v visit, token string) (visit, blocks.Place, []blocks.Block, error) {
	for _, l := range s.languages.All() {
		place, all, err := s.Blocks.Previewed(ctx, token, l.Code, s.Now())
		if errors.Is(err, blocks.ErrPreviewNotFound) {
			continue
		}
		v.language, v.locale = l, s.locales[string(l.Code)]
		return v, place, all, err
	}
	return v, blocks.Place{}, nil, blocks.ErrPreviewNotFound
}

// previewedLayout builds a page of blocks that readers need not see.
func (s *Site) previewedLayout(ctx context.Context, v visit, place blocks.Place, all []blocks.Block) (d draft, err error) {
	banner := &view.Preview{State: say(v.locale, "preview.layout"), Language: v.locale.Name, URL: "/"}
	if place == blocks.Home {
		d, err = s.homeOf(ctx, v, all)
	} else {
		r, _ := v.tree.ByID(place.RubricID)
		v.slug = r.Labels[v.code()].Slug // where it has no name in the language, no page is found
		d, err = s.rubricOf(ctx, v, all)
		banner.URL = rubricPaths(r)[v.code()]
	}
	d.title = say(v.locale, "preview.title") + ": " + d.title
	d.noIndex, d.noFollow, d.kind, d.preview, d.versions, d.machines = true, true, "", banner, versions{}, machines{}
	return d, err
}
