package photobank

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

// What published pages show instead of a picture whose rights have ended.
const (
	ShowPlaceholder = "placeholder"
	ShowNothing     = "removal"
)

// Expired tells whether the rights in the picture have ended at a moment.
func (p Picture) Expired(now time.Time) bool { return p.ExpiresAt != nil && !now.Before(*p.ExpiresAt) }

// ForReaders finds pictures as readers may see them now. One in the trash is left
// out. Of one whose rights have ended the rules of the photobank decide: it is left
// out, or there without its files (see Withheld), so that a page keeps its place.
// Every page, feed and API for readers gets its pictures here.
func (s *Service) ForReaders(ctx context.Context, db bun.IDB, ids []int64) (map[int64]Picture, error) {
	found, err := byIDs(ctx, db, ids)
	if err != nil {
		return nil, err
	}
	now, instead := s.deps.Now(), ""
	for id, p := range found {
		switch {
		case p.TrashedAt != nil:
			delete(found, id)
			continue
		case !p.Expired(now):
			continue
		}
		if instead == "" {
			if instead, err = onExpiry(ctx, db); err != nil {
				return nil, err
			}
		}
		if instead == ShowNothing {
			delete(found, id)
			continue
		}
		p.Renditions = nil
		found[id] = p
	}
	return found, nil
}

// Withheld tells of a picture of ForReaders that only its place may be shown.
func (p Picture) Withheld() bool { return len(p.Renditions) == 0 }
