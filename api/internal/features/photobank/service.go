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
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/contentseal"
	"baq.kz/portal/api/internal/platform/fetch"
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
	UploadLimit int64            // bytes of a file
	Workers     int              // pictures made at a time
	Recipe      rendition.Recipe // none: what the specification asks for
	Limits      rendition.Limits // of one picture; none: the usual ones
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
	memory   *cache.Memory[int64, Picture] // for readers
	// delivered is what the media host has done.
	delivered mediaCounts
}

// remembered is how many pictures a generation of the memory holds, some kilobytes each.
const remembered = 4_000

// New makes the service.
func New(d Deps) (*Service, error) {
	if err := os.MkdirAll(d.TempDir, 0o700); err != nil {
		return nil, fmt.Errorf("the folder for uploads can't be made; see PORTAL_DATA_DIR: %w", blob.Explain(err))
	}
	if d.Limits == (rendition.Limits{}) {
		d.Limits = rendition.DefaultLimits()
	}
	if len(d.Recipe.Widths) == 0 {
		d.Recipe = rendition.DefaultRecipe()
	}
	return &Service{deps: d, memory: cache.NewMemory(remembered, cacheTags), renderer: rendition.NewRenderer(rendition.Options{
		Program: d.Program, Dir: d.TempDir, Workers: d.Workers, Limits: d.Limits,
	})}, nil
}

// Get finds a picture. It fails with ErrNotFound.
func (s *Service) Get(ctx context.Context, id int64) (Picture, error) {
	return find(ctx, s.deps.DB.Primary, id)
}

// Facts are what the file of a picture says of itself. It fails with ErrNotFound.
func (s *Service) Facts(ctx context.Context, id int64) ([]Fact, error) {
	return facts(ctx, s.deps.DB.Primary, id)
}

// ByIDs finds pictures for those who refer to them; what is not there is left out.
func (s *Service) ByIDs(ctx context.Context, db bun.IDB, ids []int64) (map[int64]Picture, error) {
	return byIDs(ctx, db, ids)
}
