package rubrics

import "fmt"

// Changed says that a rubric was added, changed, moved or deleted.
type Changed struct {
	ID int64 `json:"id"`
}

// EventName implements outbox.Event.
func (Changed) EventName() string { return "rubrics.changed" }

// CacheTags are the pages that a change outdates: the navigation stands on all.
func (e Changed) CacheTags() []string { return []string{CacheTag, fmt.Sprintf("rubric:%d", e.ID)} }

// CacheTag marks what shows the rubrics: every page does.
const CacheTag = "site"
