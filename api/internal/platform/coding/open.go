package coding

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"

	"github.com/klauspost/compress/flate"
)

// A gzip member (RFC 1952) is a header, blocks of DEFLATE (RFC 1951), and the check sum
// and the length of the whole. Blocks that end with a byte and look back to nothing
// before them may stand anywhere among others: so what is compressed once can be put
// into what has been compressed before.
var (
	gzipHeader = []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff} // of no name, time and system
	gzipEnd    = 8
)

// GzipOpen is Gzip of a text into which something is put later, at an offset; place is
// where that goes in the coded form. Without the rest it is a whole coded text as well.
func (e *Encoder) GzipOpen(contentType string, plain []byte, at int) (coded []byte, place int) {
	if !worthwhile(contentType, plain) {
		return nil, 0
	}
	out := append(make([]byte, 0, len(plain)/3), gzipHeader...)
	out = append(out, e.Blocks(plain[:at])...)
	place = len(out)
	out = append(out, e.deflate(plain[at:], (*flate.Writer).Close)...)
	return append(out, trailer(plain)...), place
}

// Blocks is a text as GzipFilled takes it.
func (e *Encoder) Blocks(plain []byte) []byte { return e.deflate(plain, (*flate.Writer).Flush) }

// GzipFilled puts blocks into what GzipOpen gave, without a copy of either. plain is the
// whole text that comes of it.
func GzipFilled(open []byte, place int, blocks []byte, plain Text) Text {
	return Text{open[:place], blocks, open[place : len(open)-gzipEnd], trailer(plain...)}
}

// trailer is what ends the gzip of a text in pieces.
func trailer(plain ...[]byte) []byte {
	var sum, size uint32 // modulo 2^32, says the RFC
	for _, piece := range plain {
		sum = crc32.Update(sum, crc32.IEEETable, piece)
		size += uint32(len(piece)) //nolint:gosec // as above
	}
	return binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(make([]byte, 0, gzipEnd), sum), size)
}

func (e *Encoder) deflate(plain []byte, end func(*flate.Writer) error) []byte {
	w := e.blocks.Get().(*flate.Writer) //nolint:errcheck // the pool has no others
	defer e.blocks.Put(w)
	var out bytes.Buffer // which takes whatever is written
	out.Grow(len(plain) / 3)
	w.Reset(&out)
	_, _ = w.Write(plain)
	_ = end(w)
	return out.Bytes()
}
