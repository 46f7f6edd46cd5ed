package photobank

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/blob"
)

const (
	// keptByReaders is how long a browser keeps a file: what an address shows never
	// changes.
	keptByReaders = 365 * 24 * time.Hour
	// keptByProxies is how long our nginx and a CDN show a file before they ask again
	// whether readers may still see it.
	keptByProxies = 5 * time.Minute
	// refusal404 is kept by proxies for two seconds: in the place of a picture that
	// they had and that is no longer shown, so that not even a dead image-service
	// brings it back.
	refusal404 = "public, max-age=0, s-maxage=2"
)

// Media delivers files of pictures: to readers those of pictures that something
// published shows and whose rights last, to the newsroom, by signed addresses, those
// of all. Originals are not among them. A picture that is not shown and one that is
// not there get the same answer.
type Media struct {
	service *Service
	now     func() time.Time
	seen    *seen
	maker   *maker
}

// Media is the delivery of this photobank's files.
func (s *Service) Media() *Media {
	return &Media{service: s, now: s.deps.Now, seen: newSeen(), maker: newMaker(s)}
}

// Register adds the route; see Path and Signer.
func (m *Media) Register(e *echo.Echo) {
	e.GET("/media/:hash/:file", m.serve)
	e.HEAD("/media/:hash/:file", m.serve)
}

var hashPattern = regexp.MustCompile(fmt.Sprintf(`^[0-9a-f]{%d}$`, hashLength))

// serve answers conditional and range requests, too.
func (m *Media) serve(c echo.Context) error {
	hash, file, ctx := c.Param("hash"), c.Param("file"), c.Request().Context()
	if !filePattern.MatchString(file) || !hashPattern.MatchString(hash) {
		return notShown(c, 0)
	}
	known, err := m.look(ctx, hash)
	if err != nil {
		return err
	}
	signed := m.service.deps.Signer.Valid(hash, file, c.QueryParam("until"), c.QueryParam("sig"), m.now())
	if !known.found || signed == 0 && !known.readable(m.now()) {
		return notShown(c, signed)
	}
	object, made, err := m.open(ctx, known, hash, file)
	if errors.Is(err, blob.ErrNotFound) || errors.Is(err, ErrNotFound) {
		return notShown(c, signed)
	}
	if err != nil {
		return err
	}
	defer object.Close()
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, contentType(file))
	h.Set(echo.HeaderXContentTypeOptions, "nosniff")
	h.Set(echo.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	h.Set("ETag", known.tag(hash, file, object.Size))
	if signed > 0 {
		keptPrivately(h, signed)
	} else {
		keptPublicly(h, known.left(m.now()))
	}
	http.ServeContent(c.Response(), c.Request(), "", object.Modified, object)
	m.service.delivered.note(c.Response().Status, made)
	return nil
}

// notShown is the one answer for all that is not shown, whatever the reason. By
// itself the server would forbid proxies to keep it.
func notShown(c echo.Context, signed time.Duration) error {
	h := c.Response().Header()
	h.Set(echo.HeaderCacheControl, refusal404)
	if signed > 0 {
		h.Set(echo.HeaderCacheControl, "no-store")
	}
	h.Set(echo.HeaderXContentTypeOptions, "nosniff")
	return c.String(http.StatusNotFound, "not found\n")
}

// open makes the file when it should be there and is not.
func (m *Media) open(ctx context.Context, known seenPicture, hash, file string) (object *blob.Object, made bool, err error) {
	object, err = m.service.deps.Store.Open(ctx, renditionKey(hash, file))
	if !errors.Is(err, blob.ErrNotFound) {
		return object, false, err
	}
	if err := m.maker.make(ctx, known.ID, hash, file); err != nil {
		return nil, false, err
	}
	m.seen.forget(hash)
	object, err = m.service.deps.Store.Open(ctx, renditionKey(hash, file))
	return object, true, err
}

// keptPublicly lets everybody keep the file, but nobody longer than its rights last.
// A proxy asks again soon; RFC 9111, 5.2.2.10.
func keptPublicly(h http.Header, left time.Duration) {
	h.Set(echo.HeaderCacheControl, fmt.Sprintf("public, max-age=%d, s-maxage=%d, immutable",
		int(min(keptByReaders, left).Seconds()), int(min(keptByProxies, left).Seconds())))
	h.Set("Cross-Origin-Resource-Policy", "cross-origin") // cards and feeds show it elsewhere
}

// keptPrivately lets the browser of whoever has the address keep the file.
func keptPrivately(h http.Header, left time.Duration) {
	h.Set(echo.HeaderCacheControl, fmt.Sprintf("private, max-age=%d, immutable", int(min(24*time.Hour, left).Seconds())))
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
}

// left is how long the rights last.
func (p seenPicture) left(now time.Time) time.Duration {
	if p.ExpiresAt == nil {
		return keptByReaders
	}
	return p.ExpiresAt.Sub(now)
}

// tag is the file's ETag: what it holds, or, where that is not noted, its name and size.
func (p seenPicture) tag(hash, file string, size int64) string {
	for _, f := range p.Files {
		if f.Name == file && f.Bytes == size {
			return `"` + f.Sum + `"`
		}
	}
	return fmt.Sprintf(`"%s-%s-%x"`, hash, file, size)
}

func contentType(file string) string {
	if strings.HasSuffix(file, ".jpg") {
		return "image/jpeg"
	}
	return "image/webp"
}
