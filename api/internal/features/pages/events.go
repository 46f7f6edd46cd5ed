package pages

// Changed says that a page was added or changed.
type Changed struct {
	Key string `json:"key"`
}

// EventName implements outbox.Event.
func (Changed) EventName() string { return "pages.changed" }

// CacheTags are what a change outdates: pages stand in the footer of all.
func (e Changed) CacheTags() []string { return []string{siteTag, CacheTag(e.Key)} }

// CacheTag marks what shows a page or which languages it has.
func CacheTag(key string) string { return "page:" + key }

// siteTag marks what shows the menu: every page does.
const siteTag = "site"
