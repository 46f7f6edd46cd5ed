package httpx

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/cache"
)

// longestQuery is how long a query may be that the cache keeps an answer of, in bytes.
const longestQuery = 1000

// Cached answers GET of public operations from the page cache. An answer is kept under
// the operation and those parameters that the contract names; its tags are what the
// features wrote down of their reading (cache.Reads). What else a request carries makes
// no other answer: a request with a parameter that the contract does not know, with one
// twice, or with the proof of a session goes past the cache.
//
// It stands before whatever looks at the request: an answer that is kept passed all of it.
func (c *Contract) Cached(pages *cache.Pages) (echo.MiddlewareFunc, error) {
	text, err := c.spec.MarshalJSON()
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(text)
	edition := hex.EncodeToString(sum[:6]) // another contract has other answers
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(ctx echo.Context) error {
			operation, err := c.of(ctx)
			if err != nil || !operation.keepable(ctx.Request()) {
				return next(ctx)
			}
			parts, ok := operation.keyParts(ctx)
			if !ok {
				return next(ctx)
			}
			render := aside(ctx, next)
			page, err := pages.Fetch(ctx.Request().Context(), cache.Key(append([]string{"api", edition}, parts...)...), render)
			if other := (*unkept)(nil); errors.As(err, &other) {
				return other.send(ctx)
			}
			if err != nil {
				return err
			}
			header := ctx.Response().Header()
			for name, value := range page.Header {
				header.Set(name, value)
			}
			header.Set(echo.HeaderCacheControl, "public, no-cache")
			return SendCoded(ctx, page.Status, page.ContentType, page.ETag, page.Bodies())
		}
	}, nil
}

// keepable tells whether the cache may answer: not where somebody may have shown who he is.
func (o Operation) keepable(r *http.Request) bool {
	return o.Permission == access.Public && r.Method == http.MethodGet && len(r.URL.RawQuery) <= longestQuery &&
		r.Header.Get(echo.HeaderAuthorization) == "" && r.Header.Get("Cookie") == ""
}

// keyParts are the operation and the parameters that tell its answers apart.
func (o Operation) keyParts(ctx echo.Context) ([]string, bool) {
	parts := []string{o.Pattern}
	for _, value := range ctx.ParamValues() {
		parts = append(parts, escaped(value))
	}
	query := ctx.QueryParams()
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if len(query[name]) != 1 || o.Route.Operation.Parameters.GetByInAndName(openapi3.ParameterInQuery, name) == nil {
			return nil, false
		}
		value := query[name][0]
		if name == fieldsParameter {
			names := strings.Split(value, ",")
			slices.Sort(names)
			value = strings.Join(names, ",")
		}
		parts = append(parts, name+"="+escaped(value))
	}
	return parts, true
}

// escaped keeps a value from looking like two parts of a key.
func escaped(value string) string { return keyEscapes.Replace(value) }

// keyEscapes and keyLetters are made once: each request asks for them.
var (
	keyEscapes = strings.NewReplacer("%", "%25", "|", "%7C")
	keyLetters = strings.NewReplacer("%25", "%", "%7C", "|")
)

// unkept is an answer that is no page: it goes to those who wait for it now.
type unkept struct {
	status int
	header http.Header
	body   []byte
}

// Error implements error.
func (*unkept) Error() string { return "an answer that is not kept" }

func (u *unkept) send(ctx echo.Context) error {
	for name, values := range u.header {
		ctx.Response().Header()[name] = values
	}
	ctx.Response().WriteHeader(u.status)
	_, err := ctx.Response().Write(u.body)
	return err
}

// aside has the rest of the chain answer into memory, with a request of its own: the
// render may outlive the reader, and with him his request.
func aside(ctx echo.Context, next echo.HandlerFunc) cache.Render {
	e, path, address, host := ctx.Echo(), ctx.Path(), *ctx.Request().URL, ctx.Request().Host
	names, values := slices.Clone(ctx.ParamNames()), slices.Clone(ctx.ParamValues())
	return func(ctx context.Context) (cache.Page, error) {
		inner, read := cache.Recording(ctx)
		r := (&http.Request{
			Method: http.MethodGet, URL: &address, Host: host, RequestURI: address.RequestURI(), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
			Header: http.Header{}, Body: http.NoBody,
		}).WithContext(inner)
		w := &written{header: http.Header{}}
		own := e.NewContext(r, w)
		own.SetPath(path)
		own.SetParamNames(names...)
		own.SetParamValues(values...)
		if err := next(own); err != nil {
			return cache.Page{}, err
		}
		page, err := w.page()
		cache.Reads(ctx, cache.KindTag(string(cache.API)))
		page.Tags, page.Until = read.Tags(), read.Until()
		if len(page.Tags) == 0 || read.Unkept() { // nothing would tell of its changes
			cache.Unkept(ctx)
		}
		return page, err
	}
}

// written is an answer in memory.
type written struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (w *written) Header() http.Header { return w.header }

// WriteHeader implements http.ResponseWriter.
func (w *written) WriteHeader(status int) { w.status = status }

// Write implements http.ResponseWriter.
func (w *written) Write(text []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.body.Write(text)
}

func (w *written) page() (cache.Page, error) {
	if w.status != http.StatusOK {
		return cache.Page{}, &unkept{status: w.status, header: w.header, body: w.body.Bytes()}
	}
	page := cache.Page{Status: w.status, ContentType: w.header.Get(echo.HeaderContentType), Body: w.body.Bytes()}
	if language := w.header.Get("Content-Language"); language != "" {
		page.Header = map[string]string{"Content-Language": language}
	}
	return page, nil
}
