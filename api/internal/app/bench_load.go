package app

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"time"

	"baq.kz/portal/api/internal/features/integrity"
	"baq.kz/portal/api/internal/features/news"
)

// LoadTarget is a kind of page and the addresses, below a site's, at which it is asked for.
type LoadTarget struct {
	Name  string
	Paths []string
	Plain []string // how cmd/yardstick is asked for the same; none: it does not know it
	// WordPress gives how a WordPress with such articles is asked for it; nil: it does not
	// know it.
	WordPress func(articles []string) []string
}

// targetArticles is how many articles are asked for: more than fit into any memory of a
// process, all over the archive.
const targetArticles = 10_000

// CatchUp does what processes of a new portal would do beside the first requests, so that
// what is measured after it is the requests alone: it takes names into the search. The
// checks of what readers see, which go on for minutes among a million articles, it writes
// down as done, for a portal of synthetic articles that is measured and no other.
func (a *App) CatchUp(ctx context.Context) error {
	if _, err := a.Search.CatchUp(ctx); err != nil {
		return err
	}
	if err := a.Search.Learn(ctx); err != nil {
		return err
	}
	_, err := a.DB.Primary.NewRaw(`INSERT INTO integrity_checks (kind, state, finished_at, total)
		SELECT kind, 'done', now(), 0 FROM unnest(ARRAY[?, ?]) AS kind`, integrity.Full, integrity.Sample).Exec(ctx)
	return err
}

// LoadTargets are what readers ask for most; the article page comes first.
func (a *App) LoadTargets(ctx context.Context) ([]LoadTarget, error) {
	main := a.Config.Languages.Main().Code
	var slugs []string
	err := a.DB.Primary.NewRaw("SELECT slug FROM articles WHERE language = ? AND live ORDER BY md5(id::text) LIMIT ?", main, targetArticles).Scan(ctx, &slugs)
	if err != nil {
		return nil, err
	}
	if len(slugs) == 0 {
		return nil, errors.New("there are no articles: seed the demo first")
	}
	article := LoadTarget{Name: "article", WordPress: func(articles []string) []string { return articles }}
	front := LoadTarget{Name: "front page", Paths: []string{"/"}, WordPress: func([]string) []string { return []string{"/"} }}
	bySlug := LoadTarget{Name: "article API by slug"}
	for _, slug := range slugs {
		article.Paths = append(article.Paths, news.Path(slug))
		bySlug.Paths = append(bySlug.Paths, fmt.Sprintf("/api/v1/addresses/%s?lang=%s", slug, main))
		bySlug.Plain = append(bySlug.Plain, fmt.Sprintf("/news/%s?lang=%s", slug, main))
	}
	tree, err := a.Rubrics.Tree(ctx)
	if err != nil {
		return nil, err
	}
	rubrics := LoadTarget{Name: "rubric"}
	newest, plain := fmt.Sprintf("/api/v1/news?lang=%s&limit=20&include=authors,tags", main), fmt.Sprintf("/news?lang=%s", main)
	lists := LoadTarget{Name: "list API of 20, with authors and tags", Paths: []string{newest}, Plain: []string{plain}}
	for _, r := range tree {
		if label, named := r.Labels[main]; named {
			rubrics.Paths = append(rubrics.Paths, "/rubric/"+label.Slug)
			lists.Paths = append(lists.Paths, fmt.Sprintf("%s&rubric=%d", newest, r.ID))
			lists.Plain = append(lists.Plain, fmt.Sprintf("%s&rubric=%d", plain, r.ID))
		}
	}
	err = a.olderPages(ctx, func(cursor string, before time.Time) {
		lists.Paths = append(lists.Paths, newest+"&cursor="+cursor)
		lists.Plain = append(lists.Plain, plain+"&before="+url.QueryEscape(before.Format(time.RFC3339Nano)))
	})
	return []LoadTarget{article, front, rubrics, lists, bySlug}, err
}

// olderPages tells where pages of a list begin, from anywhere in the archive.
func (a *App) olderPages(ctx context.Context, tell func(cursor string, before time.Time)) error {
	query := news.ListQuery{Language: a.Config.Languages.Main().Code, Limit: 100}
	for range 20 {
		page, next, err := a.News.PublishedList(ctx, query)
		if err != nil || next == nil {
			return err
		}
		query.Cursor = *next
		if rand.N(2) == 0 {
			tell(*next, *page[len(page)-1].PublishedAt)
		}
	}
	return nil
}
