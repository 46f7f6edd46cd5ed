package app

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/search"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/richtext"
	"baq.kz/portal/api/internal/platform/wordform"
)

// FormPair is a dictionary word and a form of it that stands in a sentence.
type FormPair struct{ Query, Form, Kind, Lemma, Sentence string }

// ReadFormPairs reads a file of pairs, a JSON object a line.
func ReadFormPairs(folder, name string) (pairs []FormPair, err error) {
	file, err := os.Open(filepath.Join(folder, name))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	scanner := bufio.NewScanner(file)
	for scanner.Scan() {
		var p FormPair
		if err := json.Unmarshal(scanner.Bytes(), &p); err != nil {
			return nil, err
		}
		pairs = append(pairs, p)
	}
	return pairs, scanner.Err()
}

// Relevant gives of each query of some kinds the sentences that are to be found: those
// with a form of it, or with the word itself, wherever it stands.
func Relevant(pairs []FormPair, kinds ...string) (sentences []string, relevant map[string][]string) {
	words := map[string][]string{}
	for _, p := range pairs {
		if words[p.Sentence] != nil {
			continue
		}
		sentences = append(sentences, p.Sentence)
		for _, w := range wordform.Words(wordform.Composed(p.Sentence)) {
			words[p.Sentence] = append(words[p.Sentence], w.Text)
		}
	}
	forms := map[string][]string{}
	for _, p := range pairs {
		if slices.Contains(kinds, p.Kind) {
			query := strings.ToLower(p.Query)
			forms[query] = append(forms[query], strings.ToLower(p.Form), query)
		}
	}
	relevant = map[string][]string{}
	for query, all := range forms {
		for _, sentence := range sentences {
			if slices.ContainsFunc(words[sentence], func(w string) bool { return slices.Contains(all, w) }) {
				relevant[query] = append(relevant[query], sentence)
			}
		}
	}
	return sentences, relevant
}

// Retrieval is how well something finds sentences, over all queries at once.
type Retrieval struct{ Right, Wrong, Missed int }

// Add counts what a query found.
func (r *Retrieval) Add(found, relevant []string) {
	for _, s := range found {
		if slices.Contains(relevant, s) {
			r.Right++
		} else {
			r.Wrong++
		}
	}
	for _, s := range relevant {
		if !slices.Contains(found, s) {
			r.Missed++
		}
	}
}

// Precision is the share of what was found that is right.
func (r Retrieval) Precision() float64 { return float64(r.Right) / float64(max(1, r.Right+r.Wrong)) }

// Recall is the share of what is right that was found.
func (r Retrieval) Recall() float64 { return float64(r.Right) / float64(max(1, r.Right+r.Missed)) }

// F1 is the harmonic mean of both.
func (r Retrieval) F1() float64 {
	return 2 * float64(r.Right) / float64(max(1, 2*r.Right+r.Wrong+r.Missed))
}

// PublishSentences puts sentences on a site, each as an article of its own, and gives
// the sentences by the articles' ids.
func (a *App) PublishSentences(ctx context.Context, language lang.Code, sentences []string) (map[int64]string, error) {
	rubric, err := a.Rubrics.Create(ctx, rubrics.Rubric{Visible: true, Labels: map[lang.Code]rubrics.Label{language: {Name: "Сөйлемдер " + string(language)}}})
	if err != nil {
		return nil, err
	}
	placed := map[int64]string{}
	for i, sentence := range sentences {
		text, err := json.Marshal(sentence)
		if err != nil {
			return nil, err
		}
		body, err := richtext.Parse([]byte(`{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":` + string(text) + `}]}]}`))
		if err != nil {
			return nil, err
		}
		made, err := a.News.Create(ctx, language, 0, news.Content{Title: strconv.Itoa(i + 1), Body: body, RubricID: &rubric.ID})
		if err != nil {
			return nil, err
		}
		if _, err := a.News.PublishAt(ctx, made.ID, made.Version, time.Now().Add(-time.Duration(i)*time.Hour)); err != nil {
			return nil, err
		}
		placed[made.ID] = sentence
	}
	return placed, nil
}

// FindAll gives the sentences that the readers' search finds.
func (a *App) FindAll(ctx context.Context, language lang.Code, query string, placed map[int64]string) (found []string, err error) {
	r := search.Request{Language: language, Text: query, Limit: 100}
	for {
		hits, next, err := a.Search.Find(ctx, r)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", query, err)
		}
		for _, hit := range hits {
			found = append(found, placed[hit.ID])
		}
		if next == nil {
			return found, nil
		}
		r.Cursor = *next
	}
}
