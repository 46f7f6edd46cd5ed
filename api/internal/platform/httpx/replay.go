package httpx

import (
	"bytes"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/coding"
)

// Replay gives answers once more that the whole chain of middlewares and handlers has
// given to the same question before: with the same headers and bytes, as long as the page
// cache says that the page may be served at once. Whatever is not such an answer goes
// through the chain. A handler says by Offer which of its answers are.
type Replay struct {
	pages  *cache.Pages
	ids    requestIDs
	meter  *meter
	log    *slog.Logger
	served atomic.Int64

	mu      sync.RWMutex
	answers map[question]*replayable
}

// NewReplay makes one. It works when it has been given to New and its Middleware to Pre.
func NewReplay(pages *cache.Pages) *Replay {
	return &Replay{pages: pages, answers: map[question]*replayable{}}
}

// Served is how many answers were given once more since the process began.
func (r *Replay) Served() int64 { return r.served.Load() }

// mostAnswers is how many answers are remembered, about a kilobyte each; what would be
// more begins anew.
const mostAnswers = 8192

// longestQuestion is how long the parts of a question may be together, in bytes.
const longestQuestion = 1000

// question is all of a request that an answer depends on, but for what an Offer's Fits
// looks at and the condition that makes a 304 of it.
type question struct {
	host, path, rawPath, query, accept string
	secure                             bool // the scheme, which decides on HSTS
}

func questionOf(c echo.Context) (q question, ok bool) {
	r := c.Request()
	accept := r.Header[echo.HeaderAcceptEncoding]
	if r.Method != http.MethodGet && r.Method != http.MethodHead || len(accept) > 1 {
		return q, false
	}
	q = question{host: r.Host, path: r.URL.Path, rawPath: r.URL.RawPath, query: r.URL.RawQuery, secure: c.Scheme() == "https"}
	if len(accept) == 1 {
		q.accept = accept[0]
	}
	return q, len(q.host)+len(q.path)+len(q.rawPath)+len(q.query)+len(q.accept) <= longestQuestion
}

// Offer says that an answer is a page of the cache and nothing else.
type Offer struct {
	Key     string
	Edition cache.Edition // zero: it is not to be replayed
	Fits    func(echo.Context) bool
	Within  time.Duration // how long a client may take to receive it
}

const offerKey = "httpx.offer"

// OfferReplay lets the answer that is being sent be given once more to whoever Fits.
func OfferReplay(c echo.Context, o Offer) {
	if o.Edition != 0 {
		c.Set(offerKey, o)
	}
}

// replayable is an answer that the chain has given.
type replayable struct {
	Offer
	route        string
	coding       string
	gzip, brotli bool // that there were to choose from
	// lines are the headers as they are sent, but for those of a form; those that SendCoded
	// leaves out of a 304 come first, the rest begins at unmodified.
	lines      []byte
	unmodified int
	form       atomic.Pointer[form]
}

// headerETag is ETag as net/http spells it.
const headerETag = "Etag"

// form is what changes with a page's part, with headers as they are set.
type form struct {
	page        string // the page's entity tag
	size        int    // of the body, in bytes: net/http does not look whether length is right
	tag, length []string
}

// of is the form of the page that is sent, made once.
func (a *replayable) of(page *cache.Page, body coding.Text) *form {
	f := a.form.Load()
	if size := body.Len(); f == nil || f.page != page.ETag || f.size != size {
		f = &form{page.ETag, size, []string{codedTag(page.ETag, a.coding)}, []string{strconv.Itoa(size)}}
		a.form.Store(f)
	}
	return f
}

// stillChosen tells whether the answer's coding is the one that the client would get now.
func (a *replayable) stillChosen(page *cache.Page, accept []string) bool {
	if gzip, brotli := page.Coded(); gzip == a.gzip && brotli == a.brotli {
		return true
	}
	name, _ := page.Bodies().Choose(accept)
	return name == a.coding
}

// Middleware goes to Echo's Pre, behind whatever has to see every answer.
func (r *Replay) Middleware(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		q, ok := questionOf(c)
		if !ok {
			return next(c)
		}
		r.mu.RLock()
		a := r.answers[q]
		r.mu.RUnlock()
		if a != nil && a.Fits(c) {
			begun := time.Now()
			fits := func(page *cache.Page) bool {
				return a.stillChosen(page, c.Request().Header[echo.HeaderAcceptEncoding])
			}
			if page, again := r.pages.Again(a.Key, a.Edition, fits); again {
				return r.answer(c, a, page, begun)
			}
		}
		err := next(c)
		r.learn(c, q)
		return err
	}
}

// answer does what the chain would: the same answer, counted and written down.
func (r *Replay) answer(c echo.Context, a *replayable, page *cache.Page, begun time.Time) error {
	w := c.Response()
	c.SetPath(a.route)
	status, lines, body := http.StatusOK, a.lines, page.In(a.coding)
	form, header := a.of(page, body), w.Header()
	header[echo.HeaderXRequestID] = []string{r.ids.of(c.Request())}
	header[headerETag] = form.tag
	if conditions := c.Request().Header["If-None-Match"]; len(conditions) > 0 && Unchanged(conditions, form.tag[0]) {
		status, lines, body = http.StatusNotModified, a.lines[a.unmodified:], nil
	} else {
		header[echo.HeaderContentLength] = form.length
	}
	_ = http.NewResponseController(w).SetWriteDeadline(begun.Add(a.Within)) // tests' recorders know none
	err := sendWhole(c, status, lines, body)
	r.served.Add(1)
	r.meter.measure(c, status, time.Since(begun))
	logAnswer(r.log, c, begun)
	if err != nil {
		panic(http.ErrAbortHandler) // net/http believes that it was sent, and would go on to the next request
	}
	return nil
}

// learn remembers an answer of the chain, where it was offered and is a whole page.
func (r *Replay) learn(c echo.Context, q question) {
	o, offered := c.Get(offerKey).(Offer)
	w := c.Response()
	if !offered || !w.Committed || w.Status != http.StatusOK {
		return
	}
	page, known := r.pages.Held(o.Key, o.Edition)
	header := w.Header()
	a := &replayable{Offer: o, route: c.Path(), coding: header.Get(echo.HeaderContentEncoding)}
	if !known || page.ETag == "" || header.Get("Set-Cookie") != "" {
		return
	}
	// The page may have taken another form since it was sent.
	chosen, body := page.Bodies().Choose(c.Request().Header[echo.HeaderAcceptEncoding])
	f := a.of(page, body)
	if chosen != a.coding || header.Get(headerETag) != f.tag[0] || header.Get(echo.HeaderContentLength) != f.length[0] {
		return
	}
	a.gzip, a.brotli = page.Coded()
	a.lines, a.unmodified = linesOf(header)
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.answers) >= mostAnswers {
		clear(r.answers)
	}
	r.answers[q] = a
}

// linesOf writes headers as they are sent, but for those that each answer has of its own
// or net/http says. What describes a body comes first, the rest begins at unmodified.
func linesOf(header http.Header) (lines []byte, unmodified int) {
	ofBody, rest := http.Header{}, http.Header{}
	for name, values := range header {
		switch name {
		case echo.HeaderXRequestID, echo.HeaderContentLength, headerETag:
		case echo.HeaderContentEncoding, echo.HeaderContentType:
			ofBody[name] = values
		default:
			rest[name] = values
		}
	}
	var b bytes.Buffer // its writing never fails
	_ = ofBody.Write(&b)
	unmodified = b.Len()
	_ = rest.Write(&b)
	return slices.Clip(b.Bytes()), unmodified
}
