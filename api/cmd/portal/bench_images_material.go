package main

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"

	"github.com/disintegration/imaging"
)

// photograph is one of 12 megapixels.
type photograph struct {
	name  string
	path  string
	image *image.NRGBA
}

// scenes are real photographs of several kinds: flowers, a street, a harbour, people.
var scenes = []string{"formats/flowers.jpeg", "formats/gain-map.jpg", "gps/DSCN0010.jpg", "orientation/landscape_2.jpg", "metadata/11-tests.jpg"}

// material makes photographs as a camera would: real ones enlarged, with the grain
// of a sensor. The same at each call.
func material(data, dir string) (all []photograph, err error) {
	for i, scene := range scenes {
		source := drawn(i)
		if content, err := os.ReadFile(filepath.Join(data, scene)); err == nil {
			real, err := jpeg.Decode(bytes.NewReader(content))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", scene, err)
			}
			source = imaging.Clone(real)
		} else {
			scene = fmt.Sprintf("drawn %d", i+1)
		}
		img := imaging.Fill(source, 4000, 3000, imaging.Center, imaging.Lanczos)
		grain(img, uint64(i)) //nolint:gosec // a seed
		var content bytes.Buffer
		if err := jpeg.Encode(&content, img, &jpeg.Options{Quality: 90}); err != nil {
			return nil, err
		}
		p := photograph{name: filepath.Base(scene), path: filepath.Join(dir, fmt.Sprintf("photograph-%d.jpg", i)), image: img}
		if err := os.WriteFile(p.path, content.Bytes(), 0o600); err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// grain adds normal noise of three steps in 255 to the light.
func grain(img *image.NRGBA, seed uint64) {
	random := rand.New(rand.NewPCG(seed, 12)) //nolint:gosec // no secret
	for i := 0; i+3 < len(img.Pix); i += 4 {
		noise := int(math.Round(random.NormFloat64() * 3))
		for c := range 3 {
			img.Pix[i+c] = uint8(min(max(int(img.Pix[i+c])+noise, 0), 255)) //nolint:gosec // within a byte
		}
	}
}

// drawn is for machines without real photographs: soft shapes and hard edges.
func drawn(n int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, 1600, 1200))
	for y := range 1200 {
		for x := range 1600 {
			fx, fy := float64(x)/160, float64(y)/120
			wave := math.Sin(fx*float64(n+1)+math.Cos(fy*2)) * math.Cos(fy*float64(n+2)-fx)
			edge := float64((x/(37+n*11) + y/(53+n*7)) % 2)
			p := img.Pix[img.PixOffset(x, y):]
			p[0], p[1], p[2], p[3] = uint8(128+90*wave), uint8(110+60*wave+40*edge), uint8(100+25*fy/10*edge+80*math.Abs(wave)), 255
		}
	}
	return img
}
