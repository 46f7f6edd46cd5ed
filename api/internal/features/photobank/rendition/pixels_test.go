package rendition

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/disintegration/imaging"
)

// panicking is a variant at which TestMain's child dies of a panic in a goroutine of imaging's.
const panicking = "panics.webp"

func dieInImaging() {
	broken := image.NewPaletted(image.Rect(0, 0, 100, 100), color.Palette{color.Black})
	broken.Pix[5050] = 7 // beyond the palette
	imaging.Resize(broken, 50, 50, imaging.Lanczos)
}

func TestAPanicOfTheResizerFailsOnePictureOnly(t *testing.T) {
	r, original := renderer(t), file(t, asPNG(t, quartered(30, 20)))
	_, err := r.Render(t.Context(), original, []Variant{{Name: panicking, Format: WebP, Quality: 80, Width: 100}})
	if err == nil || !strings.Contains(err.Error(), "index out of range") {
		t.Error(err)
	}
	render(t, r, asPNG(t, quartered(30, 20)))
}

func bytesOf(t *testing.T, out *Rendered, i int) []byte {
	t.Helper()
	content, err := io.ReadAll(out.Open(i))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// shownIn is what a variant of any format shows.
func shownIn(t *testing.T, out *Rendered, i int) *image.NRGBA {
	t.Helper()
	if strings.HasSuffix(out.Files[i].Name, ".webp") {
		return decoded(t, out, i)
	}
	img, err := jpeg.Decode(bytes.NewReader(bytesOf(t, out, i)))
	if err != nil {
		t.Fatal(err)
	}
	return imaging.Clone(img)
}

func TestTheJPEGIsPlainAndOnWhite(t *testing.T) {
	img := quartered(2000, 1000)
	for y := range 500 {
		for x := range 1000 {
			img.SetNRGBA(x, y, color.NRGBA{R: 255, A: 128})
			img.SetNRGBA(x+1000, y, color.NRGBA{})
		}
	}
	out := render(t, renderer(t), asPNG(t, img))
	last := len(out.Files) - 1
	if f := out.Files[last]; f.Name != "1200.jpg" || f.Width != 1200 || f.Height != 600 {
		t.Errorf("%+v", f)
	}
	shown := shownIn(t, out, last)
	if got := shown.NRGBAAt(200, 200); !near(got, color.NRGBA{R: 255, G: 127, B: 127, A: 255}, 3) {
		t.Errorf("half red on white is %v", got)
	}
	if got := shown.NRGBAAt(900, 200); !near(got, color.NRGBA{R: 255, G: 255, B: 255, A: 255}, 3) {
		t.Errorf("nothing on white is %v", got)
	}
	content := bytesOf(t, out, last)
	if markers := markersOf(content); strings.Trim(markers, "0123456789abcdef ") != "" || strings.Contains(markers, "e1") || strings.Contains(markers, "e2") || !strings.Contains(markers, "c0") {
		t.Errorf("it has the markers %s", markers)
	}
	if !bytes.HasSuffix(content, []byte("\xff\xd9")) {
		t.Error("something follows the picture")
	}
}

// markersOf a JPEG up to its scan, in hexadecimal.
func markersOf(content []byte) (markers string) {
	for at := 2; at+4 < len(content) && content[at+1] != markerSOS; at += 2 + int(binary.BigEndian.Uint16(content[at+2:])) {
		markers += fmt.Sprintf("%02x ", content[at+1])
	}
	return markers
}

func TestCropsHaveTheirSizeAndShowTheirArea(t *testing.T) {
	r := renderer(t)
	up := quartered(2400, 1600)
	right := Area{X: 0.5, Y: 0, Width: 0.5, Height: 0.5} // the green quarter
	originals := map[int]*os.File{}
	for _, orientation := range []int{1, 4, 6, 7, 8} {
		originals[orientation] = file(t, jpegWith(asJPEG(t, storedAs(up, orientation)), exifOf(binary.LittleEndian, []entry{short(binary.LittleEndian, tagOrientation, uint16(orientation))}, nil)))
	}
	for _, c := range []struct {
		name    string
		variant Variant
		w, h    int
		at      image.Point
		want    color.NRGBA
	}{
		{"exact", Variant{Format: WebP, Width: 1200, Height: 630, Area: &Area{Width: 1, Height: 1}}, 1200, 630, image.Pt(100, 100), quarters[0][0]},
		{"of a quarter", Variant{Format: JPEG, Width: 400, Height: 225, Area: &right}, 400, 225, image.Pt(200, 100), quarters[0][1]},
		{"never larger than it is", Variant{Format: WebP, Width: 1600, Height: 900, Area: &right}, 1200, 675, image.Pt(600, 600), quarters[0][1]},
		{"a square of it", Variant{Format: JPEG, Width: 1200, Height: 1200, Area: &right}, 800, 800, image.Pt(3, 796), quarters[0][1]},
		{"a sliver", Variant{Format: WebP, Width: 400, Height: 400, Area: &Area{X: 0.999, Y: 0.999, Width: 0.001, Height: 0.001}}, 2, 2, image.Pt(1, 1), quarters[1][1]},
	} {
		c.variant.Quality = 90
		c.variant.Name = "crop." + map[Format]string{WebP: "webp", JPEG: "jpg"}[c.variant.Format]
		for orientation, original := range originals {
			out, err := r.Render(t.Context(), original, []Variant{c.variant})
			if err != nil {
				t.Fatalf("%s, orientation %d: %v", c.name, orientation, err)
			}
			t.Cleanup(out.Close)
			shown := shownIn(t, out, 0)
			if shown.Rect.Dx() != c.w || shown.Rect.Dy() != c.h {
				t.Errorf("%s, orientation %d: %v", c.name, orientation, shown.Rect)
			} else if got := shown.NRGBAAt(c.at.X, c.at.Y); !near(got, c.want, 14) {
				t.Errorf("%s, orientation %d: %v instead of %v", c.name, orientation, got, c.want)
			}
		}
	}
}

// storedAs is what a camera that is held as the orientation says stores.
func storedAs(up *image.NRGBA, orientation int) *image.NRGBA {
	w, h := up.Rect.Dx(), up.Rect.Dy()
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	if turned(orientation) {
		img = image.NewNRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			sx, sy := stored(orientation, x, y, w, h)
			img.SetNRGBA(sx, sy, up.NRGBAAt(x, y))
		}
	}
	return img
}

// A file on demand must be the one that came with others.
func TestACropDependsOnNothingElse(t *testing.T) {
	r, original := renderer(t), file(t, asJPEG(t, noise(2400, 1000)))
	area := Area{X: 0.1, Y: 0.2, Width: 0.7, Height: 0.6}
	var crops []Variant
	for _, w := range []int{400, 1200, 800} {
		crops = append(crops, DefaultRecipe().Cut(fmt.Sprintf("16x9-%d.webp", w), WebP, w, w*9/16, area), DefaultRecipe().Cut(fmt.Sprintf("16x9-%d.jpg", w), JPEG, w, w*9/16, area))
	}
	together, err := r.Render(t.Context(), original, append(DefaultRecipe().Eager(), crops...))
	if err != nil {
		t.Fatal(err)
	}
	defer together.Close()
	alone, err := r.Render(t.Context(), original, DefaultRecipe().Eager())
	if err != nil {
		t.Fatal(err)
	}
	defer alone.Close()
	for i := range alone.Files {
		if !bytes.Equal(bytesOf(t, alone, i), bytesOf(t, together, i)) {
			t.Errorf("%s differs when crops are made with it", alone.Files[i].Name)
		}
	}
	for i, v := range crops {
		one, err := r.Render(t.Context(), original, []Variant{v})
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(bytesOf(t, one, 0), bytesOf(t, together, len(alone.Files)+i)) {
			t.Errorf("%s is another when it is made alone", v.Name)
		}
		one.Close()
	}
}

func TestTheNumberOfProcessorsChangesNothing(t *testing.T) {
	for name, content := range map[string][]byte{"jpeg": asJPEG(t, noise(1900, 500)), "png": asPNG(t, noise(2500, 300)), "webp": webpWith(t, noise(500, 300), nil)} {
		header, err := inspect(content)
		if err != nil {
			t.Fatal(err)
		}
		made := map[int]string{}
		for _, n := range []int{1, 2, 7} {
			before := runtime.GOMAXPROCS(n)
			s, err := newSource(content, header, 6)
			if err != nil {
				t.Fatal(err)
			}
			images, err := s.scale(DefaultRecipe().Eager())
			runtime.GOMAXPROCS(before)
			if err != nil {
				t.Fatal(err)
			}
			for i, v := range DefaultRecipe().Eager() {
				data, err := v.encode(images[i])
				if err != nil {
					t.Fatal(err)
				}
				made[n] += string(data)
			}
		}
		if made[1] != made[2] || made[1] != made[7] {
			t.Errorf("%s: other bytes with other processors", name)
		}
	}
}

// The bytes of a picture's decoding at a part of its size are near to its shrinking afterwards.
func TestDecodingSmallIsAsGoodAsShrinking(t *testing.T) {
	img := imaging.Blur(noise(2000, 1200), 3)
	for _, content := range [][]byte{asJPEG(t, img), asJPEG(t, imaging.Grayscale(img))} {
		header, err := inspect(content)
		if err != nil {
			t.Fatal(err)
		}
		s, err := newSource(content, header, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, eighths := range []int{1, 3, 5, 8} {
			got, err := s.decoded(float64(eighths) / 8)
			if err != nil {
				t.Fatal(err)
			}
			want, err := decodePlainJPEG(content)
			if err != nil {
				t.Fatal(err)
			}
			small, other := imaging.Resize(got, 200, 120, imaging.Lanczos), imaging.Resize(want, 200, 120, imaging.Lanczos)
			if d := meanDistance(small, other); d > 1.5 {
				t.Errorf("%d eighths: %.2f of 255 away", eighths, d)
			}
			if shrinksJPEG && got.Bounds().Dx() != 2000*eighths/8 {
				t.Errorf("%d eighths: %v", eighths, got.Bounds())
			}
		}
		s.Close()
	}
}

func meanDistance(a, b *image.NRGBA) float64 {
	sum := 0.0
	for i := range a.Pix {
		sum += math.Abs(float64(a.Pix[i]) - float64(b.Pix[i]))
	}
	return sum / float64(len(a.Pix)*3/4)
}

// What is superfluous in a JPEG does no harm, what is missing does.
func TestDamagedJPEGs(t *testing.T) {
	sound := asJPEG(t, noise(400, 300))
	scan := bytes.Index(sound, []byte("\xff\xda"))
	r := renderer(t)
	for _, c := range []struct {
		name    string
		content []byte
		want    error
	}{
		{"sound", sound, nil},
		{"bytes behind its end", append(bytes.Clone(sound), "PK\x03\x04<script>"...), nil},
		{"another picture behind its end", append(bytes.Clone(sound), sound...), nil},
		{"no end", sound[:len(sound)-2], Broken},
		{"the last tenth is missing", sound[:len(sound)*9/10], Broken},
		{"no data", append(bytes.Clone(sound[:scan+14]), "\xff\xd9"...), Broken},
	} {
		out, err := r.Render(t.Context(), file(t, c.content), DefaultRecipe().Eager())
		if fmt.Sprint(err) != fmt.Sprint(c.want) {
			t.Errorf("%s: %v instead of %v", c.name, err, c.want)
		}
		if err == nil {
			if shown := bytesOf(t, out, 3); bytes.Contains(shown, []byte("script")) {
				t.Errorf("%s: it goes on", c.name)
			}
			out.Close()
		}
	}
}

func TestTheFileItselfBoundsItsCosts(t *testing.T) {
	if slowness > 1 {
		t.Skip("the race detector makes it slow")
	}
	out, err := renderer(t).Render(t.Context(), file(t, slow()), DefaultRecipe().Eager())
	if err != nil { // 60 million pixels in 200 KiB are taken when two seconds are enough, and refused when not
		t.Logf("refused: %.100v", err)
		return
	}
	defer out.Close()
	if out.CPU > 3_000_000_000 {
		t.Errorf("a few bytes cost %s", out.CPU)
	}
	t.Logf("taken for %s and %d MiB", out.CPU, out.Memory>>20)
}
