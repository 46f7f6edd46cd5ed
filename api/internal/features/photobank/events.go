package photobank

import "fmt"

// Uploaded says that a new picture is there, with its renditions.
type Uploaded struct {
	ID int64 `json:"id"`
}

// EventName implements outbox.Event.
func (Uploaded) EventName() string { return "photobank.uploaded" }

// Changed says that a picture's description has changed.
type Changed struct {
	ID int64 `json:"id"`
}

// EventName implements outbox.Event.
func (Changed) EventName() string { return "photobank.changed" }

// CacheTags are the pages that a change outdates: those that show the picture.
func (e Changed) CacheTags() []string { return []string{CacheTag(e.ID)} }

// CacheTag marks a page that shows the picture.
func CacheTag(id int64) string { return fmt.Sprintf("picture:%d", id) }
