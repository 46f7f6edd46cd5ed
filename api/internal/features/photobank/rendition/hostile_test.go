package rendition

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"strings"
	"syscall"
	"testing"
	"time"
)

// What a hostile file may cost: at its header, and in its process.
const (
	headerTime   = 100 * time.Millisecond
	headerMemory = 16 << 20
	childTime    = 2 * time.Second
)

// hostile is a file that somebody made to harm, and what comes of it.
type hostile struct {
	name    string
	content func(t *testing.T) []byte
	want    Refusal // empty: a picture, of which nothing but the picture goes on
	atOnce  bool    // refused by its header
	either  bool    // or a picture: the decoder decides
}

const script = "<script>alert(document.cookie)</script>"

// hostiles are made; real ones lie beside the project.
func hostiles() []hostile {
	small := func(t *testing.T) []byte { return asJPEG(t, quartered(64, 48)) }
	smallPNG := func(t *testing.T) []byte { return asPNG(t, quartered(64, 48)) }
	text := func(s string) func(*testing.T) []byte { return func(*testing.T) []byte { return []byte(s) } }
	made := func(make func() []byte) func(*testing.T) []byte { return func(*testing.T) []byte { return make() } }
	return []hostile{
		{name: "3,000 scans", content: made(func() []byte { return manyScans(3000) }), want: Broken, atOnce: true},
		{name: "100 scans of 60 megapixels", content: made(func() []byte { return progressive(10000, 6000, 100) }), want: Broken, atOnce: true},
		{name: "17 scans of 60 megapixels", content: made(func() []byte { return progressive(10000, 6000, 17) }), want: Broken},
		{name: "60000x60000 PNG", content: made(func() []byte { return emptyPNG(60000, 60000) }), want: TooManyPixels, atOnce: true},
		{name: "16383x16383 WebP in thirty bytes", content: made(func() []byte { return plainWebP(16383, 16383) }), want: TooManyPixels, atOnce: true},
		{name: "60-megapixel WebP in thirty bytes", content: made(func() []byte { return plainWebP(10000, 6000) }), want: Broken, either: true},
		{name: "60-megapixel PNG, 16 bits, of one colour", content: made(func() []byte { return unfolding(10000, 6000, 16, 6, 8) }), want: Broken, either: true},
		{name: "WebP with a frame larger than its canvas", content: liar, want: Broken},
		{name: "WebP whose container is 4 GiB", content: func(t *testing.T) []byte {
			out := webpWith(t, quartered(64, 48), nil)
			binary.LittleEndian.PutUint32(out[4:], 0xfffffff0)
			return out
		}, either: true, want: Broken},
		{name: "WebP whose chunk is 4 GiB", content: func(t *testing.T) []byte {
			out := webpWith(t, quartered(64, 48), nil)
			binary.LittleEndian.PutUint32(out[34:], 0xffffffff)
			return out
		}, want: Broken},
		{name: "a colour profile of 1 GiB, deflated", content: func(t *testing.T) []byte { return pngWithChunks(smallPNG(t), "iCCPa\x00\x00"+gibibyte()) }},
		{name: "a text of 1 GiB, deflated", content: func(t *testing.T) []byte {
			return pngWithChunks(smallPNG(t), "iTXtXML:com.adobe.xmp\x00\x01\x00\x00\x00"+gibibyte())
		}},
		{name: "a profile of EXIF of 1 GiB, deflated", content: func(t *testing.T) []byte {
			return pngWithChunks(smallPNG(t), "zTXtRaw profile type exif\x00\x00"+gibibyte())
		}},
		{name: "XMP 300,000 elements deep", content: func(t *testing.T) []byte {
			return pngWithChunks(smallPNG(t), "iTXtXML:com.adobe.xmp\x00\x00\x00\x00\x00"+nested(300_000))
		}},
		{name: "XMP with a million attributes' worth of bytes", content: func(t *testing.T) []byte {
			return pngWithChunks(smallPNG(t), "iTXtXML:com.adobe.xmp\x00\x00\x00\x00\x00"+packet(strings.Repeat(`dc:rights="a" `, 70_000), ""))
		}},
		{name: "EXIF in circles", content: func(t *testing.T) []byte { return jpegWith(small(t), loops()) }},
		{name: "25 MiB of empty segments", content: func(t *testing.T) []byte {
			return with(small(t), bytes.Repeat([]byte{0xff, 0xe5, 0, 2}, 25<<18))
		}, want: Broken, atOnce: true},
		{name: "25 MiB of segments and no picture", content: func(t *testing.T) []byte {
			return with([]byte("\xff\xd8\xff\xe0\x00\x02"), bytes.Repeat(segment(0xe5, strings.Repeat("a", 65533)), 400))
		}, want: Broken, atOnce: true},
		{name: "25 MiB of empty segments and no picture", content: func(t *testing.T) []byte {
			return with([]byte("\xff\xd8\xff\xe0\x00\x02"), bytes.Repeat([]byte{0xff, 0xe5, 0, 2}, 25<<18))
		}, want: Broken, atOnce: true},
		{name: "25 MiB of Photoshop's resources", content: func(t *testing.T) []byte {
			return with(small(t), bytes.Repeat(segment(markerAPP13, photoshopName+strings.Repeat("\x00", 65500)), 400))
		}},
		{name: "a chunk of 24 MiB", content: func(t *testing.T) []byte {
			return pngWithChunks(smallPNG(t), "juNk"+strings.Repeat("a", 24<<20))
		}},
		{name: "two million empty chunks", content: func(t *testing.T) []byte {
			png := smallPNG(t)
			return append(append(bytes.Clone(png[:33]), bytes.Repeat(appendChunk(nil, []byte("juNk")), 2<<20)...), png[33:]...)
		}, want: Broken, atOnce: true},
		{name: "three million empty chunks in a WebP", content: func(t *testing.T) []byte {
			out := webpWith(t, quartered(64, 48), nil)
			return append(append(bytes.Clone(out[:30]), bytes.Repeat([]byte("juNk\x00\x00\x00\x00"), 3<<20)...), out[30:]...)
		}, want: Broken, atOnce: true},
		{name: "25 MiB of empty tables behind the picture's beginning", content: func(t *testing.T) []byte {
			jpeg := small(t)
			return append(append(bytes.Clone(jpeg[:len(jpeg)-2]), bytes.Repeat([]byte{0xff, 0xc4, 0, 2}, 25<<18)...), jpeg[len(jpeg)-2:]...)
		}, want: Broken, atOnce: true},
		{name: "25 MiB of escaped bytes", content: func(t *testing.T) []byte {
			jpeg := small(t)
			return append(append(bytes.Clone(jpeg[:len(jpeg)-2]), bytes.Repeat([]byte{0xff, 0}, 25<<19)...), jpeg[len(jpeg)-2:]...)
		}, want: Broken, either: true},
		{name: "25 MiB of restarts", content: func(t *testing.T) []byte {
			jpeg := small(t)
			return append(append(bytes.Clone(jpeg[:len(jpeg)-2]), bytes.Repeat([]byte{0xff, 0xd0}, 25<<19)...), jpeg[len(jpeg)-2:]...)
		}, want: Broken, either: true},
		{name: "25 MiB of padding", content: func(t *testing.T) []byte {
			jpeg := small(t)
			return append(append(bytes.Clone(jpeg[:2]), bytes.Repeat([]byte{0xff}, 25<<20)...), jpeg[2:]...)
		}, want: Broken, either: true},
		{name: "a chunk that is said to have 2 GiB", content: func(t *testing.T) []byte {
			png := pngWithChunks(smallPNG(t), "juNk")
			binary.BigEndian.PutUint32(png[33:], 1<<31-1)
			return png
		}, want: Broken},
		{name: "JPEG and ZIP", content: func(t *testing.T) []byte { return append(small(t), "PK\x03\x04"+script...) }},
		{name: "JPEG with a script for a comment", content: func(t *testing.T) []byte { return with(small(t), segment(0xfe, script)) }},
		{name: "JPEG and PHP in EXIF", content: func(t *testing.T) []byte {
			return jpegWith(small(t), exifOf(binary.BigEndian, []entry{ascii(tagArtist, script)}, nil))
		}},
		{name: "PNG and HTML behind it", content: func(t *testing.T) []byte { return append(smallPNG(t), script...) }},
		{name: "GIF and JavaScript", content: text("GIF89a/*\x01\x00\x01\x00\x00\x00*/=1;alert(1)//"), want: UnsupportedFormat, atOnce: true},
		{name: "SVG", content: text(`<svg xmlns="http://www.w3.org/2000/svg">` + script + `</svg>`), want: UnsupportedFormat, atOnce: true},
		{name: "HTML", content: text("<html>" + script), want: NotAnImage, atOnce: true},
		{name: "PDF with a JPEG in it", content: func(t *testing.T) []byte { return append([]byte("%PDF-1.7\n"), small(t)...) }, want: NotAnImage, atOnce: true},
		{name: "a program", content: text("\x7fELF\x02\x01\x01"), want: NotAnImage, atOnce: true},
	}
}

func TestHostileFilesCostLittle(t *testing.T) {
	for _, h := range hostiles() {
		t.Run(h.name, func(t *testing.T) { h.try(t, h.content(t)) })
	}
}

// realHostiles says what comes of the files beside the project.
var realHostiles = map[string]hostile{
	"87_OSError.jpg":                 {want: Broken, either: true},
	"big-height.webp":                {want: Animated, atOnce: true},
	"broken_data_stream.png":         {want: Broken},
	"decompression_bomb.gif":         {want: UnsupportedFormat, atOnce: true},
	"decompression_bomb_extents.gif": {want: UnsupportedFormat, atOnce: true},
	"giant-image.jpg":                {want: TooManyPixels, atOnce: true},
	"hopper_bad_exif.jpg":            {want: Broken, either: true},
	"image01088.jpg":                 {want: Broken, either: true},
	"image01137.jpg":                 {want: Broken, either: true},
	"made_bomb_30000x30000_1bit.png": {want: TooManyPixels, atOnce: true},
	"truncated.png":                  {want: Broken},
	"truncated_image.png":            {want: Broken},
}

func TestRealHostileFilesCostLittle(t *testing.T) {
	dir, _ := material(t)
	found, err := os.ReadDir(filepath.Join(dir, "hostile"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		h, known := realHostiles[f.Name()]
		content, err := os.ReadFile(filepath.Join(dir, "hostile", f.Name()))
		if err != nil || !known {
			t.Errorf("%s: %v; nothing says what comes of it", f.Name(), err)
			continue
		}
		h.name = f.Name()
		t.Run(h.name, func(t *testing.T) { h.try(t, content) })
	}
}

// try looks at the file, and lets a process of its own make the renditions while
// the present one makes another picture's.
func (h hostile) try(t *testing.T, content []byte) {
	took, memory, err := inspected(t, content)
	t.Logf("header: %s and %d KiB: %v", took, memory>>10, err)
	limit := headerTime * slowness
	if err == nil {
		limit *= 4 // nothing is refused: the header of an ordinary file of 25 MiB takes a few ms
	}
	if memory > headerMemory || took > limit {
		t.Errorf("looking at it took %s and %d KiB", took, memory>>10)
	}
	if (err != nil) != h.atOnce && !h.either {
		t.Errorf("at the header: %v", err)
	}
	r := renderer(t)
	good, neighbour := file(t, asJPEG(t, quartered(200, 100))), make(chan error, 1)
	before := spent(t, syscall.RUSAGE_CHILDREN)
	go func() {
		made, err := r.Render(t.Context(), good, DefaultRecipe().Eager())
		if err == nil {
			made.Close()
		}
		neighbour <- err
	}()
	out, err := r.Render(t.Context(), file(t, content), DefaultRecipe().Eager())
	if err := <-neighbour; err != nil {
		t.Error("another picture at the same time:", err)
	}
	cpu := spent(t, syscall.RUSAGE_CHILDREN) - before // with the other's, which is little
	h.judge(t, out, err)
	if out != nil {
		t.Logf("memory of its process: %d MiB", out.Memory>>20)
	}
	t.Logf("process: %s of CPU: %v", cpu, err)
	if limit := childTime*slowness + childTime/4; cpu > limit { // the kernel ends a process by its ticks
		t.Errorf("its process took %s", cpu)
	}
}

func (h hostile) judge(t *testing.T, out *Rendered, err error) {
	t.Helper()
	if err == nil {
		defer out.Close()
		for i := range out.Files {
			content, err := io.ReadAll(out.Open(i))
			if err != nil || bytes.Contains(content, []byte(script)) || bytes.Contains(content, []byte("alert(")) {
				t.Errorf("%s holds more than the picture, %v", out.Files[i].Name, err)
			}
		}
	}
	switch {
	case h.want == "" && err != nil, h.want != "" && err == nil && !h.either, err != nil && !errors.Is(err, h.want):
		t.Errorf("%v instead of %q", err, h.want)
	}
}

// inspected is the least of three, in CPU time: others work on the machine, too.
func inspected(t *testing.T, content []byte) (took time.Duration, memory uint64, err error) {
	t.Helper()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	took = time.Hour
	for range 3 {
		before, start := allocated(), spent(t, syscall.RUSAGE_THREAD)
		_, err = inspect(content)
		took, memory = min(took, spent(t, syscall.RUSAGE_THREAD)-start), allocated()-before
	}
	return took, memory, err
}

// allocated is all memory that was ever asked for, in bytes: more than was held at once.
func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// spent is the CPU time of this thread or of the children that have ended.
func spent(t *testing.T, by int) time.Duration {
	t.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(by, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
