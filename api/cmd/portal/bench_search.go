package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/wordform"
)

func benchSearchCommand() *cobra.Command {
	var data string
	var articles, queries int
	cmd := &cobra.Command{
		Use:   "search",
		Short: "How well the search finds real sentences, beside PostgreSQL's own ways, and how fast among many articles",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := onNewPortal(cmd.Context(), func(ctx context.Context, a *app.App) error { return benchRetrieval(ctx, a, data) }); err != nil {
				return err
			}
			return onBenchPortal(cmd, func(ctx context.Context, a *app.App) error { return benchSearchSpeed(ctx, a, articles, queries) })
		},
	}
	cmd.Flags().StringVar(&data, "data", "../shared/data/search", "folder with real pairs of words and forms; without it only the speed is measured")
	cmd.Flags().IntVar(&articles, "articles", 10_000, "articles to search among")
	cmd.Flags().IntVar(&queries, "queries", 200, "queries of each kind")
	return cmd
}

// yardsticks are PostgreSQL's own ways, by the condition that finds a sentence.
func yardsticks() [][2]string {
	return [][2]string{
		{"simple", "simple @@ plainto_tsquery('simple', ?0)"},
		{"trigrams", "?0 <% lower(text)"},
		{"russian_stem", "russian @@ plainto_tsquery('russian', ?0)"},
	}
}

func benchRetrieval(ctx context.Context, a *app.App, data string) error {
	if _, err := os.Stat(data); err != nil {
		fmt.Printf("no real sentences in %s: only the speed is measured\n", data)
		return nil
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(os.Stderr, "    publishing the sentences and looking for each word")
	fmt.Fprintln(w, "what is looked for\tway\tprecision\trecall\tF1")
	for _, set := range []struct {
		language lang.Code
		rules    wordform.Language
		file     string
	}{{"kk", wordform.Kazakh, "kk_query_form_pairs.jsonl"}, {"ru", wordform.Russian, "ru_query_form_pairs.jsonl"}} {
		pairs, err := app.ReadFormPairs(data, set.file)
		if err != nil {
			return err
		}
		sentences, _ := app.Relevant(pairs)
		placed, err := a.PublishSentences(ctx, set.language, sentences)
		if err != nil {
			return err
		}
		if err := benchSentences(ctx, a, sentences); err != nil {
			return err
		}
		for _, kinds := range [][]string{{"nominal", "name"}, {"name"}, {"verb"}} {
			_, relevant := app.Relevant(pairs, kinds...)
			name := string(set.language) + " " + strings.Join(kinds, " and ")
			if err := printRetrieval(ctx, w, a, name, set.language, relevant, placed); err != nil {
				return err
			}
			if err := benchWords(ctx, a, w, set.rules, name, pairs, kinds...); err != nil {
				return err
			}
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return printLookAlikes(data)
}

func benchSentences(ctx context.Context, a *app.App, sentences []string) error {
	for _, statement := range []string{"DROP TABLE IF EXISTS bench_sentences", `CREATE TABLE bench_sentences (
		text text, simple tsvector GENERATED ALWAYS AS (to_tsvector('simple', text)) STORED, russian tsvector GENERATED ALWAYS AS (to_tsvector('russian', text)) STORED)`} {
		if _, err := a.DB.Primary.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	for _, s := range sentences {
		if _, err := a.DB.Primary.ExecContext(ctx, "INSERT INTO bench_sentences (text) VALUES (?)", s); err != nil {
			return err
		}
	}
	return nil
}

func printRetrieval(ctx context.Context, w *tabwriter.Writer, a *app.App, name string, language lang.Code, relevant map[string][]string, placed map[int64]string) error {
	var ours app.Retrieval
	for query, wanted := range relevant {
		found, err := a.FindAll(ctx, language, query, placed)
		if err != nil {
			return err
		}
		ours.Add(found, wanted)
	}
	print := func(way string, r app.Retrieval) {
		fmt.Fprintf(w, "%s\t%s\t%.3f\t%.3f\t%.3f\n", name, way, r.Precision(), r.Recall(), r.F1())
	}
	print("ours", ours)
	for _, way := range yardsticks() {
		var r app.Retrieval
		for query, wanted := range relevant {
			var found []string
			if err := a.DB.Primary.NewRaw("SELECT text FROM bench_sentences WHERE "+way[1], query).Scan(ctx, &found); err != nil {
				return err
			}
			r.Add(found, wanted)
		}
		print(way[0], r)
	}
	return nil
}

// printLookAlikes tells how often a query for one word of a pair finds the other.
func printLookAlikes(data string) error {
	meets := func(a, b string) bool {
		return slices.ContainsFunc(wordform.Stems(a), func(l string) bool { return slices.Contains(wordform.Indexed(b, wordform.Kazakh), l) })
	}
	var apart, wrong, same, right, forms, known int
	err := eachLine(filepath.Join(data, "kk_cross_form_pairs.jsonl"), func(line []byte) error {
		var p struct {
			A, B string
			Same bool `json:"same_lemma"`
		}
		if err := json.Unmarshal(line, &p); err != nil {
			return err
		}
		joined := meets(p.A, p.B) || meets(p.B, p.A)
		switch {
		case p.Same && joined:
			same, right = same+1, right+1
		case p.Same:
			same++
		case joined:
			apart, wrong = apart+1, wrong+1
		default:
			apart++
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = eachLine(filepath.Join(data, "kk_unimorph_nouns_sample.jsonl"), func(line []byte) error {
		var p struct{ Lemma, Form string }
		if err := json.Unmarshal(line, &p); err != nil {
			return err
		}
		forms++
		if meets(p.Lemma, p.Form) {
			known++
		}
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Printf("\nlook-alikes wrongly joined: %.1f %% of %d; forms of one word joined: %.1f %% of %d; UniMorph's noun forms found: %.1f %% of %d\n\n",
		100*float64(wrong)/float64(apart), apart, 100*float64(right)/float64(same), same, 100*float64(known)/float64(forms), forms)
	return nil
}

func eachLine(path string, do func(line []byte) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if err := do(lines.Bytes()); err != nil {
			return err
		}
	}
	return lines.Err()
}

func benchSearchSpeed(ctx context.Context, a *app.App, articles, queries int) error {
	begun := time.Now()
	if err := a.Newsroom(os.Stderr).Fill(ctx, articles); err != nil {
		return err
	}
	fmt.Printf("filled and indexed %d articles in %.0f s\n", articles, time.Since(begun).Seconds())
	var size string
	if err := a.DB.Primary.NewRaw("SELECT pg_size_pretty(pg_total_relation_size('article_search')) || ', of which the index ' || pg_size_pretty(pg_relation_size('article_search_lexemes'))").Scan(ctx, &size); err != nil {
		return err
	}
	fmt.Printf("article_search has %s\n\n", size)
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "language\tqueries\tkind\tresults\tp50 ms\tp95 ms\tmost ms\t")
	for _, language := range a.Config.Languages.All() {
		for pass := range 2 { // the first is to warm what the database keeps in memory
			times, err := a.MeasureSearch(ctx, language.Code, queries)
			if err != nil {
				return err
			}
			for _, t := range times {
				if pass == 1 {
					fmt.Fprintf(w, "%s\t%d\t%s\t%d\t%.1f\t%.1f\t%.1f\t\n", language.Code, t.Queries, t.Name, t.Results, ms(t.Median), ms(t.P95), ms(t.Max))
				}
			}
		}
	}
	return w.Flush()
}

func ms(d time.Duration) float64 { return d.Seconds() * 1000 }
