package search

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/wordform"
)

// Few is how many results there are at most for another spelling to be proposed.
const Few = 2

// What is corrected: so many words of a query, each of so many letters at least.
const (
	mostCorrected     = 4
	shortestCorrected = 4
)

// Meant is a query as it was probably meant, when a request has found so few articles:
// its unknown words exchanged for the most alike ones of the archive's titles and names.
// It is empty where there is none that finds more. It speaks of the first page only.
func (s *Service) Meant(ctx context.Context, r Request, found int) (string, error) {
	if found > Few || r.Cursor != "" || strings.HasPrefix(strings.TrimSpace(r.Text), "-") {
		return "", nil
	}
	text := Tidy(clipped(r.Text, longestQuery))
	meant, err := s.corrected(ctx, r.Language, text)
	if err != nil || meant == text {
		return "", err
	}
	r.Text, r.Limit = meant, Few+1
	hits, _, err := s.look(ctx, r, parse(meant), nil)
	if err != nil || len(hits) <= found {
		return "", err
	}
	return meant, nil
}

func (s *Service) corrected(ctx context.Context, language lang.Code, text string) (string, error) {
	var out strings.Builder
	done, looked := 0, 0
	cache.Reads(ctx, news.LatestTag(language)) // its words come from the articles
	err := inSearch(ctx, s.db.Reader(ctx), func(ctx context.Context, tx bun.Tx) error {
		for _, w := range wordform.Words(text) {
			if looked == mostCorrected || !isWord(w.Text) || utf8.RuneCountInString(w.Text) < shortestCorrected {
				continue
			}
			looked++
			candidates, err := alike(ctx, tx, language, wordform.Typed(w.Text))
			if err != nil {
				return err
			}
			out.WriteString(text[done:w.Start] + nearest(w.Text, candidates))
			done = w.End
		}
		return nil
	})
	if tooLate(err) {
		return text, nil
	}
	return out.String() + text[done:], err
}

// nearest is the candidate with the fewest mistakes in it, of those the most frequent;
// the word itself when it is one, or no other is near enough.
func nearest(word string, candidates []seen) string {
	best, fewest, most := word, mistakesIn(word)+1, 0
	typed := []rune(wordform.Typed(word))
	for _, c := range candidates {
		if c.Word == word {
			return word
		}
		n := mistakes(typed, []rune(wordform.Typed(c.Word)))
		if n < fewest || n == fewest && c.Seen > most && best != word {
			best, fewest, most = c.Word, n, c.Seen
		}
	}
	return best
}

// mistakesIn is how many mistakes a word of that length may have.
func mistakesIn(word string) int {
	if utf8.RuneCountInString(word) < 6 {
		return 1
	}
	return 2
}

// mistakes is how many letters are missing, too many, wrong or in the wrong order
// (Damerau and Levenshtein's distance, of neighbours once exchanged).
func mistakes(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
