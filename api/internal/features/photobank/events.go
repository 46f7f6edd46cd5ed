package photobank

import "strconv"

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
func CacheTag(id int64) string { return "picture:" + strconv.FormatInt(id, 10) }

// Deleted says that a picture is gone, and which files it had.
type Deleted struct {
	ID   int64    `json:"id"`
	Hash string   `json:"hash"`
	Keys []string `json:"keys"` // in the store
}

// EventName implements outbox.Event.
func (Deleted) EventName() string { return "photobank.deleted" }

// CacheTags are the pages that showed it: of drafts, since nothing in use is deleted.
func (e Deleted) CacheTags() []string { return []string{CacheTag(e.ID)} }

// RightsEnded says that the rights in pictures have come to their end or to a new
// beginning, so that readers see them no more or again.
type RightsEnded struct {
	IDs []int64 `json:"ids"`
}

// EventName implements outbox.Event.
func (RightsEnded) EventName() string { return "photobank.rights_ended" }

// CacheTags are the pages that show one of the pictures.
func (e RightsEnded) CacheTags() []string {
	tags := make([]string, len(e.IDs))
	for i, id := range e.IDs {
		tags[i] = CacheTag(id)
	}
	return tags
}

// LicenceChanged says that a licence has another end than before.
type LicenceChanged struct {
	ID int64 `json:"id"`
}

// EventName implements outbox.Event.
func (LicenceChanged) EventName() string { return "photobank.licence_changed" }

// ExpiryRuleChanged says that pages are to show something else instead of pictures
// whose rights have ended.
type ExpiryRuleChanged struct{}

// EventName implements outbox.Event.
func (ExpiryRuleChanged) EventName() string { return "photobank.expiry_rule_changed" }
