package redirects

// Changed says that redirects were added, changed or deleted.
type Changed struct{}

// EventName implements outbox.Event.
func (Changed) EventName() string { return "redirects.changed" }

// CacheTags are what a change outdates. No page carries the tag; it moves the
// cache's clock on, and with it every answer that this feature remembers.
func (Changed) CacheTags() []string { return []string{"redirects"} }
