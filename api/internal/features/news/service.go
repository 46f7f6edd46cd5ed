package news

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Service is what the newsroom does with articles.
type Service struct {
	db        *postgres.Databases
	outbox    *outbox.Outbox
	languages lang.Set
}

// New makes the service.
func New(db *postgres.Databases, events *outbox.Outbox, languages lang.Set) *Service {
	return &Service{db: db, outbox: events, languages: languages}
}

// Create writes a draft: a new story, or with a storyID that story's version in
// the language.
func (s *Service) Create(ctx context.Context, language lang.Code, storyID int64, c Content) (Article, error) {
	if _, ok := s.languages.Get(language); !ok {
		return Article{}, ErrUnknownLanguage
	}
	return s.tx(ctx, "news.create", func(ctx context.Context, tx bun.Tx, record *record) (Article, error) {
		a := Article{StoryID: storyID, Language: language, State: Draft, Version: 1, Content: c.clean()}
		a.CreatedBy = actor(ctx)
		a.UpdatedBy = a.CreatedBy
		if err := insert(ctx, tx, &a); err != nil {
			return a, err
		}
		if err := s.giveSlug(ctx, tx, &a, "", record); err != nil {
			return a, err
		}
		return a, s.write(ctx, tx, &a)
	})
}

// Translate begins the same story in another language: the text to be
// translated, with the rubric, tags, authors and pictures.
func (s *Service) Translate(ctx context.Context, id int64, language lang.Code) (Article, error) {
	source, err := s.Get(ctx, id)
	if err != nil {
		return Article{}, err
	}
	content := source.Content
	content.Slug = ""
	return s.Create(ctx, language, source.StoryID, content)
}

// Save replaces an article's content at the version that the caller has seen.
func (s *Service) Save(ctx context.Context, id, version int64, c Content) (Article, error) {
	return s.tx(ctx, "news.save", func(ctx context.Context, tx bun.Tx, record *record) (Article, error) {
		a, err := s.lock(ctx, tx, record, id, version)
		if err != nil {
			return a, err
		}
		if err := mayChange(ctx, a); err != nil {
			return a, err
		}
		held := a.Slug
		a.Content = c.clean()
		if err := s.giveSlug(ctx, tx, &a, held, record); err != nil {
			return a, err
		}
		if a.State == Published {
			if err := a.checkComplete(); err != nil {
				return a, err
			}
			record.event = func(ch Change) outbox.Event { return WasUpdated{ch} }
		}
		return a, s.write(ctx, tx, &a)
	})
}

// mayChange keeps what readers see in the hands of those who may publish.
func mayChange(ctx context.Context, a Article) error {
	p, known := access.From(ctx)
	if a.State == Published && known && !p.May("news.publish") {
		return ErrPublishedLocked
	}
	return nil
}

// Publish puts an article on its site.
func (s *Service) Publish(ctx context.Context, id, version int64) (Article, error) {
	return s.publish(ctx, id, version, nil)
}

// PublishAt is Publish for imports and the demo: the article bears the given
// time of first publication, and nothing is said to have changed since.
func (s *Service) PublishAt(ctx context.Context, id, version int64, at time.Time) (Article, error) {
	return s.publish(ctx, id, version, &at)
}

func (s *Service) publish(ctx context.Context, id, version int64, at *time.Time) (Article, error) {
	return s.tx(ctx, "news.publish", func(ctx context.Context, tx bun.Tx, record *record) (Article, error) {
		a, err := s.lock(ctx, tx, record, id, version)
		if err != nil {
			return a, err
		}
		if a.State == Published {
			return a, ErrAlreadyPublished
		}
		if err := a.checkComplete(); err != nil {
			return a, err
		}
		a.State = Published
		if at != nil {
			a.PublishedAt = at
		}
		record.event = func(ch Change) outbox.Event { return WasPublished{ch} }
		if err := s.write(ctx, tx, &a); err != nil || at == nil {
			return a, err
		}
		if err := backdate(ctx, tx, &a, *at); err != nil {
			return a, err
		}
		return a, writeLinks(ctx, tx, a)
	})
}

// Unpublish takes an article off its site.
func (s *Service) Unpublish(ctx context.Context, id, version int64) (Article, error) {
	return s.tx(ctx, "news.unpublish", func(ctx context.Context, tx bun.Tx, record *record) (Article, error) {
		a, err := s.lock(ctx, tx, record, id, version)
		if err != nil {
			return a, err
		}
		if a.State != Published {
			return a, ErrNotPublished
		}
		a.State = Unpublished
		record.event = func(ch Change) outbox.Event { return WasUnpublished{ch} }
		return a, s.write(ctx, tx, &a)
	})
}

// record is what a change leaves for journal and outbox.
type record struct {
	before   *Article
	event    func(Change) outbox.Event // nil: readers see nothing of it
	slugMade bool                      // not chosen by a person: a clash is ours to solve
}

// tx is the frame of every change: transaction, journal, event.
func (s *Service) tx(ctx context.Context, action string, do func(context.Context, bun.Tx, *record) (Article, error)) (after Article, err error) {
	for range slugAttempts {
		var r record
		err = s.outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) (err error) {
			r = record{}
			if after, err = do(ctx, tx, &r); err != nil {
				return err
			}
			return s.report(ctx, tx, action, after, r)
		})
		if !r.slugMade || !slugClash(err) {
			break
		}
	}
	return after, refusal(err)
}

// report writes what a change leaves, in its own transaction.
func (s *Service) report(ctx context.Context, tx bun.Tx, action string, after Article, r record) error {
	entry := audit.Entry{Action: action, ObjectType: "article", ObjectID: after.ID, After: after}
	before := after
	if r.before != nil {
		before, entry.Before = *r.before, *r.before
	}
	if err := audit.Record(ctx, tx, entry); err != nil || r.event == nil {
		return err
	}
	return s.outbox.Publish(ctx, tx, r.event(change(before, after)))
}

// lock reads the article for a change, at the version that the caller has seen.
func (s *Service) lock(ctx context.Context, tx bun.Tx, r *record, id, version int64) (Article, error) {
	a, err := find(ctx, tx, id, true)
	if err != nil {
		return a, err
	}
	if a.Version != version {
		return a, ErrStale
	}
	before := a
	r.before = &before
	return a, nil
}

// write stores the article with all that hangs on it, as its next version.
func (s *Service) write(ctx context.Context, tx bun.Tx, a *Article) error {
	a.UpdatedBy = actor(ctx)
	if err := update(ctx, tx, a); err != nil {
		return err
	}
	return writeLinks(ctx, tx, *a)
}

func actor(ctx context.Context) *int64 {
	if p, ok := access.From(ctx); ok {
		return &p.UserID
	}
	return nil
}
