package rendition

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
)

// segment is an application segment of a JPEG.
func segment(marker byte, content string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(content)+2)), content...)
}

// with puts segments behind a JPEG's first marker.
func with(jpeg []byte, segments ...[]byte) []byte {
	return append(append(bytes.Clone(jpeg[:2]), bytes.Join(segments, nil)...), jpeg[2:]...)
}

// packet wraps properties as Adobe's programs do.
func packet(attributes, properties string) string {
	return `<?xpacket begin="` + "\ufeff" + `" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
   xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
   xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:core="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" ` +
		attributes + `>` + properties + `</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
}

// list writes a property with its items, each by a language or none.
func list(property, kind string, items ...string) string {
	var b strings.Builder
	for _, item := range items {
		language, text, named := strings.Cut(item, "|")
		if !named {
			fmt.Fprintf(&b, "<rdf:li>%s</rdf:li>", item)
		} else {
			fmt.Fprintf(&b, "<rdf:li xml:lang=%q>%s</rdf:li>", language, text)
		}
	}
	return fmt.Sprintf("<%[1]s>\n<rdf:%[2]s>%[3]s</rdf:%[2]s>\n</%[1]s>", property, kind, b.String())
}

// dataset is one value of IIM's application record.
func dataset(number byte, value string) string { return record(2, number, value) }

func record(record, number byte, value string) string {
	return string(binary.BigEndian.AppendUint16([]byte{0x1c, record, number}, uint16(len(value)))) + value
}

// resource is one of Photoshop's, padded to an even length.
func resource(id uint16, name, data string) string {
	out := string(binary.BigEndian.AppendUint16([]byte("8BIM"), id)) + string(rune(len(name))) + name
	if len(name)%2 == 0 {
		out += "\x00"
	}
	out += string(binary.BigEndian.AppendUint32(nil, uint32(len(data)))) + data
	if len(data)%2 == 1 {
		out += "\x00"
	}
	return out
}

func iptcSegment(datasets ...string) []byte {
	return segment(markerAPP13, photoshopName+resource(0x0404, "", strings.Join(datasets, "")))
}

func xmpSegment(packet string) []byte { return segment(markerAPP1, xmpName+packet) }

func exifSegmentOf(block []byte) []byte { return segment(markerAPP1, exifName+"\x00"+string(block)) }

func deflated(content string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write([]byte(content))
	_ = z.Close()
	return b.String()
}

// rawProfile is how ImageMagick keeps a block in a PNG.
func rawProfile(kind, content string) string {
	digits := hex.EncodeToString([]byte(content))
	var lines strings.Builder
	for len(digits) > 72 {
		lines.WriteString(digits[:72] + "\n")
		digits = digits[72:]
	}
	return fmt.Sprintf("\n%s\n%8d\n%s%s\n", kind, len(content), lines.String(), digits)
}

// rational is a value of fractions.
func rational(order binary.AppendByteOrder, tag uint16, parts ...uint32) entry {
	e := entry{tag: tag, kind: kindRational, count: uint32(len(parts) / 2)}
	for _, n := range parts {
		e.value = order.AppendUint32(e.value, n)
	}
	return e
}
