package photobank

import (
	"context"
	"encoding/json"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/features/photobank/rendition"
)

// updateMade notes what the making of all files of a picture taught. What others
// may have come to rely on (tone, hash and facts) stays as it is where it is known.
func updateMade(ctx context.Context, tx bun.Tx, id int64, learnt rendition.Facts, files []rendition.File, recipe string) error {
	var phash *int64
	if learnt.PHash != 0 { // of a picture in one colour it says nothing
		hash := int64(learnt.PHash) //nolint:gosec // all 64 bits are kept; the sign means nothing
		phash = &hash
	}
	facts, err := json.Marshal(append([]Fact{}, learnt.Metadata.Facts...))
	if err != nil {
		return err
	}
	renditions, err := json.Marshal(files)
	if err != nil {
		return err
	}
	_, err = tx.NewUpdate().Table("pictures").
		Set("renditions = ?::jsonb, recipe = ?, colour = ?, width = ?, height = ?", string(renditions), recipe, learnt.Colour, learnt.Width, learnt.Height).
		Set("tone = CASE WHEN tone = '' THEN ? ELSE tone END", learnt.Tone).
		Set("phash = coalesce(phash, ?)", phash).
		Set("facts = CASE WHEN facts = '[]' THEN ?::jsonb ELSE facts END", string(facts)).
		Where("id = ?", id).Exec(ctx)
	return err
}
