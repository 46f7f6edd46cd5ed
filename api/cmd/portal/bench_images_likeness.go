package main

import (
	"fmt"
	"image"
	"io"

	"github.com/chai2010/webp"
	"github.com/disintegration/imaging"
)

// compare prints how alike the renditions are, and how near to the original that
// was shrunk with the greatest care.
func compare(w io.Writer, p photograph, ours, theirs made) (alike []float64, err error) {
	for i, width := range widths {
		one, err := decodedWebP(ours.files[i])
		if err != nil {
			return nil, err
		}
		other, err := decodedWebP(theirs.files[i])
		if err != nil {
			return nil, err
		}
		if one.Rect != other.Rect {
			return nil, fmt.Errorf("%s: %v and %v", p.name, one.Rect, other.Rect)
		}
		best := imaging.Resize(p.image, one.Rect.Dx(), one.Rect.Dy(), imaging.Lanczos)
		fmt.Fprintf(w, "%s\t%d\t%.1f\t%.1f\t%.4f\t%.4f\t%.4f\t\n", p.name, width, float64(len(ours.files[i]))/1024, float64(len(theirs.files[i]))/1024,
			ssim(one, other), ssim(one, best), ssim(other, best))
		alike = append(alike, ssim(one, other))
	}
	return alike, nil
}

func mean(all []float64) (sum float64) {
	for _, x := range all {
		sum += x / float64(len(all))
	}
	return sum
}

func decodedWebP(content []byte) (*image.NRGBA, error) {
	img, err := webp.DecodeRGBA(content)
	if err != nil {
		return nil, err
	}
	return &image.NRGBA{Pix: img.Pix, Stride: img.Stride, Rect: img.Rect}, nil
}

// ssim is the structural similarity of two pictures' light (Wang et al., 2004), the
// mean over windows of 8 by 8 at every fourth pixel; 1 is equal.
func ssim(a, b *image.NRGBA) float64 {
	const window, step = 8, 4
	sum, n := 0.0, 0.0
	for y := 0; y+window <= a.Rect.Dy(); y += step {
		for x := 0; x+window <= a.Rect.Dx(); x += step {
			sum += likeness(a, b, x, y, window)
			n++
		}
	}
	return sum / n
}

func likeness(a, b *image.NRGBA, left, top, window int) float64 {
	const c1, c2 = 0.01 * 255 * 0.01 * 255, 0.03 * 255 * 0.03 * 255
	var sa, sb, saa, sbb, sab float64
	for y := top; y < top+window; y++ {
		for x := left; x < left+window; x++ {
			p, q := light(a, x, y), light(b, x, y)
			sa, sb, saa, sbb, sab = sa+p, sb+q, saa+p*p, sbb+q*q, sab+p*q
		}
	}
	n := float64(window * window)
	ma, mb := sa/n, sb/n
	va, vb, cov := saa/n-ma*ma, sbb/n-mb*mb, sab/n-ma*mb
	return (2*ma*mb + c1) * (2*cov + c2) / ((ma*ma + mb*mb + c1) * (va + vb + c2))
}

// light is Rec. 601's luma.
func light(img *image.NRGBA, x, y int) float64 {
	p := img.Pix[img.PixOffset(x, y):]
	return 0.299*float64(p[0]) + 0.587*float64(p[1]) + 0.114*float64(p[2])
}
