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
