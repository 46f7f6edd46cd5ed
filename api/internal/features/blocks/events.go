package blocks

// Changed says that readers see a page arranged in another way.
type Changed struct {
	Place string `json:"place"`
}

// EventName implements outbox.Event.
func (Changed) EventName() string { return "blocks.changed" }

// CacheTags are the pages that a change outdates.
func (e Changed) CacheTags() []string { return []string{"layout:" + e.Place} }

// FeedChanged says that the figures of a feed are others, or gone.
type FeedChanged struct {
	Key string `json:"key"`
}

// EventName implements outbox.Event.
func (FeedChanged) EventName() string { return "blocks.feed_changed" }

// CacheTags are the pages that a change outdates.
func (e FeedChanged) CacheTags() []string { return []string{FeedTag(e.Key)} }

// FeedTag marks pages that show a feed's figures, or would if it had some.
func FeedTag(key string) string { return "feed:" + key }
