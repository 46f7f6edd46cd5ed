package photobank

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/lang"
)

// Fields that the rules of the photobank may require before publication.
const (
	FieldAlt     = "alt"
	FieldCaption = "caption"
	FieldAuthor  = "author"
	FieldSource  = "source"
	FieldLicence = "licence"
	FieldTakenAt = "takenAt"
)

// What keeps a picture from being published, besides an empty field.
const (
	GapRights = "rights" // they have ended
	GapTrash  = "trash"  // it lies there
)

// TrashedUnused is the constraint that a picture in the trash is used by nothing. It
// refuses a use that begins, and a use refuses the trash, whichever comes first.
const TrashedUnused = "pictures_trashed_unused"

// Gap is what keeps a picture from being published: an empty field or a reason.
type Gap struct {
	PictureID int64
	FileName  string
	What      string
}

// Gaps are what keeps pictures from being published in a language by the rules of
// the photobank (requirement IM-7), in the order of ids. What is not there at all is
// not told: a foreign key guards it.
func (s *Service) Gaps(ctx context.Context, db bun.IDB, language lang.Code, ids []int64) ([]Gap, error) {
	found, err := byIDs(ctx, db, ids)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	rules, err := settings(ctx, db)
	if err != nil {
		return nil, err
	}
	var gaps []Gap
	for _, id := range ids {
		p, there := found[id]
		if !there {
			continue
		}
		what := p.lacks(rules.Required, language)
		if p.Expired(s.deps.Now()) {
			what = append(what, GapRights)
		}
		if p.TrashedAt != nil {
			what = append(what, GapTrash)
		}
		for _, w := range what {
			gaps = append(gaps, Gap{PictureID: id, FileName: p.FileName, What: w})
		}
	}
	return gaps, nil
}

// lacks are the required fields that are empty, in their order.
func (p Picture) lacks(required []string, language lang.Code) []string {
	label := p.Labels[language]
	filled := map[string]bool{
		FieldAlt: label.Alt != "", FieldCaption: label.Caption != "", FieldAuthor: p.Author != "", FieldSource: p.Source != "",
		FieldLicence: p.Licence != "" || p.LicenceID != nil, FieldTakenAt: p.TakenAt != nil,
	}
	return slices.DeleteFunc(slices.Clone(required), func(field string) bool { return filled[field] })
}
