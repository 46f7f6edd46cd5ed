package photobank

import (
	"context"
	"slices"
	"strings"
	"time"

	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/wordform"
)

// Query asks for a page of pictures, the newest first. Empty members do not filter.
type Query struct {
	Search                 string // words in any of their forms, or parts of words
	Author, Source         string // exactly
	Keyword, Person        string // one of them, exactly
	LicenceID              int64
	WithoutLicence         *bool  // true: none of the catalogue; false: any
	Rights                 string // "open", "valid", "expiring", "expired"
	TakenFrom, TakenUntil  *time.Time
	AddedFrom, AddedUntil  *time.Time
	AddedBy                int64
	Orientation, Tone      string
	Used                   *bool
	Described, Undescribed lang.Code // with, or without, an alternative text in this language
	CollectionID           int64
	Trashed                bool // what lies in the trash, and nothing else
	Cursor                 string
	Limit                  int // 1 to 100
}

// List is a page of pictures, newest first, and the cursor of the next (nil: none).
// Narrowed by when they were added or taken, they are in the order of that. A picture
// that was merged into another is not listed.
func (s *Service) List(ctx context.Context, q Query) ([]Picture, *string, error) {
	after, err := q.after()
	if err != nil {
		return nil, nil, err
	}
	db, c := s.deps.DB.Primary, criteria{Query: q, now: s.deps.Now(), words: sought(q.Search)}
	if q.Rights == rightsValid || q.Rights == rightsExpiring {
		rules, err := settings(ctx, db)
		if err != nil {
			return nil, nil, err
		}
		c.soon = c.now.AddDate(0, 0, rules.NoticeDays)
	}
	if q.Described != "" || q.Undescribed != "" {
		if c.described, err = s.describedAs(ctx, q); err != nil {
			return nil, nil, err
		}
	}
	found, err := list(ctx, db, c, after)
	if err != nil {
		return nil, nil, err
	}
	page, next := keyset.Page(found, q.Limit, q.place)
	return page, next, nil
}

// byTime is the column by which a query is ordered that asks for a time; empty: by id.
// Ids grow with time, which the planner does not know: looking for what is old, it
// would go through all that is new.
func (q Query) byTime() string {
	switch {
	case q.AddedFrom != nil || q.AddedUntil != nil:
		return "p.created_at"
	case q.TakenFrom != nil || q.TakenUntil != nil:
		return "p.taken_at"
	}
	return ""
}

// after is the last picture of the page before; nil: there was none.
func (q Query) after() (*keyset.ByTime, error) {
	if q.byTime() != "" {
		return keyset.Decode[keyset.ByTime](q.Cursor)
	}
	id, err := keyset.Decode[keyset.ByID](q.Cursor)
	if err != nil || id == nil {
		return nil, err
	}
	return &keyset.ByTime{ID: id.ID}, nil
}

// place is where a picture stands in the list.
func (q Query) place(p Picture) any {
	switch q.byTime() {
	case "p.created_at":
		return keyset.ByTime{At: p.CreatedAt, ID: p.ID}
	case "p.taken_at":
		return keyset.ByTime{At: *p.TakenAt, ID: p.ID}
	}
	return keyset.ByID{ID: p.ID}
}

// criteria are a query as the database is asked.
type criteria struct {
	Query
	now, soon time.Time
	words     []word
	described [][]string // sets of languages that pictures may be described in; nil: any
}

// describedAs are the sets of languages, among those that there are, that the query
// admits. There are few; an index holds the pictures of each.
func (s *Service) describedAs(ctx context.Context, q Query) ([][]string, error) {
	sets, err := describedSets(ctx, s.deps.DB.Primary)
	admitted := [][]string{}
	for _, set := range sets {
		if (q.Described == "" || slices.Contains(set, string(q.Described))) && (q.Undescribed == "" || !slices.Contains(set, string(q.Undescribed))) {
			admitted = append(admitted, set)
		}
	}
	return admitted, err
}

// word is what somebody looks for.
type word struct {
	text string // a part of a text, in lower case
	// stems has a list for each token of the word: one of each must be there.
	stems [][]string
}

// searchedWords is how many words of a query count.
const searchedWords = 10

// partLength is how many characters a part of a text must have to be found: the
// index is of three at a time.
const partLength = 3

// sought are the words of a query.
func sought(search string) (words []word) {
	for _, text := range strings.Fields(strings.ToLower(tidy(search))) {
		if len(words) == searchedWords {
			break
		}
		w := word{text: text}
		for _, token := range wordform.Tokens(text) {
			w.stems = append(w.stems, wordform.Stems(token))
		}
		words = append(words, w)
	}
	return words
}

// isPart tells whether the word is looked for as a part of texts, too.
func (w word) isPart() bool { return len([]rune(w.text)) >= partLength }
