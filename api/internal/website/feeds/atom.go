package feeds

import (
	"encoding/xml"
	"time"
)

type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Language string      `xml:"xml:lang,attr"`
	Media    string      `xml:"xmlns:media,attr"`
	ID       string      `xml:"id"`
	Title    text        `xml:"title"`
	Subtitle text        `xml:"subtitle,omitempty"`
	Updated  string      `xml:"updated"`
	Author   atomPerson  `xml:"author"`
	Links    []atomLink  `xml:"link"`
	Icon     string      `xml:"icon,omitempty"`
	Rights   text        `xml:"rights,omitempty"`
	Entries  []atomEntry `xml:"entry"`
}

type atomPerson struct {
	Name text   `xml:"name"`
	URI  string `xml:"uri,omitempty"`
}

type atomLink struct {
	Rel    string `xml:"rel,attr"`
	Type   string `xml:"type,attr,omitempty"`
	Href   string `xml:"href,attr"`
	Length int64  `xml:"length,attr,omitempty"`
	Title  text   `xml:"title,attr,omitempty"`
}

type atomCategory struct {
	Term   text   `xml:"term,attr"`
	Scheme string `xml:"scheme,attr,omitempty"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Body text   `xml:",chardata"`
}

type atomEntry struct {
	ID         string         `xml:"id"`
	Title      text           `xml:"title"`
	Updated    string         `xml:"updated"`
	Published  string         `xml:"published"`
	Authors    []atomPerson   `xml:"author"`
	Links      []atomLink     `xml:"link"`
	Categories []atomCategory `xml:"category"`
	Summary    *atomText      `xml:"summary"`
	Content    atomText       `xml:"content"`
	Media      *media         `xml:"media:content"`
}

// urgencyScheme tells a category that says how much the news presses from
// subjects.
const urgencyScheme = "urn:baq:urgency"

// Atom is the feed for readers, the whole text of each article in it.
func Atom(f Feed) ([]byte, error) {
	root := atomFeed{
		Language: f.Language, Media: mediaSpace, ID: f.Self, Title: text(f.Title), Subtitle: text(f.Description), Updated: f.updated().Format(time.RFC3339),
		Author: person(f.Publisher), Icon: f.SquareLogo.URL, Rights: text(f.Rights),
		Links: []atomLink{{Rel: "self", Type: "application/atom+xml", Href: f.Self}, {Rel: "alternate", Type: "text/html", Href: f.URL}},
	}
	for _, i := range f.Items {
		root.Entries = append(root.Entries, i.atom())
	}
	return write(root)
}

func person(p Person) atomPerson { return atomPerson{Name: text(p.Name), URI: p.URL} }

func (i Item) atom() atomEntry {
	e := atomEntry{
		ID: i.ID, Title: text(i.Title), Updated: i.Updated.Format(time.RFC3339), Published: i.Published.Format(time.RFC3339),
		Links: []atomLink{{Rel: "alternate", Type: "text/html", Href: i.URL}}, Content: atomText{Type: "html", Body: text(i.HTML)},
	}
	if i.Lead != "" {
		e.Summary = &atomText{Type: "text", Body: text(i.Lead)}
	}
	for _, author := range i.Authors {
		e.Authors = append(e.Authors, person(author))
	}
	for _, name := range append([]string{i.Section}, i.Topics...) {
		if name != "" {
			e.Categories = append(e.Categories, atomCategory{Term: text(name)})
		}
	}
	if i.Mark != "" {
		e.Categories = append(e.Categories, atomCategory{Term: text(i.Mark), Scheme: urgencyScheme})
	}
	if p := i.Picture; p != nil {
		e.Links = append(e.Links, atomLink{Rel: "enclosure", Type: p.Type, Href: p.URL, Length: p.Bytes, Title: text(p.Alt)})
		e.Media = p.media()
	}
	return e
}
