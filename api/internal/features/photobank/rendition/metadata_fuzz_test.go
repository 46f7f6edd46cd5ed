package rendition

import (
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func FuzzMetadata(f *testing.F) {
	exif := exifOf(binary.LittleEndian, []entry{ascii(tagArtist, "Ann"), short(binary.LittleEndian, tagOrientation, 6)}, []entry{ascii(tagTaken, "2024:05:01 10:20:30")})
	x := packet(`photoshop:City="Алматы" tiff:Orientation="3"`, list("dc:description", "Alt", "kk|Таң", "ru|Утро"))
	small := []byte("\xff\xd8\xff\xda\x00\x02")
	f.Add(byte(0), with(small, exifSegmentOf(exif), xmpSegment(x), iptcSegment(dataset(iimKeyword, in1251("тау")))))
	f.Add(byte(1), pngWithChunks(emptyPNG(8, 8), "eXIf"+string(exif), "iTXtXML:com.adobe.xmp\x00\x01\x00\x00\x00"+deflated(x), "zTXtRaw profile type exif\x00\x00"+deflated(rawProfile("exif", string(exif)))))
	f.Add(byte(2), riff("EXIF", exif, "XMP ", []byte(x)))
	f.Add(byte(0), with(small, exifSegmentOf(loops())))
	formats := []Format{JPEG, PNG, WebP}
	f.Fuzz(func(t *testing.T, which byte, content []byte) {
		said := readMetadata(formats[int(which)%len(formats)], bufioOf(content))
		if said.Orientation < 1 || said.Orientation > 8 || len(said.Facts) > maxFacts || len(said.Keywords) > maxWords || len(said.Persons) > maxWords {
			t.Errorf("%+v", said)
		}
		texts := append(append([]string{said.Author, said.Source, said.Licence, said.Place}, said.Keywords...), said.Persons...)
		for _, s := range texts {
			checkTidy(t, s, maxText)
		}
		for language, s := range said.Captions {
			checkTidy(t, s, maxCaption)
			if len(language) != 0 && len(language) != 2 {
				t.Errorf("language %q", language)
			}
		}
		for _, s := range said.Alts {
			checkTidy(t, s, maxAlt)
		}
		for _, f := range said.Facts {
			checkTidy(t, f.Value, maxValue)
		}
	})
}

func checkTidy(t *testing.T, s string, longest int) {
	t.Helper()
	if !utf8.ValidString(s) || utf8.RuneCountInString(s) > longest || !norm.NFC.IsNormalString(s) || s != strings.Join(strings.Fields(s), " ") || strings.ContainsAny(s, "\x00\n\r\t") {
		t.Errorf("%q", s)
	}
}

func FuzzInspect(f *testing.F) {
	f.Add(manyScans(3))
	f.Add(emptyPNG(8, 8))
	f.Add(plainWebP(8, 8))
	f.Add(riff("VP8X", canvas(8, 8), "VP8L", plainWebP(8, 8)[20:]))
	f.Fuzz(func(t *testing.T, content []byte) {
		header, err := inspect(content)
		if err == nil && (header.Width < 1 || header.Height < 1 || header.Width*header.Height > MaxPixels) {
			t.Errorf("%+v", header)
		}
	})
}

// FuzzNextMarker compares the fast search with a plain one.
func FuzzNextMarker(f *testing.F) {
	f.Add([]byte("ab\xff\x00c\xff\xff\xff\xd0\xff\xd8\xff\xc4\x00\x02\xff"))
	f.Fuzz(func(t *testing.T, content []byte) {
		r := bufioOf(content)
		for rest := content; ; {
			want, behind := plainMarker(rest)
			got, err := nextMarker(r)
			if (err == nil) != (behind >= 0) || err == nil && got != want {
				t.Fatalf("%x, %v instead of %x in %x", got, err, want, rest)
			}
			if err != nil {
				return
			}
			rest = rest[behind:]
		}
	})
}

func plainMarker(content []byte) (code byte, behind int) {
	for i := 0; i+1 < len(content); i++ {
		if content[i] == 0xff && content[i+1] != 0xff && !standsAlone(content[i+1]) {
			return content[i+1], i + 2
		}
	}
	return 0, -1
}
