package search

import (
	"slices"
	"strings"
	"unicode"

	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/wordform"
)

// What is read of a query; whoever types more has pasted a text.
const (
	longestQuery = 10 << 10 // bytes
	mostWords    = 24
)

// term is what has to be, or must not be, in an article: words that follow each other.
type term struct {
	words []string
	not   bool
}

// query is what somebody looks for. No text is wrong: what means nothing is left out.
type query []term

// parse reads a query: words that all must be there in any of their forms, "words
// that follow each other", and -what must not be there.
func parse(text string) query {
	text = wordform.Composed(text[:min(len(text), longestQuery)])
	var q query
	left := mostWords
	for rest := plain(text); rest != "" && left > 0; {
		var chunk string
		var t term
		rest = strings.TrimLeft(rest, " ")
		if after, minus := strings.CutPrefix(rest, "-"); minus && after != "" && after[0] != ' ' {
			t.not, rest = true, after
		}
		chunk, rest = cut(rest)
		for _, w := range wordform.Words(chunk) {
			if left > 0 {
				t.words, left = append(t.words, w.Text), left-1
			}
		}
		if len(t.words) > 0 && !q.has(t) {
			q = append(q, t)
		}
	}
	return q
}

// plain has one sign for quotes and one for spaces. Signs that nobody sees, as those
// that turn the direction of writing, are left out.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("\"“”„‟«»", r):
			return '"'
		case unicode.IsSpace(r), unicode.IsControl(r):
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, text)
}

// cut takes off what stands in quotes, or up to the next space. A quote that nobody
// closes is none.
func cut(text string) (chunk, rest string) {
	if strings.HasPrefix(text, `"`) {
		if end := strings.Index(text[1:], `"`); end >= 0 {
			return text[1 : end+1], text[end+2:]
		}
		return "", text[1:]
	}
	if end := strings.IndexAny(text, ` "`); end >= 0 {
		return text[:end], text[end:]
	}
	return text, ""
}

func (q query) has(t term) bool {
	return slices.ContainsFunc(q, func(other term) bool { return other.not == t.not && slices.Equal(other.words, t.words) })
}

// empty tells whether there is nothing to look for. To leave words out of nothing is
// no search.
func (q query) empty() bool { return !slices.ContainsFunc(q, func(t term) bool { return !t.not }) }

// phrased tells whether the order of words matters.
func (q query) phrased() bool {
	return slices.ContainsFunc(q, func(t term) bool { return len(t.words) > 1 })
}

// loose is the query without the order of words: whatever the query finds it finds too.
func (q query) loose() (out query) {
	for _, t := range q {
		switch {
		case len(t.words) == 1:
			out = append(out, t)
		case !t.not:
			for _, w := range t.words {
				out = append(out, term{words: []string{w}})
			}
		}
	}
	return out
}

// lexemes are all that the query looks for, for marking it in a text.
func (q query) lexemes() (all []string) {
	for _, t := range q {
		if !t.not {
			for _, w := range t.words {
				all = append(all, wordform.Stems(w)...)
			}
		}
	}
	return all
}

// tsquery is the query in PostgreSQL's spelling, with marks that must be there too:
// of each of the lists any.
func (q query) tsquery(marks ...[]string) string {
	var parts []string
	for _, any := range marks {
		parts = append(parts, anyOf(any))
	}
	for _, t := range q {
		words := make([]string, len(t.words))
		for i, w := range t.words {
			words[i] = anyOf(wordform.Stems(w))
		}
		part := strings.Join(words, "<->")
		if t.not {
			part = "!(" + part + ")"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "&")
}

func anyOf(lexemes []string) string {
	out := make([]string, len(lexemes))
	for i, lexeme := range lexemes {
		out[i] = postgres.Lexeme(lexeme)
	}
	return "(" + strings.Join(out, "|") + ")"
}

// Normal is a query as another spelling of it would be, too: what pages of results may
// be kept under. It is empty where there is nothing to look for.
func Normal(text string) string {
	q := parse(text)
	if q.empty() {
		return ""
	}
	parts := make([]string, len(q))
	for i, t := range q {
		parts[i] = strings.Join(t.words, "+")
		if t.not {
			parts[i] = "-" + parts[i]
		}
	}
	return strings.Join(parts, " ")
}

// Tidy is a query as it can be shown and put into an address: in valid UTF-8, without
// signs that nobody sees, and on one line.
func Tidy(text string) string {
	kept := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, wordform.Composed(text))
	return strings.Join(strings.Fields(kept), " ")
}
