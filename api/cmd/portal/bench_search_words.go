package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/platform/wordform"
)

// wordYardsticks are PostgreSQL's own ways of taking two words for forms of one.
func wordYardsticks() [][2]string {
	return [][2]string{
		{"simple", "q = f"},
		{"trigrams", "q % f"},
		{"russian_stem", "ts_lexize('russian_stem', q) = ts_lexize('russian_stem', f)"},
	}
}

// benchWords judges the named words alone, without the sentences around them: of each it
// is known which dictionary word it is a form of, so that nothing right counts as wrong.
func benchWords(ctx context.Context, a *app.App, w io.Writer, language wordform.Language, name string, pairs []app.FormPair, kinds ...string) error {
	queries, forms, relevant := words(pairs, kinds)
	ways := map[string]map[string][]string{"ours": ourWords(language, queries, forms)}
	order := []string{"ours"}
	for _, way := range wordYardsticks() {
		var rows []struct{ Q, F string }
		statement := "SELECT q, f FROM unnest(?0::text[]) AS q, unnest(?1::text[]) AS f WHERE " + way[1]
		if err := a.DB.Primary.NewRaw(statement, pgdialect.Array(queries), pgdialect.Array(forms)).Scan(ctx, &rows); err != nil {
			return err
		}
		found := map[string][]string{}
		for _, row := range rows {
			found[row.Q] = append(found[row.Q], row.F)
		}
		ways[way[0]], order = found, append(order, way[0])
	}
	for _, way := range order {
		var r app.Retrieval
		for _, query := range queries {
			r.Add(ways[way][query], relevant[query])
		}
		fmt.Fprintf(w, "%s, words alone\t%s\t%.3f\t%.3f\t%.3f\n", name, way, r.Precision(), r.Recall(), r.F1())
	}
	return nil
}

// words are the dictionary words of some kinds, all forms of any, and which are whose.
func words(pairs []app.FormPair, kinds []string) (queries, forms []string, relevant map[string][]string) {
	relevant = map[string][]string{}
	for _, p := range pairs {
		query, form := strings.ToLower(p.Query), strings.ToLower(p.Form)
		forms = append(forms, form)
		if slices.Contains(kinds, p.Kind) {
			queries = append(queries, query)
		}
		relevant[query] = append(relevant[query], form)
	}
	for query, all := range relevant {
		slices.Sort(all)
		relevant[query] = slices.Compact(all)
	}
	slices.Sort(queries)
	slices.Sort(forms)
	return slices.Compact(queries), slices.Compact(forms), relevant
}

func ourWords(language wordform.Language, queries, forms []string) map[string][]string {
	stems := make([][]string, len(forms))
	for i, form := range forms {
		stems[i] = wordform.Indexed(form, language)
	}
	found := map[string][]string{}
	for _, query := range queries {
		wanted := wordform.Stems(query)
		for i, form := range forms {
			if slices.ContainsFunc(wanted, func(s string) bool { return slices.Contains(stems[i], s) }) {
				found[query] = append(found[query], form)
			}
		}
	}
	return found
}
