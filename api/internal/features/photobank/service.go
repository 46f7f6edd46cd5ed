package photobank

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/features/photobank/rendition"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/blob"
	"baq.kz/portal/api/internal/platform/contentseal"
	"baq.kz/portal/api/internal/platform/fetch"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/labels"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/malware"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Deps is what the photobank needs.
type Deps struct {
	DB          *postgres.Databases
	Journal     *audit.Journal
	Outbox      *outbox.Outbox
	Seals       *contentseal.Sealer
	Store       blob.Store
	Signer      Signer // of the newsroom's addresses of files
	Languages   lang.Set
	Zone        *time.Location // of a camera's clock that does not tell its own
	Now         func() time.Time
	UploadLimit int64 // bytes of a file
	Workers     int   // pictures made at a time
	Recipe      rendition.Recipe
	TempDir     string           // room for uploads on their way; made if need be
	Scanner     *malware.Scanner // nil: files are not scanned
	Quarantine  bool             // keep files while the scanner is down, instead of refusing them
	Fetch       *fetch.Client    // for pictures at web addresses
	Program     string           // to start for each picture, with rendition.Main in it; empty: the present one
	Log         *slog.Logger
}

// Service is what can be done with pictures.
type Service struct {
	deps     Deps
	renderer *rendition.Renderer
}

// New makes the service.
func New(d Deps) (*Service, error) {
	if err := os.MkdirAll(d.TempDir, 0o700); err != nil {
		return nil, fmt.Errorf("the folder for uploads can't be made; see PORTAL_DATA_DIR: %w", blob.Explain(err))
	}
	return &Service{deps: d, renderer: rendition.NewRenderer(rendition.Options{
		Program: d.Program, Dir: d.TempDir, Workers: d.Workers, Limits: rendition.DefaultLimits(),
	})}, nil
}

// Query asks for a page of pictures.
type Query struct {
	Search string // words, each of which must be part of the file name, a caption, an alternative text, the author or the source
	Cursor string
	Limit  int
}

// List is a page of pictures, newest first, and the cursor of the next (nil: none).
func (s *Service) List(ctx context.Context, q Query) ([]Picture, *string, error) {
	after, err := keyset.Decode[keyset.ByID](q.Cursor)
	if err != nil {
		return nil, nil, err
	}
	found, err := list(ctx, s.deps.DB.Primary, q, after)
	if err != nil {
		return nil, nil, err
	}
	page, next := keyset.Page(found, q.Limit, func(p Picture) any { return keyset.ByID{ID: p.ID} })
	return page, next, nil
}

// Get finds a picture. It fails with ErrNotFound.
func (s *Service) Get(ctx context.Context, id int64) (Picture, error) {
	return find(ctx, s.deps.DB.Primary, id)
}

// ByIDs finds pictures for those who refer to them; what is not there is left out.
func (s *Service) ByIDs(ctx context.Context, db bun.IDB, ids []int64) (map[int64]Picture, error) {
	return byIDs(ctx, db, ids)
}

// Update describes a picture anew, at the version that the caller has seen. It
// fails with ErrNotFound, ErrStale or, for a language that is not configured,
// with labels' fault.
func (s *Service) Update(ctx context.Context, id, version int64, d Description) (after Picture, err error) {
	if err := labels.CheckLanguages(s.deps.Languages, d.Labels); err != nil {
		return Picture{}, err
	}
	err = s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		before, err := find(ctx, tx, id)
		if err != nil {
			return err
		}
		change := before
		change.Description, change.Version = d.tidy(), version
		if current, err := update(ctx, tx, change); err != nil {
			return err
		} else if !current {
			return ErrStale
		}
		if after, err = find(ctx, tx, id); err != nil {
			return err
		}
		if err := s.deps.Journal.Record(ctx, tx, audit.Entry{Action: "photobank.update", ObjectType: "picture", ObjectID: id, Before: before, After: after}); err != nil {
			return err
		}
		if err := s.seal(ctx, tx, id); err != nil {
			return err
		}
		return s.deps.Outbox.Publish(ctx, tx, Changed{ID: id})
	})
	return after, err
}
