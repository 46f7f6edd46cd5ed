package proofread

import (
	"cmp"
	"slices"

	"baq.kz/portal/api/internal/platform/lang"
)

// Limit is the most findings of one call. Who has 500 mends the cause, not the
// places; and a hostile text shall not make an answer of many megabytes.
const Limit = 500

// Finding is one place where a text is probably wrong.
type Finding struct {
	// Start and End are UTF-16 code units from the beginning of the text, which
	// editors count in; half-open. A byte that is no UTF-8 counts as U+FFFD.
	Start, End int
	Code       Code
	Text       string // what stands there
	Suggestion string // what probably should; empty when there is no single answer
}

// Check looks through running text: paragraphs, separated by line feeds. The
// findings are in the order of the text; those of one code do not overlap.
// A language without rules of its own gets those that hold for any.
func Check(language lang.Code, text string) []Finding {
	return run(read(language, text), rulesOf(language))
}

// CheckHeadline is Check for a headline, with the rules that only headlines have.
func CheckHeadline(language lang.Code, text string) []Finding {
	return run(read(language, text), slices.Concat(rulesOf(language), headlineRules))
}

func run(t *text, rules []rule) []Finding {
	var all []Finding
	for _, r := range rules {
		f := findings{text: t, code: r.code}
		r.find(t, &f)
		all = append(all, f.list...)
	}
	slices.SortStableFunc(all, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	return all[:min(len(all), Limit)]
}

// findings collects what one rule finds, in the order of the text.
type findings struct {
	text *text
	code Code
	list []Finding
}

// add takes a place as half-open indices of characters.
func (f *findings) add(start, end int, suggestion string) {
	if len(f.list) == Limit {
		return
	}
	f.list = append(f.list, Finding{
		Start: f.text.units[start], End: f.text.units[end], Code: f.code,
		Text: string(f.text.runes[start:end]), Suggestion: suggestion,
	})
}
