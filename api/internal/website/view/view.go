// Package view is what the public site's pages are made of: one typed struct
// for each page, its template and its style in one folder, and the renderer.
// It knows no features: the builders of package website fill the structs.
package view

import (
	"html/template"
	"path"
)

// Page is everything a template sees: the frame that all pages share, and the
// content that is the page's own.
type Page struct {
	Frame
	// Content decides which page is rendered.
	Content Content
}

// Content is one of this package's page structs.
type Content interface {
	// template names the page's folder and template file.
	template() string
}

// Frame is what surrounds the content of every page.
type Frame struct {
	// Language is the code of the page's language ("kk").
	Language string
	// Script is the other script that the page is rendered in; the zero one: none.
	Script Script
	Head   Head
	// Today is the date line of the masthead.
	Today Stamp
	// Year stands in the copyright line.
	Year int
	// Menu are the rubrics; About the static pages named in the footer.
	Menu, About []Link
	// Languages are the entries of the language switcher, this page's own included.
	Languages []Switch
	// Breaking is the breaking news that stands in the bar, the youngest first.
	Breaking []Link
	// Banners are what advertisers show.
	Banners Banners
	// Preview is the banner of a page that is not for everybody; nil on all others.
	Preview *Preview
	// Missing is true when the reader came from a page that has no version in
	// this language; the page says so.
	Missing bool
}

// Script is a script that texts are rendered in.
type Script struct {
	Tag         string // BCP 47: "kk-Latn"
	RightToLeft bool
}

// Fonts are the files that the first lines of the page need.
func (f Frame) Fonts() []string {
	switch {
	case f.Script.Tag == "":
		return []string{"fonts/baq-display-cyrillic.woff2", "fonts/golos-text-cyrillic.woff2"}
	case f.Script.RightToLeft:
		return []string{"fonts/naskh-arabic.woff2", "fonts/vazirmatn-arabic.woff2"}
	}
	return []string{"fonts/baq-display-latin.woff2", "fonts/golos-text-latin.woff2"}
}

// Head is what goes into the head of the HTML document.
type Head struct {
	Title, Description, Keywords string
	// Canonical is the page's absolute address; empty on problem pages, which have none.
	Canonical string
	// AMP is the absolute address of the page's AMP form; empty where it has none.
	AMP string
	// Alternates are the absolute addresses of all language versions, this one included.
	Alternates []Alternate
	// NoIndex keeps the page out of search engines; NoFollow also what it links to.
	NoIndex, NoFollow bool
	// Kind is the Open Graph type: "website", "article" or "profile".
	Kind string
	// Locale and OtherLocales are Open Graph's names of the languages.
	Locale       string
	OtherLocales []string
	// Image is the absolute address of the picture for shared links.
	Image Image
	// Published and Modified are RFC 3339 times of an article, else empty.
	Published, Modified string
	// Section is the article's rubric, else empty.
	Section string
	// Authors are the absolute addresses of the pages of an article's authors, Topics
	// the names of its tags.
	Authors, Topics []string
	// Feeds are other forms of what the page shows, for feed readers and for sites
	// that embed it.
	Feeds []Feed
	// Data is the page as search engines read it (package schemaorg); empty on pages
	// that are not theirs.
	Data template.JS
}

// Feed is the absolute address of another form of a page.
type Feed struct{ Type, Title, URL string }

// Preview says that a page is shown to who has its link, and as what.
type Preview struct {
	// State is where the article stands, and Language what it is written in, in
	// the reader's words.
	State, Language string
	// URL is the article's own page; empty while it is not on its site.
	URL string
}

// Image is a picture for shared links, with its size in pixels.
type Image struct {
	URL           string
	Width, Height int
	Alt           string
}

// Type is the picture's media type, by the ending of its name.
func (i Image) Type() string {
	switch path.Ext(i.URL) {
	case ".jpg":
		return "image/jpeg"
	case ".webp":
		return "image/webp"
	}
	return "image/png"
}

// Alternate is one hreflang link.
type Alternate struct{ Language, URL string }

// Switch is one entry of the language switcher.
type Switch struct {
	// Language is the code; Name and Short are what the language calls itself.
	Language, Name, Short string
	// URL leads through the route that remembers the choice; empty for the current language.
	URL string
}

// Link is a named address.
type Link struct {
	Title, URL string
	// Current marks the entry of the page that is shown.
	Current bool
}

// Stamp is a moment, for machines (RFC 3339, or a plain date) and for readers.
type Stamp struct{ ISO, Text string }

// Card is a story in a list.
type Card struct {
	URL, Title, Lead string
	Rubric           Link
	Published        Stamp
	Picture          *Picture
	Mark             Mark
}

// Mark says that a piece of news presses.
type Mark string

// The marks; most cards bear none.
const (
	Urgent Mark = "urgent"
	// Breaking stands in the breaking bar, too.
	Breaking Mark = "breaking"
)

// Bare returns the card without lead and picture.
func (c Card) Bare() Card {
	c.Lead, c.Picture = "", nil
	return c
}

// Home is the front page.
type Home struct{ Blocks []Block }

func (Home) template() string { return "home" }

// Article is a story's own page.
type Article struct {
	Rubric      Link
	Mark        Mark
	Title, Lead string
	// Location is the place of the dateline ("Астана").
	Location string
	Authors  []Link
	// Credits are the others who made the article, by what they did.
	Credits []Credit
	// Published is empty in the preview of an article that has no time yet.
	Published, Updated, Corrected Stamp
	// ReadingMinutes is how long the text takes to read.
	ReadingMinutes int
	Picture        *Picture
	// Body is HTML that was sanitised when the article was stored.
	Body template.HTML
	// Corrections are the notes under the text, the youngest first.
	Corrections []Correction
	// Source is whom the material is from; its URL may be empty.
	Source Link
	Tags   []Link
	// Share is empty in a preview, which is nobody's to pass on.
	Share []Share
	URL   string
	// Counted is the article's id, by which the page says that it is read; 0 in a
	// preview, where nobody reads.
	Counted int64
	// Related go with the article, Next is what its rubric had before it, and More
	// are the rubric's newest.
	Related []Card
	Next    *Card
	More    []Card
	// Newest is the feed beside the article.
	Newest Newest
}

func (Article) template() string { return "article" }

// Credit names those who did the same for an article ("Фото").
type Credit struct {
	Role   string
	People []Link
}

// Newest is the feed of all news with their times.
type Newest struct {
	Cards []Card
	// URL leads to the whole feed; empty: there is none.
	URL string
	// Drawn is how it looks, where that is known; see Renderer.DrawNewest.
	Drawn Drawn
}

// Correction tells readers what was wrong in an article, and since when it isn't.
type Correction struct {
	At   Stamp
	Note string
}

// Share is a link that passes the article on, without any script of others.
type Share struct{ Service, URL string }

// List is a page of stories: a rubric, a tag, an author or the whole feed.
type List struct {
	// Kicker stands over the title ("Тақырып"); empty for rubrics and the feed.
	Kicker, Title, Lead string
	// Portrait is the author's picture.
	Portrait *Picture
	// Children are the rubric's sub-rubrics.
	Children []Link
	// Blocks are what editors arranged above the list of a rubric's first page.
	Blocks []Block
	// Top is shown large on the first page; Cards follow it.
	Top   *Card
	Cards []Card
	// Newest is the feed beside the list; empty on the feed's own page.
	Newest Newest
	// OlderURL leads to older stories; NewestURL back to the first page.
	OlderURL, NewestURL string
}

func (List) template() string { return "list" }

// Static is a page that the editors keep by hand (contacts, about).
type Static struct {
	Title string
	Body  template.HTML
	// Siblings are the other static pages.
	Siblings []Link
}

func (Static) template() string { return "static" }

// Problem is an error page. It never tells more than the number of the request.
type Problem struct {
	Status      int
	Title, Text string
	RequestID   string
	// Words are what the search is offered: those of the address. Empty where there is
	// nothing to look for.
	Words string
	// Popular are the most read stories, Latest the newest.
	Popular, Latest []Card
}

func (Problem) template() string { return "problem" }
