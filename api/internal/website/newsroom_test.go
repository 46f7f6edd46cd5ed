package website

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/banners"
	"baq.kz/portal/api/internal/features/blocks"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/pages"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/features/readership"
	"baq.kz/portal/api/internal/features/redirects"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/scripts"
	"baq.kz/portal/api/internal/features/search"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/httpx"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/richtext"
	"baq.kz/portal/api/internal/platform/signing"
	"baq.kz/portal/api/internal/platform/testkit"
)

// newsroom is a site on servers of its own, with the features to fill it.
type newsroom struct {
	*testing.T
	db      *postgres.Databases
	redis   testkit.RedisServer
	site    *Site
	web     *echo.Echo
	log     *strings.Builder
	rubrics *rubrics.Service
	tags    *tags.Service
	authors *authors.Service
	news    *news.Service
	pages   *pages.Service
	search  *search.Service
	photos  *photobank.Service
	old     *redirects.Service
	banners *banners.Service
	blocks  *blocks.Service
	views   *readership.Service
	words   *scripts.Service
	ahead   atomic.Int64 // how far the clock of readership is, in nanoseconds
}

const (
	kkHost = "baq.test"
	ruHost = "rus.baq.test"
)

// noon is the present of all tests; the database lives later.
func noon() time.Time { return time.Date(2020, 11, 21, 7, 0, 0, 0, time.UTC) }

// open is an empty newsroom whose Kazakh site is rendered in scripts, too. Tests with
// newsrooms run beside each other: they wait more than they work.
func open(t *testing.T, in ...lang.Script) *newsroom {
	t.Helper()
	t.Parallel()
	return openOn(t, testkit.DB(t), in...)
}

// filled is like open after the day of an edition, which is written once for all tests.
func filled(t *testing.T, in ...lang.Script) (*newsroom, edition) {
	t.Helper()
	t.Parallel()
	return filledBeside(t, in...)
}

// filledBeside is filled for a test that has a newsroom already.
func filledBeside(t *testing.T, in ...lang.Script) (*newsroom, edition) {
	t.Helper()
	db := day.original.Copy(t, func(db *postgres.Databases) { day.edition = openOn(t, db).fill() })
	return openOn(t, db, in...), day.edition
}

var day struct {
	original testkit.Original
	edition  edition
}

func openOn(t *testing.T, db *postgres.Databases, in ...lang.Script) *newsroom {
	t.Helper()
	return openWith(t, db, testkit.Redis(t), in...)
}

// elsewhere is another process of the newsroom, which remembers nothing.
func (n *newsroom) elsewhere() *newsroom { return openWith(n.T, n.db, n.redis) }

func openWith(t *testing.T, db *postgres.Databases, redis testkit.RedisServer, in ...lang.Script) *newsroom {
	t.Helper()
	languages, err := lang.Parse("kk=https://" + kkHost + ",ru=https://" + ruHost)
	if len(in) > 0 {
		languages = languages.Render("kk", "kk-Cyrl", in)
	}
	n := &newsroom{T: t, db: db, redis: redis, log: &strings.Builder{}}
	n.must(err)
	client, err := cache.Open(n.redis.URL)
	n.must(err)
	t.Cleanup(client.Close)
	log := slog.New(slog.NewTextHandler(n.log, nil))
	stored := cache.New(client, 5*time.Minute, log)
	events, err := outbox.New(n.db.Primary)
	n.must(err)
	events.OnCommit(func(ctx context.Context, all []outbox.Event) {
		for _, e := range all {
			if o, ok := e.(interface{ CacheTags() []string }); ok {
				n.must(stored.Purge(ctx, o.CacheTags()...)) // the hint with all the time it needs
			}
		}
	})
	n.rubrics, n.tags = rubrics.New(n.db, testkit.Journal(t), events, languages), tags.New(n.db, testkit.Journal(t), events, languages)
	n.authors = authors.New(n.db, testkit.Journal(t), events, languages)
	n.pages = pages.New(n.db, testkit.Journal(t), events, testkit.Seals(t), languages)
	n.photos, err = photobank.New(photobank.Deps{DB: n.db, Journal: testkit.Journal(t), Outbox: events, Seals: testkit.Seals(t), Languages: languages, Now: noon, TempDir: t.TempDir(), Log: log})
	n.must(err)
	n.news = news.New(n.db, testkit.Journal(t), events, testkit.Seals(t), languages, n.photos)
	n.old = redirects.New(redirects.Deps{DB: n.db, Journal: testkit.Journal(t), Outbox: events, Languages: languages, Cache: stored, Now: noon, Log: log})
	n.banners = banners.New(n.db, testkit.Journal(t), events, languages, time.Now)
	n.search = search.New(n.db, n.news, n.tags, n.authors)
	n.news.IndexedBy(n.search)
	n.views = readership.New(readership.Deps{DB: n.db, Outbox: events, Languages: languages, Zone: time.UTC, Suspect: func(string) bool { return false }, Now: func() time.Time { return time.Now().Add(time.Duration(n.ahead.Load())) }})
	signer, err := signing.New([]byte("a secret of at least 32 bytes, yes"), "test", blocks.PreviewPurpose)
	n.must(err)
	n.blocks = blocks.New(blocks.Deps{DB: n.db, Journal: testkit.Journal(t), Outbox: events, Languages: languages, News: n.news, Rubrics: n.rubrics, Tags: n.tags, Read: n.views, Signer: signer})
	n.words, err = scripts.New(n.db, testkit.Journal(t), events, languages)
	n.must(err)
	n.site, err = New(Options{
		Scripts:   n.words,
		Languages: languages, Databases: n.db, Cache: stored, News: n.news, Rubrics: n.rubrics, Tags: n.tags,
		Authors: n.authors, Pages: n.pages, Photobank: n.photos, Search: n.search, Redirects: n.old, Now: noon, Zone: time.FixedZone("Asia/Almaty", 5*60*60),
		Banners: n.banners, Blocks: n.blocks,
		Readership: readership.New(readership.Deps{DB: n.db, Outbox: events, Languages: languages, Zone: time.UTC, Now: noon}),
		Indexed:    true, IndexNowKey: "0123456789abcdef",
	})
	n.must(err)
	n.web, err = httpx.New(httpx.Options{Log: log, Metrics: prometheus.NewRegistry(), ErrorPage: n.site.ErrorPage})
	n.must(err)
	n.site.Register(n.web)
	return n
}

func (n *newsroom) must(err error) {
	n.Helper()
	if err != nil {
		n.Fatal(err)
	}
}

// ask sends a GET as a browser does; headers are name, value, name, value.
func (n *newsroom) ask(host, path string, headers ...string) *httptest.ResponseRecorder {
	n.Helper()
	r := httptest.NewRequest(http.MethodGet, "http://"+host+path, nil)
	r.Header.Set("User-Agent", browser)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	n.web.ServeHTTP(recorder, r)
	return recorder
}

// page is the body of a page that must be there.
func (n *newsroom) page(host, path string) string {
	n.Helper()
	answer := n.ask(host, path)
	if answer.Code != http.StatusOK {
		n.Fatalf("%s%s: %d\n%s", host, path, answer.Code, n.log)
	}
	return answer.Body.String()
}

// becomes waits until a page is as it should be. Redis tells a process of a
// change within about a millisecond, on a busy machine a little later.
func (n *newsroom) becomes(host, path string, right func(code int, body string) bool) bool {
	n.Helper()
	for range 50 {
		answer := n.ask(host, path)
		if right(answer.Code, answer.Body.String()) {
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	return false
}

func (n *newsroom) rubric(kk, ru string, parent *int64) rubrics.Rubric {
	n.Helper()
	r := rubrics.Rubric{ParentID: parent, Visible: true, Labels: map[lang.Code]rubrics.Label{"kk": {Name: kk}}}
	if ru != "" {
		r.Labels["ru"] = rubrics.Label{Name: ru}
	}
	made, err := n.rubrics.Create(n.Context(), r)
	n.must(err)
	return made
}

func document(t *testing.T, text string) richtext.Document {
	t.Helper()
	body, err := richtext.Parse([]byte(fmt.Sprintf(`{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":%q}]}]}`, text)))
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// publish writes and publishes an article, minutes before noon.
func (n *newsroom) publish(code lang.Code, story int64, title string, rubric int64, minutes int, change ...func(*news.Content)) news.Article {
	n.Helper()
	made := n.draft(code, story, title, rubric, change...)
	made, err := n.news.PublishAt(n.Context(), made.ID, made.Version, noon().Add(-time.Duration(minutes)*time.Minute))
	n.must(err)
	return made
}

func (n *newsroom) draft(code lang.Code, story int64, title string, rubric int64, change ...func(*news.Content)) news.Article {
	n.Helper()
	content := news.Content{Title: title, Lead: title + " туралы қысқаша.", Body: document(n.T, title+" туралы толық мәтін."), RubricID: &rubric}
	for _, c := range change {
		c(&content)
	}
	made, err := n.news.Create(n.Context(), code, story, content)
	n.must(err)
	return made
}

func (n *newsroom) tagged(kk, ru string) tags.Tag {
	n.Helper()
	made, err := n.tags.Create(n.Context(), tags.Tag{Labels: map[lang.Code]tags.Label{"kk": {Name: kk}, "ru": {Name: ru}}})
	n.must(err)
	return made
}

func (n *newsroom) author(kk, ru string) authors.Author {
	n.Helper()
	made, err := n.authors.Create(n.Context(), authors.Author{Labels: map[lang.Code]authors.Label{"kk": {Name: kk}, "ru": {Name: ru}}})
	n.must(err)
	return made
}

func (n *newsroom) static(code lang.Code, key, title string) pages.Page {
	n.Helper()
	made, err := n.pages.Create(n.Context(), pages.Page{Key: key, Language: code, Title: title, Body: document(n.T, title+" мәтіні."), State: pages.Published})
	n.must(err)
	return made
}

// picture puts a picture into the photobank as an upload would, without files.
func (n *newsroom) picture(hash, caption string, widths ...int) int64 {
	n.Helper()
	var renditions []map[string]any
	for i, width := range widths {
		renditions = append(renditions, map[string]any{"name": fmt.Sprintf("%d.webp", 400*(i+1)), "width": width, "height": width * 2 / 3, "bytes": 1000})
	}
	var id int64
	n.must(n.db.Primary.NewRaw(`INSERT INTO pictures (hash, file_name, format, width, height, bytes, colour, renditions, author)
		VALUES (?, 'a.jpg', 'jpeg', 3000, 2000, 1, '#336699', ?::jsonb, 'Ерлан Мұқаш') RETURNING id`, hash, renditions).Scan(n.Context(), &id))
	_, err := n.db.Primary.NewRaw("INSERT INTO picture_labels (picture_id, language, caption, alt) VALUES (?, 'kk', ?, 'Сипаттама')", id, caption).Exec(n.Context())
	n.must(err)
	return id
}

// edition is a small newsroom's day: two rubrics, one under the first, a tag, an
// author, static pages, and a story in both languages.
type edition struct {
	economy, banks, sport rubrics.Rubric
	picture               int64
	tag                   tags.Tag
	author                authors.Author
	about                 pages.Page
	kk, ru                news.Article // one story
	lone                  news.Article // Kazakh only
	hidden                news.Article // a draft
}

func (n *newsroom) fill() edition {
	n.Helper()
	var e edition
	e.economy, e.sport = n.rubric("Экономика", "Экономика и рынки", nil), n.rubric("Спорт", "Спорт", nil)
	e.banks = n.rubric("Банктер", "Банки", &e.economy.ID)
	e.tag, e.author = n.tagged("Бюджет жобасы", "Проект бюджета"), n.author("Айгерім Сәтбаева", "Айгерим Сатпаева")
	e.about = n.static("kk", "about", "Агенттік туралы")
	n.static("ru", "about", "Об агентстве")
	signed := func(c *news.Content) { c.TagIDs, c.Credits = []int64{e.tag.ID}, news.SignedBy(e.author.ID) }
	e.picture = n.picture("aa11", "Отырыс залы", 400, 800, 1200)
	shown := func(c *news.Content) { c.PictureID = &e.picture }
	e.kk = n.publish("kk", 0, "Үкімет бюджетті бекітті", e.economy.ID, 1, signed, shown)
	e.ru = n.publish("ru", e.kk.StoryID, "Правительство утвердило бюджет", e.economy.ID, 1, signed)
	e.lone = n.publish("kk", 0, "Банктер несие беруді арттырды", e.banks.ID, 2)
	n.draft("ru", e.lone.StoryID, "Черновик о банках", e.banks.ID)
	e.hidden = n.draft("kk", 0, "Жарияланбаған құпия", e.sport.ID)
	for i := range 30 {
		n.publish("kk", 0, fmt.Sprintf("Спорт жаңалығы №%d", i), e.sport.ID, 10+i)
	}
	return e
}
