package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"baq.kz/portal/api/internal/app"
)

// cached measures one article's page from the cache beside bare Echo with the same
// bytes, and compressed beside nginx that compresses what it has cached.
func (b *pagesBench) cached(ctx context.Context, article app.LoadTarget) error {
	if !strings.Contains("article, cached", b.only) {
		return nil
	}
	path := article.Paths[:1]
	return b.served(ctx, "on", "cached", func(base string, pid int) error {
		for _, encoding := range []string{"", "gzip"} {
			if err := b.besideBare(ctx, base+path[0], rival{"article, cached" + named(encoding), base, pid}, path, encoding); err != nil {
				return err
			}
		}
		return b.nginx(ctx, base, func(front string) error {
			return b.row(ctx, "nginx, proxy cache, gzip on the fly", front, path, "gzip", 0)
		})
	})
}

// besideBare measures a page in turn with bare Echo that has the page's bytes in memory,
// with the headers that it can't do without and with all of them.
func (b *pagesBench) besideBare(ctx context.Context, url string, ours rival, paths []string, encoding string) error {
	body, header, err := fetched(ctx, url, encoding)
	if err != nil {
		return err
	}
	usual := http.Header{}
	for _, name := range []string{"Content-Type", "Content-Encoding"} {
		if value := header.Get(name); value != "" {
			usual.Set(name, value)
		}
	}
	return b.bare(ctx, body, usual, func(few string, fewPID int) error {
		return b.bare(ctx, body, header, func(all string, allPID int) error {
			loads, err := b.inTurn(ctx, paths, encoding, ours,
				rival{"bare Echo, same bytes" + named(encoding), few, fewPID}, rival{"bare Echo, same bytes and headers" + named(encoding), all, allPID})
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(b.rows, "to bare Echo (target 0.9), and with the same headers\t%.2f\t%.2f\t\t\t\t\t\t\n", loads[0].perSecond/loads[1].perSecond, loads[0].perSecond/loads[2].perSecond)
			return err
		})
	})
}

func named(encoding string) string {
	if encoding == "" {
		return ""
	}
	return ", " + encoding
}

// rival is a server that is asked for the same as others.
type rival struct {
	name, base string
	pid        int // zero: it is none of ours
}

// inTurn asks each for a second, one after the other, until each was asked for as long as
// measurements take: a machine's speed changes from one five seconds to the next.
func (b *pagesBench) inTurn(ctx context.Context, paths []string, encoding string, rivals ...rival) ([]load, error) {
	loads := make([]load, len(rivals))
	turns := max(int(b.length.Seconds()), 1)
	for range turns {
		for i, r := range rivals {
			got, err := b.timed(ctx, r.base, paths, encoding, r.pid, time.Second)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", r.name, err)
			}
			loads[i].add(got, turns)
		}
	}
	for i, r := range rivals {
		if err := b.print(r.name, loads[i]); err != nil {
			return nil, err
		}
	}
	return loads, nil
}

// fetched is an answer's body and header, but for what net/http says itself.
func fetched(ctx context.Context, url, encoding string) ([]byte, http.Header, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, nil, err
	}
	request.Header.Set("Accept-Encoding", encoding)
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return nil, nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, nil, fmt.Errorf("%s: status %d", url, answer.StatusCode)
	}
	body, err := io.ReadAll(answer.Body)
	answer.Header.Del("Date")
	return body, answer.Header, err
}
