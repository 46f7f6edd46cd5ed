package rendition

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"image"
	"reflect"
	"strings"
	"testing"
	"time"
)

// in1251 writes Cyrillic as Windows did before Unicode.
func in1251(s string) string {
	var out []byte
	for _, r := range s {
		switch {
		case r >= 'А' && r <= 'я':
			out = append(out, byte(r-'А'+0xc0))
		case r == 'і':
			out = append(out, 0xb3)
		default:
			out = append(out, byte(r))
		}
	}
	return string(out)
}

func read(jpegs ...[]byte) Metadata {
	small := []byte("\xff\xd8\xff\xda\x00\x02")
	return readMetadata(JPEG, bufioOf(with(small, jpegs...)))
}

func TestAllThreeStandardsAreRead(t *testing.T) {
	for _, c := range []struct {
		name string
		from Metadata
	}{
		{"XMP", read(xmpSegment(packet(`photoshop:City="Алматы" photoshop:Country="Қазақстан" photoshop:Source="BAQ.KZ" photoshop:DateCreated="2024-05-01T10:20:30+05:00"`,
			list("dc:creator", "Seq", "Әсел Құрманова")+list("dc:rights", "Alt", "x-default|© BAQ.KZ")+
				list("dc:description", "Alt", "x-default|Таудағы таң")+list("dc:subject", "Bag", "тау", "таң")+"<core:Location>Медеу</core:Location>")))},
		{"IPTC", read(iptcSegment(record(1, 90, "\x1b%G"), dataset(iimByline, "Әсел Құрманова"), dataset(iimCopyright, "© BAQ.KZ"), dataset(iimSource, "BAQ.KZ"),
			dataset(iimCaption, "Таудағы таң"), dataset(iimKeyword, "тау"), dataset(iimKeyword, "таң"), dataset(iimSublocation, "Медеу"),
			dataset(iimCity, "Алматы"), dataset(iimCountry, "Қазақстан"), dataset(iimDate, "20240501"), dataset(iimTime, "102030+0500")))},
	} {
		c.from.Facts = nil
		want := Metadata{Orientation: 1, Author: "Әсел Құрманова", Source: "BAQ.KZ", Licence: "© BAQ.KZ", Place: "Медеу, Алматы, Қазақстан",
			Taken: "2024-05-01T10:20:30", Offset: "+05:00", Captions: map[string]string{"": "Таудағы таң"}, Keywords: []string{"тау", "таң"}}
		if !reflect.DeepEqual(c.from, want) {
			t.Errorf("%s:\n%+v\n%+v", c.name, c.from, want)
		}
	}
}

func TestXMPIsBelievedFirst(t *testing.T) {
	exif := exifOf(binary.LittleEndian, []entry{ascii(tagArtist, "Canon User"), ascii(tagCopyright, "exif")}, []entry{ascii(tagTaken, "2024:05:01 10:20:30")})
	said := read(exifSegmentOf(exif), iptcSegment(dataset(iimByline, "Cut off at 32 characte"), dataset(iimCredit, "Reuters")),
		xmpSegment(packet(`photoshop:DateCreated="2024-05-01T10:20:30+06:00"`, list("dc:creator", "Seq", "First", "Second"))))
	if said.Author != "First, Second" || said.Licence != "exif" || said.Source != "Reuters" || said.Taken != "2024-05-01T10:20:30" || said.Offset != "+06:00" {
		t.Errorf("%+v", said)
	}
	said = read(exifSegmentOf(exif), xmpSegment(packet(`photoshop:DateCreated="2020-01-01T00:00:00Z"`, "")))
	if said.Author != "Canon User" || said.Taken != "2024-05-01T10:20:30" || said.Offset != "" {
		t.Errorf("an offset of another moment: %+v", said)
	}
}

func TestCaptionsAndAltsByLanguage(t *testing.T) {
	said := read(xmpSegment(packet("", list("dc:description", "Alt", "x-default|Мектеп ашылды", "kk-KZ|Мектеп ашылды", "ru|Открылась школа", "en-US|A school opened", "kz|twice")+
		list("core:AltTextAccessibility", "Alt", "x-default|Балалар", "ru|Дети")+
		list("ext:PersonInImage", "Bag", "Абай Құнанбаев", "абай құнанбаев", "Шоқан; Ыбырай"))))
	want := map[string]string{"kk": "Мектеп ашылды", "ru": "Открылась школа", "en": "A school opened"}
	if !reflect.DeepEqual(said.Captions, want) || !reflect.DeepEqual(said.Alts, map[string]string{"": "Балалар", "ru": "Дети"}) ||
		strings.Join(said.Persons, "|") != "Абай Құнанбаев|Шоқан|Ыбырай" {
		t.Errorf("%+v", said)
	}
	if said.fact("dc:description") != "Мектеп ашылды" {
		t.Errorf("%+v", said.Facts)
	}
}

func TestEncodingsThatAreNotNamed(t *testing.T) {
	long := "Журналіст"
	for _, c := range []struct{ name, charset, given, want string }{
		{"UTF-8, not said", "", "Әсел", "Әсел"},
		{"windows-1251", "", in1251("Иванов"), "Иванов"},
		{"windows-1251, with Latin words beside it", "", in1251("фото: Иванов, BAQ.KZ"), "фото: Иванов, BAQ.KZ"},
		{"windows-1251 with і", "", in1251(long), long},
		{"windows-1251 that claims to be UTF-8", "\x1b%G", in1251("Иванов"), "Иванов"},
		{"Latin-1", "", "M\xfcller", "Müller"},
		{"Latin-1 in a sentence", "", "\xe0 l'\xe9t\xe9, Fran\xe7ois", "à l'été, François"},
		{"Latin-1, said", "\x1b.A", "\xc4\xd6\xdc", "ÄÖÜ"},
		{"Cyrillic, said", "\x1b-L", "\xb0\xd1\xd0\xd9", "Абай"},
		{"quotes of Windows", "", "\x93Reuters\x94", "“Reuters”"},
	} {
		datasets := []string{dataset(iimByline, c.given)}
		if c.charset != "" {
			datasets = append([]string{record(1, 90, c.charset)}, datasets...)
		}
		if got := read(iptcSegment(datasets...)).Author; got != c.want {
			t.Errorf("%s: %q instead of %q", c.name, got, c.want)
		}
	}
	if got := read(exifSegmentOf(exifOf(binary.BigEndian, []entry{ascii(tagArtist, in1251("Анна Иванова"))}, nil))).Author; got != "Анна Иванова" {
		t.Errorf("EXIF: %q", got)
	}
}

func TestEveryContainer(t *testing.T) {
	exif := exifOf(binary.BigEndian, []entry{ascii(tagArtist, "Ann"), short(binary.BigEndian, tagOrientation, 6)}, nil)
	x := packet("", list("dc:rights", "Alt", "x-default|© Ann"))
	iptc := resource(0x0404, "", dataset(iimKeyword, "тау"))
	png := asPNG(t, quartered(8, 8))
	head, rest := png[:33], png[33:]
	insert := func(chunks ...string) []byte {
		out := head[:len(head):len(head)]
		for _, c := range chunks {
			out = appendChunk(out, []byte(c))
		}
		return append(out, rest...)
	}
	profiles := insert("zTXtRaw profile type exif\x00\x00"+deflated(rawProfile("exif", exifName+"\x00"+string(exif))),
		"tEXtRaw profile type iptc\x00"+rawProfile("iptc", iptc), "zTXtRaw profile type xmp\x00\x00"+deflated(rawProfile("xmp", x)))
	for name, said := range map[string]Metadata{
		"JPEG":                   read(exifSegmentOf(exif), xmpSegment(x), iptcSegment(dataset(iimKeyword, "тау"))),
		"JPEG, in several parts": read(segment(markerAPP13, photoshopName+iptc[:9]), exifSegmentOf(exif[:20]), segment(markerAPP13, photoshopName+iptc[9:]), exifSegmentOf(exif[20:]), xmpSegment(x)),
		"JPEG, others before it": read(segment(0xe0, "JFIF\x00"), segment(0xe2, strings.Repeat("ICC", 900)), segment(markerAPP1, "http://ns.adobe.com/xmp/extension/\x00"), exifSegmentOf(exif), xmpSegment(x), xmpSegment("<second/>"), segment(markerAPP13, photoshopName+resource(0x03ed, "name", "odd")+resource(0x0425, "odd", "1234")+iptc)),
		"PNG":                    readMetadata(PNG, bufioOf(insert("eXIf"+string(exif), "iTXtXML:com.adobe.xmp\x00\x00\x00\x00\x00"+x, "tEXtRaw profile type iptc\x00"+rawProfile("iptc", iptc)))),
		"PNG, compressed":        readMetadata(PNG, bufioOf(insert("iTXtXML:com.adobe.xmp\x00\x01\x00en\x00title\x00"+deflated(x), "eXIf"+string(exif), "zTXtRaw profile type 8bim\x00\x00"+deflated(rawProfile("8bim", iptc))))),
		"PNG, ImageMagick's way": readMetadata(PNG, bufioOf(profiles)),
		"WebP":                   readMetadata(WebP, bufioOf(webpOf(t, exif, x))),
		"WebP, JPEG's prefix":    readMetadata(WebP, bufioOf(webpOf(t, append([]byte(exifName+"\x00"), exif...), x))),
	} {
		if said.Orientation != 6 || said.Author != "Ann" || said.Licence != "© Ann" {
			t.Errorf("%s: %+v", name, said)
		}
		if hasKeyword := fmt.Sprint(said.Keywords) == "[тау]"; hasKeyword == strings.HasPrefix(name, "WebP") { // it has no place for IPTC's block
			t.Errorf("%s: keywords %v", name, said.Keywords)
		}
	}
	if said := readMetadata(PNG, bufioOf(insert("iTXtXML:com.adobe.xmp\x00\x00\x00\x00\x00"+packet(`tiff:Orientation="3"`, "")))); said.Orientation != 3 {
		t.Errorf("only XMP tells the orientation: %d", said.Orientation)
	}
}

// webpOf has an XMP chunk behind the EXIF.
func webpOf(t *testing.T, exif []byte, x string) []byte {
	t.Helper()
	out := webpWith(t, image.NewNRGBA(image.Rect(0, 0, 8, 8)), exif)
	out = append(binary.LittleEndian.AppendUint32(append(out, "XMP "...), uint32(len(x))), x...)
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out
}

func TestTaken(t *testing.T) {
	almaty := time.FixedZone("", 5*3600)
	now := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	details := func(entries ...entry) []byte { return exifSegmentOf(exifOf(binary.BigEndian, nil, entries)) }
	for _, c := range []struct {
		name string
		from []byte
		want string // empty: unknown
	}{
		{"an offset", details(ascii(tagTaken, "2024:05:01 10:20:30"), ascii(tagTakenOffset, "+03:00")), "2024-05-01T07:20:30Z"},
		{"no offset: the agency's clock", details(ascii(tagTaken, "2024:05:01 10:20:30")), "2024-05-01T05:20:30Z"},
		{"a senseless offset", details(ascii(tagTaken, "2024:05:01 10:20:30"), ascii(tagTakenOffset, "   :  ")), "2024-05-01T05:20:30Z"},
		{"the future", details(ascii(tagTaken, "2099:05:01 10:20:30")), ""},
		{"an unset clock", details(ascii(tagTaken, "0000:00:00 00:00:00")), ""},
		{"blanks", details(ascii(tagTaken, "    :  :     :  :  ")), ""},
		{"digitized only", details(ascii(tagDigitized, "2024:05:01 10:20:30"), ascii(tagDigitizedOffset, "Z")), "2024-05-01T10:20:30Z"},
		{"XMP, fractions", xmpSegment(packet(`xmp:CreateDate="2024-05-01T10:20:30.123+05:30"`, "")), "2024-05-01T04:50:30Z"},
		{"XMP, no seconds", xmpSegment(packet(`photoshop:DateCreated="2024-05-01T10:20Z"`, "")), "2024-05-01T10:20:00Z"},
		{"XMP, a day", xmpSegment(packet("", "<photoshop:DateCreated>2024-05-01</photoshop:DateCreated>")), "2024-04-30T19:00:00Z"},
		{"XMP, a month", xmpSegment(packet(`photoshop:DateCreated="2024-05"`, "")), ""},
		{"IPTC, a day", iptcSegment(dataset(iimDate, "20240501")), "2024-04-30T19:00:00Z"},
		{"IPTC, west", iptcSegment(dataset(iimDate, "20240501"), dataset(iimTime, "102030-0400")), "2024-05-01T14:20:30Z"},
		{"nothing", nil, ""},
	} {
		got := ""
		if at, ok := read(c.from).TakenAt(almaty, now); ok {
			got = at.Format(time.RFC3339)
		}
		if got != c.want {
			t.Errorf("%s: %q instead of %q", c.name, got, c.want)
		}
	}
}

func TestFactsOfTheCamera(t *testing.T) {
	le := binary.LittleEndian
	exif := exifOf(le, []entry{ascii(tagMake, "NIKON CORPORATION"), ascii(tagModel, "NIKON Z 9")},
		[]entry{rational(le, tagExposureTime, 10, 2500), rational(le, tagFNumber, 28, 10), short(le, tagISO, 400), rational(le, tagFocalLength, 700, 10), ascii(tagLensModel, "NIKKOR Z 70-200mm f/2.8 VR S")})
	x := packet(`exif:GPSLatitude="43,15.3S" exif:GPSLongitude="76,57,36W"`, "")
	said := read(exifSegmentOf(exif), xmpSegment(x))
	for name, want := range map[string]string{
		"exif.Make": "NIKON CORPORATION", "exif.Model": "NIKON Z 9", "exif.LensModel": "NIKKOR Z 70-200mm f/2.8 VR S", "exif.ExposureTime": "1/250",
		"exif.FNumber": "2.8", "exif.ISO": "400", "exif.FocalLength": "70", "gps.Latitude": "-43.255", "gps.Longitude": "-76.96",
	} {
		if got := said.fact(name); got != want {
			t.Errorf("%s: %q instead of %q", name, got, want)
		}
	}
	for _, x := range []string{`exif:GPSLatitude="91,0N" exif:GPSLongitude="76,0E"`, `exif:GPSLatitude="43,0N"`, `exif:GPSLatitude="NaNN" exif:GPSLongitude="InfE"`, `exif:GPSLatitude="N" exif:GPSLongitude="E"`} {
		if said := read(xmpSegment(packet(x, ""))); said.fact("gps.Latitude") != "" || said.fact("gps.Longitude") != "" {
			t.Errorf("%s: %+v", x, said.Facts)
		}
	}
}

func TestWhatCamerasWriteIsNoCaption(t *testing.T) {
	for _, text := range []string{"OLYMPUS DIGITAL CAMERA         ", "SAMSUNG", "   "} {
		said := read(exifSegmentOf(exifOf(binary.BigEndian, []entry{ascii(tagDescription, text), ascii(tagModel, "SAMSUNG")}, nil)))
		if said.Captions != nil {
			t.Errorf("%q: %v", text, said.Captions)
		}
	}
}

func TestBadEntriesArePassedOver(t *testing.T) {
	for _, c := range []struct {
		name string
		main []entry
		want string
	}{
		{"before good ones", []entry{{0x010f, 2, 0, nil}, {tagOrientation, 99, 7, []byte{1}}, ascii(tagArtist, "Ann")}, "Ann"},
		{"a text that lies elsewhere", []entry{{tagArtist, 2, 1 << 31, []byte("far away")}}, ""},
		{"a number for a text", []entry{{tagArtist, 3, 1, []byte{1, 1}}}, ""},
		{"white space and controls", []entry{ascii(tagArtist, "  Әсел\tҚұрманова\x01 ")}, "Әсел Құрманова"},
		{"two persons", []entry{ascii(tagArtist, "Ann\x00Bea")}, "Ann Bea"},
	} {
		if said := read(exifSegmentOf(exifOf(binary.BigEndian, c.main, nil))); said.Author != c.want || said.Orientation != 1 {
			t.Errorf("%s: %+v", c.name, said)
		}
	}
}

func TestNoCirclesAreFollowed(t *testing.T) {
	block := exifOf(binary.BigEndian, []entry{ascii(tagArtist, "Ann")}, nil)
	pointer := 8 + 2 + 12 + 8 // of the second entry, to itself
	binary.BigEndian.PutUint32(block[pointer:], 8)
	copy(block[8+2+2*12:], []byte{0, 0, 0, 8}) // the next directory is this one
	if said := read(exifSegmentOf(block)); said.Author != "Ann" {
		t.Errorf("%+v", said)
	}
}

func TestBrokenXMPIsReadAsFarAsItGoes(t *testing.T) {
	good := list("dc:creator", "Seq", "Ann")
	for name, x := range map[string]string{
		"cut":                  packet("", good)[:len(packet("", good))-60],
		"other prefixes":       strings.NewReplacer("dc:", "a:", "xmlns:dc", "xmlns:a").Replace(packet("", good)),
		"no wrapper":           `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/">` + good + `</rdf:Description></rdf:RDF>`,
		"bytes that XML bars":  packet("", "<dc:source>\x00\x03\xff</dc:source>"+good),
		"unknown entities":     packet("", "<dc:source>&lol;&lol;</dc:source>"+good),
		"another encoding":     `<?xml version="1.0" encoding="windows-1251"?>` + packet("", good),
		"zero bytes behind":    packet("", good) + strings.Repeat("\x00", 2000),
		"a nested description": packet("", `<ext:LocationShown><rdf:Bag><rdf:li><rdf:Description><dc:creator>Wrong</dc:creator></rdf:Description></rdf:li></rdf:Bag></ext:LocationShown>`+good),
	} {
		if said := read(xmpSegment(x)); said.Author != "Ann" {
			t.Errorf("%s: %+v", name, said)
		}
	}
	if said := read(xmpSegment("<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>" + packet("", "<dc:rights>&b;</dc:rights>"))); strings.Contains(said.Licence, "aaaa") {
		t.Errorf("an entity was expanded: %+v", said)
	}
}

// The child's answer has room for the most that a file can say.
func TestMostThatAFileCanSay(t *testing.T) {
	long := strings.Repeat("&lt;", 1000) // four bytes in XML, six in JSON
	var many, languages []string
	for i := range 90 {
		many = append(many, fmt.Sprint(i, long[:4*250]))
		languages = append(languages, fmt.Sprintf("%c%c|%s", 'a'+i/26, 'a'+i%26, long))
	}
	properties := list("dc:subject", "Bag", many...) + list("ext:PersonInImage", "Bag", many...) + list("dc:description", "Alt", languages...) +
		list("core:AltTextAccessibility", "Alt", languages...) + list("dc:creator", "Seq", many...)
	for _, name := range []string{"dc:title", "photoshop:Headline", "photoshop:Credit", "photoshop:Source", "photoshop:Instructions", "photoshop:City", "photoshop:State", "photoshop:Country", "core:Location", "dc:rights"} {
		properties += "<" + name + ">" + long + "</" + name + ">"
	}
	said := readMetadata(WebP, bufioOf(webpOf(t, nil, packet("", properties))))
	text, err := json.Marshal(said)
	if err != nil || len(said.Keywords) != maxWords || len(said.Persons) != maxWords || len(said.Captions) != maxLanguages || len(text) > maxReply/2 {
		t.Errorf("%d bytes, %d keywords, %d captions, %v", len(text), len(said.Keywords), len(said.Captions), err)
	}
	for _, s := range append(said.Keywords, said.Author, said.Source, said.Licence, said.Place) {
		if n := len([]rune(s)); n > maxText {
			t.Errorf("%d characters", n)
		}
	}
	t.Logf("%d bytes of at most %d", len(text), maxReply)
}

func TestTextsAreTidied(t *testing.T) {
	for given, want := range map[string]string{
		"  a \r\n\tb\x00c  ":                 "a b c",
		"и\u0306":                            "й",
		"\u202egnp.exe\u202c":                "gnp.exe",
		"\ufeffАстана\u200b":                 "Астана",
		"a\xffb":                             "a\ufffdb",
		strings.Repeat("ә", maxText+50):      strings.Repeat("ә", maxText),
		strings.Repeat("a", 199) + " " + "b": strings.Repeat("a", 199),
	} {
		if got := tidied(given, maxText); got != want {
			t.Errorf("%q: %q", given, got)
		}
	}
}
