package rendition

import (
	"encoding/binary"
	"errors"
	"io"
)

// maxParts is how many segments or chunks a file of size bytes may have. Encoders
// write one for each 8 KiB and more; 25 MiB of empty ones cost seconds.
func maxParts(size int64) int64 { return 1000 + size>>10 }

// checkParts refuses files that are cut into pieces beyond all measure, and counts
// the scans of a JPEG. A file that ends early is the decoder's business.
func checkParts(format Format, source io.ReaderAt, size int64) (scans int, err error) {
	switch format {
	case JPEG:
		return countScans(reader(source, size), maxParts(size))
	case PNG: // a signature; then length, name, data and checksum
		return 0, checkChunks(source, size, 8, func(head []byte) int64 { return 12 + int64(binary.BigEndian.Uint32(head)) })
	}
	return 0, checkChunks(source, size, 12, func(head []byte) int64 { // a signature; then name, length and data, padded
		length := int64(binary.LittleEndian.Uint32(head[4:]))
		return 8 + length + length%2
	})
}

func checkChunks(source io.ReaderAt, size, at int64, length func(head []byte) int64) error {
	head := make([]byte, 8)
	for range maxParts(size) {
		if at+int64(len(head)) > size {
			return nil
		}
		if _, err := source.ReadAt(head, at); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		at += length(head)
	}
	return Broken
}
