package rendition

import (
	"encoding/binary"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// The datasets of IIM's application record (IPTC-NAA Information Interchange
// Model, version 4.2, chapter 6).
const (
	iimTitle        = 5
	iimKeyword      = 25
	iimInstructions = 40
	iimDate         = 55
	iimTime         = 60
	iimByline       = 80
	iimCity         = 90
	iimSublocation  = 92
	iimState        = 95
	iimCountry      = 101
	iimHeadline     = 105
	iimCredit       = 110
	iimSource       = 115
	iimCopyright    = 116
	iimCaption      = 120
)

// iim is the values of the application record by dataset, in Unicode.
type iim map[byte][]string

func (m iim) text(dataset byte) string {
	if len(m[dataset]) == 0 {
		return ""
	}
	return m[dataset][0]
}

// maxDatasets is how many values are looked at.
const maxDatasets = 1000

// readIIM reads IPTC's block out of Photoshop's resources. (imagemeta takes what
// does not name its encoding for Latin-1, which spoils Cyrillic, and loses the
// block behind a resource of an odd length.)
func readIIM(resources []byte) iim {
	found, charset, sample := iim{}, "", []string{}
	data := iptcResource(resources)
	for range maxDatasets {
		record, dataset, value, rest, ok := nextDataset(data)
		if !ok {
			break
		}
		data = rest
		switch {
		case record == 1 && dataset == 90:
			charset = value
		case record == 2 && value != "":
			found[dataset] = append(found[dataset], value)
			sample = append(sample, value)
		}
	}
	decode := decoderOf(charset, strings.Join(sample, " "))
	for _, values := range found {
		for i := range values {
			values[i] = decode(values[i])
		}
	}
	return found
}

// iptcResource finds resource 0x0404: a signature, a number, a name and the data,
// the last two padded to an even length, which some programs forget.
func iptcResource(data []byte) []byte {
	const iptc = 0x0404
	if len(data) > 0 && data[0] == 0x1c {
		return data // not wrapped
	}
	for len(data) >= 12 {
		if string(data[:4]) != "8BIM" {
			if data[0] != 0 {
				return nil
			}
			data = data[1:]
			continue
		}
		id, name := binary.BigEndian.Uint16(data[4:]), int(data[6])+1
		at := 6 + name + name%2
		if at+4 > len(data) {
			return nil
		}
		size := int64(binary.BigEndian.Uint32(data[at:]))
		rest := data[at+4:]
		if id == iptc {
			return rest[:min(size, int64(len(rest)))]
		}
		if size > int64(len(rest)) {
			return nil
		}
		data = rest[size:]
	}
	return nil
}

// nextDataset reads a marker, the record, the dataset, a length and the value.
// Values of 32 KiB and more, which have a longer length, are not for us.
func nextDataset(data []byte) (record, dataset byte, value string, rest []byte, ok bool) {
	if len(data) < 5 || data[0] != 0x1c {
		return 0, 0, "", nil, false
	}
	length := int(binary.BigEndian.Uint16(data[3:]))
	if length > len(data)-5 {
		return 0, 0, "", nil, false
	}
	return data[1], data[2], string(data[5 : 5+length]), data[5+length:], true
}

// decoderOf knows the encodings by their escape sequences (ISO 2022). A block that
// names none, or names UTF-8 and is not, is guessed at as a whole: a single name
// may be too short for that.
func decoderOf(charset, sample string) func(string) string {
	switch {
	case charset == "\x1b%G" && utf8.ValidString(sample):
		return func(s string) string { return s }
	case charset == "\x1b.A" || charset == "\x1b-A":
		return latin1
	case charset == "\x1b-L":
		return func(s string) string { return decodedBy(charmap.ISO8859_5, s) }
	}
	return guessed(sample)
}
