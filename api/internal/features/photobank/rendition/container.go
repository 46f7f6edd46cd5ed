package rendition

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// JPEG's markers (ITU T.81, table B.1).
const (
	markerTEM   = 0x01
	markerRST0  = 0xd0
	markerSOI   = 0xd8
	markerEOI   = 0xd9
	markerSOS   = 0xda
	markerAPP1  = 0xe1
	markerAPP13 = 0xed
	markerAPP2  = 0xe2
	markerAPP14 = 0xee
)

// countScans walks over a JPEG's segments and over the coded data between them, and
// refuses a file with more scans than maxScans or more segments than parts. A file
// that ends early is the decoder's business, but a scan must have begun.
func countScans(r *bufio.Reader, parts int64) (scans int, err error) {
	for ; parts > 0 && scans <= maxScans; parts-- {
		marker, payload, err := nextSegment(r)
		if err == nil && marker == markerSOS {
			scans++
		}
		if err == nil {
			_, err = r.Discard(payload)
		}
		switch {
		case err != nil && atEnd(err) != nil:
			return scans, err
		case err != nil || marker == markerEOI:
			return scans, begun(scans)
		}
	}
	return scans, Broken
}

func begun(scans int) error {
	if scans < 1 {
		return Broken
	}
	return nil
}

// nextSegment finds a segment and the length of its payload, which follows. The
// end of the picture has none.
func nextSegment(r *bufio.Reader) (marker byte, payload int, err error) {
	marker, err = nextMarker(r)
	if err != nil || marker == markerEOI {
		return marker, 0, err
	}
	var length [2]byte
	_, err = io.ReadFull(r, length[:])
	return marker, max(int(binary.BigEndian.Uint16(length[:]))-2, 0), err
}

// nextMarker finds the next 0xff that is neither padding nor escaped data nor one
// of the markers that stand alone in it. It takes about a nanosecond for a byte
// where all bytes are 0xff.
func nextMarker(r *bufio.Reader) (byte, error) {
	for {
		if _, err := r.Peek(2); err != nil {
			return 0, err
		}
		buffered, _ := r.Peek(r.Buffered())
		at := bytes.IndexByte(buffered[:len(buffered)-1], 0xff)
		for at >= 0 && at+1 < len(buffered) {
			if code := buffered[at+1]; code != 0xff && !standsAlone(code) {
				_, err := r.Discard(at + 2)
				return code, err
			} else if code != 0xff {
				at++
			}
			at++
			for at < len(buffered) && buffered[at] != 0xff {
				at++
			}
		}
		// What is left is nothing, or an 0xff whose code is still to come.
		keep := 0
		if buffered[len(buffered)-1] == 0xff {
			keep = 1
		}
		if _, err := r.Discard(len(buffered) - keep); err != nil {
			return 0, err
		}
	}
}

// standsAlone tells of escaped data and of markers without a segment.
func standsAlone(code byte) bool {
	return code == 0 || code == markerTEM || code >= markerRST0 && code <= markerSOI
}

// animatedWebP reads the flag in the extended header.
func animatedWebP(head []byte) bool {
	const animation = 1 << 1
	return len(head) > 20 && string(head[12:16]) == "VP8X" && head[20]&animation != 0
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
