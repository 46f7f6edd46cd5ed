package richtext

// Resolve is what a document names and doesn't hold itself. Every member may be
// left out: what can't be looked up isn't shown, and words that are missing are
// not said.
type Resolve struct {
	Pictures Pictures
	// Related looks up an article that the document leads to; false leaves it out.
	Related func(articleID int64) (Card, bool)
	Words   Words
	// GallerySizes is the sizes attribute of pictures that stand side by side in
	// a gallery; empty means that of a picture alone.
	GallerySizes string
	// AMP asks for the HTML of AMP (https://amp.dev): its own element for pictures,
	// and of content of others nothing but the link, for there no script of ours runs.
	AMP bool
	// Elsewhere is the address of our site ("https://baq.kz") for a document that is
	// shown on other sites or by feed readers: links within the site begin with it,
	// and content of others is a plain link.
	Elsewhere string
}

// Pictures looks up a picture of the document; false leaves it out.
type Pictures func(id int64) (Image, bool)

// Card is what a reader sees of an article that the document leads to.
type Card struct {
	// URL is the article's address; within the site it begins with a slash.
	URL, Title string
	// Language is the article's, where it is another than the document's.
	Language string
	// Image is shown beside the title; nil for none.
	Image *Image
}

// Words are what the page itself says around the editor's text, in the
// reader's language.
type Words struct {
	// Table and Gallery name such a block to those who can't see it.
	Table, Gallery string
	// Related stands over the title of an article that the document leads to.
	Related string
	// EmbedNote says what happens when content of others is loaded; EmbedShow is
	// the button that does it, EmbedOpen the link to the content's own page. They
	// are given the provider's name ("YouTube").
	EmbedNote, EmbedShow, EmbedOpen func(provider string) string
}
