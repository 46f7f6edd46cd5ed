package news

import (
	"context"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/fault"
)

// checkPictures refuses to bring pictures before readers that the rules of the
// photobank keep from them (requirement IM-7). Only those count that the change
// brings: who mends a word of a live article is not asked about its old pictures.
// What an import or the demo dates back is taken as it is.
func (s *Service) checkPictures(ctx context.Context, tx bun.Tx, before *Article, a Article) error {
	if a.backdated || !a.State.Live() && a.State != Scheduled {
		return nil
	}
	ids := a.pictureIDs()
	if before != nil && (before.State.Live() || before.State == Scheduled && a.State == Scheduled) {
		had := before.pictureIDs()
		ids = slices.DeleteFunc(ids, func(id int64) bool { return slices.Contains(had, id) })
	}
	gaps, err := s.pictures.Gaps(ctx, tx, a.Language, ids)
	if err != nil || len(gaps) == 0 {
		return err
	}
	fields := make([]fault.Field, len(gaps))
	for i, g := range gaps {
		fields[i] = fault.Field{Field: "body", Code: "picture_" + g.What, Message: fmt.Sprintf("picture %d (%s): %s", g.PictureID, g.FileName, g.What)}
		if a.PictureID != nil && *a.PictureID == g.PictureID {
			fields[i].Field = "pictureId"
		}
	}
	return ErrPictures.WithFields(fields...)
}

// pictureIDs are the pictures of the article, the lead picture first.
func (a Article) pictureIDs() []int64 {
	ids := a.Body.PictureIDs()
	if a.PictureID != nil {
		ids = append([]int64{*a.PictureID}, slices.DeleteFunc(ids, func(id int64) bool { return id == *a.PictureID })...)
	}
	return ids
}
