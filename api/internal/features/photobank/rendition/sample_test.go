package rendition

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chai2010/webp"
)

// The test program is its own child, as the portal is.
func TestMain(m *testing.M) {
	if IsChild(os.Args) {
		if strings.Contains(os.Args[2], panicking) {
			dieInImaging()
		}
		os.Exit(Main(os.Args))
	}
	if len(os.Args) == 3 && os.Args[1] == parentCommand {
		parent(os.Args[2])
	}
	os.Exit(m.Run())
}

const parentCommand = "render-in-a-parent"

// parent is a program of its own, to be killed.
func parent(path string) {
	original, err := os.Open(path)
	if err == nil {
		_, err = NewRenderer(Options{Workers: 1, Limits: DefaultLimits()}).Render(context.Background(), original, DefaultRecipe().Eager())
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func renderer(t testing.TB, change ...func(*Options)) *Renderer {
	t.Helper()
	o := Options{Dir: t.TempDir(), Workers: 2, Limits: DefaultLimits()}
	o.Limits.Wall = time.Minute // the machine of the test may be busy
	for _, c := range change {
		c(&o)
	}
	return NewRenderer(o)
}

func file(t testing.TB, content []byte) *os.File {
	t.Helper()
	f, err := Scratch(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	if _, err := f.Write(content); err != nil {
		t.Fatal(err)
	}
	return f
}

func render(t testing.TB, r *Renderer, content []byte) *Rendered {
	t.Helper()
	out, err := r.Render(t.Context(), file(t, content), DefaultRecipe().Eager())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(out.Close)
	return out
}

// decoded is what libwebp, which browsers use, makes of a rendition.
func decoded(t testing.TB, out *Rendered, i int) *image.NRGBA {
	t.Helper()
	content, err := io.ReadAll(out.Open(i))
	if err != nil {
		t.Fatal(err)
	}
	img, err := webp.DecodeRGBA(content)
	if err != nil {
		t.Fatal(err)
	}
	return &image.NRGBA{Pix: img.Pix, Stride: img.Stride, Rect: img.Rect} // as the encoder, it means colours that are not multiplied
}

var quarters = [2][2]color.NRGBA{ // [row][column]
	{{R: 220, G: 30, B: 30, A: 255}, {R: 30, G: 200, B: 30, A: 255}},
	{{R: 30, G: 30, B: 220, A: 255}, {R: 230, G: 230, B: 40, A: 255}},
}

// quartered has another colour in each corner.
func quartered(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, quarters[2*y/h][2*x/w])
		}
	}
	return img
}

// noise is what compresses worst, with some structure; the same at every call.
func noise(w, h int) *image.NRGBA {
	img, random := image.NewNRGBA(image.Rect(0, 0, w, h)), rand.New(rand.NewPCG(1, 2))
	for i := 0; i < len(img.Pix); i += 4 {
		n := random.Uint32()
		x, y := i/4%w, i/4/w
		img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = uint8(x*255/w)^uint8(n&31), uint8(y*255/h)^uint8(n>>8&31), uint8(n>>16&63)+uint8((x+y)>>4), 255
	}
	return img
}

func asJPEG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 92}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// entry is a tag of an image file directory.
type entry struct {
	tag, kind uint16
	count     uint32
	value     []byte
}

func ascii(tag uint16, s string) entry {
	return entry{tag, 2, uint32(len(s) + 1), append([]byte(s), 0)}
}

func short(order binary.AppendByteOrder, tag, n uint16) entry {
	return entry{tag, 3, 1, order.AppendUint16(nil, n)}
}

// exifOf writes two directories: the main one, and the one that it points to.
func exifOf(order binary.AppendByteOrder, main, details []entry) []byte {
	out := []byte("MM")
	if order == binary.AppendByteOrder(binary.LittleEndian) {
		out = []byte("II")
	}
	out = order.AppendUint32(order.AppendUint16(out, 42), 8)
	after := 8 + 2 + 12*(len(main)+1) + 4
	pointer := entry{tagExifFolder, 4, 1, nil}
	size := 0
	for _, e := range main {
		if len(e.value) > 4 {
			size += len(e.value)
		}
	}
	pointer.value = order.AppendUint32(nil, uint32(after+size))
	out = appendFolder(out, order, append(main[:len(main):len(main)], pointer))
	return appendFolder(out, order, details)
}

func appendFolder(out []byte, order binary.AppendByteOrder, entries []entry) []byte {
	values := []byte{}
	start := len(out) + 2 + 12*len(entries) + 4
	out = order.AppendUint16(out, uint16(len(entries)))
	for _, e := range entries {
		out = order.AppendUint32(order.AppendUint16(order.AppendUint16(out, e.tag), e.kind), e.count)
		if len(e.value) > 4 {
			out = order.AppendUint32(out, uint32(start+len(values)))
			values = append(values, e.value...)
		} else {
			out = append(out, append(e.value, 0, 0, 0, 0)[:4]...)
		}
	}
	return append(order.AppendUint32(out, 0), values...)
}

// jpegWith puts an EXIF block behind the first marker.
func jpegWith(content, exif []byte) []byte {
	segment := append([]byte("Exif\x00\x00"), exif...)
	out := append([]byte{}, content[:2]...)
	out = binary.BigEndian.AppendUint16(append(out, 0xff, markerAPP1), uint16(len(segment)+2))
	return append(append(out, segment...), content[2:]...)
}

// widths are those of the WebP files.
var widths = DefaultRecipe().Widths
