package search

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/wordform"
)

// layout is the version of this file's part of the rules: which fields are taken, and
// the marks.
const layout = 1

// analyser is the version of all rules that an article's lexemes are made by.
func analyser() int { return wordform.Version*100 + layout }

// The marks of an article, none of which can be a word's stem.

func weekMark(language lang.Code, week int64) string {
	return "#w." + string(language) + "." + strconv.FormatInt(week, 10)
}
func languageMark(language lang.Code) string { return "#l." + string(language) }
func rubricMark(id int64) string             { return "#g." + strconv.FormatInt(id, 10) }
func authorMark(id int64) string             { return "#a." + strconv.FormatInt(id, 10) }

// week is the number of a moment's week. The windows of a search are weeks: they need
// no other meaning than that of a million articles in ten years a week has two thousand.
func week(t time.Time) int64 {
	days := t.Unix() / 86400
	if t.Unix()%86400 < 0 {
		days--
	}
	return floorDiv(days, 7)
}

func weekBegins(week int64) time.Time { return time.Unix(week*7*86400, 0).UTC() }

func floorDiv(a, b int64) int64 {
	if a%b < 0 {
		return a/b - 1
	}
	return a / b
}

// PostgreSQL's limits of a tsvector: https://www.postgresql.org/docs/current/textsearch-limitations.html
const (
	lastPosition = 16383
	positions    = 255     // of one lexeme
	size         = 900_000 // bytes of all; the limit is a megabyte
	// fieldGap keeps the end of one field and the beginning of the next from being a phrase.
	fieldGap = 8
)

// vector is a tsvector that is being made.
type vector struct {
	language wordform.Language
	memory   *wordform.Memory
	places   map[string][]string
	at       int // the last position given
	size     int
}

// index is an article as a tsvector in PostgreSQL's own spelling.
func index(a news.Article, names []string, memory *wordform.Memory) string {
	v := vector{places: map[string][]string{}, language: wordform.Language(a.Language), memory: memory}
	for _, m := range []string{weekMark(a.Language, week(*a.PublishedAt)), languageMark(a.Language)} {
		v.mark(m)
	}
	if a.RubricID != nil {
		v.mark(rubricMark(*a.RubricID))
	}
	for _, id := range a.AuthorIDs() {
		v.mark(authorMark(id))
	}
	v.field(a.Title, "A")
	v.field(a.Lead, "B")
	v.field(a.Slug, "C") // the title in Latin letters, as some write Kazakh, and as addresses that lead nowhere have it
	for _, name := range names {
		v.field(name, "C")
	}
	for _, block := range a.Body.TextBlocks() {
		v.field(block, "")
	}
	return v.String()
}

func (v *vector) mark(lexeme string) { v.places[lexeme] = nil }

// field adds the words of a text. What goes beyond PostgreSQL's limits is not found.
func (v *vector) field(text, weight string) {
	for _, w := range wordform.Words(wordform.Composed(text)) {
		if v.size > size {
			return
		}
		v.at++
		place := strconv.Itoa(min(v.at, lastPosition)) + weight
		for _, lexeme := range v.memory.Indexed(w.Text, v.language) {
			v.add(lexeme, place)
		}
	}
	v.at += fieldGap
}

func (v *vector) add(lexeme, place string) {
	before, known := v.places[lexeme]
	if !known {
		v.size += len(lexeme) + 8 // its entry, the number of its positions and what aligns them
	}
	if len(before) < positions && !slices.Contains(before[max(0, len(before)-1):], place) {
		v.places[lexeme] = append(before, place)
		v.size += 2
	}
}

// String is the vector as PostgreSQL reads it.
func (v *vector) String() string {
	var out strings.Builder
	for lexeme, places := range v.places {
		out.WriteString(postgres.Lexeme(lexeme))
		for i, place := range places {
			if i == 0 {
				out.WriteByte(':')
			} else {
				out.WriteByte(',')
			}
			out.WriteString(place)
		}
		out.WriteByte(' ')
	}
	return out.String()
}
