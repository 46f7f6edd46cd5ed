package rendition

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"io"
	"strings"
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

// readPNG goes over the chunks: length, name, data, checksum.
func (b *blocks) readPNG(r *bufio.Reader) {
	_, err := r.Discard(8)
	var head [8]byte
	for err == nil {
		if _, err = io.ReadFull(r, head[:]); err != nil {
			return
		}
		name, length := string(head[4:]), int64(binary.BigEndian.Uint32(head[:4]))
		switch {
		case name == "IEND":
			return
		case length <= maxBlock && (name == "eXIf" || name == "iTXt" || name == "zTXt" || name == "tEXt"):
			chunk := make([]byte, length)
			n, _ := io.ReadFull(r, chunk)
			b.keepChunk(name, chunk[:n])
			err = skip(r, 4)
		default:
			err = skip(r, length+4)
		}
	}
}

func (b *blocks) keepChunk(name string, chunk []byte) {
	if name == "eXIf" {
		take(&b.exif, chunk)
		return
	}
	keyword, rest, _ := strings.Cut(string(chunk), "\x00")
	kind, isProfile := strings.CutPrefix(keyword, "Raw profile type ") // ImageMagick's way, before there was eXIf
	switch {
	case name == "iTXt" && keyword == "XML:com.adobe.xmp" && b.xmp == nil:
		b.xmp = international(rest)
	case isProfile && name != "iTXt":
		b.keepProfile(kind, profile(name, rest))
	}
}

// international is the text of an iTXt chunk behind its keyword: a flag and a
// method of compression, a language and a translated keyword.
func international(rest string) []byte {
	if len(rest) < 2 {
		return nil
	}
	if compressed := rest[0] != 0; compressed {
		return inflated(textBehind(rest[2:]))
	}
	return textBehind(rest[2:])
}

// textBehind is what follows two texts that end with a zero byte.
func textBehind(s string) []byte {
	_, s, _ = strings.Cut(s, "\x00")
	_, s, _ = strings.Cut(s, "\x00")
	return []byte(s)
}

// profile reads a name, a length and bytes in hexadecimal.
func profile(chunk, text string) []byte {
	if chunk == "zTXt" {
		text = string(inflated([]byte(strings.TrimPrefix(text, "\x00"))))
	}
	fields := strings.Fields(text)
	if len(fields) < 3 {
		return nil
	}
	digits := strings.Join(fields[2:], "")
	block, _ := hex.DecodeString(digits[:len(digits)&^1])
	return block
}

func (b *blocks) keepProfile(kind string, block []byte) {
	switch kind {
	case "exif", "APP1":
		if rest, found := bytes.CutPrefix(block, []byte(xmpName)); found {
			take(&b.xmp, rest)
		} else {
			take(&b.exif, bytes.TrimPrefix(block, []byte(exifName+"\x00")))
		}
	case "iptc", "8bim":
		take(&b.iim, block)
	case "xmp":
		take(&b.xmp, block)
	}
}

// inflated stops at the limit: a few bytes can stand for gigabytes.
func inflated(data []byte) []byte {
	z, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	const hexadecimal = 2 // a profile takes two characters a byte, and line ends
	out, _ := io.ReadAll(io.LimitReader(z, hexadecimal*maxBlock+maxBlock/8))
	return out
}
