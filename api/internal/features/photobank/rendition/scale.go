package rendition

import (
	"image"
	"math"
	"slices"

	"github.com/disintegration/imaging"
)

// scale makes the variants, upright and in sRGB, in their order. Those of the whole
// picture are made each from the next wider one, which costs a third less than
// making all from the original. A crop depends on nothing else that is made with it.
func (s *source) scale(variants []Variant) ([]*image.NRGBA, error) {
	out := make([]*image.NRGBA, len(variants))
	var err error
	var wider *image.NRGBA
	for _, i := range widestFirst(variants) {
		w, h := variants[i].Size(s.size())
		switch {
		case variants[i].Area != nil:
			continue
		case wider == nil:
			wider, err = s.cut(variants[i])
		case wider.Rect.Dx() != w || wider.Rect.Dy() != h:
			wider = imaging.Resize(wider, w, h, imaging.Lanczos)
		}
		if err != nil {
			return nil, err
		}
		out[i] = wider
	}
	return out, s.crops(variants, out)
}

// crops come one after the other; files that differ in the format only share theirs.
func (s *source) crops(variants []Variant, out []*image.NRGBA) (err error) {
	for i, v := range variants {
		if v.Area == nil {
			continue
		}
		same := slices.IndexFunc(variants[:i], func(o Variant) bool {
			return o.Area != nil && *o.Area == *v.Area && o.Width == v.Width && o.Height == v.Height
		})
		if same >= 0 {
			out[i] = out[same]
		} else if out[i], err = s.cut(v); err != nil {
			return err
		}
	}
	return nil
}

func widestFirst(variants []Variant) []int {
	order := make([]int, len(variants))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return variants[b].Width - variants[a].Width })
	return order
}

// cut decodes the picture and makes what the variant shows of it. Shrinking comes
// first, then what is left is turned and gets its colours right.
func (s *source) cut(v Variant) (*image.NRGBA, error) {
	w, h := v.Size(s.size())
	shown := v.shown(s.size())
	width, _ := s.size()
	img, err := s.decoded(float64(w) / (shown.Width * float64(width)))
	if err != nil {
		return nil, err
	}
	if turned(s.orientation) {
		w, h = h, w
	}
	out := resize(img, shown.stored(s.orientation).pixels(img.Bounds()), w, h)
	if s.kind != cmyk { // inks have become colours already
		s.transform.apply(out.Pix, w, h)
	}
	return upright(out, s.orientation), nil
}

// resize never returns the pixels of img itself.
func resize(img image.Image, part image.Rectangle, w, h int) *image.NRGBA {
	if k := min(2*part.Dx()/(3*w), 2*part.Dy()/(3*h), 200); k > 1 {
		img = boxed(img, part, k)
	} else if part != img.Bounds() {
		img = imaging.Crop(img, part)
	}
	return imaging.Resize(img, w, h, imaging.Lanczos)
}

// shown is the area that a variant shows of an upright picture of width by height:
// the middle of its area, where the proportions differ.
func (v Variant) shown(width, height int) Area {
	a := Area{Width: 1, Height: 1}
	if v.Area != nil {
		a = *v.Area
	}
	if v.Height < 1 {
		return a
	}
	full := a
	w, h := full.Width*float64(width), full.Height*float64(height)
	part := min(w, h*float64(v.Width)/float64(v.Height))
	a.Width, a.Height = part/float64(width), part*float64(v.Height)/float64(v.Width)/float64(height)
	a.X, a.Y = full.X+(full.Width-a.Width)/2, full.Y+(full.Height-a.Height)/2
	return a
}

// stored is where an area of the upright picture lies in the file.
func (a Area) stored(orientation int) Area {
	right, bottom := 1-a.X-a.Width, 1-a.Y-a.Height
	if turned(orientation) {
		a.Width, a.Height = a.Height, a.Width
	}
	switch orientation {
	case 2:
		a.X = right
	case 3:
		a.X, a.Y = right, bottom
	case 4:
		a.Y = bottom
	case 5:
		a.X, a.Y = a.Y, a.X
	case 6:
		a.X, a.Y = a.Y, right
	case 7:
		a.X, a.Y = bottom, right
	case 8:
		a.X, a.Y = bottom, a.X
	}
	return a
}

// pixels is the area in a picture of the given bounds: within them, and not empty.
func (a Area) pixels(bounds image.Rectangle) image.Rectangle {
	side := func(from, length float64, size int) (int, int) {
		n := min(max(int(math.Round(length*float64(size))), 1), size)
		begin := min(max(int(math.Round(from*float64(size))), 0), size-n)
		return begin, begin + n
	}
	var r image.Rectangle
	r.Min.X, r.Max.X = side(a.X, a.Width, bounds.Dx())
	r.Min.Y, r.Max.Y = side(a.Y, a.Height, bounds.Dy())
	return r
}

func turned(orientation int) bool { return orientation >= 5 }

// upright undoes EXIF's orientation (CIPA DC-008, 4.6.5.1.6).
func upright(img *image.NRGBA, orientation int) *image.NRGBA {
	switch orientation {
	case 2:
		return imaging.FlipH(img)
	case 3:
		return imaging.Rotate180(img)
	case 4:
		return imaging.FlipV(img)
	case 5:
		return imaging.Transpose(img)
	case 6:
		return imaging.Rotate270(img)
	case 7:
		return imaging.Transverse(img)
	case 8:
		return imaging.Rotate90(img)
	}
	return img
}
