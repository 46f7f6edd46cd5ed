package cachekeeping

import (
	"context"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Choice names pages: by one of its members.
type Choice struct {
	Entry string // an id
	Tag   string
	Kind  Kind
	Front bool // the front pages; to be warmed only
}

// chosen is what a choice is in the journal.
func (s *Service) chosen(c Choice) (objectType, object string, err error) {
	switch {
	case c.Entry != "":
		key, err := keyOf(c.Entry)
		if err != nil {
			return "", "", err
		}
		place, known := s.deps.Locate(key)
		if !known {
			return "", "", ErrEntryNotFound
		}
		return "cache_page", place.Host + place.Path, nil
	case c.Tag != "":
		return "cache_tag", c.Tag, nil
	case c.Kind != "":
		return "cache_kind", string(c.Kind), nil
	}
	return "cache_front", "all", nil
}

// Purge outdates the page, all pages with the tag, or all of the kind, on every node.
// Pages need no newer database for it: what they show has not changed.
func (s *Service) Purge(ctx context.Context, c Choice) error {
	objectType, object, err := s.chosen(c)
	if err != nil {
		return err
	}
	tag := c.Tag
	switch {
	case c.Entry != "":
		key, err := keyOf(c.Entry)
		if err != nil {
			return err
		}
		tag = cache.PageTag(key)
	case c.Kind != "":
		tag = cache.KindTag(string(c.Kind))
	}
	if err := s.record(ctx, "cache.purge", objectType, object); err != nil {
		return err
	}
	if s.deps.Cache.Purge(ctx, tag) != nil {
		return ErrPurgeOwed
	}
	return nil
}

// PurgeAll outdates every page.
func (s *Service) PurgeAll(ctx context.Context) error {
	if s.deps.Cache.Down() {
		return ErrUnreachable
	}
	if err := s.record(ctx, "cache.purge_all", "cache", "all"); err != nil {
		return err
	}
	return refusal(ctx, s.deps.Cache.Empty(ctx))
}

// record writes down what somebody is about to do: there may be an entry too much when it
// then fails, but none too little.
func (s *Service) record(ctx context.Context, action, objectType, object string) error {
	return postgres.InTx(ctx, s.deps.DB.Primary, func(ctx context.Context, tx bun.Tx) error {
		return s.deps.Journal.Record(ctx, tx, audit.Entry{Action: action, ObjectType: objectType, ObjectID: object})
	})
}
