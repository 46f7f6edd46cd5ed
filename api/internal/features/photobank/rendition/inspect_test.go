package rendition

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

func bufioOf(content []byte) *bufio.Reader {
	return reader(bytes.NewReader(content), int64(len(content)))
}

func inspect(content []byte) (Header, error) {
	return Inspect(bytes.NewReader(content), int64(len(content)), MaxPixels)
}

// emptyPNG claims a size and holds nothing.
func emptyPNG(w, h uint32) []byte {
	header := append([]byte("IHDR"), make([]byte, 13)...)
	binary.BigEndian.PutUint32(header[4:], w)
	binary.BigEndian.PutUint32(header[8:], h)
	header[12] = 8
	return appendChunk([]byte("\x89PNG\r\n\x1a\n"), header)
}

func appendChunk(out, chunk []byte) []byte {
	out = append(binary.BigEndian.AppendUint32(out, uint32(len(chunk)-4)), chunk...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk))
}

// blackPNG is sound, and takes a decoder w times h bytes.
func blackPNG(w, h int) []byte {
	data := bytes.NewBufferString("IDAT")
	z, err := zlib.NewWriterLevel(data, zlib.HuffmanOnly)
	row := make([]byte, w+1)
	for i := 0; i < h && err == nil; i++ {
		_, err = z.Write(row)
	}
	if err := errors.Join(err, z.Close()); err != nil {
		panic(err)
	}
	return appendChunk(appendChunk(emptyPNG(uint32(w), uint32(h)), data.Bytes()), []byte("IEND"))
}

// manyScans is a progressive JPEG's frame of 8 by 8 with n scans.
func manyScans(n int) []byte {
	out := []byte("\xff\xd8\xff\xc2\x00\x0b\x08\x00\x08\x00\x08\x01\x01\x11\x00")
	out = append(out, bytes.Repeat([]byte("\xff\xda\x00\x08\x01\x01\x00\x00\x00\x00\x12\xff\x00\x34"), n)...)
	return append(out, "\xff\xd9"...)
}

func TestBytesDecide(t *testing.T) {
	good := asJPEG(t, quartered(20, 10))
	for _, c := range []struct {
		name    string
		content string
		want    error
	}{
		{"jpeg", string(good), nil},
		{"nothing", "", NotAnImage},
		{"text", "Мектеп ашылды", NotAnImage},
		{"html", "<!DOCTYPE html><html><script>alert(1)</script>", NotAnImage},
		{"script in svg", `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, UnsupportedFormat},
		{"svg", `<svg xmlns="http://www.w3.org/2000/svg"/>`, UnsupportedFormat},
		{"gif", "GIF89a\x01\x00\x01\x00\x00\x00\x00;", UnsupportedFormat},
		{"bmp", "BM\x46\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00" + strings.Repeat("\x00", 52), UnsupportedFormat},
		{"tiff", "II*\x00\x08\x00\x00\x00" + strings.Repeat("\x00", 60), UnsupportedFormat},
		{"avif", "\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1", UnsupportedFormat},
		{"heic", "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", UnsupportedFormat},
		{"jpeg 2000", "\xff\x4f\xff\x51\x00\x29", UnsupportedFormat},
		{"mp4", "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00isommp42", NotAnImage},
		{"zip", "PK\x03\x04" + strings.Repeat("\x00", 40), NotAnImage},
		{"pdf", "%PDF-1.7\n", NotAnImage},
		{"sound in RIFF", "RIFF\x24\x00\x00\x00WAVEfmt ", NotAnImage},
		{"three bytes", "\xff\xd8\xff", Broken},
		{"jpeg without a scan", string(good[:100]), Broken},
		{"png without a header", "\x89PNG\r\n\x1a\n", Broken},
		{"webp without a chunk", "RIFF\x04\x00\x00\x00WEBP", Broken},
		{"animated webp", "RIFF\x16\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x02\x00\x00\x00\x10\x00\x00\x10\x00\x00", Animated},
		{"bomb", string(emptyPNG(60000, 60000)), TooManyPixels},
		{"too wide", string(emptyPNG(maxSide+1, 1)), TooManyPixels},
		{"too high", string(emptyPNG(1, maxSide+1)), TooManyPixels},
		{"press camera", string(emptyPNG(9504, 6336)), nil},
		{"no width", string(emptyPNG(0, 5)), Broken},
		{"overflow", string(emptyPNG(1<<31-1, 1<<31-1)), Broken},
		{"some scans", string(manyScans(maxScans)), nil},
		{"very many scans", string(manyScans(3000)), Broken},
	} {
		if _, err := inspect([]byte(c.content)); err != c.want { //nolint:errorlint // refusals come bare
			t.Errorf("%s: %v instead of %v", c.name, err, c.want)
		}
	}
}

func TestInspectCostsLittle(t *testing.T) {
	content := append(manyScans(maxScans), make([]byte, 20<<20)...)
	content = append(content[:2], append(bytes.Repeat([]byte("\xff\x00"), 10<<20), content[2:]...)...)
	start := time.Now()
	allocated := testing.AllocsPerRun(1, func() { _, _ = inspect(content) })
	t.Logf("40 MB of padding: %s for two runs, %.0f allocations", time.Since(start), allocated)
	if allocated > 500 {
		t.Errorf("%.0f allocations", allocated)
	}
}

// Files that somebody has damaged may be taken or refused, but never do harm.
func TestMutationsOfHeadersDoNoHarm(t *testing.T) {
	exif := exifOf(binary.LittleEndian, []entry{ascii(tagArtist, "Ann Annova"), short(binary.LittleEndian, tagOrientation, 6)}, []entry{ascii(tagTaken, "2024:05:01 10:20:30")})
	samples := [][]byte{jpegWith(asJPEG(t, quartered(64, 48)), exif), pngWith(asPNG(t, quartered(64, 48)), exif), webpWith(t, quartered(64, 48), exif), manyScans(5)}
	random := rand.New(rand.NewPCG(3, 4))
	for i := range 20_000 {
		content := mutate(random, samples[i%len(samples)])
		header, err := inspect(content)
		if err != nil && header.Format == "" {
			continue
		}
		if said := readMetadata(header.Format, bufioOf(content)); said.Orientation < 1 || said.Orientation > 8 {
			t.Fatalf("orientation %d", said.Orientation)
		}
	}
}

func mutate(random *rand.Rand, sample []byte) []byte {
	content := bytes.Clone(sample)
	for range 1 + random.IntN(12) {
		at := random.IntN(min(len(content), 400))
		switch random.IntN(4) {
		case 0:
			content[at] = byte(random.Uint32())
		case 1:
			content[at] ^= 1 << random.IntN(8)
		case 2:
			content[at] = 0xff
		default:
			content = append(content[:at], content[min(at+random.IntN(9), len(content)-1):]...)
		}
	}
	if random.IntN(4) == 0 {
		content = content[:random.IntN(len(content))]
	}
	return content
}
