package redirects

import (
	"context"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/slug"
)

// Suggestion is what a missing address may have meant.
type Suggestion struct {
	Title    string
	Target   string // a path of the same site
	Likeness float64
}

const (
	suggestions = 10
	// alike is how like a slug must be to the address to be suggested, as pg_trgm
	// measures it: below it, things have a word or two in common.
	alike = 0.35
	// byNumber is the likeness of a former address that has the same number.
	byNumber = 0.9
)

// Suggest is what a missing address may have meant, the likeliest first: live things
// whose slugs are like its last part, and what a former address with the same number
// leads to.
func (s *Service) Suggest(ctx context.Context, id int64) ([]Suggestion, error) {
	m, err := findMissing(ctx, s.deps.DB.Primary, id)
	if err != nil {
		return nil, err
	}
	var found []Suggestion
	if number := lastNumber(m.Path); number != "" {
		if found, err = numbered(ctx, s.deps.DB.Primary, m.Language, number); err != nil {
			return nil, err
		}
	}
	if last := lastWords(m.Path, m.Language); last != "" {
		like, err := likest(ctx, s.deps.DB.Primary, m.Language, last)
		if err != nil {
			return nil, err
		}
		found = append(found, like...)
	}
	return best(found), nil
}

// best are the likeliest, each target once.
func best(all []Suggestion) []Suggestion {
	slices.SortStableFunc(all, func(a, b Suggestion) int {
		switch {
		case a.Likeness > b.Likeness:
			return -1
		case a.Likeness < b.Likeness:
			return 1
		}
		return strings.Compare(a.Target, b.Target)
	})
	seen, out := map[string]bool{}, []Suggestion{}
	for _, one := range all {
		if !seen[one.Target] && len(out) < suggestions {
			seen[one.Target] = true
			out = append(out, one)
		}
	}
	return out
}

// lastWords is the last part of a path as a slug: without its ending, and in Latin
// letters, as our slugs are.
func lastWords(path string, language lang.Code) string {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	last := parts[len(parts)-1]
	if text, err := url.PathUnescape(last); err == nil {
		last = text
	}
	for _, ending := range []string{".html", ".htm", ".amp"} {
		last = strings.TrimSuffix(last, ending)
	}
	return slug.Make(last, language)
}

var numbers = regexp.MustCompile(`[0-9]{3,18}`)

// lastNumber is the last number of a path that may be a former site's for an article.
// Shorter ones, such as a day's, would fit too much.
func lastNumber(path string) string {
	all := numbers.FindAllString(path, -1)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1]
}
