package scripts

// CacheTag marks what is rendered in a script; see Changed.
const CacheTag = "scripts"

// Changed says that the exceptions changed.
type Changed struct{}

// EventName implements outbox.Event.
func (Changed) EventName() string { return "scripts.changed" }

// CacheTags are what a change outdates: all pages in other scripts.
func (Changed) CacheTags() []string { return []string{CacheTag} }
