package photobank

import (
	"context"

	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/platform/cache"
)

// GetPublicPicture implements the operation of that name. Of what the site does not
// show, and of what is merely in the archive, nobody outside learns that it is there.
func (a PublicAPI) GetPublicPicture(ctx context.Context, r public.GetPublicPictureRequestObject) (public.GetPublicPictureResponseObject, error) {
	language, err := a.Languages.Chosen(r.Params.Lang)
	if err != nil {
		return nil, err
	}
	db := a.Service.deps.DB.Reader(ctx)
	cache.Unkept(ctx) // no tag tells which articles show a picture
	shown, err := shownToReaders(ctx, db, r.ID)
	if err != nil {
		return nil, err
	}
	found, err := a.Service.ForReaders(ctx, db, []int64{r.ID})
	if err != nil {
		return nil, err
	}
	p, there := found[r.ID]
	if !shown || !there {
		return nil, ErrNotFound
	}
	return public.GetPublicPicture200JSONResponse(PublicPicture(p, language)), nil
}
