// Package sitemaps writes sitemaps (sitemaps.org/protocol.html) with Google's
// extensions for news, pictures and pages in several languages. Addresses are
// written one by one: a sitemap never stands in memory.
package sitemaps

import (
	"bufio"
	"encoding/xml"
	"io"
	"strings"
	"time"
	"unicode"
)

const (
	urlset = `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml" ` +
		`xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">`
	index = `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`
)

// URL is a page. All addresses are absolute.
type URL struct {
	Address string
	Changed time.Time // zero: not told
	// Versions are the page's addresses by language, its own included.
	Versions []Version
	News     *News
	Pictures []string
}

// Version is a page's address in a language ("kk", "x-default").
type Version struct{ Language, Address string }

// News is what Google News asks for of a page of the last two days.
type News struct {
	Publication, Language, Title string
	Published                    time.Time
}

type element struct {
	XMLName  xml.Name
	Address  string     `xml:"loc"`
	Changed  string     `xml:"lastmod,omitempty"`
	Versions []link     `xml:"xhtml:link"`
	News     *newsEntry `xml:"news:news"`
	Pictures []picture  `xml:"image:image"`
}

type link struct {
	Rel      string `xml:"rel,attr"`
	Language string `xml:"hreflang,attr"`
	Address  string `xml:"href,attr"`
}

type picture struct {
	Address string `xml:"image:loc"`
}

type newsEntry struct {
	Publication string `xml:"news:publication>news:name"`
	Language    string `xml:"news:publication>news:language"`
	Published   string `xml:"news:publication_date"`
	Title       string `xml:"news:title"`
}

// Writer writes a sitemap, or an index of them. Its first error is told by Close.
type Writer struct {
	out     *bufio.Writer
	encoder *xml.Encoder
	child   string
	end     string
	err     error
}

// New begins a sitemap.
func New(w io.Writer) *Writer { return begin(w, urlset, "url", "</urlset>") }

// NewIndex begins an index; its entries are the sitemaps.
func NewIndex(w io.Writer) *Writer { return begin(w, index, "sitemap", "</sitemapindex>") }

func begin(w io.Writer, root, child, end string) *Writer {
	out := bufio.NewWriterSize(w, 32<<10)
	_, err := out.WriteString(xml.Header + root)
	return &Writer{out: out, encoder: xml.NewEncoder(out), child: child, end: end, err: err}
}

// Add writes a page.
func (w *Writer) Add(u URL) {
	if w.err != nil {
		return
	}
	e := element{XMLName: xml.Name{Local: w.child}, Address: u.Address}
	if !u.Changed.IsZero() {
		e.Changed = u.Changed.Truncate(time.Second).Format(time.RFC3339)
	}
	for _, v := range u.Versions {
		e.Versions = append(e.Versions, link{Rel: "alternate", Language: v.Language, Address: v.Address})
	}
	for _, address := range u.Pictures {
		e.Pictures = append(e.Pictures, picture{address})
	}
	if n := u.News; n != nil {
		e.News = &newsEntry{Publication: n.Publication, Language: n.Language, Published: n.Published.Format(time.RFC3339), Title: plain(n.Title)}
	}
	w.err = w.encoder.Encode(e)
}

// plain leaves out what XML has no letters for.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
}

// Close ends the sitemap.
func (w *Writer) Close() error {
	if w.err == nil {
		_, w.err = w.out.WriteString(w.end)
	}
	if w.err == nil {
		w.err = w.out.Flush()
	}
	return w.err
}
