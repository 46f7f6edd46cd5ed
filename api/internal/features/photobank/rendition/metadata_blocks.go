package rendition

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
)

// blocks are the parts of a file that hold metadata, as they are.
type blocks struct {
	exif []byte // a TIFF structure
	iim  []byte // Photoshop's resources, one of which is IPTC's
	xmp  []byte // a packet of XML
}

// maxBlock bounds each block, in bytes. JPEG can't hold more than 64 KiB in one
// segment; Photoshop's resources may take several.
const maxBlock = 1 << 20

// readBlocks goes over the file's segments or chunks and reads only those that it
// looks for. A file that ends early is the decoder's business.
func readBlocks(format Format, r *bufio.Reader) (b blocks) {
	switch format {
	case JPEG:
		b.readJPEG(r)
	case PNG:
		b.readPNG(r)
	case WebP:
		b.readWebP(r)
	}
	return b
}

// take keeps the first block of its kind.
func take(kept *[]byte, block []byte) {
	if *kept == nil {
		*kept = block
	}
}

// The names that begin JPEG's application segments.
const (
	exifName      = "Exif\x00"
	xmpName       = "http://ns.adobe.com/xap/1.0/\x00"
	photoshopName = "Photoshop 3.0\x00"
)

// readJPEG ends at the first scan: behind the picture may lie others, with
// metadata of their own.
func (b *blocks) readJPEG(r *bufio.Reader) {
	for {
		marker, payload, err := nextSegment(r)
		if err != nil || marker == markerEOI || marker == markerSOS {
			return
		}
		if marker != markerAPP1 && marker != markerAPP13 {
			_, err = r.Discard(payload)
		} else {
			segment := make([]byte, payload)
			_, err = io.ReadFull(r, segment)
			b.keep(segment)
		}
		if err != nil {
			return
		}
	}
}

func (b *blocks) keep(segment []byte) {
	if rest, found := bytes.CutPrefix(segment, []byte(exifName)); found && len(rest) > 1 {
		b.keepEXIF(rest[1:])
	} else if rest, found := bytes.CutPrefix(segment, []byte(xmpName)); found {
		take(&b.xmp, rest)
	} else if rest, found := bytes.CutPrefix(segment, []byte(photoshopName)); found && len(b.iim)+len(rest) <= maxBlock {
		b.iim = append(b.iim, rest...)
	}
}

// keepEXIF joins segments: what does not begin as a TIFF goes on with the one before.
func (b *blocks) keepEXIF(block []byte) {
	if begins := bytes.HasPrefix(block, []byte("II")) || bytes.HasPrefix(block, []byte("MM")); b.exif == nil || begins {
		take(&b.exif, block)
	} else if len(b.exif)+len(block) <= maxBlock {
		b.exif = append(b.exif, block...)
	}
}

// readWebP goes over the chunks in a RIFF container: name, length, data, padding.
func (b *blocks) readWebP(r *bufio.Reader) {
	_, err := r.Discard(12)
	var head [8]byte
	for err == nil {
		if _, err = io.ReadFull(r, head[:]); err != nil {
			return
		}
		name, length := string(head[:4]), int64(binary.LittleEndian.Uint32(head[4:]))
		if (name != "EXIF" && name != "XMP ") || length > maxBlock {
			err = skip(r, length+length%2)
			continue
		}
		block := make([]byte, length)
		n, _ := io.ReadFull(r, block)
		if name == "XMP " {
			take(&b.xmp, block[:n])
		} else { // the prefix is JPEG's; some programs write it here, too
			take(&b.exif, bytes.TrimPrefix(block[:n], []byte(exifName+"\x00")))
		}
		err = skip(r, length%2)
	}
}
