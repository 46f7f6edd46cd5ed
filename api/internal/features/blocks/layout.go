package blocks

import "time"

// Arrangement is how a page is arranged, as the newsroom sees it.
type Arrangement struct {
	Place Place
	// Version grows with every change; 0 while nobody arranges the page.
	Version int64
	// Changed says that the draft differs from what readers see.
	Changed bool
	// Blocks are the draft; where there is none, what the site shows by itself.
	Blocks []Block
	// Published is what readers see; nil: the page's own order.
	Published *Version
	// PublishAt is when the draft will be published by itself.
	PublishAt *time.Time
	UpdatedAt *time.Time
	UpdatedBy *int64
}

// Version is what was published once. It never changes.
type Version struct {
	Number int64
	Blocks []Block
	Note   string
	By     *int64 // nil: a command
	At     time.Time
}

// Entry is a place in the list of all.
type Entry struct {
	Place       Place
	Version     int64
	Changed     bool
	PublishAt   *time.Time
	PublishedAt *time.Time
}
