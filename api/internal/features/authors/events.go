package authors

import "strconv"

// Changed says that an author was added, changed or deleted.
type Changed struct {
	ID int64 `json:"id"`
}

// EventName implements outbox.Event.
func (Changed) EventName() string { return "authors.changed" }

// CacheTags are the pages that a change outdates.
func (e Changed) CacheTags() []string { return []string{CacheTag(e.ID), AllTag} }

// AllTag marks what lists all authors.
const AllTag = "authors"

// CacheTag marks pages that show an author's name, address or picture.
func CacheTag(id int64) string { return "author:" + strconv.FormatInt(id, 10) }
