package journal

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/keyset"
)

// Kind says what sort of actor made an entry.
type Kind string

// The kinds of actors.
const (
	User     Kind = "user"
	System   Kind = audit.System
	Stranger Kind = audit.Stranger
)

// Entry is an entry as people read it.
type Entry struct {
	ID         int64
	At         time.Time
	Kind       Kind
	ActorID    *int64
	ActorName  string
	Action     string
	ObjectType string
	ObjectID   string
	Diff       json.RawMessage
	Address    string
	UserAgent  string
	RequestID  string
	Seq        *int64 // nil: not sealed yet
	Hash       string // hexadecimal digits; empty: not sealed yet
}

// Filter chooses entries; empty fields choose all.
type Filter struct {
	Actor      *int64     `json:"actor,omitempty"`
	Kind       Kind       `json:"actorKind,omitempty"`
	Action     string     `json:"action,omitempty"` // with a dot at its end: all that begin so
	ObjectType string     `json:"objectType,omitempty"`
	ObjectID   string     `json:"objectId,omitempty"`
	Address    string     `json:"address,omitempty"`
	RequestID  string     `json:"requestId,omitempty"`
	From       *time.Time `json:"from,omitempty"`
	Until      *time.Time `json:"until,omitempty"` // not included
}

// family tells whether the filter's action stands for all that begin with it.
func (f Filter) family() bool { return strings.HasSuffix(f.Action, ".") }

// List is a page of entries, newest first, and the cursor of the next page.
func (s *Service) List(ctx context.Context, f Filter, cursor string, limit int) ([]Entry, *string, error) {
	after, err := keyset.Decode[keyset.ByTime](cursor)
	if err != nil {
		return nil, nil, err
	}
	found, err := s.entries(ctx, f, after, limit+1)
	if err != nil {
		return nil, nil, err
	}
	page, next := keyset.Page(found, limit, func(e Entry) any { return keyset.ByTime{At: e.At, ID: e.ID} })
	return page, next, addPlaces(ctx, s.primary, page)
}

// entries are those of a filter after a key, newest first.
func (s *Service) entries(ctx context.Context, f Filter, after *keyset.ByTime, limit int) ([]Entry, error) {
	actions, some, err := s.named(ctx, f)
	if err != nil || !some {
		return nil, err
	}
	if f.family() {
		return entriesOf(ctx, s.primary, f, actions, after, limit)
	}
	return entries(ctx, s.primary, f, after, limit)
}

// count counts what entries would give, up to what an export holds.
func (s *Service) count(ctx context.Context, tx bun.Tx, f Filter, after keyset.ByTime) (int, error) {
	actions, some, err := s.named(ctx, f)
	if err != nil || !some {
		return 0, err
	}
	return countEntries(ctx, tx, f, actions, after, mostExported)
}

// named are the actions that a filter's family stands for; some is false when the
// filter can't find anything.
func (s *Service) named(ctx context.Context, f Filter) (actions []string, some bool, err error) {
	if !f.storable() || !f.family() {
		return nil, f.storable(), nil
	}
	all, err := distinct(ctx, s.primary, "action")
	for _, action := range all {
		if strings.HasPrefix(action, f.Action) {
			actions = append(actions, action)
		}
	}
	return actions, len(actions) > 0, err
}

// storable is false for text that PostgreSQL can't hold, and so finds nothing.
func (f Filter) storable() bool {
	return !strings.ContainsRune(f.Action+f.ObjectType+f.ObjectID+f.Address+f.RequestID+string(f.Kind), 0)
}

// Get is one entry. It fails with ErrNotFound.
func (s *Service) Get(ctx context.Context, id int64) (Entry, error) {
	found, err := entryByID(ctx, s.primary, id)
	if err != nil {
		return Entry{}, err
	}
	page := []Entry{found}
	err = addPlaces(ctx, s.primary, page)
	return page[0], err
}

// Vocabulary are the actions and the types of objects that occur.
func (s *Service) Vocabulary(ctx context.Context) (actions, objectTypes []string, err error) {
	if actions, err = distinct(ctx, s.primary, "action"); err != nil {
		return nil, nil, err
	}
	objectTypes, err = distinct(ctx, s.primary, "object_type")
	return actions, objectTypes, err
}
