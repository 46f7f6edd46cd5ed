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
	return closed(out, plain), place
}

// Blocks is a text as GzipFilled takes it.
func (e *Encoder) Blocks(plain []byte) []byte { return e.deflate(plain, (*flate.Writer).Flush) }

// GzipFilled puts blocks into what GzipOpen gave. plain is the whole text that comes of it.
func GzipFilled(open []byte, place int, blocks, plain []byte) []byte {
	out := make([]byte, 0, len(open)+len(blocks))
	out = append(out, open[:place]...)
	out = append(out, blocks...)
	out = append(out, open[place:len(open)-gzipEnd]...)
	return closed(out, plain)
}

func closed(out, plain []byte) []byte {
	out = binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(plain))
	return binary.LittleEndian.AppendUint32(out, uint32(len(plain))) //nolint:gosec // modulo 2^32, says the RFC
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
