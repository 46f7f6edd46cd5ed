package cache

import (
	"time"

	"baq.kz/portal/api/internal/platform/coding"
)

// Page is a rendered answer.
type Page struct {
	Status      int               `json:"s"`
	ContentType string            `json:"c"`
	Header      map[string]string `json:"h,omitempty"` // further headers, such as Content-Language
	Tags        []string          `json:"t"`
	ETag        string            `json:"e"`
	// Part is what is put into the page when it is answered; nil: nothing. See Fill.
	Part *Part `json:"p,omitempty"`
	// Until is when the clock outdates the page, by this process's clock; zero: it
	// does not.
	Until time.Time `json:"u,omitzero"`
	// Made is when its rendering began, by the clock of the process that rendered.
	Made time.Time `json:"m"`
	Body []byte    `json:"-"`
	// Gzip and Brotli are the body in these codings, made once with it; nil where it
	// would not be smaller.
	Gzip    []byte `json:"-"`
	Brotli  []byte `json:"-"`
	edition Edition
	// filled are the bodies of a page of Fill, which has no Body, Gzip and Brotli: they lie
	// where the page without its part and the part lie. Nil: of any other page.
	filled  *coding.Bodies
	started int64 // the clock when its rendering began; 0: Redis did not tell
	heard   int64 // what this process had heard of the clock then
}

// Bodies are the body in all its codings.
func (page Page) Bodies() coding.Bodies {
	if page.filled != nil {
		return *page.filled
	}
	return coding.Bodies{Plain: coding.Text{page.Body}, Gzip: coding.Whole(page.Gzip), Brotli: coding.Whole(page.Brotli)}
}

// Coded tells in which codings the body is there.
func (page Page) Coded() (gzip, brotli bool) {
	if page.filled != nil {
		return page.filled.Gzip != nil, page.filled.Brotli != nil
	}
	return page.Gzip != nil, page.Brotli != nil
}

// In is the body in a coding of this name; empty: as it is.
func (page Page) In(name string) coding.Text {
	switch {
	case page.filled != nil:
		return page.filled.In(name)
	case name == coding.Brotli:
		return coding.Whole(page.Brotli)
	case name == coding.Gzip:
		return coding.Whole(page.Gzip)
	}
	return coding.Whole(page.Body)
}

// Joined is the page with its Body in one piece, and in no coding.
func (page Page) Joined() Page {
	page.Body, page.Gzip, page.Brotli, page.filled = page.Bodies().Plain.Join(), nil, nil, nil
	return page
}

// over tells whether the clock has outdated the page.
func (page Page) over(now time.Time) bool { return !page.Until.IsZero() && !now.Before(page.Until) }

// size is what the page takes of memory, in bytes, without its head.
func (page Page) size() int { return len(page.Body) + len(page.Gzip) + len(page.Brotli) }
