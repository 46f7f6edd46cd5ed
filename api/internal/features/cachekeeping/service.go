// Package cachekeeping shows people what the page cache keeps and how it does, lets
// them have pages made anew, and makes those that are asked for most before a reader
// has to wait for them (requirements CA-6 and AD-9).
package cachekeeping

import (
	"log/slog"
	"time"

	"github.com/redis/rueidis"

	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Deps is what the service stands on.
type Deps struct {
	DB      *postgres.Databases
	Journal *audit.Journal
	Redis   rueidis.Client
	Cache   *cache.Pages
	// Name is what people know this process by, such as its host.
	Name string
	// Locate tells where readers find the page that a key stands for.
	Locate func(key string) (Place, bool)
	// FrontPages are the addresses that each change has made anew.
	FrontPages []Address
	// Media are the files that this process has sent from where they lay, and those that
	// it made on demand.
	Media func() (hits, misses int64)
	Now   func() time.Time
	Log   *slog.Logger
}

// Service is what can be done with the page cache.
type Service struct {
	deps  Deps
	store store
	node  string // this process
	since time.Time
}

// New makes the service.
func New(d Deps) *Service {
	return &Service{deps: d, store: store{d.Redis}, node: newNodeID(), since: d.Now()}
}
