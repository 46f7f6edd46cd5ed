package search

import (
	"html"
	"strings"
	"unicode/utf8"

	"baq.kz/portal/api/internal/platform/wordform"
)

// How much of a text is shown, and looked through, in bytes; a Cyrillic letter has two.
const (
	excerptLength = 480
	excerptBefore = 100
	excerptReach  = 200 << 10
)

// marked is a text as HTML, with the words that match in <mark>.
func marked(text string, match *wordform.Matcher) string {
	text = wordform.Composed(text)
	return markIn(text, wordform.Words(text), match)
}

func markIn(text string, words []wordform.Word, match *wordform.Matcher) string {
	var out strings.Builder
	done := 0
	for _, w := range words {
		if !match.Matches(w.Text) {
			continue
		}
		out.WriteString(html.EscapeString(text[done:w.Start]))
		out.WriteString("<mark>" + html.EscapeString(text[w.Start:w.End]) + "</mark>")
		done = w.End
	}
	out.WriteString(html.EscapeString(text[done:]))
	return out.String()
}

// excerpt is the part of lead and text that has most of the words that match, as
// HTML; where none does, as when a tag matched, the beginning.
func excerpt(lead, body string, match *wordform.Matcher) string {
	text := wordform.Composed(strings.Join(strings.Fields(lead+"\n"+clipped(body, excerptReach)), " "))
	words := wordform.Words(text)
	from, to := stretch(text, words, match)
	out := marked(strings.TrimSpace(text[from:to]), match)
	if from > 0 {
		out = "… " + out
	}
	if to < len(text) {
		out += " …"
	}
	return out
}

// clipped is no more than the beginning of a text, in whole letters.
func clipped(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return text[:limit]
}

// stretch is the part of a text to show; it begins and ends between words.
func stretch(text string, words []wordform.Word, match *wordform.Matcher) (from, to int) {
	var hits []wordform.Word
	for _, w := range words {
		if match.Matches(w.Text) {
			hits = append(hits, w)
		}
	}
	best, most := 0, 0
	for i, last := 0, 0; i < len(hits); i++ {
		for last < len(hits) && hits[last].End <= hits[i].Start+excerptLength-excerptBefore {
			last++
		}
		if last-i > most {
			best, most = hits[i].Start, last-i
		}
	}
	if best > excerptBefore {
		from = spaceAfter(text, best-excerptBefore, best)
	}
	to = len(text)
	if from+excerptLength < to {
		to = spaceBefore(text, from+excerptLength, from)
	}
	return from, to
}

// spaceAfter is the beginning of a word at or after a place, and at most at another.
func spaceAfter(text string, at, most int) int {
	if i := strings.IndexByte(text[at:most], ' '); i >= 0 {
		return at + i + 1
	}
	return most
}

// spaceBefore is the end of a word before a place; of one word without an end, of its
// letters.
func spaceBefore(text string, at, least int) int {
	if i := strings.LastIndexByte(text[least:at], ' '); i > 0 {
		return least + i
	}
	return least + len(clipped(text[least:], at-least))
}
