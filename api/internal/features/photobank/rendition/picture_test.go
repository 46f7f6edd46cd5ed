package rendition

import (
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"testing"
)

func TestThreeWidthsNeverEnlarged(t *testing.T) {
	r := renderer(t)
	for _, c := range []struct {
		w, h int
		want [3][2]int
	}{
		{2400, 1601, [3][2]int{{400, 267}, {800, 534}, {1200, 801}}},
		{1200, 300, [3][2]int{{400, 100}, {800, 200}, {1200, 300}}},
		{801, 1200, [3][2]int{{400, 599}, {800, 1199}, {801, 1200}}},
		{300, 200, [3][2]int{{300, 200}, {300, 200}, {300, 200}}},
		{1, 1, [3][2]int{{1, 1}, {1, 1}, {1, 1}}},
		{16383, 2, [3][2]int{{400, 1}, {800, 1}, {1200, 1}}},
		{1, 16383, [3][2]int{{1, 16383}, {1, 16383}, {1, 16383}}},
	} {
		out := render(t, r, asPNG(t, quartered(c.w, c.h)))
		if out.Format != PNG || out.Width != c.w || out.Height != c.h {
			t.Errorf("%dx%d came as %+v", c.w, c.h, out.Facts)
		}
		for i, want := range c.want {
			size := decoded(t, out, i).Bounds().Size()
			f := out.Files[i]
			if f.Name != fmt.Sprintf("%d.webp", widths[i]) || f.Width != want[0] || f.Height != want[1] || size != image.Pt(want[0], want[1]) || f.Bytes == 0 {
				t.Errorf("%dx%d to %v: %+v, decoded %v", c.w, c.h, want, f, size)
			}
		}
	}
}

// stored is where a camera that is held as the orientation says puts the pixel
// that belongs at x, y of the upright picture: EXIF tells on which side of the
// upright picture the stored row 0 and column 0 lie.
func stored(orientation, x, y, w, h int) (int, int) {
	right, bottom := w-1-x, h-1-y
	return [...]int{x, right, right, x, y, y, bottom, bottom}[orientation-1],
		[...]int{y, y, bottom, bottom, x, right, right, x}[orientation-1]
}

func TestOrientationIsHonoured(t *testing.T) {
	const w, h = 480, 320
	up := quartered(w, h)
	r := renderer(t)
	for orientation := 1; orientation <= 8; orientation++ {
		img := image.NewNRGBA(image.Rect(0, 0, w, h))
		if orientation >= 5 {
			img = image.NewNRGBA(image.Rect(0, 0, h, w))
		}
		for y := range h {
			for x := range w {
				sx, sy := stored(orientation, x, y, w, h)
				img.SetNRGBA(sx, sy, up.NRGBAAt(x, y))
			}
		}
		for format, content := range map[string][]byte{
			"jpeg, little end first": jpegWith(asJPEG(t, img), exifOf(binary.LittleEndian, []entry{short(binary.LittleEndian, tagOrientation, uint16(orientation))}, nil)),
			"jpeg, big end first":    jpegWith(asJPEG(t, img), exifOf(binary.BigEndian, []entry{short(binary.BigEndian, tagOrientation, uint16(orientation))}, nil)),
			"png":                    pngWith(asPNG(t, img), exifOf(binary.BigEndian, []entry{short(binary.BigEndian, tagOrientation, uint16(orientation))}, nil)),
			"webp":                   webpWith(t, img, exifOf(binary.LittleEndian, []entry{short(binary.LittleEndian, tagOrientation, uint16(orientation))}, nil)),
		} {
			out := render(t, r, content)
			if out.Width != w || out.Height != h {
				t.Errorf("%s, orientation %d: %dx%d", format, orientation, out.Width, out.Height)
				continue
			}
			for i := range widths {
				checkQuarters(t, fmt.Sprintf("%s, orientation %d, %d", format, orientation, widths[i]), decoded(t, out, i))
			}
		}
	}
}

func checkQuarters(t *testing.T, name string, img *image.NRGBA) {
	t.Helper()
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	for row := range 2 {
		for column := range 2 {
			got := img.NRGBAAt(w/4+column*w/2, h/4+row*h/2)
			if !near(got, quarters[row][column], 12) {
				t.Errorf("%s: corner %d,%d is %v instead of %v", name, row, column, got, quarters[row][column])
			}
		}
	}
}

func near(a, b color.NRGBA, within int) bool {
	for _, d := range []int{int(a.R) - int(b.R), int(a.G) - int(b.G), int(a.B) - int(b.B), int(a.A) - int(b.A)} {
		if max(d, -d) > within {
			return false
		}
	}
	return true
}

// pngWith puts an eXIf chunk behind the header chunk.
func pngWith(content, exif []byte) []byte {
	const header = 8 + 25
	out := appendChunk(append([]byte{}, content[:header]...), append([]byte("eXIf"), exif...))
	return append(out, content[header:]...)
}

// webpWith makes an extended WebP, with the EXIF chunk at its end as it should be.
func webpWith(t *testing.T, img *image.NRGBA, exif []byte) []byte {
	t.Helper()
	simple, err := Variant{Format: WebP, Quality: 90}.encode(img)
	if err != nil {
		t.Fatal(err)
	}
	w, h := img.Rect.Dx()-1, img.Rect.Dy()-1
	out := append([]byte("RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x08\x00\x00\x00"),
		byte(w), byte(w>>8), byte(w>>16), byte(h), byte(h>>8), byte(h>>16))
	out = append(out, simple[12:]...)
	out = append(binary.LittleEndian.AppendUint32(append(out, "EXIF"...), uint32(len(exif))), exif...)
	if len(out)%2 == 1 {
		out = append(out, 0)
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out
}

func TestHalfTransparentKeepsItsColour(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 1600, 900))
	for i := 0; i < len(img.Pix); i += 4 {
		copy(img.Pix[i:], []byte{255, 0, 0, 128})
	}
	r := renderer(t)
	out := render(t, r, asPNG(t, img))
	for i := range widths {
		if got := decoded(t, out, i).NRGBAAt(50, 50); !near(got, color.NRGBA{R: 255, A: 128}, 4) {
			t.Errorf("%d: %v", widths[i], got)
		}
	}
	if out.Colour != "#ff0000" {
		t.Error("mean colour", out.Colour)
	}
	if out := render(t, r, asPNG(t, image.NewNRGBA(image.Rect(0, 0, 20, 20)))); out.Colour != "#ffffff" {
		t.Error("mean colour of nothing", out.Colour)
	}
}

func TestEveryKindOfPNG(t *testing.T) {
	at := color.NRGBA{R: 120, G: 120, B: 120, A: 255}
	bounds := image.Rect(0, 0, 500, 300)
	r := renderer(t)
	for _, img := range []interface {
		image.Image
		Set(x, y int, c color.Color)
	}{
		image.NewGray(bounds), image.NewGray16(bounds), image.NewRGBA64(bounds), image.NewNRGBA64(bounds), image.NewRGBA(bounds),
		image.NewPaletted(bounds, color.Palette{color.Black, at}),
	} {
		for y := range 300 {
			for x := range 500 {
				img.Set(x, y, at)
			}
		}
		out := render(t, r, asPNG(t, img))
		if got := decoded(t, out, 0).NRGBAAt(9, 9); !near(got, at, 3) {
			t.Errorf("%T: %v", img, got)
		}
	}
}

func TestNothingOfTheMetadataGoesOn(t *testing.T) {
	exif := exifOf(binary.BigEndian, []entry{ascii(tagArtist, "Sekret Sekretov")}, []entry{ascii(tagTaken, "2024:05:01 10:20:30")})
	out := render(t, renderer(t), jpegWith(asJPEG(t, quartered(900, 600)), exif))
	for i := range widths {
		content := make([]byte, out.Files[i].Bytes)
		if _, err := out.Open(i).ReadAt(content, 0); err != nil {
			t.Fatal(err)
		}
		if kind := string(content[12:16]); kind != "VP8 " {
			t.Errorf("%d is a WebP with more than the picture: %q", widths[i], kind)
		}
	}
}
