// Package banners keeps what advertisers show on the sites, decides which of it
// stands on a page, and counts how often readers see and follow it.
package banners

import (
	"slices"
	"time"

	"baq.kz/portal/api/internal/platform/lang"
)

// Zone is a place of the pages where banners stand.
type Zone string

// The zones. Pages have room for Top everywhere, for Aside and Article beside and
// under an article's text, for Aside and List in lists of stories.
const (
	Top     Zone = "top"
	Aside   Zone = "aside"
	Article Zone = "article"
	List    Zone = "list"
)

// State is what a banner does now, by the database's clock.
type State string

// The states. One whose time is over has ended, also when it is paused.
const (
	Planned State = "planned"
	Running State = "running"
	Ended   State = "ended"
	Paused  State = "paused"
)

// Art is a banner in one language.
type Art struct {
	PictureID       int64  `json:"pictureId"`
	NarrowPictureID *int64 `json:"narrowPictureId"` // for phones; nil: the same
	Alt             string `json:"alt"`             // what the picture says, for those who can't see it
	URL             string `json:"url"`             // http, https, or a path of the site
}

// Banner is a picture of an advertiser that leads to them.
type Banner struct {
	ID         int64             `json:"id"`
	Name       string            `json:"name"`       // for the newsroom
	Advertiser string            `json:"advertiser"` // readers are told
	Zone       Zone              `json:"zone"`
	Arts       map[lang.Code]Art `json:"arts"`      // it stands on the sites of these languages
	RubricIDs  []int64           `json:"rubricIds"` // with all below them; none: every page
	From       *time.Time        `json:"from"`      // nil: from now on
	Until      *time.Time        `json:"until"`     // not included; nil: without an end
	Weight     int               `json:"weight"`    // 1 to 100, beside the others of its zone
	Paused     bool              `json:"paused"`
	Version    int64             `json:"version"`
	State      State             `json:"-"`
	Shows      int64             `json:"-"` // how often it came into a reader's sight
	Clicks     int64             `json:"-"`
	UpdatedAt  time.Time         `json:"-"`
}

// DefaultWeight is that of a banner of which nothing else was said.
const DefaultWeight = 10

// PictureIDs are its pictures.
func (a Art) PictureIDs() []int64 {
	if a.NarrowPictureID == nil {
		return []int64{a.PictureID}
	}
	return []int64{a.PictureID, *a.NarrowPictureID}
}

// PictureIDs are the pictures of all its arts.
func (b Banner) PictureIDs() (ids []int64) {
	for _, art := range b.Arts {
		ids = append(ids, art.PictureIDs()...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Query asks for a page of banners, the latest changed first.
type Query struct {
	Zone     Zone      // empty: all
	State    State     // empty: all
	Language lang.Code // that it has an art in; empty: all
	Search   string    // part of the name or of the advertiser
	Cursor   string
	Limit    int // 1 to 100
}

// Day is what was counted of a banner on one day in Asia/Almaty, in one language.
type Day struct {
	Day      time.Time // at midnight UTC, for its date alone
	Language lang.Code
	Shows    int64
	Clicks   int64
}
