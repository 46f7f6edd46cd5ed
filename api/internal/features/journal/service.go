// Package journal keeps the journal from being changed quietly, and shows it.
//
// platform/audit writes an entry in the change's own transaction with a code
// that nobody makes who has only the database. Here a sealer appends the entries
// to a hash chain and signs its heads, witnesses on every node keep heads in
// files of their own, and the verification holds all of it together. Anchor:
// certificate transparency (RFC 6962). See docs/journal.md.
package journal

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Deps is what the service is made of.
type Deps struct {
	DB      *postgres.Databases
	Journal *audit.Journal
	Keys    Keys
	// HeadsDir is the folder outside of the database where signed heads are kept.
	HeadsDir string
	// Zone is that of the night in which the chain is verified.
	Zone *time.Location
	Now  func() time.Time
	Log  *slog.Logger // nil: nothing is logged
}

// Service seals, watches, verifies and shows the journal.
type Service struct {
	db      *postgres.Databases
	primary *bun.DB // always: a replica would not know of the newest entries
	journal *audit.Journal
	keys    Keys
	heads   *headFiles
	zone    *time.Location
	now     func() time.Time
	log     *slog.Logger

	mu     sync.Mutex
	known  map[string]bool // problems that this process has reported
	broken []func(ctx context.Context, problem string)
}

// New puts the service together. It touches neither database nor files.
func New(d Deps) (*Service, error) {
	if d.DB == nil || d.Journal == nil || d.HeadsDir == "" || d.Zone == nil || d.Now == nil {
		return nil, errors.New("journal: a part is missing")
	}
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	// PostgreSQL keeps microseconds: what is signed must not have more.
	now := func() time.Time { return d.Now().UTC().Truncate(time.Microsecond) }
	return &Service{
		db: d.DB, primary: d.DB.Primary, journal: d.Journal, keys: d.Keys, zone: d.Zone, now: now, log: d.Log,
		heads: &headFiles{dir: d.HeadsDir, keys: d.Keys}, known: map[string]bool{},
	}, nil
}

// OnBroken has hook called with each problem that this process finds, once. Add
// hooks while the program is put together.
func (s *Service) OnBroken(hook func(ctx context.Context, problem string)) {
	s.broken = append(s.broken, hook)
}

// mostKnown bounds the memory of problems that were told.
const mostKnown = 10_000

// report tells of a break: to the log, to the panel and to the hooks. The table
// that the panel reads is in the hands of whoever owns the database; the log is not.
func (s *Service) report(ctx context.Context, problem string) {
	if err := saveProblem(ctx, s.primary, problem); err != nil && ctx.Err() == nil {
		s.log.ErrorContext(ctx, "a break of the journal could not be noted", "error", err.Error())
	}
	s.mu.Lock()
	told := s.known[problem]
	if len(s.known) >= mostKnown {
		clear(s.known)
	}
	s.known[problem] = true
	s.mu.Unlock()
	if told {
		return
	}
	s.log.ErrorContext(ctx, "the journal is broken", "problem", problem)
	for _, hook := range s.broken {
		hook(ctx, problem)
	}
}
