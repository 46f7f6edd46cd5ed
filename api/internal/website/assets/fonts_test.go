package assets

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

var (
	face = regexp.MustCompile(`@font-face \{[^}]*url\((fonts/[^)]+)\)[^}]*unicode-range: ([^;]+);`)
	// what Kazakh and Russian news needs, beside ASCII.
	needed = "АаӘәБбВвГгҒғДдЕеЁёЖжЗзИиЙйКкҚқЛлМмНнҢңОоӨөПпРрСсТтУуҰұҮүФфХхҺһЦцЧчШшЩщЪъЫыІіЬьЭэЮюЯя«»–—…№₸ " + qazaq
	// qazaq are the letters of Kazakh's Latin alphabets beside ASCII.
	qazaq = "ÁáÄäǴǵĞğİıŃńÑñÓóÖöÚúÜüŪūÝýŞş"
	// töte is the Arabic alphabet of Kazakh, with its punctuation.
	töte = "ابپتجچحدرزسشعفقكگڭلمنھوۇۆۋىيەءٴئ،؛؟"
)

// TestFontsHoldWhatTheyPromise compares each file's characters with the range
// that the style sheet declares, and the ranges of a face with the alphabets.
func TestFontsHoldWhatTheyPromise(t *testing.T) {
	css, err := embedded.ReadFile("css/1-fonts.css")
	if err != nil {
		t.Fatal(err)
	}
	faces := map[string]map[rune]bool{}
	for _, match := range face.FindAllStringSubmatch(string(css), -1) {
		body, err := embedded.ReadFile(match[1])
		if err != nil {
			t.Fatal(err)
		}
		has, err := characters(body)
		if err != nil {
			t.Fatalf("%s: %v", match[1], err)
		}
		name := match[1][:strings.LastIndex(match[1], "-")]
		if faces[name] == nil {
			faces[name] = map[rune]bool{}
		}
		for _, r := range promised(t, match[2]) {
			faces[name][r] = true
			if !has[r] {
				t.Errorf("%s has no %q (U+%04X)", match[1], r, r)
			}
		}
	}
	if len(faces) != 6 {
		t.Errorf("%d faces", len(faces))
	}
	for name, all := range faces {
		letters := needed
		if name == "fonts/naskh" || name == "fonts/vazirmatn" {
			letters = töte
		}
		for _, r := range letters {
			if !all[r] {
				t.Errorf("%s: no file for %q", name, r)
			}
		}
	}
}

func promised(t *testing.T, ranges string) []rune {
	t.Helper()
	var all []rune
	for part := range strings.SplitSeq(ranges, ",") {
		from, to, found := strings.Cut(strings.TrimPrefix(strings.TrimSpace(part), "U+"), "-")
		if !found {
			to = from
		}
		first, err1 := strconv.ParseInt(from, 16, 32)
		last, err2 := strconv.ParseInt(to, 16, 32)
		if err1 != nil || err2 != nil {
			t.Fatalf("range %q", part)
		}
		for r := first; r <= last; r++ {
			all = append(all, rune(r))
		}
	}
	return all
}

// characters reads a WOFF2 file's character map (W3C WOFF2 sections 4 and 5).
func characters(woff []byte) (map[rune]bool, error) {
	tables, packed := int(binary.BigEndian.Uint16(woff[12:])), binary.BigEndian.Uint32(woff[20:])
	r := bytes.NewReader(woff[48:])
	offset, start, length := 0, -1, 0
	for range tables {
		flags, _ := r.ReadByte()
		if flags&63 == 63 {
			_, _ = r.Seek(4, io.SeekCurrent)
		}
		size := base128(r)
		transformed := flags>>6 != 0
		if known := flags & 63; known == 10 || known == 11 { // glyf and loca say it the other way round
			transformed = flags>>6 == 0
		}
		if transformed {
			size = base128(r)
		}
		if flags&63 == 0 { // cmap
			start, length = offset, size
		}
		offset += size
	}
	if start < 0 {
		return nil, fmt.Errorf("no character map")
	}
	head := len(woff) - r.Len()
	all, err := io.ReadAll(brotli.NewReader(bytes.NewReader(woff[head : head+int(packed)])))
	if err != nil {
		return nil, err
	}
	return cmap(all[start : start+length])
}

func base128(r *bytes.Reader) (value int) {
	for {
		b, err := r.ReadByte()
		value = value<<7 | int(b&127)
		if err != nil || b&128 == 0 {
			return value
		}
	}
}

// cmap reads the subtable of format 4 (OpenType specification, "cmap").
func cmap(table []byte) (map[rune]bool, error) {
	be := binary.BigEndian
	for i := range int(be.Uint16(table[2:])) {
		sub := table[be.Uint32(table[4+8*i+4:]):]
		if be.Uint16(sub) != 4 {
			continue
		}
		has, count := map[rune]bool{}, int(be.Uint16(sub[6:]))
		ends, starts, deltas, offsets := sub[14:], sub[16+count:], sub[16+2*count:], sub[16+3*count:]
		for s := 0; s < count; s += 2 {
			first, last := be.Uint16(starts[s:]), be.Uint16(ends[s:])
			for c := int(first); c <= int(last) && c < 0xffff; c++ {
				glyph := uint16(c) + be.Uint16(deltas[s:])
				if at := int(be.Uint16(offsets[s:])); at != 0 {
					glyph = be.Uint16(offsets[s+at+2*(c-int(first)):])
				}
				has[rune(c)] = glyph != 0
			}
		}
		return has, nil
	}
	return nil, fmt.Errorf("no subtable of format 4")
}
