package scripts

import (
	"context"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/kazscript"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Service is what can be done with exceptions.
type Service struct {
	db        *postgres.Databases
	journal   *audit.Journal
	outbox    *outbox.Outbox
	languages lang.Set
	alphabets map[string]*kazscript.Alphabet
	memory    memory
}

// New makes the service.
func New(db *postgres.Databases, journal *audit.Journal, events *outbox.Outbox, languages lang.Set) (*Service, error) {
	alphabets, err := kazscript.Load()
	return &Service{db: db, journal: journal, outbox: events, languages: languages, alphabets: alphabets}, err
}

// Query says which exceptions a list shows, the latest first.
type Query struct {
	Search string // part of a stem or of what stands for it; empty: all
	Cursor string
	Limit  int // 1 to 100
}

// List is a page of exceptions, and the cursor of the next (nil: none).
func (s *Service) List(ctx context.Context, q Query) ([]Exception, *string, error) {
	after, err := keyset.Decode[keyset.ByID](q.Cursor)
	if err != nil {
		return nil, nil, err
	}
	rows, err := list(ctx, s.db.Primary, q, after)
	if err != nil {
		return nil, nil, err
	}
	rows, next := keyset.Page(rows, q.Limit, func(e Exception) any { return keyset.ByID{ID: e.ID} })
	return rows, next, nil
}

// Create adds an exception.
func (s *Service) Create(ctx context.Context, in Input) (made Exception, err error) {
	if in, err = in.tidy(); err != nil {
		return made, err
	}
	err = s.outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		id, err := insert(ctx, tx, in)
		if err != nil {
			return err
		}
		made, err = s.record(ctx, tx, "scripts.create", id, nil)
		return err
	})
	return made, err
}

// Update changes an exception, at the version that the caller has seen.
func (s *Service) Update(ctx context.Context, id, version int64, in Input) (after Exception, err error) {
	if in, err = in.tidy(); err != nil {
		return after, err
	}
	err = s.outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		before, err := find(ctx, tx, id)
		if err != nil {
			return err
		}
		changed, err := update(ctx, tx, id, version, in)
		if err != nil {
			return err
		}
		if !changed {
			return ErrStale
		}
		after, err = s.record(ctx, tx, "scripts.update", id, before)
		return err
	})
	return after, err
}

func (s *Service) record(ctx context.Context, tx bun.Tx, action string, id int64, before any) (Exception, error) {
	after, err := find(ctx, tx, id)
	if err != nil {
		return after, err
	}
	if err := s.journal.Record(ctx, tx, audit.Entry{Action: action, ObjectType: "script_exception", ObjectID: id, Before: before, After: after}); err != nil {
		return after, err
	}
	return after, s.outbox.Publish(ctx, tx, Changed{})
}

// Delete removes an exception.
func (s *Service) Delete(ctx context.Context, id int64) error {
	return s.outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		held, err := find(ctx, tx, id)
		if err != nil {
			return err
		}
		if removed, err := remove(ctx, tx, id); err != nil || !removed {
			if err == nil {
				err = ErrNotFound
			}
			return err
		}
		if err := s.journal.Record(ctx, tx, audit.Entry{Action: "scripts.delete", ObjectType: "script_exception", ObjectID: id, Before: held}); err != nil {
			return err
		}
		return s.outbox.Publish(ctx, tx, Changed{})
	})
}

// Trial is a text in a script.
type Trial struct {
	Tag         string // BCP 47: "kk-Latn"
	Alphabet    string // the table's name
	RightToLeft bool
	Text        string
}

// Try writes a text in every configured script, as readers will see it.
func (s *Service) Try(ctx context.Context, text string) ([]Trial, error) {
	var out []Trial
	for _, l := range s.languages.All() {
		for _, script := range l.Scripts {
			c, err := s.converter(ctx, s.db.Primary, script)
			if err != nil {
				return nil, err
			}
			out = append(out, Trial{Tag: script.Tag, Alphabet: script.Alphabet, RightToLeft: script.RightToLeft, Text: c.Text(text)})
		}
	}
	return out, nil
}

func (s *Service) converter(ctx context.Context, db bun.IDB, script lang.Script) (*kazscript.Converter, error) {
	exceptions, err := s.Exceptions(ctx, db, script.Code)
	return kazscript.New(s.alphabets[script.Alphabet], exceptions), err
}
