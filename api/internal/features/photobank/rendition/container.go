package rendition

import (
	"bufio"
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
)

// countScans walks over a JPEG's segments and over the coded data between them, and
// counts no further than one above the limit. A file that ends early is the
// decoder's business; only errors of reading are returned.
func countScans(r *bufio.Reader) (scans int, err error) {
	for {
		marker, err := nextMarker(r)
		if err != nil || marker == markerEOI || scans > maxScans {
			return scans, atEnd(err)
		}
		if marker == markerTEM || (marker >= markerRST0 && marker <= markerSOI) {
			continue // these stand alone
		}
		if marker == markerSOS {
			scans++
		}
		var length [2]byte
		if _, err := io.ReadFull(r, length[:]); err != nil {
			return scans, atEnd(err)
		}
		if _, err := r.Discard(max(int(binary.BigEndian.Uint16(length[:]))-2, 0)); err != nil {
			return scans, atEnd(err)
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
