package website

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"html"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/photobank"
)

// oEmbed is an article as other sites embed it (oembed.com, 2.3.4.4): a quotation
// with a link, without any script.
type oEmbed struct {
	XMLName      xml.Name `json:"-" xml:"oembed"`
	Type         string   `json:"type" xml:"type"`
	Version      string   `json:"version" xml:"version"`
	Title        string   `json:"title" xml:"title"`
	AuthorName   string   `json:"author_name,omitempty" xml:"author_name,omitempty"`
	AuthorURL    string   `json:"author_url,omitempty" xml:"author_url,omitempty"`
	ProviderName string   `json:"provider_name" xml:"provider_name"`
	ProviderURL  string   `json:"provider_url" xml:"provider_url"`
	CacheAge     int      `json:"cache_age" xml:"cache_age"` // seconds
	HTML         string   `json:"html" xml:"html"`
	Width        int      `json:"width" xml:"width"`
	Height       int      `json:"height" xml:"height"`
	Thumbnail    string   `json:"thumbnail_url,omitempty" xml:"thumbnail_url,omitempty"`
	ThumbWidth   int      `json:"thumbnail_width,omitempty" xml:"thumbnail_width,omitempty"`
	ThumbHeight  int      `json:"thumbnail_height,omitempty" xml:"thumbnail_height,omitempty"`
}

// The size that an embedded article asks for, in pixels, and how long others may
// keep it, in seconds.
const (
	embedWidth  = 600
	embedHeight = 240
	embedAge    = 300
)

// embedding is what is asked for.
type embedding struct {
	width, height int
	inXML         bool
}

// embed answers GET /oembed. What it refuses, and how, is the specification's:
// 501 for a form that we do not speak, 401 for what is not everybody's, 404 for all
// else that we have nothing of.
func (s *Site) embed(c echo.Context) error {
	if format := c.QueryParam("format"); format != "" && format != "json" && format != "xml" {
		s.protect(c)
		return c.String(http.StatusNotImplemented, "the formats are json and xml\n") // no trouble of ours, as other 5xx are
	}
	in, err := askedEmbedding(c)
	if err != nil {
		return err
	}
	v, err := s.embedded(c)
	if err != nil {
		return err
	}
	key := s.key(v, "oembed "+strconv.Itoa(in.width)+"x"+strconv.Itoa(in.height)+" "+strconv.FormatBool(in.inXML))
	return s.handTo(c, v, key, func(ctx context.Context, v visit) (handout, error) { return s.embedding(ctx, v, in) })
}

func askedEmbedding(c echo.Context) (embedding, error) {
	in := embedding{width: embedWidth, height: embedHeight, inXML: c.QueryParam("format") == "xml"}
	for name, into := range map[string]*int{"maxwidth": &in.width, "maxheight": &in.height} {
		if text := c.QueryParam(name); text != "" {
			most, err := strconv.Atoi(text)
			if err != nil || most < 1 {
				return in, echo.NewHTTPError(http.StatusBadRequest, name+" is no number of pixels")
			}
			*into = min(*into, most)
		}
	}
	return in, nil
}

// embedded is the visit of the article whose address is asked about, on whichever of
// our hosts it is and whichever was asked.
func (s *Site) embedded(c echo.Context) (visit, error) {
	address, err := url.Parse(c.QueryParam("url"))
	if err != nil || address.Scheme != "https" && address.Scheme != "http" {
		return visit{}, echo.ErrNotFound
	}
	language, ours := s.languages.ByHost(address.Host)
	if !ours {
		return visit{}, echo.ErrNotFound
	}
	if strings.HasPrefix(address.Path, "/preview/") || strings.HasPrefix(address.Path, "/admin") {
		return visit{}, echo.ErrUnauthorized
	}
	v := visit{language: language, locale: s.locales[string(language.Code)]}
	ours = s.readScript(&v, address.Path)
	slug, is := strings.CutPrefix(strings.TrimSuffix(v.plainPath(address.Path), "/"), "/news/")
	if !ours || !is || !readable(slug) {
		return visit{}, echo.ErrNotFound
	}
	v.slug = slug
	return v, nil
}

func (s *Site) embedding(ctx context.Context, v visit, in embedding) (handout, error) {
	d := handout{tags: tagged()}
	a, err := s.News.PublishedBySlug(ctx, v.code(), v.slug)
	if errors.Is(err, news.ErrKilled) {
		err = news.ErrNotFound
	}
	if err != nil {
		return d, err
	}
	d.tags.add(news.ArticleTag(a.ID))
	out := oEmbed{
		Type: "rich", Version: "1.0", Title: typeset(a.Title), ProviderName: say(v.locale, "site.name"), ProviderURL: v.url("/"),
		CacheAge: embedAge, Width: in.width, Height: in.height, HTML: quotation(v, a.Article),
	}
	if err := s.embedAuthor(ctx, v, d.tags, a.Article, &out); err != nil {
		return d, err
	}
	if err := s.embedThumbnail(ctx, v, d.tags, a.Article, in, &out); err != nil {
		return d, err
	}
	spell(v, &out.Title, &out.ProviderName, &out.AuthorName)
	if v.converter != nil {
		out.HTML = string(v.converter.HTML([]byte(out.HTML), nil))
	}
	if in.inXML {
		d.contentType = "text/xml; charset=utf-8"
		d.body, err = xml.Marshal(out)
		d.body = append([]byte(xml.Header), d.body...)
		return d, err
	}
	d.contentType = echo.MIMEApplicationJSON
	d.body, err = json.Marshal(out)
	return d, err
}

// quotation is the article as a piece of HTML that any page may hold.
func quotation(v visit, a news.Article) string {
	address := html.EscapeString(v.url(news.Path(a.Slug)))
	out := `<blockquote class="baq-embed" cite="` + address + `" lang="` + v.tag() + direction(v) + `"><p><a href="` + address + `">` + html.EscapeString(typeset(a.Title)) + `</a></p>`
	if lead := excerpt(typeset(a.Lead), 200); lead != "" {
		out += "<p>" + html.EscapeString(lead) + "</p>"
	}
	return out + "<footer>" + html.EscapeString(say(v.locale, "site.name")) + "</footer></blockquote>"
}

// direction is the attribute of text that runs from right to left, after another one.
func direction(v visit) string {
	if v.script != nil && v.script.RightToLeft {
		return `" dir="rtl`
	}
	return ""
}

func (s *Site) embedAuthor(ctx context.Context, v visit, set tagSet, a news.Article, out *oEmbed) error {
	found, err := s.Authors.ByIDs(ctx, s.Databases.Reader(ctx), a.AuthorIDs())
	for _, c := range a.Credits {
		set.add(authors.CacheTag(c.AuthorID))
		if label, named := found[c.AuthorID].Labels[v.code()]; named && c.Role == news.RoleAuthor && out.AuthorName == "" {
			out.AuthorName, out.AuthorURL = label.Name, v.url(authors.Path(label.Slug))
		}
	}
	return err
}

// embedThumbnail adds the widest picture that keeps to what was asked for. The height
// of the whole does not bind it where none was asked for.
func (s *Site) embedThumbnail(ctx context.Context, v visit, set tagSet, a news.Article, in embedding, out *oEmbed) error {
	if a.PictureID == nil {
		return nil
	}
	set.add(photobank.CacheTag(*a.PictureID))
	found, err := s.Photobank.ForReaders(ctx, s.Databases.Reader(ctx), []int64{*a.PictureID})
	p, has := found[*a.PictureID]
	if err != nil || !has || p.Withheld() {
		return err
	}
	set.add(photobank.CacheTag(p.ID))
	cut, fits := s.Photobank.CutWithin(p, in.width, in.height)
	if fits {
		out.Thumbnail, out.ThumbWidth, out.ThumbHeight = v.url(photobank.Path(p.Hash, cut.File)), cut.Width, cut.Height
	}
	return nil
}
