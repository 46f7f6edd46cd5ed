package photobank

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/features/photobank/rendition"
	"baq.kz/portal/api/internal/platform/cache"
)

// What published pages show instead of a picture whose rights have ended.
const (
	ShowPlaceholder = "placeholder"
	ShowNothing     = "removal"
)

// cacheTags tell of every change of the picture that is shown as the one of an id: its own,
// or what it was merged into.
func cacheTags(id int64, shown Picture) []string { return []string{CacheTag(id), CacheTag(shown.ID)} }

// Expired tells whether the rights in the picture have ended at a moment.
func (p Picture) Expired(now time.Time) bool { return p.ExpiresAt != nil && !now.Before(*p.ExpiresAt) }

// ForReaders finds pictures as readers may see them now. One in the trash is left
// out. Of one whose rights have ended the rules of the photobank decide: it is left
// out, or there without its files (see Withheld), so that a page keeps its place.
// Every page, feed and API for readers gets its pictures here.
func (s *Service) ForReaders(ctx context.Context, db bun.IDB, ids []int64) (map[int64]Picture, error) {
	cache.ReadsEach(ctx, CacheTag, ids...)
	found, err := s.memory.All(ctx, ids, func(missing []int64) (map[int64]Picture, error) { return byIDs(ctx, db, missing) })
	if err != nil {
		return nil, err
	}
	now := s.deps.Now()
	var rules *Settings // asked for only where something has ended
	for id, p := range found {
		cache.Reads(ctx, CacheTag(p.ID)) // what it was merged into
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

// Cut is a file of a crop, with its real size: a small picture is not enlarged.
type Cut struct {
	File          string
	Width, Height int
}

// SocialCard is the file that cards on other sites show (1200 x 630, Open Graph's
// own recommendation).
func (s *Service) SocialCard(p Picture) Cut {
	of, _ := proportion(Social)
	return s.cut(p, of, of.Width)
}

// SearchCuts are the files that search engines ask for with an article: the crops
// 16:9, 4:3 and 1:1, as wide as pictures are made.
func (s *Service) SearchCuts(p Picture) []Cut {
	var out []Cut
	for _, name := range []string{Wide, Normal, Square} {
		of, _ := proportion(name)
		out = append(out, s.cut(p, of, slices.Max(s.deps.Recipe.Widths)))
	}
	return out
}

// CutWithin is the widest crop 16:9 that is no wider and no higher than given, in
// pixels; false where even the narrowest is.
func (s *Service) CutWithin(p Picture, width, height int) (Cut, bool) {
	of, _ := proportion(Wide)
	var best Cut
	for _, w := range s.deps.Recipe.Widths {
		if c := s.cut(p, of, w); c.Width <= width && c.Height <= height && c.Width > best.Width {
			best = c
		}
	}
	return best, best.Width > 0
}

func (s *Service) cut(p Picture, of Proportion, width int) Cut {
	file := p.CropFile(of, width, rendition.JPEG)
	height := (width*of.Height + of.Width/2) / of.Width
	w, h := s.deps.Recipe.Cut(file, rendition.JPEG, width, height, p.Crop(of)).Size(p.Width, p.Height)
	return Cut{File: file, Width: w, Height: h}
}

// Withheld tells of a picture of ForReaders that only its place may be shown.
func (p Picture) Withheld() bool { return len(p.Renditions) == 0 }
