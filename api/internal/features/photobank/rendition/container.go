package rendition

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// maxExif bounds the EXIF block that is looked at. JPEG can't hold more than
// 64 KiB of it.
const maxExif = 1 << 20

// JPEG's markers (ITU T.81, table B.1).
const (
	markerTEM  = 0x01
	markerRST0 = 0xd0
	markerSOI  = 0xd8
	markerEOI  = 0xd9
	markerSOS  = 0xda
	markerAPP1 = 0xe1
)

// jpegFacts is what lies between a JPEG's markers.
type jpegFacts struct {
	scans int    // counted no further than one above the limit
	exif  []byte // nil: none
}

// readJPEG walks over the segments and over the coded data between them. A file
// that ends early is the decoder's business; only errors of reading are returned.
func readJPEG(r *bufio.Reader) (f jpegFacts, err error) {
	for {
		marker, err := nextMarker(r)
		if err != nil || marker == markerEOI || f.scans > maxScans {
			return f, atEnd(err)
		}
		if marker == markerTEM || (marker >= markerRST0 && marker <= markerSOI) {
			continue // these stand alone
		}
		if marker == markerSOS {
			f.scans++
		}
		var length [2]byte
		if _, err := io.ReadFull(r, length[:]); err != nil {
			return f, atEnd(err)
		}
		payload := max(int(binary.BigEndian.Uint16(length[:]))-2, 0)
		if marker != markerAPP1 || f.exif != nil {
			_, err = r.Discard(payload)
		} else {
			f.exif, err = exifSegment(r, payload)
		}
		if err != nil {
			return f, atEnd(err)
		}
	}
}

// nextMarker finds the next 0xff that is neither padding nor escaped data.
func nextMarker(r *bufio.Reader) (byte, error) {
	for {
		if _, err := r.ReadSlice(0xff); errors.Is(err, bufio.ErrBufferFull) {
			continue
		} else if err != nil {
			return 0, err
		}
		marker := byte(0xff)
		var err error
		for marker == 0xff {
			if marker, err = r.ReadByte(); err != nil {
				return 0, err
			}
		}
		if marker != 0 {
			return marker, nil
		}
	}
}

// exifSegment is nil when the APP1 segment holds something else, such as XMP.
func exifSegment(r io.Reader, length int) ([]byte, error) {
	payload := make([]byte, length)
	if _, err := io.ReadFull(r, payload); err != nil {
		return nil, err
	}
	block, isExif := bytes.CutPrefix(payload, []byte("Exif\x00"))
	if !isExif || len(block) == 0 {
		return nil, nil
	}
	return block[1:], nil
}

// animatedWebP reads the flag in the extended header.
func animatedWebP(head []byte) bool {
	const animation = 1 << 1
	return len(head) > 20 && string(head[12:16]) == "VP8X" && head[20]&animation != 0
}

// webpExif finds the chunk in a RIFF container: name, length, data, padding.
func webpExif(r *bufio.Reader) ([]byte, error) {
	_, err := r.Discard(12)
	var head [8]byte
	for err == nil {
		if _, err = io.ReadFull(r, head[:]); err != nil {
			break
		}
		length := int64(binary.LittleEndian.Uint32(head[4:]))
		if string(head[:4]) == "EXIF" && length <= maxExif {
			block := make([]byte, length)
			_, err = io.ReadFull(r, block)
			return bytes.TrimPrefix(block, []byte("Exif\x00\x00")), atEnd(err)
		}
		err = skip(r, length+length%2)
	}
	return nil, atEnd(err)
}

// pngExif finds the chunk in a PNG: length, name, data, checksum.
func pngExif(r *bufio.Reader) ([]byte, error) {
	_, err := r.Discard(8)
	var head [8]byte
	for err == nil {
		if _, err = io.ReadFull(r, head[:]); err != nil {
			break
		}
		length := int64(binary.BigEndian.Uint32(head[:4]))
		if string(head[4:]) == "eXIf" && length <= maxExif {
			block := make([]byte, length)
			_, err = io.ReadFull(r, block)
			return block, atEnd(err)
		}
		err = skip(r, length+4)
	}
	return nil, atEnd(err)
}

func skip(r *bufio.Reader, n int64) error {
	_, err := io.CopyN(io.Discard, r, n)
	return err
}

func atEnd(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}
