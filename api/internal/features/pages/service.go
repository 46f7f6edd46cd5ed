package pages

import (
	"context"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/contentseal"
	"baq.kz/portal/api/internal/platform/labels"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/slug"
)

// Service is what can be done with static pages.
type Service struct {
	db        *postgres.Databases
	journal   *audit.Journal
	outbox    *outbox.Outbox
	seals     *contentseal.Sealer
	languages lang.Set
	menus     *cache.Memory[lang.Code, []Page]
}

// New makes the service.
func New(db *postgres.Databases, journal *audit.Journal, events *outbox.Outbox, seals *contentseal.Sealer, languages lang.Set) *Service {
	return &Service{db: db, journal: journal, outbox: events, seals: seals, languages: languages, menus: cache.NewMemory(len(languages.All()), func(lang.Code, []Page) []string { return []string{siteTag} })}
}

// All is every page, by key and language.
func (s *Service) All(ctx context.Context) ([]Page, error) { return list(ctx, s.db.Primary, "") }

// PublishedList is every page that readers see in a language, for menus.
func (s *Service) PublishedList(ctx context.Context, language lang.Code) ([]Page, error) {
	cache.Reads(ctx, siteTag)
	return s.menus.One(ctx, language, func() ([]Page, error) { return list(ctx, s.db.Reader(ctx), language) })
}

// PublishedBySlug finds a page by its address, for readers. It fails with ErrNotFound.
func (s *Service) PublishedBySlug(ctx context.Context, language lang.Code, text string) (Page, error) {
	found, err := one(ctx, selectPages(s.db.Reader(ctx)).Where("language = ? AND slug = ? AND state = 'published'", language, text))
	if err == nil {
		cache.Reads(ctx, CacheTag(found.Key))
	}
	return found, err
}

// PublishedVersions are the language versions of a page that readers see.
func (s *Service) PublishedVersions(ctx context.Context, key string) ([]Page, error) {
	cache.Reads(ctx, CacheTag(key))
	return versions(ctx, s.db.Reader(ctx), key)
}

// Get finds a page. It fails with ErrNotFound.
func (s *Service) Get(ctx context.Context, id int64) (Page, error) {
	return one(ctx, selectPages(s.db.Primary).Where("id = ?", id))
}

// Create adds a page, or the version of one in another language.
func (s *Service) Create(ctx context.Context, p Page) (Page, error) {
	if _, ok := s.languages.Get(p.Language); !ok {
		return Page{}, ErrLanguage
	}
	if p.Title = labels.Clean(p.Title); labels.Blank(p.Title) {
		return Page{}, ErrNoTitle
	}
	if p.Slug == "" {
		p.Slug = slug.Make(p.Title, p.Language)
	}
	if p.Slug == "" {
		return Page{}, ErrNoSlug
	}
	return s.change(ctx, "pages.create", func(ctx context.Context, tx bun.Tx) (any, int64, error) {
		id, err := insert(ctx, tx, p)
		return nil, id, err
	})
}

// Update changes a page at the version that the caller has seen. Key and
// language stay what they are.
func (s *Service) Update(ctx context.Context, p Page) (Page, error) {
	if p.Title = labels.Clean(p.Title); labels.Blank(p.Title) {
		return Page{}, ErrNoTitle
	}
	return s.change(ctx, "pages.update", func(ctx context.Context, tx bun.Tx) (any, int64, error) {
		before, err := one(ctx, selectPages(tx).Where("id = ?", p.ID).For("UPDATE"))
		if err != nil {
			return nil, 0, err
		}
		if before.Version != p.Version {
			return nil, 0, ErrStale
		}
		return before, p.ID, update(ctx, tx, p)
	})
}

// change is the frame of one that ends with a page: transaction, journal, seal, event.
func (s *Service) change(ctx context.Context, action string, do func(context.Context, bun.Tx) (before any, id int64, err error)) (after Page, err error) {
	err = s.outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		before, id, err := do(ctx, tx)
		if err != nil {
			return refusal(err)
		}
		if after, err = one(ctx, selectPages(tx).Where("id = ?", id)); err != nil {
			return err
		}
		if err := within(ctx, after); err != nil {
			return err
		}
		if err := s.journal.Record(ctx, tx, audit.Entry{Action: action, ObjectType: "page", ObjectID: id, Before: before, After: after}); err != nil {
			return err
		}
		if err := s.seal(ctx, tx, id); err != nil {
			return err
		}
		return s.outbox.Publish(ctx, tx, Changed{Key: after.Key})
	})
	return after, err
}

// within refuses a caller whose rights end at other languages.
func within(ctx context.Context, page Page) error {
	p, known := access.From(ctx)
	if limits := (access.Limits{Languages: p.Limits.Languages}); known && !limits.Allow(page.Language, nil) {
		return ErrOutsideLimits
	}
	return nil
}

func refusal(err error) error {
	switch {
	case postgres.Unique(err, "pages_slug_key"):
		return ErrSlugTaken
	case postgres.Unique(err, "pages_key_language_key"):
		return ErrLanguageTaken
	case postgres.Referenced(err), postgres.Checked(err, "pictures_trashed_unused"):
		return ErrPicture
	}
	return err
}
