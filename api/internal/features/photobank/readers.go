package photobank

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/features/photobank/rendition"
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
	now := s.deps.Now()
	var rules *Settings // asked for only where something has ended
	for id, p := range found {
		switch {
		case p.TrashedAt != nil:
			delete(found, id)
			continue
		case !p.Expired(now):
			continue
		}
		if rules == nil {
			read, err := settings(ctx, db)
			if err != nil {
				return nil, err
			}
			rules = &read
		}
		if rules.OnExpiry == ShowNothing {
			delete(found, id)
			continue
		}
		p.Renditions = nil
		found[id] = p
	}
	return found, nil
}

// SocialCard is the file that cards on other sites show (1200 x 630, Open Graph's
// own recommendation), and its real size: a small picture is not enlarged.
func (s *Service) SocialCard(p Picture) (file string, width, height int) {
	of, _ := proportion(Social)
	file = p.CropFile(of, of.Width, rendition.JPEG)
	width, height = s.deps.Recipe.Cut(file, rendition.JPEG, of.Width, of.Height, p.Crop(of)).Size(p.Width, p.Height)
	return file, width, height
}

// Withheld tells of a picture of ForReaders that only its place may be shown.
func (p Picture) Withheld() bool { return len(p.Renditions) == 0 }
