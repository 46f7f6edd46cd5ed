package rendition

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
)

// maxProfile is far above the largest profile for print, which has some 3 MB. A
// longer one is not looked at.
const maxProfile = 8 << 20

// profileName begins JPEG's APP2 segments with a part of an ICC profile (ICC.1,
// annex B.4). The part's number from 1 and the number of parts follow.
const profileName = "ICC_PROFILE\x00"

// colours is what a file says of the meaning of its numbers.
type colours struct {
	profile []byte // ICC; nil: none, or none that could be read
	adobe   bool   // a JPEG by Adobe's rules: its inks come inverted
}

func readColours(format Format, file []byte) colours {
	switch format {
	case JPEG:
		return jpegColours(file)
	case PNG:
		return colours{profile: pngProfile(file)}
	}
	profile, _ := riffChunk(file, "ICCP")
	return colours{profile: bounded(profile)}
}

// jpegColours looks at the segments in front of the first scan.
func jpegColours(file []byte) (c colours) {
	var parts [256][]byte
	count, at := 0, 2
	for at+4 <= len(file) && file[at] == 0xff {
		marker := file[at+1]
		if marker == 0xff { // padding
			at++
			continue
		}
		if marker == markerSOS {
			break
		}
		length := int(binary.BigEndian.Uint16(file[at+2:]))
		if length < 2 || at+2+length > len(file) {
			break
		}
		segment := file[at+4 : at+2+length]
		at += 2 + length
		switch marker {
		case markerAPP2:
			if part, found := bytes.CutPrefix(segment, []byte(profileName)); found && len(part) > 2 {
				parts[part[0]], count = part[2:], int(part[1])
			}
		case markerAPP14:
			c.adobe = c.adobe || bytes.HasPrefix(segment, []byte("Adobe"))
		}
	}
	c.profile = bounded(joined(parts[1:], count))
	return c
}

// joined is nil when a part is missing.
func joined(parts [][]byte, count int) []byte {
	for _, part := range parts[:count] {
		if part == nil {
			return nil
		}
	}
	return bytes.Join(parts[:count], nil)
}

// pngProfile is what the iCCP chunk holds: a name, the method 0, deflated bytes.
// It comes before the picture's data (PNG, 11.3.2.3).
func pngProfile(file []byte) []byte {
	for at := 8; at+12 <= len(file); {
		length := int(binary.BigEndian.Uint32(file[at:]))
		name := string(file[at+4 : at+8])
		if name == "IDAT" || length > len(file)-at-12 {
			break
		}
		if name == "iCCP" {
			_, rest, _ := bytes.Cut(file[at+8:at+8+length], []byte{0})
			if len(rest) < 1 || rest[0] != 0 {
				return nil
			}
			return inflatedProfile(rest[1:])
		}
		at += 12 + length
	}
	return nil
}

// inflatedProfile stops at the limit: a few bytes can stand for gigabytes.
func inflatedProfile(data []byte) []byte {
	z, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	profile, err := io.ReadAll(io.LimitReader(z, maxProfile+1))
	if err != nil {
		return nil
	}
	return bounded(profile)
}

func bounded(profile []byte) []byte {
	const header = 128 // bytes (ICC.1, 7.2)
	if len(profile) < header || len(profile) > maxProfile {
		return nil
	}
	return profile
}

// riffChunk finds a WebP's first chunk of a name, and tells what follows it: name,
// length, data, padding.
func riffChunk(file []byte, name string) (chunk, rest []byte) {
	for at := 12; at+8 <= len(file); {
		length := int(binary.LittleEndian.Uint32(file[at+4:]))
		if length > len(file)-at-8 {
			return nil, nil
		}
		end := at + 8 + length
		if string(file[at:at+4]) == name {
			return file[at+8 : end], file[min(end+length%2, len(file)):]
		}
		at = end + length%2
	}
	return nil, nil
}
