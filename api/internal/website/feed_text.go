package website

import (
	"context"
	"html"
	"strings"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/platform/richtext"
	"baq.kz/portal/api/internal/website/feeds"
	"baq.kz/portal/api/internal/website/view"
)

// feedPicture is a picture's file for programs that may know no WebP; nil where it
// may not be shown.
func (s *Site) feedPicture(v visit, p photobank.Picture) *feeds.Picture {
	if p.ID == 0 || p.Withheld() {
		return nil
	}
	label := p.Labels[v.code()]
	shown := &feeds.Picture{Alt: label.Alt, Caption: label.Caption, Credit: p.Credit(), Type: "image/jpeg"}
	file, has := p.JPEG()
	if !has { // of before there was one
		all := p.WebP()
		if len(all) == 0 {
			return nil
		}
		file, shown.Type = all[len(all)-1], "image/webp"
	}
	shown.URL, shown.Bytes, shown.Width, shown.Height = v.url(photobank.Path(p.Hash, file.Name)), file.Bytes, file.Width, file.Height
	return shown
}

// feedText is an article's whole text as HTML that stands on its own: the lead
// picture, the lead, the text, and the corrections.
func (s *Site) feedText(ctx context.Context, v visit, set tagSet, g digest, a news.Article) (string, error) {
	var out strings.Builder
	if a.PictureID != nil {
		if p := s.feedPicture(v, g.pictures[*a.PictureID]); p != nil {
			writeFigure(&out, v, *p)
		}
	}
	paragraph := func(open, text, end string) {
		if text != "" {
			out.WriteString(open + html.EscapeString(text) + end)
		}
	}
	paragraph("<p><strong>", typeset(a.Lead), "</strong></p>")
	body, err := s.feedBody(ctx, v, set, g, a.Body)
	out.WriteString(body)
	if notes := g.corrections[a.ID]; len(notes) > 0 {
		paragraph("<h2>", say(v.locale, "article.corrections"), "</h2>")
		for _, c := range notes {
			local := c.At.In(s.Zone)
			paragraph("<p>", v.locale.Calendar.Date(local)+": "+typeset(c.Note), "</p>")
		}
	}
	return out.String(), err
}

func writeFigure(out *strings.Builder, v visit, p feeds.Picture) {
	out.WriteString(`<figure><img src="` + html.EscapeString(p.URL) + `" alt="` + html.EscapeString(p.Alt) + `">`)
	if words := strings.TrimSpace(p.Caption + " " + pictureCredit(v, p.Credit)); words != "" {
		out.WriteString("<figcaption>" + html.EscapeString(words) + "</figcaption>")
	}
	out.WriteString("</figure>")
}

func pictureCredit(v visit, credit string) string {
	if credit == "" {
		return ""
	}
	return say(v.locale, "picture.credit", "credit", credit)
}

// feedBody renders a document for readers elsewhere.
func (s *Site) feedBody(ctx context.Context, v visit, set tagSet, g digest, document richtext.Document) (string, error) {
	related, err := s.related(ctx, v, set, document.RelatedIDs())
	return document.HTML(richtext.Resolve{
		Words: view.Words(v.locale), Elsewhere: v.language.URL(""),
		Related: func(id int64) (richtext.Card, bool) {
			card, live := related[id]
			if strings.HasPrefix(card.URL, "/") {
				card.URL = v.url(card.URL)
			}
			return card, live
		},
		Pictures: func(id int64) (richtext.Image, bool) {
			p := s.feedPicture(v, g.pictures[id])
			if p == nil {
				return richtext.Image{}, false
			}
			return richtext.Image{
				Renditions: []richtext.Rendition{{URL: p.URL, Width: p.Width}}, Width: p.Width, Height: p.Height,
				Alt: p.Alt, Caption: p.Caption, Credit: pictureCredit(v, p.Credit),
			}, true
		},
	}), err
}
