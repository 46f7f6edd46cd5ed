package news

import (
	"cmp"
	"context"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/contentseal"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/slug"
)

// Service is what the newsroom does with articles.
type Service struct {
	db        *postgres.Databases
	journal   *audit.Journal
	outbox    *outbox.Outbox
	seals     *contentseal.Sealer
	languages lang.Set
	pictures  *photobank.Service
	index     Index // nil: nobody is told
	memory    memory
	readable  readable
	leading   leading
}

// New makes the service.
func New(db *postgres.Databases, journal *audit.Journal, events *outbox.Outbox, seals *contentseal.Sealer, languages lang.Set, pictures *photobank.Service) *Service {
	return &Service{db: db, journal: journal, outbox: events, seals: seals, languages: languages, pictures: pictures,
		memory: newMemory(len(languages.All())), readable: newReadable(db), leading: leading{db: db}}
}

// Create writes a draft: a new story, or with a storyID that story's version in
// the language. The story's first version is the original of the others.
func (s *Service) Create(ctx context.Context, language lang.Code, storyID int64, c Content) (Article, error) {
	return s.create(ctx, language, storyID, 0, c)
}

// Translate begins the same story in another language: the text to be
// translated, with the rubric, tags, authors and pictures.
func (s *Service) Translate(ctx context.Context, id int64, language lang.Code) (Article, error) {
	source, err := s.Get(ctx, id)
	if err != nil {
		return Article{}, err
	}
	if source.State == Killed { // what was taken down does not come back in another language
		return Article{}, ErrForbiddenStep.With("allowed", []Step{})
	}
	content := source.Content
	content.Slug = ""
	return s.create(ctx, language, source.StoryID, source.ID, content)
}

func (s *Service) create(ctx context.Context, language lang.Code, storyID, from int64, c Content) (Article, error) {
	if _, ok := s.languages.Get(language); !ok {
		return Article{}, ErrUnknownLanguage
	}
	if err := c.checkCredits(); err != nil {
		return Article{}, err
	}
	return s.tx(ctx, "news.create", func(ctx context.Context, tx bun.Tx, record *record) (Article, error) {
		a := Article{StoryID: storyID, Language: language, State: Draft, Version: 1, TextVersion: 1, Content: c.clean()}
		a.CreatedBy = access.UserID(ctx)
		a.UpdatedBy = a.CreatedBy
		if err := mayPutHere(ctx, a.holding()); err != nil {
			return a, err
		}
		var err error
		if a.Translation, err = original(ctx, tx, storyID, from); err != nil {
			return a, err
		}
		if err := s.add(ctx, tx, &a, record); err != nil {
			return a, err
		}
		return a, addLinks(ctx, tx, a)
	})
}

// add inserts a new article with an address: the chosen one, else one that its title
// makes, with the article's id where that alone is taken.
func (s *Service) add(ctx context.Context, tx bun.Tx, a *Article, r *record) error {
	chosen := a.Slug != ""
	if !chosen {
		a.Slug = slug.Make(a.Title, a.Language)
	}
	added, err := insert(ctx, tx, a)
	if err != nil || added {
		return err
	}
	if chosen {
		return ErrSlugTaken
	}
	a.Slug = ""
	if _, err := insert(ctx, tx, a); err != nil {
		return err
	}
	if err := s.giveSlug(ctx, tx, a, "", r); err != nil {
		return err
	}
	return setSlug(ctx, tx, *a)
}

// Save replaces an article's content at the version that the caller has seen.
func (s *Service) Save(ctx context.Context, id, version int64, c Content) (Article, error) {
	return s.step(ctx, StepSave, id, version, func(ctx context.Context, tx bun.Tx, record *record, a *Article) error {
		return s.saveTyped(ctx, tx, record, a, c)
	})
}

// saveTyped puts in what the caller has typed, whose working copy is then done
// with. No other step touches it: there may be words in it that nothing else has.
func (s *Service) saveTyped(ctx context.Context, tx bun.Tx, record *record, a *Article, c Content) error {
	if err := s.edit(ctx, tx, record, a, c); err != nil {
		return err
	}
	if typist := access.UserID(ctx); typist != nil {
		return dropWorkingCopy(ctx, tx, a.ID, *typist)
	}
	return nil
}

// edit puts content into an article, by the rules of where it stands.
func (s *Service) edit(ctx context.Context, tx bun.Tx, record *record, a *Article, c Content) error {
	if err := c.checkCredits(); err != nil {
		return err
	}
	held, text := a.Slug, a.text()
	if err := mayLift(ctx, *a, c.EmbargoUntil); err != nil {
		return err
	}
	a.Content = c.clean()
	if err := mayPutHere(ctx, a.holding()); err != nil {
		return err
	}
	if err := s.giveSlug(ctx, tx, a, held, record); err != nil {
		return err
	}
	if a.text() != text {
		a.TextVersion++
		if err := leaveBehind(ctx, tx, a.ID); err != nil {
			return err
		}
	}
	if err := checkEmbargo(*a); err != nil {
		return err
	}
	if a.State.Live() {
		record.event = func(ch Change) outbox.Event { return WasUpdated{ch} }
		if a.Urgency != Breaking {
			a.BreakingUntil = nil
		}
	}
	if a.State.Live() || a.State == Scheduled {
		return a.checkComplete()
	}
	return nil
}

// mayLift keeps an embargo in the hands of those who may publish, once it is set.
func mayLift(ctx context.Context, a Article, until *time.Time) error {
	p, known := access.From(ctx)
	if !known || p.May(mayPublish) || !a.embargoed() || until != nil && !until.Before(*a.EmbargoUntil) {
		return nil
	}
	return ErrEmbargoHeld
}

// checkEmbargo refuses an embargo that the article's state already breaks.
func checkEmbargo(a Article) error {
	switch {
	case a.State.Live() && a.embargoed():
		return ErrEmbargoOnLive
	case a.PublishAt != nil && a.EmbargoUntil != nil && a.PublishAt.Before(*a.EmbargoUntil):
		return ErrBeforeEmbargo
	}
	return nil
}

// change is what a step does to an article.
type change func(ctx context.Context, tx bun.Tx, record *record, a *Article) error

// step is a step of the workflow.
func (s *Service) step(ctx context.Context, step Step, id, version int64, do change) (Article, error) {
	return s.act(ctx, "news."+string(step), step, id, version, do)
}

// act is the frame of whatever is done with an article that is there: the article
// at the version that the caller has seen, the right to a step, the change, and
// the article's next version.
func (s *Service) act(ctx context.Context, action string, right Step, id, version int64, do change) (Article, error) {
	return s.tx(ctx, action, func(ctx context.Context, tx bun.Tx, record *record) (Article, error) {
		a, err := s.lock(ctx, tx, record, id, version)
		if err != nil {
			return a, err
		}
		if err := a.standing().check(ctx, right); err != nil {
			return a, err
		}
		if err := do(ctx, tx, record, &a); err != nil {
			return a, err
		}
		if err := s.checkPictures(ctx, tx, record.before, a); err != nil {
			return a, err
		}
		return a, s.write(ctx, tx, &a)
	})
}

// record is what a change leaves for journal, revisions and outbox.
type record struct {
	before   *Article
	event    func(Change) outbox.Event // nil: readers see nothing of it
	note     string                    // of the revision
	action   string                    // in place of the step's own; empty: that one
	slugMade bool                      // not chosen by a person: a clash is ours to solve
}

// changes keeps the article as it is before the change.
func (r *record) changes(a Article) { r.before = &a }

// noted is what the journal keeps of an article, and why it became so.
type noted struct {
	Article
	Note string `json:"note,omitempty"`
}

// tx is the frame of every change: transaction, journal, seal, revision, event.
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
	action = cmp.Or(r.action, action)
	entry := audit.Entry{Action: action, ObjectType: "article", ObjectID: after.ID, After: noted{after, r.note}}
	before := after
	if r.before != nil {
		before, entry.Before = *r.before, *r.before
	}
	revision, err := revised(ctx, action, r, after)
	if err != nil {
		return err
	}
	if err := s.journal.Record(ctx, tx, entry, revision.insert()); err != nil {
		return err
	}
	if after.PublishedAt != nil {
		if err := s.seal(ctx, tx, after.ID); err != nil {
			return err
		}
	}
	if err := s.reindex(ctx, tx, after); err != nil || r.event == nil {
		return err
	}
	return s.outbox.Publish(ctx, tx, r.event(changed(before, after)))
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
	r.changes(a)
	return a, nil
}

// write stores the article with all that hangs on it, as its next version.
func (s *Service) write(ctx context.Context, tx bun.Tx, a *Article) error {
	a.UpdatedBy = access.UserID(ctx)
	if err := update(ctx, tx, a); err != nil {
		return err
	}
	return writeLinks(ctx, tx, *a)
}

// PublishAt is Publish for imports and the demo: the article bears the given
// time of first publication, and nothing is said to have changed since.
func (s *Service) PublishAt(ctx context.Context, id, version int64, at time.Time) (Article, error) {
	return s.step(ctx, StepPublish, id, version, func(ctx context.Context, tx bun.Tx, record *record, a *Article) error {
		if err := s.goLive(record, a); err != nil {
			return err
		}
		a.PublishedAt, a.backdated = &at, true
		return nil
	})
}
