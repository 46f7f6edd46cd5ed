// Package integrity finds what was changed past the system: articles, pages and
// pictures that are not as their seals say, and files that are not as they were
// stored (requirement CC-5).
//
// A full check each night looks at everything, a sample each hour at what is young
// and at some of the rest. What they find stays open until a person has looked.
package integrity

import (
	"context"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/pages"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/contentseal"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Deps is what integrity control needs.
type Deps struct {
	DB        *postgres.Databases
	Journal   *audit.Journal
	Seals     *contentseal.Sealer
	Photobank *photobank.Service
	Zone      string // where the night is
}

// Service checks and keeps what was found.
type Service struct {
	deps      Deps
	onFinding []func(context.Context, Finding)
}

// New makes the service.
func New(d Deps) *Service { return &Service{deps: d} }

// OnFinding has f told of each new finding, after it is committed. Call it while
// the program is put together.
func (s *Service) OnFinding(f func(context.Context, Finding)) { s.onFinding = append(s.onFinding, f) }

// source is where objects of one type come from.
type source interface {
	Type() contentseal.Type
	Find(ctx context.Context, db bun.IDB, w contentseal.Wanted) ([]contentseal.Found, error)
	Young(ctx context.Context, db bun.IDB, limit int) ([]int64, error)
	Hold(ctx context.Context, tx bun.Tx, id int64) error
}

func sources() []source { return []source{news.Seals{}, pages.Seals{}, photobank.Seals{}} }

func sourceOf(t contentseal.Type) (source, error) {
	for _, one := range sources() {
		if one.Type() == t {
			return one, nil
		}
	}
	return nil, ErrFindingNotFound
}

// Figures are what an overview and the metrics tell.
type Figures struct {
	Sealed       int64 // an estimate where there are very many
	OpenFindings int
	PublicKey    string
	Running      *Check // the full check where both run
	LastFull     *Check // done
	LastSample   *Check // done
}

// Figures tells how sound the content is.
func (s *Service) Figures(ctx context.Context) (f Figures, err error) {
	f.PublicKey = s.deps.Seals.Public()
	if f.Sealed, f.OpenFindings, err = counts(ctx, s.deps.DB.Primary); err != nil {
		return f, err
	}
	for _, one := range []struct {
		into  **Check
		kinds []Kind
		state State
	}{{&f.Running, []Kind{Full, Sample}, Running}, {&f.LastFull, []Kind{Full}, Done}, {&f.LastSample, []Kind{Sample}, Done}} {
		if *one.into, err = lastCheck(ctx, s.deps.DB.Primary, one.kinds, one.state); err != nil {
			return f, err
		}
	}
	return f, nil
}
