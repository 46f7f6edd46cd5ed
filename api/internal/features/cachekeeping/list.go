package cachekeeping

import (
	"context"
	"slices"
	"strings"
	"time"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/lang"
)

// listTime is how long one answer looks for entries: of a million it sees some of them,
// and tells where to go on.
const listTime = 500 * time.Millisecond

// Query says which entries a list shows; what is empty narrows nothing.
type Query struct {
	Kind     Kind
	Language lang.Code
	Search   string // part of the path
	Tag      string
	Cursor   string
	Limit    int // 1 to 100
}

// Entry is a page as it is kept.
type Entry struct {
	cache.Head
	Place     Place
	Freshness cache.Freshness
	Age       time.Duration
	Hits      int64 // within the last five minutes, on all nodes
}

// Entries are some of what is kept, in no order; how many were looked at; and the cursor
// of the next (nil: none).
func (s *Service) Entries(ctx context.Context, q Query) (found []Entry, looked int, next *string, err error) {
	from, err := keyset.Decode[cache.Place](q.Cursor)
	if err != nil {
		return nil, 0, nil, err
	}
	if from == nil {
		from = &cache.Place{}
	}
	if s.deps.Cache.Down() {
		return nil, 0, nil, ErrUnreachable
	}
	looking, cancel := context.WithTimeout(ctx, listTime)
	defer cancel()
	heads, place, looked, err := s.deps.Cache.Scan(looking, *from, q.Limit, s.wanted(q), func(h cache.Head) bool {
		return q.Tag == "" || slices.Contains(h.Page.Tags, q.Tag)
	})
	if err == nil {
		found, err = s.entries(ctx, heads)
	}
	if err != nil {
		return nil, 0, nil, refusal(ctx, err)
	}
	if place != nil {
		cursor := keyset.Encode(*place)
		next = &cursor
	}
	return found, looked, next, nil
}

// wanted chooses keys.
func (s *Service) wanted(q Query) func(key string) bool {
	text := strings.ToLower(q.Search)
	return func(key string) bool {
		place, known := s.deps.Locate(key)
		code, _, _ := strings.Cut(place.Language, "-")
		return known && (q.Kind == "" || place.Kind == q.Kind) && (q.Language == "" || code == string(q.Language)) &&
			(text == "" || strings.Contains(strings.ToLower(place.Path), text))
	}
}

func (s *Service) entries(ctx context.Context, heads []cache.Head) ([]Entry, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	fresh, err := s.deps.Cache.Freshness(ctx, heads)
	if err != nil {
		return nil, err
	}
	keys := make([]string, len(heads))
	for i, h := range heads {
		keys[i] = h.Key
	}
	hits, err := s.deps.Cache.HitsOf(ctx, keys)
	if err != nil {
		return nil, err
	}
	out := make([]Entry, len(heads))
	for i, h := range heads {
		place, _ := s.deps.Locate(h.Key)
		out[i] = Entry{Head: h, Place: place, Freshness: fresh[i], Age: max(s.deps.Now().Sub(h.Page.Made), 0), Hits: hits[i]}
	}
	return out, nil
}

// beginning is how much of a body is shown, in bytes.
const beginning = 2000

// Entry is one page as it is kept, and the beginning of its body.
func (s *Service) Entry(ctx context.Context, id string) (Entry, string, error) {
	key, err := keyOf(id)
	if err != nil {
		return Entry{}, "", err
	}
	if s.deps.Cache.Down() {
		return Entry{}, "", ErrUnreachable
	}
	quick, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	heads, err := s.deps.Cache.Heads(quick, []string{key})
	if err != nil {
		return Entry{}, "", refusal(ctx, err)
	}
	page, kept, err := s.deps.Cache.Kept(quick, key)
	if err != nil {
		return Entry{}, "", refusal(ctx, err)
	}
	if _, known := s.deps.Locate(key); !known || !kept || heads[0] == nil {
		return Entry{}, "", ErrEntryNotFound
	}
	found, err := s.entries(ctx, []cache.Head{*heads[0]})
	if err != nil {
		return Entry{}, "", refusal(ctx, err)
	}
	return found[0], strings.ToValidUTF8(string(page.Body[:min(len(page.Body), beginning)]), ""), nil
}
