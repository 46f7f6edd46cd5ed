// Package indexnow tells search engines which pages have changed
// (indexnow.org/documentation), so that they need not find out by asking.
//
// A change marks its addresses within the job of its event, which River tries until
// it is done. Marked addresses wait some seconds for others, are told host by host,
// and stay marked until somebody has taken them.
package indexnow

import (
	"context"
	"net/http"
	"time"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
)

const (
	// gather is how long an address waits for others.
	gather = 10 * time.Second
	// most is how many addresses the protocol takes at once.
	most = 10_000
	// lease is how long one process may take over what it has claimed; then another
	// one does it again.
	lease = 2 * time.Minute
	// giveUp is after how many attempts an address is left to the search engines'
	// own rounds. With the pauses of pause that is about half a day.
	giveUp = 20
)

// Deps are what the service stands on.
type Deps struct {
	DB        *postgres.Databases
	Languages lang.Set
	Endpoint  string // empty: nobody is told
	Key       string
	Client    *http.Client // with a timeout
}

// Service tells search engines.
type Service struct{ deps Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{deps: d} }

// On tells whether anybody is told.
func (s *Service) On() bool { return s.deps.Endpoint != "" }

// Note marks the addresses that a change concerns. It may be called again for the
// same change.
func (s *Service) Note(ctx context.Context, change news.Change) error {
	language, known := s.deps.Languages.Get(change.Language)
	if !s.On() || !known {
		return nil
	}
	var urls []string
	for _, slug := range change.Slugs {
		if path := news.Path(slug); path != "" {
			urls = append(urls, language.URL(path))
		}
	}
	return mark(ctx, s.deps.DB.Primary, language.Site.Host, urls)
}

// Told is what came of telling.
type Told struct {
	Addresses int
	Outcome   Outcome
	Why       error // of all but Taken
}

// Outcome is how it went.
type Outcome string

// The outcomes. What is Delayed is tried again; what was Refused, or failed too
// often and is Dropped, is not.
const (
	Taken   Outcome = "taken"
	Delayed Outcome = "delayed"
	Refused Outcome = "refused"
	Dropped Outcome = "dropped"
)

// Tell tells of the addresses of one host that are due; false when there are none.
// Any number of processes may do so at once.
func (s *Service) Tell(ctx context.Context) (Told, bool, error) {
	if !s.On() {
		return Told{}, false, nil
	}
	claimed, err := claim(ctx, s.deps.DB.Primary)
	if err != nil || len(claimed) == 0 {
		return Told{}, false, err
	}
	told := Told{Addresses: len(claimed), Outcome: Taken}
	wait, err := s.send(ctx, claimed)
	told.Why = err
	switch {
	case err == nil:
	case wait < 0:
		told.Outcome = Refused
	case claimed[0].Attempts >= giveUp:
		told.Outcome = Dropped
	default:
		told.Outcome = Delayed
		return told, true, delay(ctx, s.deps.DB.Primary, claimed, max(wait, pause(claimed[0].Attempts)))
	}
	return told, true, forget(ctx, s.deps.DB.Primary, claimed)
}

// pause grows from ten seconds to an hour.
func pause(attempts int) time.Duration {
	return min(gather<<min(attempts-1, 10), time.Hour)
}
