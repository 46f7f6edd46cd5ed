package tags

import "strconv"

// Changed says that a tag was added, changed or deleted.
type Changed struct {
	ID int64 `json:"id"`
}

// EventName implements outbox.Event.
func (Changed) EventName() string { return "tags.changed" }

// CacheTags are the pages that a change outdates.
func (e Changed) CacheTags() []string { return []string{CacheTag(e.ID), AllTag} }

// AllTag marks what lists all tags.
const AllTag = "tags"

// CacheTag marks pages that show a tag's name or address.
func CacheTag(id int64) string { return "tag:" + strconv.FormatInt(id, 10) }
