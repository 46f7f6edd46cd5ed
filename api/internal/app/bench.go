package app

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"time"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Reading is what one kind of page costs the database when it is not cached.
type Reading struct {
	Name    string
	Queries int64
	Median  time.Duration // of the time that the page waits for the database
}

// readingRounds is how often each page is rendered for its median.
const readingRounds = 41

// MeasureReading renders what readers see most and tells what it costs the
// database (requirement DB-4). It empties the page cache again and again: run it on a
// portal of its own, as `portal bench` does. handler is the content-service's.
func (a *App) MeasureReading(ctx context.Context, handler http.Handler) ([]Reading, error) {
	paths, err := a.readingPaths(ctx)
	if err != nil {
		return nil, err
	}
	var all []Reading
	for _, path := range paths {
		r, err := a.measure(ctx, handler, path[0], path[1])
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// readingPaths are the pages to measure: name and address.
func (a *App) readingPaths(ctx context.Context) ([][2]string, error) {
	main := a.Config.Languages.Main()
	tree, err := a.Rubrics.Tree(ctx)
	if err != nil {
		return nil, err
	}
	if len(tree) == 0 {
		return nil, errors.New("there are no rubrics: seed the demo first")
	}
	busiest := tree[0]
	for _, r := range tree { // with children it is the harder page
		if len(tree.Children(r.ID)) > len(tree.Children(busiest.ID)) {
			busiest = r
		}
	}
	list, next, err := a.News.PublishedList(ctx, news.ListQuery{Language: main.Code, Limit: 30})
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, errors.New("there are no articles: seed the demo first")
	}
	paths := [][2]string{
		{"front page", main.URL("/")},
		{"rubric page", main.URL("/rubric/" + busiest.Labels[main.Code].Slug)},
		{"latest", main.URL("/latest")},
		{"article", main.URL("/news/" + list[0].Slug)},
		{"list API", main.URL("/api/v1/news?lang=" + string(main.Code))},
		{"list API, rubric", main.URL(fmt.Sprintf("/api/v1/news?lang=%s&rubric=%d", main.Code, busiest.ID))},
	}
	if next != nil {
		paths = append(paths, [2]string{"list API, next page", main.URL(fmt.Sprintf("/api/v1/news?lang=%s&cursor=%s", main.Code, *next))})
	}
	return paths, nil
}

func (a *App) measure(ctx context.Context, handler http.Handler, name, url string) (Reading, error) {
	times := make([]time.Duration, 0, readingRounds)
	reading := Reading{Name: name}
	for range readingRounds {
		if err := a.Cache.Empty(ctx); err != nil {
			return reading, err
		}
		counted, spent := postgres.Measure(ctx)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequestWithContext(counted, http.MethodGet, url, nil))
		if w.Code != http.StatusOK {
			return reading, fmt.Errorf("%s: status %d", url, w.Code)
		}
		times = append(times, spent.Time())
		reading.Queries = spent.Queries()
	}
	slices.Sort(times)
	reading.Median = times[len(times)/2]
	return reading, nil
}
