package richtext_test

import (
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/richtext"
)

func TestBroadHTML(t *testing.T) {
	bare := `<img src="/a.webp" srcset="/a.webp 400w" sizes="50vw" width="400" height="300" alt="" loading="lazy" decoding="async">`
	want := `<div class="table" tabindex="0" role="region" aria-label="Кесте"><table><tbody><tr><th scope="col" colspan="2">Жылу</th></tr>` +
		`<tr><th scope="row">Өскемен</th><td><ul><li>&lt;12&gt;</li></ul></td></tr></tbody></table></div>` +
		`<figure class="gallery" aria-label="Галерея"><ul><li><figure class="picture">` + bare + `<figcaption>Ғимарат</figcaption></figure></li>` +
		`<li><figure class="picture">` + bare + `</figure></li></ul></figure>` +
		`<figure class="embed embed-telegram" data-player="https://t.me/baqkz/12345?embed=1" data-title="Telegram: Жазба"><div class="embed-consent"><p class="embed-name">Telegram</p>` +
		`<p class="embed-ways"><a href="https://t.me/baqkz/12345" rel="noopener noreferrer nofollow" target="_blank">t.me/baqkz/12345</a></p></div><figcaption>Жазба</figcaption></figure>` +
		`<aside class="info-box"><p class="info-box-title">Қысқаша</p><h3>Не болды</h3><p>Бір<br>екі</p></aside>` +
		`<div class="related"><a href="/news/a"><span class="related-text"><span class="related-kicker">Тағы</span> <span class="related-title">&lt;Атау&gt;</span></span></a></div>`
	known := map[int64]bool{7: true}
	got := parsed(t, broad).HTML(richtext.Resolve{
		Pictures: func(id int64) (richtext.Image, bool) { i, _ := plainPicture(id); return i, known[id] },
		Related: func(id int64) (richtext.Card, bool) {
			return richtext.Card{URL: "/news/a", Title: "<А\u202eтау>"}, id == 3
		},
		Words: richtext.Words{Table: "Кесте", Gallery: "Галерея", Related: "Тағы"}, GallerySizes: "50vw",
	})
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	assertAllowed(t, got)
	nothing := parsed(t, broad).HTML(richtext.Resolve{})
	assertAllowed(t, nothing)
	if strings.Contains(nothing, "gallery") || strings.Contains(nothing, "related") {
		t.Errorf("what isn't known is shown: %s", nothing)
	}
}

func TestRelatedCard(t *testing.T) {
	d, err := richtext.New(richtext.Related(1))
	if err != nil {
		t.Fatal(err)
	}
	image, _ := onePicture(1)
	for name, c := range map[string]struct {
		card richtext.Card
		want string
	}{
		"no address": {richtext.Card{Title: "a"}, ""},
		"no title":   {richtext.Card{URL: "/a"}, ""},
		"in Russian": {richtext.Card{URL: "https://rus.baq.kz/a", Title: "a", Language: "ru"}, `<div class="related"><a href="https://rus.baq.kz/a" hreflang="ru" lang="ru"><span class="related-text"><span class="related-title">a</span></span></a></div>`},
		"no files":   {richtext.Card{URL: "/a", Title: "a", Image: &richtext.Image{}}, `<div class="related"><a href="/a"><span class="related-text"><span class="related-title">a</span></span></a></div>`},
		"a picture, which says nothing that the title doesn't": {
			richtext.Card{URL: "/a", Title: "a", Image: &image},
			`<div class="related"><a href="/a"><img class="k012" src="/media/ab/800.webp" srcset="/media/ab/400.webp 400w, /media/ab/800.webp 800w" sizes="100vw" width="800" height="600" alt="" loading="lazy" decoding="async"><span class="related-text"><span class="related-title">a</span></span></a></div>`,
		},
	} {
		got := d.HTML(richtext.Resolve{Related: func(int64) (richtext.Card, bool) { return c.card, true }})
		if got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
		assertAllowed(t, got)
	}
}

// Which header belongs to what: a row of headers to its columns, another header to its row.
func TestTableScope(t *testing.T) {
	for marks, want := range map[string]string{
		"hh": "col col", "hd": "row", "dh": "row", "dd": "", "h": "col", "hdh": "row row",
	} {
		cells := make([]richtext.Cell, len(marks))
		for i, m := range marks {
			cells[i] = richtext.DataCell()
			if m == 'h' {
				cells[i] = richtext.HeaderCell()
			}
		}
		d, err := richtext.New(richtext.Table(cells))
		if err != nil {
			t.Fatal(err)
		}
		var scopes []string
		for _, part := range strings.Split(d.HTML(richtext.Resolve{}), `scope="`)[1:] {
			scopes = append(scopes, part[:strings.IndexByte(part, '"')])
		}
		if got := strings.Join(scopes, " "); got != want {
			t.Errorf("%s: scopes %q, want %q", marks, got, want)
		}
	}
}

// What the photobank and others say comes out without what turns the text about it.
func TestForeignWordsAreCleaned(t *testing.T) {
	d, err := richtext.New(richtext.Picture(1, ""))
	if err != nil {
		t.Fatal(err)
	}
	got := d.HTML(richtext.Resolve{Pictures: func(int64) (richtext.Image, bool) {
		i, _ := plainPicture(1)
		i.Alt, i.Caption, i.Credit = "\u202ea\u0000", "\u2066b", "\u202dc\n"
		return i, true
	}})
	assertAllowed(t, got)
	if !strings.Contains(got, `alt="a"`) || !strings.Contains(got, `<figcaption>b <span class="credit">c </span>`) {
		t.Error(got)
	}
}
