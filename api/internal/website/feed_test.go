package website

import (
	"encoding/xml"
	"net/http"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/platform/richtext"
)

// rssRead and atomRead are feeds as a feed reader reads them.
type rssRead struct {
	Channel struct {
		Title    string `xml:"title"`
		Language string `xml:"language"`
		Built    string `xml:"lastBuildDate"`
		Self     struct {
			Href string `xml:"href,attr"`
		} `xml:"http://www.w3.org/2005/Atom link"`
		Items []struct {
			Title      string   `xml:"title"`
			Link       string   `xml:"link"`
			GUID       string   `xml:"guid"`
			Content    string   `xml:"http://purl.org/rss/1.0/modules/content/ encoded"`
			FullText   string   `xml:"http://news.yandex.ru full-text"`
			Creators   []string `xml:"http://purl.org/dc/elements/1.1/ creator"`
			Categories []string `xml:"category"`
			Enclosure  struct {
				URL    string `xml:"url,attr"`
				Length int64  `xml:"length,attr"`
				Type   string `xml:"type,attr"`
			} `xml:"enclosure"`
			Media struct {
				Credit string `xml:"http://search.yahoo.com/mrss/ credit"`
			} `xml:"http://search.yahoo.com/mrss/ content"`
		} `xml:"item"`
	} `xml:"channel"`
}

func (n *newsroom) feed(host, path string) rssRead {
	n.Helper()
	var read rssRead
	n.must(xml.Unmarshal([]byte(n.page(host, path)), &read))
	return read
}

func (e edition) feeds() []string {
	return []string{"", "/rubric/" + e.economy.Labels["kk"].Slug, "/tag/" + e.tag.Labels["kk"].Slug, "/author/" + e.author.Labels["kk"].Slug}
}

func rich(t *testing.T, text string) richtext.Document {
	t.Helper()
	body, err := richtext.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func TestFeedsThatAreNotThere(t *testing.T) {
	n, e := filled(t)
	for _, path := range []string{
		"/rubric/nothing/feed.rss", "/tag/nothing/feed.atom", "/author/nothing/feed.rss", "/tag/" + e.tag.Labels["ru"].Slug + "/feed.rss",
		"/feed/nothing.xml", "/news/" + e.kk.Slug + "/feed.rss", "/rubric/%00/feed.rss",
	} {
		if code := n.ask(kkHost, path).Code; code != http.StatusNotFound {
			t.Errorf("%s: %d", path, code)
		}
	}
}

// TestFeedsKeepTheirSchemas of all kinds, with texts that XML has no letters for.
func TestFeedsKeepTheirSchemas(t *testing.T) {
	n := open(t)
	empty := []string{n.page(kkHost, "/feed.rss"), n.page(kkHost, "/feed/yandex.xml"), n.page(kkHost, "/feed/google.xml")}
	emptyAtom := n.page(kkHost, "/feed.atom")
	e := n.fill()
	n.publish("kk", 0, `Ә Ғ Қ & <script> ]]> 😀 "тырнақша" 'дәйекше'`, e.banks.ID, 0, func(c *news.Content) {
		c.Urgency, c.Body = news.Urgent, rich(t, `{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"]]> </description> & < 😀 \ufffe\u0085"}]}]}`)
	})
	rss, atom := empty, []string{emptyAtom}
	for _, place := range e.feeds() {
		rss, atom = append(rss, n.page(kkHost, place+"/feed.rss")), append(atom, n.page(kkHost, place+"/feed.atom"))
	}
	rss = append(rss, n.page(kkHost, "/feed/yandex.xml"), n.page(kkHost, "/feed/google.xml"), n.page(ruHost, "/feed.rss"))
	valid(t, "rss.rnc", rss...)
	valid(t, "atom.rnc", atom...)
}

func TestAFeedHoldsTheWholeText(t *testing.T) {
	n, e := filled(t)
	_, err := n.db.Primary.NewRaw(`UPDATE pictures SET renditions = renditions || '[{"name": "1200.jpg", "width": 1200, "height": 800, "bytes": 54321}]' WHERE id = ?`, e.picture).Exec(t.Context())
	n.must(err)
	e.kk.Body = rich(t, `{"type":"doc","content":[
		{"type":"paragraph","content":[{"type":"text","text":"Ішкі "},{"type":"text","text":"сілтеме","marks":[{"type":"link","attrs":{"href":"/latest"}}]}]},
		{"type":"embed","attrs":{"provider":"youtube","ref":"dQw4w9WgXcQ","caption":"Бейне"}}]}`)
	a, err := n.news.Correct(t.Context(), e.kk.ID, e.kk.Version, e.kk.Content, "Соманы түзеттік")
	n.must(err)
	read := n.feed(kkHost, "/feed.rss")
	if read.Channel.Language != "kk" || read.Channel.Self.Href != "https://baq.test/feed.rss" || read.Channel.Built == "" || len(read.Channel.Items) != 32 {
		t.Fatalf("%+v", read.Channel)
	}
	item := read.Channel.Items[0]
	if item.Link != "https://baq.test/news/"+a.Slug || item.Creators[0] != "Айгерім Сәтбаева" || item.Categories[0] != "Экономика" || item.Categories[1] != "Бюджет жобасы" {
		t.Errorf("%+v", item)
	}
	if item.Enclosure.URL != "https://baq.test/media/aa11/1200.jpg" || item.Enclosure.Length != 54321 || item.Enclosure.Type != "image/jpeg" || item.Media.Credit != "Ерлан Мұқаш" {
		t.Errorf("%+v", item.Enclosure)
	}
	for _, part := range []string{
		`<a href="https://baq.test/latest" rel="noopener">сілтеме</a>`, `<p><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ">YouTube: Бейне</a></p>`,
		"Соманы түзеттік", `<img src="https://baq.test/media/aa11/1200.jpg" alt="Сипаттама">`, "Фото: Ерлан Мұқаш",
	} {
		if !strings.Contains(item.Content, part) {
			t.Errorf("no %s in %s", part, item.Content)
		}
	}
	for _, bad := range []string{"<script", "<iframe", `="/`, "data-player", ".webp"} {
		if strings.Contains(item.Content, bad) {
			t.Errorf("%s in %s", bad, item.Content)
		}
	}
	if guid := item.GUID; guid == "" || guid == read.Channel.Items[1].GUID {
		t.Errorf("guid %q", guid)
	}
	for _, path := range []string{"/feed/yandex.xml", "/feed/google.xml", "/feed.atom"} {
		if body := n.page(kkHost, path); strings.Contains(body, "Правительство") || !strings.Contains(body, "Үкімет бюджетті бекітті") {
			t.Errorf("%s speaks another language", path)
		}
	}
	if text := n.feed(kkHost, "/feed/yandex.xml").Channel.Items[0].FullText; !strings.Contains(text, "Ішкі сілтеме") || strings.Contains(text, "<") {
		t.Errorf("the text for Yandex: %s", text)
	}
	russian := n.feed(ruHost, "/feed.rss")
	if len(russian.Channel.Items) != 1 || russian.Channel.Language != "ru" {
		t.Errorf("%+v", russian)
	}
}

func TestAFeedIsNeverOld(t *testing.T) {
	n, e := filled(t)
	tag := n.ask(kkHost, "/feed.rss").Header().Get("ETag")
	if again := n.ask(kkHost, "/feed.rss", "If-None-Match", tag); again.Code != http.StatusNotModified {
		t.Errorf("a feed that has not changed: %d", again.Code)
	}
	for _, place := range e.feeds() {
		n.page(kkHost, place+"/feed.rss")
		n.page(kkHost, place+"/feed.atom")
	}
	_, err := n.news.Kill(t.Context(), e.kk.ID, e.kk.Version, "қате")
	n.must(err)
	for _, place := range e.feeds() {
		for _, end := range []string{"/feed.rss", "/feed.atom"} {
			if !n.becomes(kkHost, place+end, func(_ int, body string) bool { return !strings.Contains(body, e.kk.Title) }) {
				t.Errorf("%s%s shows what was killed", place, end)
			}
		}
	}
	other := n.publish("kk", 0, "Суретті мақала", e.sport.ID, 0, func(c *news.Content) { c.PictureID = &e.picture })
	if !n.becomes(kkHost, "/feed.rss", func(_ int, body string) bool {
		return strings.Contains(body, other.Title) && strings.Contains(body, "aa11")
	}) {
		t.Fatal("the feed lacks what was published")
	}
	_, err = n.db.Primary.NewRaw("UPDATE pictures SET expires_at = ? WHERE id = ?", noon().Add(-time.Hour), e.picture).Exec(t.Context())
	n.must(err)
	n.must(n.site.Cache.Purge(t.Context(), photobank.CacheTag(e.picture))) // no event tells of what is written past the portal
	if !n.becomes(kkHost, "/feed.rss", func(_ int, body string) bool { return !strings.Contains(body, "aa11") }) {
		t.Error("a withheld picture is in the feed")
	}
}
