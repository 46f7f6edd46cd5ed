package photobank

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/platform/lang"
)

// withXMP puts a packet behind a JPEG's first marker.
func withXMP(jpeg []byte, properties string) []byte {
	packet := "http://ns.adobe.com/xap/1.0/\x00" + `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
 xmlns:core="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">` + properties + `</rdf:Description></rdf:RDF>`
	head := binary.BigEndian.AppendUint16([]byte{0xff, 0xd8, 0xff, 0xe1}, uint16(len(packet)+2))
	return append(append(head, packet...), jpeg[2:]...)
}

func listed(property, kind string, items ...string) string {
	var b strings.Builder
	for _, item := range items {
		language, text, _ := strings.Cut(item, "|")
		fmt.Fprintf(&b, "<rdf:li xml:lang=%q>%s</rdf:li>", language, text)
	}
	return fmt.Sprintf("<%[1]s><rdf:%[2]s>%[3]s</rdf:%[2]s></%[1]s>", property, kind, b.String())
}

func TestTheFileFillsTheGaps(t *testing.T) {
	b := start(t)
	described := listed("dc:creator", "Seq", "|Әсел Құрманова") + listed("dc:rights", "Alt", "x-default|© BAQ.KZ") +
		listed("dc:description", "Alt", "x-default|Мектеп ашылды, оқушылар", "ru|Открылась школа", "de|Eine Schule") +
		listed("core:AltTextAccessibility", "Alt", "ru|Дети у школы") + listed("dc:subject", "Bag", "|мектеп", "|білім") +
		listed("ext:PersonInImage", "Bag", "|Абай") + `<photoshop:Source>BAQ.KZ</photoshop:Source><photoshop:City>Алматы</photoshop:City>
		<photoshop:DateCreated>2024-05-01T10:20:30+05:00</photoshop:DateCreated><exif:GPSLatitude>43,15.3N</exif:GPSLatitude><exif:GPSLongitude>76,57.6E</exif:GPSLongitude>`
	p := b.upload(t, Upload{Content: bytes.NewReader(withXMP(sample(t, 60, 40), described))})
	if p.Author != "Әсел Құрманова" || p.Source != "BAQ.KZ" || p.Licence != "© BAQ.KZ" || p.Place != "Алматы" || strings.Join(p.Keywords, "|") != "мектеп|білім" ||
		strings.Join(p.Persons, "|") != "Абай" || p.TakenAt == nil || !p.TakenAt.Equal(time.Date(2024, 5, 1, 5, 20, 30, 0, time.UTC)) {
		t.Errorf("%+v", p)
	}
	if want := (map[lang.Code]Label{"kk": {Caption: "Мектеп ашылды, оқушылар"}, "ru": {Caption: "Открылась школа", Alt: "Дети у школы"}}); !maps.Equal(p.Labels, want) {
		t.Errorf("%+v", p.Labels)
	}
	if n := b.count(t, `pictures WHERE facts @> '[{"name": "gps.Latitude", "value": "43.255"}]' AND described = '{ru}' AND search LIKE '%білім%'`); n != 1 {
		t.Error("facts or search", n)
	}

	by := Description{Author: "Басқа", Keywords: []string{"өз"}, Labels: map[lang.Code]Label{"ru": {Caption: "Своя подпись"}}}
	p = b.upload(t, Upload{Content: bytes.NewReader(withXMP(sample(t, 61, 40), described)), Description: by})
	if p.Author != "Басқа" || strings.Join(p.Keywords, "|") != "өз" || p.Labels["ru"] != (Label{Caption: "Своя подпись", Alt: "Дети у школы"}) || p.Source != "BAQ.KZ" {
		t.Errorf("what people say comes first: %+v", p)
	}
	p = b.upload(t, Upload{})
	if p.Author != "" || len(p.Labels) != 0 || p.TakenAt != nil || b.count(t, "pictures WHERE id = ? AND facts = '[]'", p.ID) != 1 {
		t.Errorf("a file without a word: %+v", p)
	}
}

func TestLettersPointToTheLanguage(t *testing.T) {
	for text, want := range map[string]lang.Code{
		"Мектеп ашылды, оқушылар қуанды": "kk",
		"Президент Қ.Тоқаев в Астане":    "kk", // wrong, and seldom: somebody looks at each caption
		"Открылась школа":                "ru",
		"ФОТО: BAQ.KZ":                   "ru",
		"A school opened":                "en",
		"Astana, BAQ.KZ":                 "en",
		"Відкрилася школа, її учні":      "",
		"Eine Schule wurde eröffnet":     "",
		"学校":                             "",
		"2024 — 05":                      "",
		"":                               "",
	} {
		if got := languageOf(text); got != want {
			t.Errorf("%q: %q instead of %q", text, got, want)
		}
	}
}
