package banners

import "baq.kz/portal/api/internal/platform/lang"

// Place is a zone of the sites in one language.
type Place struct {
	Zone     Zone      `json:"zone"`
	Language lang.Code `json:"language"`
}

// Changed says that a banner was added, changed or removed, and where it stood or
// stands.
type Changed struct {
	ID     int64   `json:"id"`
	Places []Place `json:"places"`
}

// EventName implements outbox.Event.
func (Changed) EventName() string { return "banners.changed" }

// CacheTags are the pages that a change outdates: all that have the zone.
func (e Changed) CacheTags() []string {
	tags := make([]string, len(e.Places))
	for i, p := range e.Places {
		tags[i] = CacheTag(p.Zone, p.Language)
	}
	return tags
}

// CacheTag is the cache tag of pages that have a zone, with a banner or without.
func CacheTag(zone Zone, language lang.Code) string {
	return "banners:" + string(zone) + ":" + string(language)
}

// places are where a banner stood before or stands after a change.
func places(all ...Banner) []Place {
	var out []Place
	seen := map[Place]bool{}
	for _, b := range all {
		for language := range b.Arts {
			p := Place{b.Zone, language}
			if !seen[p] {
				seen[p], out = true, append(out, p)
			}
		}
	}
	return out
}
