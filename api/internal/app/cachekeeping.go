package app

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"time"

	"baq.kz/portal/api/internal/features/cachekeeping"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/config"
	"baq.kz/portal/api/internal/platform/httpx"
	"baq.kz/portal/api/internal/website"
)

func (a *App) cachekeeping() *cachekeeping.Service {
	name, err := os.Hostname()
	if err != nil {
		name = "?"
	}
	return cachekeeping.New(cachekeeping.Deps{
		DB: a.DB, Journal: a.Journal, Redis: a.Redis, Cache: a.Cache, Name: name + " " + strconv.Itoa(os.Getpid()), Locate: a.locate,
		FrontPages: website.FrontPages(a.Config.Languages), Media: a.mediaCounts, Now: time.Now, Log: a.Log,
	})
}

// locate tells where readers find what a key of the page cache stands for.
func (a *App) locate(key string) (cachekeeping.Place, bool) {
	if place, is := website.Locate(a.Config.Languages, key); is {
		return place, true
	}
	path, is := httpx.CachedPath(key)
	main := a.Config.Languages.Main()
	return cachekeeping.Place{Kind: cachekeeping.API, Host: main.Site.Host, Path: path, URL: main.URL(path)}, is
}

func (a *App) mediaCounts() (hits, misses int64) {
	c := a.Photobank.MediaCounts()
	return c.Served + c.Unmodified, c.Made
}

// tellNode tells the others how this process does until ctx ends.
func (a *App) tellNode(ctx context.Context) error { return a.Cachekeeping.Beat(ctx) }

// warmPages makes pages before readers ask until ctx ends; where none are kept it has nothing to do.
func (a *App) warmPages(ctx context.Context) error {
	if a.Config.PageCache == config.Off {
		<-ctx.Done()
		return nil
	}
	return a.Cachekeeping.Warm(ctx, cachekeeping.Warmer{Get: a.getPage, Busy: a.readersWait})
}

// readersWait tells whether the place for making pages is two thirds full.
func (a *App) readersWait() bool {
	inside, waiting, _ := a.gates.readers.Counts()
	return waiting > 0 || 3*inside >= 2*a.readersAtATime()
}

// getPage asks this process for a page, past what stands before all routes: nobody has
// asked, and so nothing counts it, limits it or writes it down.
func (a *App) getPage(ctx context.Context, at cachekeeping.Address) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v", v)
		}
	}()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+at.Host+at.Path, http.NoBody)
	if err != nil {
		return err
	}
	r.RequestURI, r.RemoteAddr = r.URL.RequestURI(), "127.0.0.1:0"
	r.Header.Set("Accept-Encoding", "identity")
	c := a.readersRoutes.NewContext(r, unread{http.Header{}})
	a.readersRoutes.Router().Find(http.MethodGet, r.URL.EscapedPath(), c)
	if err := c.Handler()(c); err != nil {
		return err
	}
	if status := c.Response().Status; status >= http.StatusBadRequest {
		return fmt.Errorf("answered with %d", status)
	}
	return nil
}

// unread takes an answer that nobody reads.
type unread struct{ header http.Header }

// Header implements http.ResponseWriter.
func (u unread) Header() http.Header { return u.header }

// WriteHeader implements http.ResponseWriter; Echo keeps the status.
func (u unread) WriteHeader(int) {}

// Write implements http.ResponseWriter.
func (u unread) Write(body []byte) (int, error) { return len(body), nil }

// warmArticle puts in line what readers are about to ask for: the article and the pages of
// its rubrics. What fails readers have made.
func (a *App) warmArticle(ctx context.Context, e outdates) {
	var change news.Change
	switch e := e.(type) {
	case news.WasPublished:
		change = e.Change
	case news.WasUpdated:
		change = e.Change
	default:
		return
	}
	language, known := a.Config.Languages.Get(change.Language)
	if !known || a.Cache.Down() {
		return
	}
	var addresses []cachekeeping.Address
	add := func(path string) {
		addresses = append(addresses, cachekeeping.Address{Host: language.Site.Host, Path: path})
	}
	for _, slug := range change.Slugs {
		add("/news/" + slug)
	}
	tree, err := a.Rubrics.Tree(ctx)
	for _, r := range tree {
		if slug := r.Labels[change.Language].Slug; slug != "" && slices.Contains(change.Tags, news.RubricTag(change.Language, r.ID)) {
			add("/rubric/" + slug)
		}
	}
	if err == nil {
		_, err = a.Cachekeeping.Wait(ctx, addresses...)
	}
	if err != nil && ctx.Err() == nil {
		a.Log.WarnContext(ctx, "pages of an article could not be put in line", "error", err.Error())
	}
}
