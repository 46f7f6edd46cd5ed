package rendition

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"strings"
	"sync"
	"testing"
)

// deflatedZeros takes a thousandth of their length.
func deflatedZeros(n int) string {
	var b bytes.Buffer
	z, _ := zlib.NewWriterLevel(&b, zlib.BestSpeed)
	block := make([]byte, 1<<20)
	for ; n > 0; n -= len(block) {
		_, _ = z.Write(block)
	}
	_ = z.Close()
	return b.String()
}

// gibibyte is a GiB of zeros.
var gibibyte = sync.OnceValue(func() string { return deflatedZeros(1 << 30) })

// pngWithChunks puts chunks behind the header chunk.
func pngWithChunks(png []byte, chunks ...string) []byte {
	const header = 8 + 25
	out := bytes.Clone(png[:header])
	for _, c := range chunks {
		out = appendChunk(out, []byte(c))
	}
	return append(out, png[header:]...)
}

// unfolding is a sound PNG of many colours per pixel that are all the same.
func unfolding(w, h uint32, depth, kind byte, bytesPerPixel int) []byte {
	out := emptyPNG(w, h)
	out[24], out[25] = depth, kind
	out = appendChunk(out[:8], out[12:29])
	return appendChunk(appendChunk(out, []byte("IDAT"+deflatedZeros(int(h)*(1+int(w)*bytesPerPixel)))), []byte("IEND"))
}

// bits writes VP8L's bits, the lowest first.
type bits struct {
	out []byte
	n   int
}

func (b *bits) add(value uint32, count int) {
	for i := range count {
		if b.n%8 == 0 {
			b.out = append(b.out, 0)
		}
		b.out[b.n/8] |= byte(value>>i&1) << (b.n % 8)
		b.n++
	}
}

// plainWebP is lossless, of one colour, and takes thirty bytes at any size: a code
// of one symbol needs no bits for a pixel.
func plainWebP(w, h int) []byte {
	var b bits
	b.add(0x2f, 8)
	b.add(uint32(w-1), 14)
	b.add(uint32(h-1), 14)
	b.add(0, 1+3) // alpha, version
	b.add(0, 3)   // no transform, no cache, one group of codes
	for range 5 {
		b.add(1, 4) // a simple code of one symbol, which is 0
	}
	return riff("VP8L", b.out)
}

func riff(chunks ...any) []byte {
	out := []byte("RIFF\x00\x00\x00\x00WEBP")
	for i := 0; i+1 < len(chunks); i += 2 {
		data := chunks[i+1].([]byte)
		out = append(binary.LittleEndian.AppendUint32(append(out, chunks[i].(string)...), uint32(len(data))), data...)
		if len(data)%2 == 1 {
			out = append(out, 0)
		}
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out
}

// canvas is an extended WebP's header chunk without any flag.
func canvas(w, h int) []byte {
	w, h = w-1, h-1
	return []byte{0, 0, 0, 0, byte(w), byte(w >> 8), byte(w >> 16), byte(h), byte(h >> 8), byte(h >> 16)}
}

// liar is a lossy WebP of a small canvas whose frame says it is as large as can be.
func liar(t *testing.T) []byte {
	t.Helper()
	simple, err := Variant{Format: WebP, Quality: 80}.encode(quartered(64, 48))
	if err != nil {
		t.Fatal(err)
	}
	frame := bytes.Clone(simple[20:])
	binary.LittleEndian.PutUint16(frame[6:], 16383)
	binary.LittleEndian.PutUint16(frame[8:], 16383)
	return riff("VP8X", canvas(64, 48), "VP8 ", frame)
}

// progressive claims w by h pixels and goes over them n times.
func progressive(w, h uint16, n int) []byte {
	content := manyScans(n)
	binary.BigEndian.PutUint16(content[7:], h)
	binary.BigEndian.PutUint16(content[9:], w)
	return content
}

// nested is a packet of elements that are never closed.
func nested(depth int) string {
	return `<rdf:RDF xmlns:rdf="` + rdf + `"><rdf:Description>` + strings.Repeat("<a>", depth)
}

// loops is an EXIF block whose directories all are the same one.
func loops() []byte {
	block := exifOf(binary.BigEndian, []entry{{tagPositionFolder, 4, 1, []byte{0, 0, 0, 8}}, {0x014a, 4, 1, []byte{0, 0, 0, 8}}, {0xa005, 4, 1, []byte{0, 0, 0, 8}}}, nil)
	binary.BigEndian.PutUint32(block[8+2+3*12+8:], 8) // the details
	binary.BigEndian.PutUint32(block[8+2+4*12:], 8)   // the next
	return block
}
