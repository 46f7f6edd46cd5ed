package website

import (
	"regexp"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/features/news"
)

func TestCorrection(t *testing.T) {
	n, e := filled(t)
	path := "/news/" + e.kk.Slug
	if body := n.page(kkHost, path); strings.Contains(body, "Түзету") {
		t.Error("an article that was not corrected says so")
	}
	a := e.kk
	var err error
	for i, note := range []string{"Бюджет көлемі қате жазылған. Дұрысы – 23 трлн теңге.", "Министрдің аты <қате> жазылған."} {
		a.Lead = "Түзетілген лид " + string(rune('1'+i))
		a, err = n.news.Correct(t.Context(), a.ID, a.Version, a.Content, note)
		n.must(err)
		if !n.becomes(kkHost, path, func(_ int, body string) bool { return strings.Contains(body, a.Lead) }) {
			t.Errorf("the page is older than correction %d", i)
		}
	}
	body := dataBlock.ReplaceAllString(n.page(kkHost, path), "") // search engines are told the notes, too
	prose, top := strings.Index(body, `<div class="prose">`), strings.Index(body, `href="#corrections"`)
	list := strings.Index(body, `id="corrections"`)
	first, second := strings.Index(body, "Министрдің аты &lt;қате&gt; жазылған."), strings.Index(body, "Бюджет көлемі қате жазылған.")
	if !(0 < top && top < prose && prose < list && list < first && first < second) {
		t.Errorf("line %d, text %d, notes %d, the younger %d, the older %d", top, prose, list, first, second)
	}
	if !strings.Contains(body, "Түзету енгізілді: ") || strings.Contains(body, "Жаңартылды") {
		t.Error("the correction is not told, or told as a change too")
	}
	if body := n.page(ruHost, "/news/"+e.ru.Slug); strings.Contains(body, "corrections") {
		t.Error("the other language was corrected with it")
	}
}

var byline = regexp.MustCompile(`(?s)<div class="byline">.*?</div>`)

func TestWhoMadeIt(t *testing.T) {
	n, e := filled(t)
	names := map[news.Role]int64{"photographer": 0, "videographer": 0, "translator": 0, "editor": 0}
	credits := []news.Credit{}
	for _, role := range []news.Role{"editor", "translator", "videographer", "photographer"} {
		names[role] = n.author("Қызметкер "+string(role), "Сотрудник "+string(role)).ID
		credits = append(credits, news.Credit{AuthorID: names[role], Role: role})
	}
	credits = append(credits, news.SignedBy(e.author.ID, n.author("Ерлан Әлім", "Ерлан Алим").ID)...)
	a := n.publish("ru", 0, "Кто это сделал", e.economy.ID, 3, func(c *news.Content) {
		c.Credits, c.Location, c.Source, c.SourceURL = credits, "Алматы", "Служба <спасения>", "https://example.kz/a?b=1&c=2"
		c.Body = document(t, strings.Repeat("слово ", 500))
	})
	body := n.page(ruHost, "/news/"+a.Slug)
	line := regexp.MustCompile(`<[^>]+>|\s+`).ReplaceAllString(byline.FindString(body), " ")
	line = strings.Join(strings.Fields(line), " ")
	want := "Авторы: Айгерим Сатпаева , Ерлан Алим Фото: Сотрудник photographer Видео: Сотрудник videographer Перевод: Сотрудник translator Редактор: Сотрудник editor"
	if !strings.HasPrefix(line, want) || !strings.HasSuffix(line, "3 мин чтения") {
		t.Errorf("the byline: %s", line)
	}
	for _, part := range []string{
		`<span class="dateline">Алматы.</span> Кто`, `Источник: <a href="https://example.kz/a?b=1&amp;c=2" rel="noopener nofollow">Служба &lt;спасения&gt;</a>`,
	} {
		if !strings.Contains(body, part) {
			t.Errorf("the article has no %s", part)
		}
	}
}

func TestSource(t *testing.T) {
	for name, c := range map[string]struct{ source, url, want string }{
		"none":    {"", "", ""},
		"named":   {"Казгидромет", "", "Казгидромет"},
		"address": {"", "https://gov.kz/a", "gov.kz"},
		"both":    {"Казгидромет", "https://gov.kz/a", "Казгидромет"},
	} {
		got := source(news.Article{Content: news.Content{Source: c.source, SourceURL: c.url}})
		if got.Title != c.want || got.URL != c.url {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// TestRelated: a card leads to an article while that is on a site; in the
// reader's language where there is such a version.
func TestRelated(t *testing.T) {
	n, e := filled(t)
	own := n.publish("ru", 0, "Соседняя новость", e.sport.ID, 5)
	draft := n.draft("ru", 0, "Черновая новость", e.sport.ID)
	a := n.publish("ru", 0, "Читает другие", e.economy.ID, 3, leads(own.ID, e.kk.ID, e.lone.ID, draft.ID, 999999))
	path := "/news/" + a.Slug
	body := n.page(ruHost, path)
	cards := regexp.MustCompile(`(?s)<div class="related"><a href="([^"]+)".*?related-title">([^<]+)<`).FindAllStringSubmatch(body, -1)
	want := [][2]string{
		{"/news/" + own.Slug, "Соседняя новость"},
		{"/news/" + e.ru.Slug, "Правительство утвердило бюджет"},
		{"https://" + kkHost + "/news/" + e.lone.Slug, "Банктер несие беруді арттырды (Қазақша)"},
	}
	if len(cards) != len(want) {
		t.Fatalf("cards %q", cards)
	}
	for i, card := range cards {
		if card[1] != want[i][0] || card[2] != want[i][1] {
			t.Errorf("card %d leads to %s (%s)", i, card[1], card[2])
		}
	}
	card := func(slug string) func(string) bool {
		return func(body string) bool { return strings.Contains(body, `<div class="related"><a href="/news/`+slug+`"`) }
	}
	// A static page lists no news: without the cards' own tags it would be stale.
	page := n.static("ru", "rules", "Правила")
	page.Body = a.Body
	_, err := n.pages.Update(t.Context(), page)
	n.must(err)
	where := []place{{ruHost, path}, {ruHost, "/page/" + page.Slug}}
	n.all(where, "a card", card(own.Slug))
	_, err = n.news.Publish(t.Context(), draft.ID, draft.Version)
	n.must(err)
	n.all(where, "a card that comes", card(draft.Slug))
	own.Title = "Соседняя новость, уточнение"
	own, err = n.news.Save(t.Context(), own.ID, own.Version, own.Content)
	n.must(err)
	n.all(where, "a new title", says(`related-title">Соседняя новость, уточнение<`))
	_, err = n.news.Unpublish(t.Context(), own.ID, own.Version)
	n.must(err)
	n.all(where, "a card that goes", func(body string) bool { return !card(own.Slug)(body) })
	_, err = n.news.Kill(t.Context(), e.ru.ID, e.ru.Version, "Причина")
	n.must(err)
	n.all(where, "the version that was killed", func(body string) bool {
		return !card(e.ru.Slug)(body) && strings.Contains(body, "Үкімет бюджетті бекітті (Қазақша)")
	})
}
