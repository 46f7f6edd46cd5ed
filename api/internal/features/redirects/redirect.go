// Package redirects leads readers from addresses that are no more to those that
// took their place: addresses that were changed, tags that were merged, and those
// of the former sites. It also keeps which addresses were asked for in vain.
//
// A redirect is only asked for when there is no page: what is there always wins.
// Those of changed addresses come by triggers of the database
// (migrations/0020_redirects.tx.up.sql), so that no way of changing one forgets them.
package redirects

import (
	"net/http"
	"time"

	"baq.kz/portal/api/internal/platform/lang"
)

// Origin is how a redirect came about.
type Origin string

// The origins.
const (
	ByHand Origin = "hand"
	Moved  Origin = "moved"  // an address was changed
	Merged Origin = "merged" // a tag was merged into another
	Import Origin = "import" // an address of the former sites
)

// Automatic tells whether the redirect follows the address of a thing by itself.
func (o Origin) Automatic() bool { return o == Moved || o == Merged }

// Redirect is an old address and where it leads now.
type Redirect struct {
	ID        int64      `json:"id"`
	Language  lang.Code  `json:"language"`
	Path      string     `json:"path"`   // as Canonical writes it
	Target    string     `json:"target"` // a path of the same site, or an address of another of ours; empty: nothing there
	Status    int        `json:"status"` // 301, 302 or 410
	Origin    Origin     `json:"origin"`
	Note      string     `json:"note"`
	Version   int64      `json:"version"`
	CreatedAt time.Time  `json:"createdAt"`
	CreatedBy string     `json:"-"` // a person's name; empty: it came by itself
	Hits      int64      `json:"-"` // followed so often; the last seconds may be missing
	LastHitAt *time.Time `json:"-"`
}

// Input is a redirect as a person or an import gives it.
type Input struct {
	Language  lang.Code
	Path      string
	Target    string // a path of the same language's site, or an address of one of our sites
	Gone      bool   // 410, and no target
	Temporary bool   // 302 instead of 301
	Note      string
}

// Answer is what a reader gets at an old address.
type Answer struct {
	ID     int64
	Status int    // 301, 302 or 410
	Target string // a path of the same site, or an absolute address of another of ours; empty with 410
}

// status is the HTTP status of a redirect.
func status(gone, temporary bool) int {
	switch {
	case gone:
		return http.StatusGone
	case temporary:
		return http.StatusFound
	}
	return http.StatusMovedPermanently
}
