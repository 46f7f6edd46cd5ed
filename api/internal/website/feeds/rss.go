package feeds

import (
	"encoding/xml"
	"time"
)

// minutesToLive is how long a feed reader may wait before it asks again.
const minutesToLive = 5

// Namespaces of what RSS itself has no words for.
const (
	atomSpace    = "http://www.w3.org/2005/Atom"
	contentSpace = "http://purl.org/rss/1.0/modules/content/"
	creatorSpace = "http://purl.org/dc/elements/1.1/"
	termsSpace   = "http://purl.org/dc/terms/"
	mediaSpace   = "http://search.yahoo.com/mrss/"
	yandexSpace  = "http://news.yandex.ru"
)

type rss struct {
	XMLName xml.Name `xml:"rss"`
	Version string   `xml:"version,attr"`
	Atom    string   `xml:"xmlns:atom,attr,omitempty"`
	Content string   `xml:"xmlns:content,attr,omitempty"`
	Creator string   `xml:"xmlns:dc,attr,omitempty"`
	Terms   string   `xml:"xmlns:dcterms,attr,omitempty"`
	Media   string   `xml:"xmlns:media,attr,omitempty"`
	Yandex  string   `xml:"xmlns:yandex,attr,omitempty"`
	Channel channel  `xml:"channel"`
}

type channel struct {
	Title       text         `xml:"title"`
	Link        string       `xml:"link"`
	Description text         `xml:"description"`
	Language    string       `xml:"language,omitempty"`
	Copyright   text         `xml:"copyright,omitempty"`
	LastBuild   string       `xml:"lastBuildDate,omitempty"`
	TTL         int          `xml:"ttl,omitempty"`
	Image       *rssImage    `xml:"image"`
	Self        *atomLink    `xml:"atom:link"`
	Logos       []yandexLogo `xml:"yandex:logo"`
	Items       []rssItem    `xml:"item"`
}

type rssImage struct {
	URL   string `xml:"url"`
	Title text   `xml:"title"`
	Link  string `xml:"link"`
}

type rssItem struct {
	Title       text          `xml:"title"`
	Link        string        `xml:"link"`
	AMP         string        `xml:"pdalink,omitempty"`
	GUID        *guid         `xml:"guid"`
	Description text          `xml:"description,omitempty"`
	Author      text          `xml:"author,omitempty"`
	Creators    []text        `xml:"dc:creator"`
	Categories  []rssCategory `xml:"category"`
	Enclosure   *enclosure    `xml:"enclosure"`
	Published   string        `xml:"pubDate"`
	Modified    string        `xml:"dcterms:modified,omitempty"`
	Media       *media        `xml:"media:content"`
	Content     text          `xml:"content:encoded,omitempty"`
	Genre       string        `xml:"yandex:genre,omitempty"`
	FullText    text          `xml:"yandex:full-text,omitempty"`
}

type guid struct {
	Permanent bool   `xml:"isPermaLink,attr"`
	ID        string `xml:",chardata"`
}

// rssCategory with the domain "urgency" says how much the news presses.
type rssCategory struct {
	Domain string `xml:"domain,attr,omitempty"`
	Name   text   `xml:",chardata"`
}

type enclosure struct {
	URL    string `xml:"url,attr"`
	Length int64  `xml:"length,attr"`
	Type   string `xml:"type,attr"`
}

type media struct {
	URL         string `xml:"url,attr"`
	Size        int64  `xml:"fileSize,attr,omitempty"`
	Type        string `xml:"type,attr"`
	Medium      string `xml:"medium,attr"`
	Width       int    `xml:"width,attr,omitempty"`
	Height      int    `xml:"height,attr,omitempty"`
	Title       text   `xml:"media:title,omitempty"`
	Description text   `xml:"media:description,omitempty"`
	Credit      text   `xml:"media:credit,omitempty"`
}

// RSS is the feed for readers, the whole text of each article in it.
func RSS(f Feed) ([]byte, error) {
	root := rss{Version: "2.0", Atom: atomSpace, Content: contentSpace, Creator: creatorSpace, Terms: termsSpace, Media: mediaSpace, Channel: f.channel()}
	root.Channel.TTL = minutesToLive
	for _, i := range f.Items {
		root.Channel.Items = append(root.Channel.Items, i.rss())
	}
	return write(root)
}

func (f Feed) channel() channel {
	c := channel{
		Title: text(f.Title), Link: f.URL, Description: text(f.Description), Language: f.Language, Copyright: text(f.Rights),
		Image: &rssImage{URL: f.SquareLogo.URL, Title: text(f.Title), Link: f.URL},
		Self:  &atomLink{Rel: "self", Type: "application/rss+xml", Href: f.Self},
	}
	if len(f.Items) > 0 {
		c.LastBuild = moment(f.updated())
	}
	return c
}

func (i Item) rss() rssItem {
	item := rssItem{
		Title: text(i.Title), Link: i.URL, GUID: &guid{ID: i.ID}, Description: text(i.Lead), Content: text(i.HTML),
		Published: moment(i.Published), Modified: i.Updated.UTC().Format(time.RFC3339),
	}
	for _, author := range i.Authors {
		item.Creators = append(item.Creators, text(author.Name))
	}
	if i.Section != "" {
		item.Categories = append(item.Categories, rssCategory{Name: text(i.Section)})
	}
	for _, topic := range i.Topics {
		item.Categories = append(item.Categories, rssCategory{Name: text(topic)})
	}
	if i.Mark != "" {
		item.Categories = append(item.Categories, rssCategory{Domain: "urgency", Name: text(i.Mark)})
	}
	if p := i.Picture; p != nil {
		item.Enclosure = &enclosure{URL: p.URL, Length: p.Bytes, Type: p.Type}
		item.Media = p.media()
	}
	return item
}

func (p Picture) media() *media {
	return &media{
		URL: p.URL, Size: p.Bytes, Type: p.Type, Medium: "image", Width: p.Width, Height: p.Height,
		Title: text(p.Alt), Description: text(p.Caption), Credit: text(p.Credit),
	}
}

// moment is a time as RSS writes it (RFC 822 with a year of four digits).
func moment(t time.Time) string { return t.Format(time.RFC1123Z) }
