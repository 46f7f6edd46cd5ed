package search

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/wordform"
)

// What counts as a word that a misspelt one can be corrected to, in letters.
const (
	shortestWord = 3
	longestWord  = 40
)

// seen is how often a word was seen.
type seen struct {
	Language lang.Code
	Word     string
	Seen     int
}

// wordsOf are the words of articles' titles and of the names that they are found by.
func wordsOf(articles []news.Article, named func(news.Article) []string) map[seen]int {
	all := map[seen]int{}
	for _, a := range articles {
		for _, text := range append(named(a), a.Title) {
			for _, w := range wordform.Words(wordform.Composed(text)) {
				if isWord(w.Text) {
					all[seen{Language: a.Language, Word: w.Text}]++
				}
			}
		}
	}
	return all
}

func isWord(text string) bool {
	length := utf8.RuneCountInString(text)
	return length >= shortestWord && length <= longestWord && !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
}

// Learn counts the words of articles that were indexed since it was last called. Any
// number of processes may do so at once.
func (s *Service) Learn(ctx context.Context) error {
	for more := true; more; {
		err := s.db.Primary.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) (err error) {
			more, err = countDue(ctx, tx)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
