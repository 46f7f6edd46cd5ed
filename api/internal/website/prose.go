package website

import (
	"context"
	"html/template"
	"strings"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/richtext"
	"baq.kz/portal/api/internal/website/view"
)

// prose renders a document; package richtext lets nothing unsafe out.
func (s *Site) prose(ctx context.Context, v visit, tags tagSet, document richtext.Document, pictures map[int64]*view.Picture) (template.HTML, error) {
	related, err := s.related(ctx, v, tags, document.RelatedIDs())
	html := document.HTML(richtext.Resolve{
		Words: view.Words(v.locale), GallerySizes: view.GallerySizes, AMP: v.amp,
		Related: func(id int64) (richtext.Card, bool) {
			card, live := related[id]
			return card, live
		},
		Pictures: func(id int64) (richtext.Image, bool) {
			p, has := pictures[id]
			if !has {
				return richtext.Image{}, false
			}
			return image(v, p)
		},
	})
	return template.HTML(outline(html)), err //nolint:gosec // see above
}

// image is a picture as the text's column shows it.
func image(v visit, p *view.Picture) (richtext.Image, bool) {
	placed, err := view.Place(p, view.SlotProse)
	if err != nil {
		return richtext.Image{}, false
	}
	shown := richtext.Image{Width: p.Width, Height: p.Height, Alt: p.Alt, Caption: p.Caption, Sizes: placed.Sizes, Class: placed.Class}
	if p.Withheld {
		shown.Withheld = say(v.locale, "picture.withheld")
	}
	if p.Credit != "" {
		shown.Credit = say(v.locale, "picture.credit", "credit", p.Credit)
	}
	for _, r := range p.Renditions {
		shown.Renditions = append(shown.Renditions, richtext.Rendition{URL: r.URL, Width: r.Width})
	}
	return shown, true
}

// related are the cards of the live articles that a text leads to. The page
// carries the tags of all of them, so that a card comes and goes with its article.
func (s *Site) related(ctx context.Context, v visit, tags tagSet, ids []int64) (map[int64]richtext.Card, error) {
	for _, id := range ids {
		tags.add(news.ArticleTag(id))
	}
	found, err := s.News.PublishedTitles(ctx, ids)
	cards := make(map[int64]richtext.Card, len(found))
	for id, ref := range found {
		if ref.Language != v.code() {
			if ref, err = s.inOwnLanguage(ctx, v, tags, ref); err != nil {
				return nil, err
			}
		}
		if language, known := s.languages.Get(ref.Language); known {
			cards[id] = relatedCard(v, ref, language.URL(news.Path(ref.Slug)), s.locales[string(ref.Language)].Name)
		}
	}
	return cards, err
}

// inOwnLanguage is the version of a story in the visit's language, when it is
// live: a translation keeps the cards of its original. Else it is ref itself.
func (s *Site) inOwnLanguage(ctx context.Context, v visit, tags tagSet, ref news.Ref) (news.Ref, error) {
	tags.add(news.StoryTag(ref.StoryID))
	versions, err := s.News.PublishedVersions(ctx, ref.StoryID)
	for _, other := range versions {
		if other.Language == v.code() {
			return other, err
		}
	}
	return ref, err
}

// relatedCard leads to an article. One in another language says so, in that
// language's own name.
func relatedCard(v visit, ref news.Ref, address, language string) richtext.Card {
	if ref.Language == v.code() {
		return richtext.Card{URL: news.Path(ref.Slug), Title: typeset(ref.Title)}
	}
	return richtext.Card{URL: address, Language: string(ref.Language), Title: say(v.locale, "related.inLanguage", "title", typeset(ref.Title), "language", language)}
}

// outline lets no heading of the third level come before one of the second: for
// those who read by headings a level would be missing.
func outline(html string) string {
	at := strings.Index(html, "<h2>")
	if at < 0 {
		at = len(html)
	}
	if !strings.Contains(html[:at], "<h3>") {
		return html
	}
	return raised.Replace(html[:at]) + html[at:]
}

var raised = strings.NewReplacer("<h3>", "<h2>", "</h3>", "</h2>")
