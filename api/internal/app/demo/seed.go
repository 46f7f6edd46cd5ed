package demo

import (
	"baq.kz/portal/api/internal/platform/audit"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"baq.kz/portal/api/internal/features/accounts"
	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/pages"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/search"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Password is that of every demo user. It is printed for all to see.
const Password = "demo-newsroom-2026"

// ErrBusy is the answer to whoever seeds while another does.
var ErrBusy = errors.New("somebody else is seeding this database at the moment; try again when that is done")

// Newsroom is what the demo is written into, through its own services.
type Newsroom struct {
	Languages lang.Set
	DB        *postgres.Databases
	Journal   *audit.Journal
	Outbox    *outbox.Outbox
	Accounts  *accounts.Service
	Rubrics   *rubrics.Service
	Tags      *tags.Service
	Authors   *authors.Service
	Photobank *photobank.Service
	News      *news.Service
	Pages     *pages.Service
	Search    *search.Service
	Written   *Content  // what to seed; nil: what is built in
	Out       io.Writer // progress, a line each
}

func (n Newsroom) written() (Content, error) {
	if n.Written != nil {
		return *n.Written, nil
	}
	return Load()
}

// Seed fills the newsroom with the demo. Dates are relative to the first run.
// What an interrupted run left out the next one adds; after a run that came to
// its end nothing is changed any more, whatever became of the demo since.
func (n Newsroom) Seed(ctx context.Context) error {
	return n.alone(ctx, func() error { return n.seed(ctx) })
}

func (n Newsroom) seed(ctx context.Context) error {
	switch at, done, err := n.mark(ctx, complete); {
	case err != nil:
		return err
	case done:
		fmt.Fprintf(n.Out, "    is there since %s\n", at.Format(time.DateOnly))
		return nil
	}
	began, err := n.begin(ctx)
	if err != nil {
		return err
	}
	content, err := n.written()
	if err != nil {
		return err
	}
	s := seeder{Newsroom: n, script: content, began: began}
	for _, l := range n.Languages.All() {
		if _, ok := content.Stories[0].In[string(l.Code)]; ok {
			s.languages = append(s.languages, l.Code)
		}
	}
	if len(s.languages) == 0 {
		return errors.New("the demo newsroom is written in Kazakh and Russian; PORTAL_SITES names neither")
	}
	if err := s.all(ctx); err != nil {
		return fmt.Errorf("the demo newsroom is not complete; run it again: %w", err)
	}
	return n.set(ctx, complete)
}

// seeder carries what one run finds out: the portal's ids of the content's keys.
type seeder struct {
	Newsroom
	script    Content
	began     time.Time
	languages []lang.Code // configured and written

	people   map[string]accounts.User // by e-mail
	rubrics  map[string]int64
	tags     map[string]int64
	authors  map[string]int64
	pictures map[string]int64
	paths    map[lang.Code]map[string]string // of stories
}

func (s *seeder) all(ctx context.Context) error {
	for _, step := range []struct {
		what  string
		count int
		do    func(context.Context) error
	}{
		{"people", len(s.script.Users), s.seedPeople},
		{"rubrics", len(s.script.Rubrics), s.seedRubrics},
		{"tags", len(s.script.Tags), s.seedTags},
		{"authors", len(s.script.Authors), s.seedAuthors},
		{"pictures", len(s.script.Pictures), s.seedPictures},
		{"stories", len(s.script.Stories), s.seedStories},
		{"pages", len(s.script.Pages), s.seedPages},
	} {
		begun := time.Now()
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.what, err)
		}
		fmt.Fprintf(s.Out, "    %-9s %3d in %.1f s\n", step.what, step.count, time.Since(begun).Seconds())
	}
	return nil
}
