package rendition

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"image"
	"image/color"
	"math"
	mathbits "math/bits"
	"testing"

	"github.com/disintegration/imaging"
)

// displayP3 are the primaries of Apple's screens, adapted to D50 (columns of X, Y, Z).
var displayP3 = [3][3]float64{{0.5151, 0.2412, -0.0011}, {0.2920, 0.6922, 0.0419}, {0.1571, 0.0666, 0.7841}}

// iccProfile has a curve of one exponent, and for RGB the primaries.
func iccProfile(space string, gamma float64, primaries [3][3]float64) []byte {
	fixed := func(v float64) uint32 { return uint32(int32(math.Round(v * 65536))) }
	xyz := func(v [3]float64) []byte {
		b := []byte("XYZ \x00\x00\x00\x00")
		for _, x := range v {
			b = binary.BigEndian.AppendUint32(b, fixed(x))
		}
		return b
	}
	curve := append([]byte("curv\x00\x00\x00\x00\x00\x00\x00\x01"), byte(int(gamma*256)>>8), byte(int(gamma*256)), 0, 0)
	white := [3]float64{0.9642, 1, 0.8249}
	tags := []struct {
		name string
		data []byte
	}{{"wtpt", xyz(white)}}
	if space == "GRAY" {
		tags = append(tags, struct {
			name string
			data []byte
		}{"kTRC", curve})
	} else {
		for i, c := range "rgb" {
			tags = append(tags, struct {
				name string
				data []byte
			}{string(c) + "XYZ", xyz(primaries[i])}, struct {
				name string
				data []byte
			}{string(c) + "TRC", curve})
		}
	}
	head := make([]byte, 128)
	copy(head[8:], "\x02\x40\x00\x00mntr"+space+"XYZ ")
	copy(head[36:], "acsp")
	for i, x := range white {
		binary.BigEndian.PutUint32(head[68+4*i:], fixed(x))
	}
	table := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	var data []byte
	for _, tag := range tags {
		table = binary.BigEndian.AppendUint32(append(table, tag.name...), uint32(128+4+12*len(tags)+len(data)))
		table = binary.BigEndian.AppendUint32(table, uint32(len(tag.data)))
		data = append(data, tag.data...)
	}
	out := append(append(head, table...), data...)
	binary.BigEndian.PutUint32(out, uint32(len(out)))
	return out
}

// inSRGB is what a colour of such a profile is in sRGB, by the definitions.
func inSRGB(c color.NRGBA, gamma float64, primaries [3][3]float64) color.NRGBA {
	var xyz [3]float64
	for i, v := range []uint8{c.R, c.G, c.B} {
		for k := range 3 {
			xyz[k] += math.Pow(float64(v)/255, gamma) * primaries[i][k]
		}
	}
	d50 := [3][3]float64{{3.1338561, -1.6168667, -0.4906146}, {-0.9787684, 1.9161415, 0.0334540}, {0.0719453, -0.2289914, 1.4052427}}
	var out [3]uint8
	for i, row := range d50 {
		linear := min(max(row[0]*xyz[0]+row[1]*xyz[1]+row[2]*xyz[2], 0), 1)
		v := 12.92 * linear
		if linear > 0.0031308 {
			v = 1.055*math.Pow(linear, 1/2.4) - 0.055
		}
		out[i] = uint8(math.Round(v * 255))
	}
	return color.NRGBA{R: out[0], G: out[1], B: out[2], A: c.A}
}

func uniform(c color.Color, w, h int) *image.NRGBA { return imaging.New(w, h, c) }

// profiled puts a profile into a file of any format, in JPEG in several segments.
func profiled(t *testing.T, format Format, img *image.NRGBA, profile []byte) []byte {
	t.Helper()
	switch format {
	case JPEG:
		content := asJPEG(t, img)
		half := len(profile) / 2
		var segments []byte
		for i, part := range [][]byte{profile[half:], profile[:half]} { // the order is told by their numbers
			payload := append([]byte(profileName), byte(2-i), 2)
			payload = append(payload, part...)
			segments = append(append(binary.BigEndian.AppendUint16(append(segments, 0xff, markerAPP2), uint16(len(payload)+2)), payload...), []byte(nil)...)
		}
		return append(append(bytes.Clone(content[:2]), segments...), content[2:]...)
	case PNG:
		var chunk bytes.Buffer
		chunk.WriteString("iCCPname\x00\x00")
		z := zlib.NewWriter(&chunk)
		_, _ = z.Write(profile)
		_ = z.Close()
		content := asPNG(t, img)
		return append(appendChunk(bytes.Clone(content[:33]), chunk.Bytes()), content[33:]...)
	}
	content := webpWith(t, img, []byte("II*\x00\x08\x00\x00\x00\x00\x00"))
	content[20] |= 1 << 5
	chunk := append(binary.LittleEndian.AppendUint32([]byte("ICCP"), uint32(len(profile))), profile...)
	if len(chunk)%2 == 1 {
		chunk = append(chunk, 0)
	}
	out := append(append(bytes.Clone(content[:30]), chunk...), content[30:]...)
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out
}

func TestProfilesAreTurnedIntoSRGB(t *testing.T) {
	r := renderer(t)
	p3 := iccProfile("RGB ", 2.2, displayP3)
	for _, c := range []color.NRGBA{{R: 200, G: 60, B: 40, A: 255}, {R: 60, G: 190, B: 90, A: 255}, {R: 255, A: 255}, {R: 128, G: 128, B: 128, A: 255}} {
		want := inSRGB(c, 2.2, displayP3)
		for _, format := range []Format{JPEG, PNG, WebP} {
			out := render(t, r, profiled(t, format, uniform(c, 500, 300), p3))
			for i := range out.Files {
				if got := shownIn(t, out, i).NRGBAAt(50, 50); !near(got, want, 5) {
					t.Errorf("%v in %s, %s: %v instead of %v", c, format, out.Files[i].Name, got, want)
				}
				if content := bytesOf(t, out, i); bytes.Contains(content, []byte("acsp")) || bytes.Contains(content, []byte("ICC")) {
					t.Errorf("%s, %s: the profile goes on", format, out.Files[i].Name)
				}
			}
		}
	}
	half := color.NRGBA{R: 200, G: 60, B: 40, A: 128}
	if got := decoded(t, render(t, r, profiled(t, PNG, uniform(half, 500, 300), p3)), 0).NRGBAAt(9, 9); !near(got, inSRGB(half, 2.2, displayP3), 5) {
		t.Errorf("half transparent: %v", got)
	}
}

func TestGreyProfile(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 500, 300))
	for i := range img.Pix {
		img.Pix[i] = 100
	}
	profile := iccProfile("GRAY", 1.0, [3][3]float64{})
	content := asPNG(t, img)
	var chunk bytes.Buffer
	chunk.WriteString("iCCPname\x00\x00")
	z := zlib.NewWriter(&chunk)
	_, _ = z.Write(profile)
	_ = z.Close()
	content = append(appendChunk(bytes.Clone(content[:33]), chunk.Bytes()), content[33:]...)
	want := uint8(math.Round(255 * (1.055*math.Pow(100.0/255, 1/2.4) - 0.055)))
	if got := decoded(t, render(t, renderer(t), content), 0).NRGBAAt(9, 9); !near(got, color.NRGBA{R: want, G: want, B: want, A: 255}, 4) {
		t.Errorf("%v instead of %d", got, want)
	}
}

func TestBadProfilesAreIgnored(t *testing.T) {
	r := renderer(t)
	c := color.NRGBA{R: 200, G: 60, B: 40, A: 255}
	p3 := iccProfile("RGB ", 2.2, displayP3)
	lying := bytes.Clone(p3)
	binary.BigEndian.PutUint32(lying[128:], 1<<30)
	far := bytes.Clone(p3)
	binary.BigEndian.PutUint32(far[148:], 1<<31)
	for name, profile := range map[string][]byte{
		"cut off": p3[:200], "noise": bytes.Repeat([]byte("бред"), 100), "of inks": iccProfile("CMYK", 2.2, displayP3),
		"a billion tags": lying, "a tag far away": far, "of grey": iccProfile("GRAY", 1, displayP3), "short": p3[:90],
	} {
		for _, format := range []Format{JPEG, PNG, WebP} {
			if got := decoded(t, render(t, r, profiled(t, format, uniform(c, 200, 100), profile)), 0).NRGBAAt(9, 9); !near(got, c, 5) {
				t.Errorf("%s in %s: %v", name, format, got)
			}
		}
	}
	bomb := profiled(t, PNG, uniform(c, 200, 100), make([]byte, 64<<20))
	out := render(t, r, bomb)
	if out.Memory > 120<<20 && memoryCounts {
		t.Errorf("a profile of 64 MiB takes %d MiB", out.Memory>>20)
	}
}

func TestAnimationIsRefusedOrStill(t *testing.T) {
	red, frame := color.NRGBA{R: 220, G: 20, B: 20, A: 255}, uniform(color.NRGBA{R: 220, G: 20, B: 20, A: 255}, 60, 40)
	still, err := Variant{Format: WebP, Quality: 90}.encode(frame)
	if err != nil {
		t.Fatal(err)
	}
	data := append([]byte{10, 0, 0, 5, 0, 0, 59, 0, 0, 39, 0, 0, 100, 0, 0, 0}, still[12:]...) // at 20, 10
	chunk := append(binary.LittleEndian.AppendUint32([]byte("ANMF"), uint32(len(data))), data...)
	webp := append([]byte("RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x12\x00\x00\x00\x9f\x00\x00\x77\x00\x00ANIM\x06\x00\x00\x00\x00\x00\x00\x00\x00\x00"), chunk...)
	webp = append(webp, chunk...)
	binary.LittleEndian.PutUint32(webp[4:], uint32(len(webp)-8))

	control := append([]byte("acTL"), 0, 0, 0, 2, 0, 0, 0, 0)
	plain := asPNG(t, uniform(red, 160, 120))
	png := append(appendChunk(bytes.Clone(plain[:33]), control), plain[33:]...)

	for name, content := range map[string][]byte{"webp": webp, "png": png} {
		if _, err := inspect(content); err != Animated { //nolint:errorlint // refusals come bare
			t.Errorf("%s: %v", name, err)
		}
		r := renderer(t)
		if _, err := r.Render(t.Context(), file(t, content), DefaultRecipe().Eager()); err != Animated { //nolint:errorlint // as well
			t.Errorf("%s: %v", name, err)
		}
		out := render(t, renderer(t, func(o *Options) { o.Limits.FirstFrame = true }), content)
		shown := decoded(t, out, 0)
		if out.Width != 160 || out.Height != 120 || shown.Rect != image.Rect(0, 0, 160, 120) {
			t.Errorf("%s: %dx%d, %v", name, out.Width, out.Height, shown.Rect)
		}
		if got := shown.NRGBAAt(50, 30); !near(got, red, 6) {
			t.Errorf("%s: %v", name, got)
		}
		if got := shown.NRGBAAt(150, 110); name == "webp" && got.A != 0 {
			t.Errorf("%s: beside the frame is %v", name, got)
		}
	}
}

func TestTones(t *testing.T) {
	for want, colours := range map[string][]color.NRGBA{
		"red": {{R: 200, G: 20, B: 30, A: 255}}, "orange": {{R: 250, G: 140, B: 20, A: 255}}, "yellow": {{R: 250, G: 220, B: 40, A: 255}},
		"green": {{R: 40, G: 140, B: 50, A: 255}}, "cyan": {{R: 20, G: 190, B: 200, A: 255}}, "blue": {{R: 30, G: 70, B: 200, A: 255}, {R: 120, G: 170, B: 230, A: 255}},
		"purple": {{R: 120, G: 40, B: 170, A: 255}}, "pink": {{R: 250, G: 150, B: 190, A: 255}, {R: 240, G: 60, B: 170, A: 255}}, "brown": {{R: 110, G: 65, B: 30, A: 255}},
		"black": {{R: 12, G: 14, B: 20, A: 255}}, "grey": {{R: 128, G: 132, B: 126, A: 255}}, "white": {{R: 250, G: 250, B: 246, A: 255}, {}},
	} {
		for _, c := range colours {
			if got := tone(uniform(c, 40, 30)); got != want {
				t.Errorf("%v is %s, not %s", c, got, want)
			}
		}
	}
	// A quarter of sky over grey walls is a blue picture; a small flag is not.
	for height, want := range map[int]string{30: "blue", 8: "grey"} {
		img := imaging.Paste(uniform(color.NRGBA{R: 120, G: 120, B: 120, A: 255}, 100, 100), uniform(color.NRGBA{R: 60, G: 120, B: 220, A: 255}, 100, height), image.Point{})
		if got := tone(img); got != want {
			t.Errorf("%d of 100 in blue: %s", height, got)
		}
	}
}

func TestHashesOfWhatLooksAlike(t *testing.T) {
	r := renderer(t)
	scene := imaging.Blur(noise(1600, 1000), 6)
	for i := range 40 { // something to recognise
		scene = imaging.Paste(scene, uniform(color.NRGBA{R: uint8(i * 6), G: uint8(255 - i*5), B: uint8(i * 37), A: 255}, 90, 120), image.Pt(i*211%1500, i*i*37%880))
	}
	hash := render(t, r, asJPEG(t, scene)).PHash
	for name, content := range map[string][]byte{
		"smaller": asJPEG(t, imaging.Resize(scene, 640, 0, imaging.Lanczos)), "png": asPNG(t, scene), "brighter": asJPEG(t, imaging.AdjustBrightness(scene, 6)), "webp": webpWith(t, imaging.Resize(scene, 700, 0, imaging.Box), nil),
	} {
		if d := mathbits.OnesCount64(hash ^ render(t, r, content).PHash); d > 6 {
			t.Errorf("%s: %d bits differ", name, d)
		}
	}
	if d := mathbits.OnesCount64(hash ^ render(t, r, asJPEG(t, imaging.FlipV(scene))).PHash); d < 12 {
		t.Errorf("upside down: only %d bits differ", d)
	}
	if got := render(t, r, asPNG(t, uniform(color.White, 300, 200))).PHash; got != 0 {
		t.Errorf("one colour has the hash %x", got)
	}
}
