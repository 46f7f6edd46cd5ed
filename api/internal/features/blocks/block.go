// Package blocks arranges the front page and the rubrics' pages: which blocks stand
// there, what fills them, and who sees them when. Sites and the public API show
// what it fills.
package blocks

import (
	"time"

	"baq.kz/portal/api/internal/platform/lang"
)

// Block is one piece of a page as editors set it up. Its JSON is the contract's,
// and is what is stored.
type Block struct {
	// ID is made by the panel and stays the same through all versions.
	ID   string `json:"id"`
	Kind Kind   `json:"kind"`
	// Layout is how stories are set; empty: by the page's rhythm.
	Layout Layout `json:"layout,omitempty"`
	Rule   *Rule  `json:"rule,omitempty"`
	// Count is how many stories at most; 0: what the kind and layout take.
	Count int `json:"count,omitempty"`
	// Feed is the key of the figures that a data block shows.
	Feed   string `json:"feed,omitempty"`
	Hidden bool   `json:"hidden,omitempty"`
	// ShowFrom and ShowUntil are when readers see it; nil: no such end.
	ShowFrom  *time.Time          `json:"showFrom,omitempty"`
	ShowUntil *time.Time          `json:"showUntil,omitempty"`
	Languages map[lang.Code]Words `json:"languages,omitempty"`
}

// Rule says where the stories after the pinned ones come from.
type Rule struct {
	From     Source `json:"from"`
	RubricID int64  `json:"rubricId,omitempty"`
	TagID    int64  `json:"tagId,omitempty"`
	// Hours is how far back most_read and urgent look; 0: a day.
	Hours int `json:"hours,omitempty"`
}

// window is how far back the rule looks.
func (r Rule) window() time.Duration {
	if r.Hours == 0 {
		return 24 * time.Hour
	}
	return time.Duration(r.Hours) * time.Hour
}

// Source is what a rule takes stories from.
type Source string

// The sources.
const (
	Newest     Source = "newest"
	FromRubric Source = "rubric" // with all that lie below it
	FromTag    Source = "tag"
	FromRead   Source = "most_read"
	FromUrgent Source = "urgent"
)

// Words are a block in one language.
type Words struct {
	Title string `json:"title,omitempty"`
	// URL is where the title leads.
	URL    string  `json:"url,omitempty"`
	Hidden bool    `json:"hidden,omitempty"`
	Pins   []int64 `json:"pins,omitempty"` // articles of this language
	Links  []Link  `json:"links,omitempty"`
	Videos []Video `json:"videos,omitempty"`
	HTML   string  `json:"html,omitempty"` // cleaned, see clean.go
}

// Link is a link by hand.
type Link struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}

// Video is a video's page at one of the providers that articles may embed.
type Video struct {
	URL   string `json:"url"`
	Title string `json:"title"`
}

// shown tells whether readers of a language see the block at a time.
func (b Block) shown(language lang.Code, now time.Time) bool {
	return !b.Hidden && !b.Languages[language].Hidden &&
		(b.ShowFrom == nil || !now.Before(*b.ShowFrom)) && (b.ShowUntil == nil || now.Before(*b.ShowUntil))
}

// rule is the block's rule, or the one that its kind has by itself.
func (b Block) rule() Rule {
	if b.Rule != nil {
		return *b.Rule
	}
	return Rule{From: kinds[b.Kind].from}
}
