package app

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"baq.kz/portal/api/internal/features/search"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
)

// SearchTimes are how long queries of one kind wait for the database.
type SearchTimes struct {
	Name             string
	Queries, Results int // of which there were so many results on average
	Median, P95, Max time.Duration
}

// twoWords are pairs of words of the archive's titles: of the most frequent, of any, and
// of a frequent with any.
func (a *App) twoWords(ctx context.Context, language lang.Code, count int) (map[string][]string, error) {
	var words []string
	err := a.DB.Primary.NewSelect().Table("search_words").Column("word").Where("language = ?", language).OrderExpr("seen DESC, word").Limit(2000).Scan(ctx, &words)
	if err != nil || len(words) < 100 {
		return nil, fmt.Errorf("%d words to look for in %s: %w", len(words), language, err)
	}
	chance := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same queries every time
	frequent := words[:len(words)/20]
	pick := func(from []string) string { return from[chance.IntN(len(from))] }
	out := map[string][]string{}
	for range count {
		out["two frequent words"] = append(out["two frequent words"], pick(frequent)+" "+pick(frequent))
		out["a frequent and any"] = append(out["a frequent and any"], pick(frequent)+" "+pick(words))
		out["any two words"] = append(out["any two words"], pick(words)+" "+pick(words))
	}
	return out, nil
}

// MeasureSearch looks for pairs of words and tells how long the first page waits for the
// database, with all its statements.
func (a *App) MeasureSearch(ctx context.Context, language lang.Code, count int) (all []SearchTimes, err error) {
	queries, err := a.twoWords(ctx, language, count)
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"two frequent words", "a frequent and any", "any two words"} {
		one := SearchTimes{Name: name, Queries: count}
		var times []time.Duration
		for _, text := range queries[name] {
			counted, spent := postgres.Measure(ctx)
			hits, _, err := a.Search.Find(counted, search.Request{Language: language, Text: text, Limit: 30})
			if err != nil {
				return nil, fmt.Errorf("%s: %w", text, err)
			}
			one.Results += len(hits)
			times = append(times, spent.Time())
		}
		slices.Sort(times)
		one.Results /= max(1, count)
		one.Median, one.P95, one.Max = times[len(times)/2], times[len(times)*95/100], times[len(times)-1]
		all = append(all, one)
	}
	return all, nil
}
