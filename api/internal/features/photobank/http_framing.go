package photobank

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
)

// FramePicture implements the operation of that name.
func (a AdminAPI) FramePicture(ctx context.Context, r admin.FramePictureRequestObject) (admin.FramePictureResponseObject, error) {
	f := Framing{Crops: map[string]Area{}}
	if r.Body.Focus != nil {
		f.Focus = &Point{X: r.Body.Focus.X, Y: r.Body.Focus.Y}
	}
	for _, c := range r.Body.Crops {
		if _, twice := f.Crops[string(c.Name)]; twice {
			return nil, ErrCropTwice
		}
		f.Crops[string(c.Name)] = Area{X: c.Area.X, Y: c.Area.Y, Width: c.Area.Width, Height: c.Area.Height}
	}
	shown, err := a.shown(ctx)(a.Service.Frame(ctx, r.ID, r.Body.Version, f))
	return admin.FramePicture200JSONResponse(shown), err
}
