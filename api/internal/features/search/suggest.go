package search

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/wordform"
)

// The kinds of suggestions.
const (
	SuggestedRubric  = "rubric"
	SuggestedTag     = "tag"
	SuggestedArticle = "article"
)

// Suggestion is what the beginning of a query may go on to.
type Suggestion struct {
	Kind, Text, Slug string
}

// Path is the address of its page.
func (s Suggestion) Path() string {
	switch s.Kind {
	case SuggestedRubric:
		return rubrics.Path(s.Slug)
	case SuggestedTag:
		return tags.Path(s.Slug)
	}
	return news.Path(s.Slug)
}

// How much is suggested, and of what beginnings.
const (
	shortestBeginning = 2 // letters
	longestBeginning  = 60
	mostOfAKind       = 4
	mostBeginnings    = 8 // that letters of another alphabet may stand for
)

// Suggest gives what begins as a text does: rubrics of a tree, tags that have something
// to read, and the newest titles. Kazakh letters may be missing, or be Latin or töte ones.
func (s *Service) Suggest(ctx context.Context, language lang.Code, tree rubrics.Tree, text string) ([]Suggestion, error) {
	beginnings := begun(text)
	if len(beginnings) == 0 {
		return nil, nil
	}
	cache.Reads(ctx, news.LatestTag(language), tags.AllTag)
	out := rubricsBegun(tree, language, beginnings)
	db := s.db.Reader(ctx)
	for _, read := range []suggester{tagsBegun, titlesBegun} {
		found, err := read(ctx, db, language, beginnings)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

// begun are the beginnings that a text may be one of, as wordform.Typed has them; none of
// a text that is too short for one.
func begun(text string) (all []string) {
	text = strings.TrimLeft(strings.ToLower(Tidy(clipped(text, longestQuery))), ` "«»“”„-`)
	if runes := []rune(text); len(runes) > longestBeginning {
		text = string(runes[:longestBeginning])
	}
	if utf8.RuneCountInString(text) < shortestBeginning {
		return nil
	}
	for _, spelling := range append([]string{text}, wordform.Spellings(text)...) {
		if typed := wordform.Typed(spelling); len(all) < mostBeginnings && !slices.Contains(all, typed) {
			all = append(all, typed)
		}
	}
	return all
}

func rubricsBegun(tree rubrics.Tree, language lang.Code, beginnings []string) (out []Suggestion) {
	for _, r := range tree {
		label, named := r.Labels[language]
		begins := func(beginning string) bool {
			return strings.HasPrefix(wordform.Typed(strings.ToLower(label.Name)), beginning)
		}
		if named && r.Visible && len(out) < mostOfAKind && slices.ContainsFunc(beginnings, begins) {
			out = append(out, Suggestion{SuggestedRubric, label.Name, label.Slug})
		}
	}
	return out
}
