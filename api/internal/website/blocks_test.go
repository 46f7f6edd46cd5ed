package website

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/features/blocks"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/readership"
	"baq.kz/portal/api/internal/platform/lang"
)

// lay publishes blocks on a page.
func (n *newsroom) lay(p blocks.Place, all ...blocks.Block) {
	n.Helper()
	before, err := n.blocks.Layout(n.Context(), p)
	n.must(err)
	saved, err := n.blocks.Save(n.Context(), p, before.Version, all)
	n.must(err)
	_, err = n.blocks.Publish(n.Context(), p, saved.Version, "", nil)
	n.must(err)
}

// TestEveryKindHasABuilder and every kind that the contract names is one.
func TestEveryKindHasABuilder(t *testing.T) {
	all := blocks.Kinds()
	for _, kind := range all {
		if builders[kind] == nil {
			t.Errorf("the site can't show blocks of the kind %s", kind)
		}
	}
	if len(builders) != len(all) {
		t.Errorf("%d builders for %d kinds", len(builders), len(all))
	}
}

// kinds is a page of every kind.
func (n *newsroom) kinds(e edition) []blocks.Block {
	n.Helper()
	_, err := n.blocks.PutFeed(n.Context(), blocks.Feed{Key: "currencies", Kind: "currency", Source: "Ұлттық банк", Items: []blocks.Figure{{Labels: map[lang.Code]string{"kk": "АҚШ доллары"}, Value: "478,32"}}})
	n.must(err)
	n.most(e.lone.ID, 90)
	words := func(w blocks.Words) map[lang.Code]blocks.Words { return map[lang.Code]blocks.Words{"kk": w} }
	return []blocks.Block{
		{ID: "leadlead", Kind: blocks.Lead},
		{ID: "focusfocus", Kind: blocks.Focus},
		{ID: "datadata", Kind: blocks.Data, Feed: "currencies"},
		{ID: "tagtagtag", Kind: blocks.OfTag, Layout: blocks.Row, Rule: &blocks.Rule{From: blocks.FromTag, TagID: e.tag.ID}},
		{ID: "mostmost", Kind: blocks.MostRead},
		{ID: "rubricrubric", Kind: blocks.OfRubric, Rule: &blocks.Rule{From: blocks.FromRubric, RubricID: e.sport.ID}},
		{ID: "urgenturgent", Kind: blocks.List, Layout: blocks.Column, Rule: &blocks.Rule{From: blocks.FromUrgent, Hours: 5}},
		{ID: "photophoto", Kind: blocks.PhotoStory},
		{ID: "videovideo", Kind: blocks.Videos, Languages: words(blocks.Words{Videos: []blocks.Video{{URL: "https://youtu.be/dQw4w9WgXcQ", Title: "Тікелей эфир"}}})},
		{ID: "linkslinks", Kind: blocks.Links, Languages: words(blocks.Words{Title: "Қажет мекенжайлар", Links: []blocks.Link{{Title: "Әкімдік", URL: "https://akimat.kz/"}, {Title: "Барлығы", URL: "/latest"}}})},
		{ID: "htmlhtml", Kind: blocks.HTML, Languages: words(blocks.Words{HTML: `<h3>Күнтізбе</h3><p onclick="x()">Бүгін<script>alert(1)</script></p>`})},
	}
}

// most lets an article be read so often.
func (n *newsroom) most(article int64, times int) {
	n.Helper()
	for i := range times {
		n.views.Count(n.Context(), article, readership.Visitor{Address: fmt.Sprintf("10.1.%d.%d", article%250, i), UserAgent: browser})
	}
	n.must(n.views.Flush(n.Context()))
	n.ahead.Add(int64(2 * time.Minute)) // a ranking is made once a minute
	n.must(n.views.Rank(n.Context()))
}

func TestAPageOfEveryKind(t *testing.T) {
	n, e := filled(t)
	n.lay(blocks.Home, n.kinds(e)...)
	body := n.page(kkHost, "/")
	for _, part := range []string{
		`class="front"`, `class="focus"`, "Бюджет жобасы", "АҚШ доллары", "478,32", "Ұлттық банк", `class="section ranking`, `data-player="https://www.youtube-nocookie.com`,
		"Тікелей эфир", "Қажет мекенжайлар", `href="https://akimat.kz/" rel="noopener"`, "<h2>Күнтізбе</h2><p>Бүгін</p>",
	} {
		if !strings.Contains(body, part) {
			t.Errorf("the page has no %s", part)
		}
	}
	for _, part := range []string{"alert(1)", "onclick", "<iframe", `src="https://`} {
		if strings.Contains(body, part) {
			t.Errorf("the page has %s", part)
		}
	}
	if strings.Count(body, `fetchpriority="high"`) != 1 {
		t.Error("the front page must load one picture first")
	}
	if ru := n.page(ruHost, "/"); strings.Contains(ru, "Күнтізбе") || strings.Contains(ru, "478,32") {
		t.Error("the Russian page shows Kazakh blocks")
	}
	n.must(n.blocks.Delete(t.Context(), blocks.Home))
	if !n.becomes(kkHost, "/", func(_ int, body string) bool { return !strings.Contains(body, "478,32") }) {
		t.Error("the page that was given back is outdated")
	}
}

// TestNoBlockIsOutdated changes what each kind shows, and asks for the page.
func TestNoBlockIsOutdated(t *testing.T) {
	n, e := filled(t)
	pinned := n.draft("kk", 0, "Бекітілген мақала", e.sport.ID)
	all := n.kinds(e)
	all[5].Languages = map[lang.Code]blocks.Words{"kk": {Pins: []int64{pinned.ID}}}
	changed := func(what, says string, change func(), only ...int) {
		t.Helper()
		shown := all
		for _, i := range only { // of one kind alone, so that no other's tags help
			shown = all[i : i+1]
		}
		n.lay(blocks.Home, shown...)
		n.page(kkHost, "/")
		change()
		if !n.becomes(kkHost, "/", func(_ int, body string) bool { return strings.Contains(body, says) }) {
			t.Errorf("%s: the page does not say %q", what, says)
		}
	}
	publish := func(title string, rubric int64, change ...func(*news.Content)) func() {
		return func() { n.publish("kk", 0, title, rubric, 0, change...) }
	}
	shown := func(c *news.Content) { c.PictureID = &e.picture }
	changed("a lead", "Ең жаңа мақала", publish("Ең жаңа мақала", e.sport.ID, shown), 0)
	changed("the tags of the day", "Айтулы тақырып", func() {
		tag := n.tagged("Айтулы тақырып", "Тема дня")
		publish("Тегі бар мақала", e.sport.ID, func(c *news.Content) { c.TagIDs = []int64{tag.ID} })()
	}, 1)
	changed("figures", "479,05", func() {
		_, err := n.blocks.PutFeed(t.Context(), blocks.Feed{Key: "currencies", Kind: "currency", Items: []blocks.Figure{{Labels: map[lang.Code]string{"kk": "АҚШ доллары"}, Value: "479,05"}}})
		n.must(err)
	}, 2)
	changed("a tag's row", "Бюджет туралы тағы", publish("Бюджет туралы тағы", e.banks.ID, func(c *news.Content) { c.TagIDs = []int64{e.tag.ID} }), 3)
	changed("what is read most", "Енді көп оқылатын", func() {
		n.most(n.publish("kk", 0, "Енді көп оқылатын", e.sport.ID, 3).ID, 200)
	}, 4)
	changed("the title of what is read most", "Түзетілген тақырып", func() {
		e.lone.Title = "Түзетілген тақырып"
		_, err := n.news.Save(t.Context(), e.lone.ID, e.lone.Version, e.lone.Content)
		n.must(err)
	}, 4)
	changed("a rubric's row", "Спорттағы соңғы хабар", publish("Спорттағы соңғы хабар", e.sport.ID), 5)
	changed("a pinned article", "Бекітілген мақала", func() {
		_, err := n.news.PublishAt(t.Context(), pinned.ID, pinned.Version, noon().Add(-time.Hour))
		n.must(err)
	}, 5)
	changed("urgent news", "Өте жедел хабар", publish("Өте жедел хабар", e.sport.ID, func(c *news.Content) { c.Urgency = news.Urgent }), 6)
	changed("a photo story", "Суретті оқиға", publish("Суретті оқиға", e.sport.ID, shown), 7)
	changed("a layout", "Мүлде басқа", func() {
		n.lay(blocks.Home, blocks.Block{ID: "linkslinks", Kind: blocks.Links, Languages: map[lang.Code]blocks.Words{"kk": {Links: []blocks.Link{{Title: "Мүлде басқа", URL: "/latest"}}}}})
	})
}

// TestAPageEndsWithItsBlock by the clock alone.
func TestAPageEndsWithItsBlock(t *testing.T) {
	n, _ := filled(t)
	var now atomic.Int64
	now.Store(noon().UnixNano())
	n.site.Now = func() time.Time { return time.Unix(0, now.Load()) }
	begins, ends := noon().Add(300*time.Millisecond), noon().Add(700*time.Millisecond)
	n.lay(blocks.Home, blocks.Block{ID: "linkslinks", Kind: blocks.Links, ShowFrom: &begins, ShowUntil: &ends,
		Languages: map[lang.Code]blocks.Words{"kk": {Links: []blocks.Link{{Title: "Тікелей эфир", URL: "/latest"}}}}})
	started := time.Now()
	says := func() bool { return strings.Contains(n.page(kkHost, "/"), "Тікелей эфир") }
	if says() {
		t.Error("the block is there before its time")
	}
	for _, c := range []struct {
		after time.Duration
		want  bool
	}{{350 * time.Millisecond, true}, {750 * time.Millisecond, false}} {
		time.Sleep(time.Until(started.Add(c.after)))
		now.Store(noon().Add(time.Since(started)).UnixNano())
		if !n.becomes(kkHost, "/", func(_ int, body string) bool { return strings.Contains(body, "Тікелей эфир") == c.want }) {
			t.Errorf("after %s: shown %t", c.after, !c.want)
		}
	}
}

func TestBlocksAboveARubric(t *testing.T) {
	n, e := filled(t)
	path := "/rubric/" + e.sport.Labels["kk"].Slug
	n.page(kkHost, path)
	n.lay(blocks.Place{RubricID: e.sport.ID}, blocks.Block{ID: "leadlead", Kind: blocks.Lead, Rule: &blocks.Rule{From: blocks.FromRubric, RubricID: e.sport.ID}})
	if !n.becomes(kkHost, path, func(_ int, body string) bool { return strings.Contains(body, `class="front lone"`) }) {
		t.Fatal("the blocks are not there")
	}
	body := n.page(kkHost, path)
	for _, story := range []string{"№0<", "№3<", "№10<"} {
		if strings.Count(body, `">Спорт жаңалығы `+story) != 1 && strings.Count(body, `class="cover"`) > 0 && strings.Count(strings.Split(body, "<aside>")[0], story) != 1 {
			t.Errorf("the story %s stands %d times", story, strings.Count(strings.Split(body, "<aside>")[0], story))
		}
	}
	next := older.FindStringSubmatch(body)
	if next == nil || strings.Contains(n.page(kkHost, strings.ReplaceAll(next[1], "&amp;", "&")), `class="front`) {
		t.Error("blocks stand on older pages")
	}
}

func TestPreviewOfALayout(t *testing.T) {
	n, e := filled(t)
	_, err := n.blocks.Save(t.Context(), blocks.Home, 0, []blocks.Block{{ID: "linkslinks", Kind: blocks.Links, Languages: map[lang.Code]blocks.Words{"kk": {Links: []blocks.Link{{Title: "Жоба сілтемесі", URL: "/latest"}}}}}})
	n.must(err)
	if strings.Contains(n.page(kkHost, "/"), "Жоба сілтемесі") {
		t.Error("readers see the draft")
	}
	token, _, err := n.blocks.Preview(t.Context(), blocks.Home, "kk", noon())
	n.must(err)
	rubric, _, err := n.blocks.Preview(t.Context(), blocks.Place{RubricID: e.sport.ID}, "kk", noon())
	n.must(err)
	answer := n.ask(kkHost, blocks.PreviewPath(token))
	body := answer.Body.String()
	if answer.Code != 200 || !strings.Contains(body, "Жоба сілтемесі") || !strings.Contains(body, "жарияланбаған: беттің жобасы") || !strings.Contains(body, `content="noindex, nofollow"`) {
		t.Errorf("%d %s", answer.Code, n.log)
	}
	if answer.Header().Get("Cache-Control") != "no-store" || answer.Header().Get("Referrer-Policy") != "no-referrer" || strings.Contains(body, `rel="canonical"`) {
		t.Errorf("the preview may be kept: %v", answer.Header())
	}
	if there := n.ask(kkHost, blocks.PreviewPath(rubric)); there.Code != 200 || !strings.Contains(there.Body.String(), "<h1>Спорт</h1>") {
		t.Errorf("of a rubric: %d", there.Code)
	}
	// The panel frames it on its own host, whatever its language; see docs/blocks.md.
	framed := n.ask(ruHost, blocks.PreviewPath(token))
	if !strings.Contains(framed.Body.String(), `<html lang="kk"`) || !strings.Contains(framed.Body.String(), "Жоба сілтемесі") {
		t.Errorf("on another host: %d", framed.Code)
	}
	if policy := framed.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors 'self'") {
		t.Errorf("others may frame it: %s", policy)
	}
	if answer := n.ask(kkHost, blocks.PreviewPath("A"+token[1:])); answer.Code != 404 {
		t.Errorf("a link that nobody signed: %d", answer.Code)
	}
}

// counter counts the queries of a page.
type counter struct{ queries atomic.Int64 }

func (c *counter) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context { return ctx }

func (c *counter) AfterQuery(context.Context, *bun.QueryEvent) { c.queries.Add(1) }

// TestQueriesOfTheFrontPage is how many questions a front page costs, however many
// rubrics it shows.
func TestQueriesOfTheFrontPage(t *testing.T) {
	n, _ := filled(t)
	for i := range 12 {
		r := n.rubric(fmt.Sprintf("Айдар %d", i), "", nil)
		n.publish("kk", 0, fmt.Sprintf("Айдардағы жаңалық %d", i), r.ID, 50)
	}
	count := &counter{}
	n.db.Primary = n.db.Primary.WithQueryHook(count)
	n.db.Replica = n.db.Primary
	n.page(kkHost, "/")
	if got := count.queries.Load(); got == 0 || got > 12 {
		t.Errorf("%d queries", got)
	} else {
		t.Logf("%d queries", got)
	}
}
