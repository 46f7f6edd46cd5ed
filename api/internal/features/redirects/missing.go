package redirects

import (
	"context"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/tally"
)

const (
	// newPerMinute is how many addresses one process takes in anew in a minute; more
	// than that is a robot that tries names.
	newPerMinute = 200
	// missingKept is how many addresses the list keeps; those asked for least often,
	// and longest ago, make room.
	missingKept = 10_000
	// missingFor is how long an address is kept that nobody asks for any more.
	missingFor = "90 days"
)

// Missing is an address that readers asked for in vain.
type Missing struct {
	ID       int64     `json:"id"`
	Language lang.Code `json:"language"`
	Path     string    `json:"path"` // canonical, without its query: that may tell of the reader
	Hits     int64     `json:"hits"`
	FirstAt  time.Time `json:"firstAt"`
	LastAt   time.Time `json:"lastAt"`
	Referrer string    `json:"referrer"` // the page that last led there, without its query; empty: unknown
}

// sighting is what is known of a missing address since the last flush.
type sighting struct {
	hits     int64
	last     time.Time
	referrer string
}

// plus keeps the referrer of the later one that has any.
func (a sighting) plus(b sighting) sighting {
	if a.last.After(b.last) {
		a, b = b, a
	}
	b.hits += a.hits
	if b.referrer == "" {
		b.referrer = a.referrer
	}
	return b
}

// missed counts in bounded memory.
type missed struct {
	*tally.Tally[page, sighting]
	mutex  sync.Mutex
	minute time.Time
	fresh  int // addresses taken in anew in this minute
}

func newMissed() *missed {
	return &missed{Tally: tally.New[page](2*newPerMinute, sighting.plus)}
}

func (m *missed) add(p page, at time.Time, referrer string) {
	if m.Knows(p) || m.room(at) {
		m.Add(p, sighting{1, at, referrer})
	}
}

// room takes one of the addresses that a minute may bring anew.
func (m *missed) room(at time.Time) bool {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if at.Sub(m.minute) >= time.Minute {
		m.minute, m.fresh = at, 0
	}
	m.fresh++
	return m.fresh <= newPerMinute
}

// Missed counts that a reader found nothing at an address and no redirect. What
// only somebody looking for weaknesses asks for is left out.
func (s *Service) Missed(language lang.Code, path, referrer string) {
	canonical, ok := Canonical(path)
	canonical = withoutQuery(canonical)
	if !ok || canonical == "/" || foreign(canonical) || hostile(canonical) || len([]rune(canonical)) > 500 {
		return
	}
	s.missed.add(page{language, canonical}, s.deps.Now(), bare(referrer))
}

// bare is the address of a page without what may tell of a reader: its query, its
// fragment and a name in it.
func bare(referrer string) string {
	u, err := url.Parse(referrer)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	path, ok := Canonical("/" + strings.TrimPrefix(u.EscapedPath(), "/"))
	if !ok || len(path) > 400 || len(u.Host) > 100 || strings.ContainsFunc(u.Host, unusual) {
		return ""
	}
	return u.Scheme + "://" + u.Host + withoutQuery(path)
}

// hostile tells whether only somebody who looks for weaknesses asks for a path.
func hostile(path string) bool {
	lower := strings.ToLower(path)
	for _, ending := range []string{".php", ".asp", ".aspx", ".jsp", ".cgi", ".env", ".git", ".sql", ".bak", ".ini", ".yml", ".yaml", ".sh", ".exe", ".dll", ".zip", ".tar", ".gz", ".rar"} {
		if strings.HasSuffix(lower, ending) || strings.Contains(lower, ending+"/") || strings.Contains(lower, ending+".") {
			return true
		}
	}
	for _, part := range []string{"/.", "..", "wp-", "wordpress", "xmlrpc", "phpmyadmin", "cgi-bin", "/etc/", "vendor/", "actuator", "boaform", "<", ">", "'", `"`, `\`, "%00", "${", "{{"} {
		if strings.Contains(lower, part) {
			return true
		}
	}
	return false
}

// unusual are letters that no host name has as browsers send it.
func unusual(r rune) bool {
	return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]", r)
}

// MissingQuery says which missing addresses a list shows.
type MissingQuery struct {
	Language lang.Code // empty: all
	Cursor   string
	Limit    int // 1 to 100
}

// mostHits is the key of the list of missing addresses.
type mostHits struct {
	Hits int64 `json:"h"`
	ID   int64 `json:"i"`
}

// Missing are addresses that were asked for in vain, the most asked for first, and
// the cursor of the next (nil: none).
func (s *Service) Missing(ctx context.Context, q MissingQuery) ([]Missing, *string, error) {
	after, err := keyset.Decode[mostHits](q.Cursor)
	if err != nil {
		return nil, nil, err
	}
	rows, err := missing(ctx, s.deps.DB.Primary, q, after)
	if err != nil {
		return nil, nil, err
	}
	rows, next := keyset.Page(rows, q.Limit, func(m Missing) any { return mostHits{m.Hits, m.ID} })
	return rows, next, nil
}

// Dismiss takes an address off the list. It comes back when it is asked for again.
func (s *Service) Dismiss(ctx context.Context, id int64) error {
	return s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		before, err := takeMissing(ctx, tx, id)
		if err != nil {
			return err
		}
		return s.deps.Journal.Record(ctx, tx, audit.Entry{Action: "redirects.dismiss", ObjectType: "missing_page", ObjectID: id, Before: before})
	})
}
