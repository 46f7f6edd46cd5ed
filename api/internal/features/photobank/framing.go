package photobank

import (
	"context"
	"fmt"
	"math"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/fault"
)

// Framing is the focal point (nil: the middle) and the crops that somebody chose, by
// name.
type Framing struct {
	Focus *Point
	Crops map[string]Area
}

// Frame sets a picture's framing at the version that the caller has seen. It fails
// with ErrNotFound, ErrStale or ErrBadCrop.
func (s *Service) Frame(ctx context.Context, id, version int64, f Framing) (Picture, error) {
	return s.change(ctx, id, change{action: "photobank.frame", version: version, apply: func(_ context.Context, _ bun.Tx, p *Picture) error {
		for name, area := range f.Crops {
			if err := p.admits(name, area); err != nil {
				return err
			}
		}
		p.Focus, p.Crops = f.Focus, f.Crops
		return nil
	}})
}

// slack is by how much the sum of two shares may be off for how computers count.
const slack = 1e-9

// admits refuses an area that leaves the picture, or whose sides are not in the
// crop's proportion within a pixel of each.
func (p Picture) admits(name string, a Area) error {
	of, known := proportion(name)
	wrong := ""
	width, height := a.Width*float64(p.Width), a.Height*float64(p.Height)
	ratio := float64(of.Width) / float64(max(of.Height, 1))
	switch {
	case !known:
		wrong = "unknown"
	case a.X < 0 || a.Y < 0 || a.Width <= 0 || a.Height <= 0 || a.X+a.Width > 1+slack || a.Y+a.Height > 1+slack:
		wrong = "outside"
	case math.Abs(width-height*ratio) > max(1, ratio):
		wrong = "proportion"
	}
	if wrong == "" {
		return nil
	}
	return ErrBadCrop.WithFields(fault.Field{
		Field: "crops." + name, Code: wrong, Message: fmt.Sprintf("%.1f by %.1f pixels, from %.4f and %.4f", width, height, a.X, a.Y),
	})
}
