package rendition

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
	"math/rand/v2"
)

// A mutation that no decoder gets to see proves little: a PNG's checksums and the
// lengths of segments and chunks are put right again, so that what was changed is
// taken for what somebody wrote.

// piece is a segment or a chunk.
type piece struct {
	name    string // a chunk's name, or a segment's marker
	payload []byte
	bare    []byte // what follows a JPEG's segment without a length: coded data
}

// split takes a file apart; nil when it is not of whole pieces.
func split(format Format, content []byte) []piece {
	switch format {
	case JPEG:
		return splitJPEG(content)
	case PNG:
		return splitChunks(content, 8, 4, func(head []byte) (string, int) { return string(head[4:8]), int(binary.BigEndian.Uint32(head)) })
	}
	return splitChunks(content, 12, 0, func(head []byte) (string, int) { return string(head[:4]), int(binary.LittleEndian.Uint32(head[4:])) })
}

func splitChunks(content []byte, at, behind int, read func(head []byte) (string, int)) (pieces []piece) {
	for at+8 <= len(content) {
		name, length := read(content[at : at+8])
		if length > len(content)-at-8-behind {
			return pieces
		}
		pieces = append(pieces, piece{name: name, payload: bytes.Clone(content[at+8 : at+8+length])})
		at += 8 + length + behind
		if behind == 0 {
			at += length % 2
		}
	}
	return pieces
}

func splitJPEG(content []byte) (pieces []piece) {
	at := 2
	for at+4 <= len(content) && content[at] == 0xff && content[at+1] != markerEOI {
		length := int(binary.BigEndian.Uint16(content[at+2:]))
		if length < 2 || at+2+length > len(content) {
			return pieces
		}
		p := piece{name: string(content[at : at+2]), payload: bytes.Clone(content[at+4 : at+2+length])}
		at += 2 + length
		end := at
		for end+1 < len(content) && (content[end] != 0xff || standsAlone(content[end+1])) {
			end++
		}
		p.bare = bytes.Clone(content[at:end])
		at = end
		pieces = append(pieces, p)
	}
	return pieces
}

// join puts a file together, with right lengths and checksums.
func join(format Format, pieces []piece) []byte {
	switch format {
	case JPEG:
		out := []byte("\xff\xd8")
		for _, p := range pieces {
			payload := p.payload[:min(len(p.payload), 65533)]
			out = binary.BigEndian.AppendUint16(append(out, p.name...), uint16(len(payload)+2))
			out = append(append(out, payload...), p.bare...)
		}
		return append(out, "\xff\xd9"...)
	case PNG:
		out := []byte("\x89PNG\r\n\x1a\n")
		for _, p := range pieces {
			out = appendChunk(out, append([]byte(p.name), p.payload...))
		}
		return out
	}
	var parts []any
	for _, p := range pieces {
		parts = append(parts, p.name, p.payload)
	}
	return riff(parts...)
}

// mutated changes a file in one to four places.
func mutated(random *rand.Rand, format Format, content []byte) []byte {
	pieces := split(format, content)
	if len(pieces) == 0 || random.IntN(5) == 0 { // as it may lie on a damaged disk
		out := bytes.Clone(content)
		for range 1 + random.IntN(4) {
			out = damage(random, out)
		}
		return out
	}
	if format == PNG && random.IntN(2) == 0 {
		repack(random, pieces)
	}
	for range 1 + random.IntN(4) {
		at := random.IntN(len(pieces))
		other := random.IntN(len(pieces))
		switch random.IntN(10) {
		case 0:
			pieces[at], pieces[other] = pieces[other], pieces[at]
		case 1:
			pieces = append(pieces[:at:at], append([]piece{pieces[other]}, pieces[at:]...)...)
		case 2:
			if len(pieces) > 1 {
				pieces = append(pieces[:at:at], pieces[at+1:]...)
			}
		case 3, 4, 5:
			pieces[at].bare = damage(random, pieces[at].bare)
		default:
			pieces[at].payload = damage(random, bytes.Clone(pieces[at].payload))
		}
	}
	return join(format, pieces)
}

// repack damages a PNG's data before they are deflated.
func repack(random *rand.Rand, pieces []piece) {
	for i, p := range pieces {
		if p.name != "IDAT" {
			continue
		}
		z, err := zlib.NewReader(bytes.NewReader(p.payload))
		if err != nil {
			return
		}
		rows, _ := io.ReadAll(io.LimitReader(z, 1<<20))
		var out bytes.Buffer
		w := zlib.NewWriter(&out)
		_, _ = w.Write(damage(random, rows))
		_ = w.Close()
		pieces[i].payload = out.Bytes()
		return
	}
}

// damage changes, cuts, repeats or swaps bytes.
func damage(random *rand.Rand, data []byte) []byte {
	if len(data) == 0 {
		return []byte{byte(random.Uint32())}
	}
	at, other := random.IntN(len(data)), random.IntN(len(data))
	length := 1 + random.IntN(min(64, len(data)-max(at, other)))
	switch random.IntN(9) {
	case 0, 1, 2:
		data[at] ^= 1 << random.IntN(8)
	case 3:
		data[at] = byte(random.Uint32())
	case 4: // numbers that programs stumble over
		for i, b := range []string{"\x00\x00\x00\x00", "\xff\xff\xff\xff", "\x7f\xff\xff\xff", "\x80\x00", "\x3f\xff", "\x00\x01"}[random.IntN(6)] {
			if at+i < len(data) {
				data[at+i] = byte(b)
			}
		}
	case 5:
		return data[:at]
	case 6:
		return append(data[:at:at], data[at+length:]...)
	case 7:
		return append(data[:at:at], bytes.Join([][]byte{bytes.Repeat(data[other:other+length], 1+random.IntN(8)), data[at:]}, nil)...)
	default:
		block := bytes.Clone(data[at : at+length])
		copy(data[at:at+length], data[other:other+length])
		copy(data[other:other+length], block)
	}
	return data
}
