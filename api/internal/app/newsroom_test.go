package app_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/contract/public"
)

type object = map[string]any

func doc(text string) object {
	return object{"type": "doc", "content": []object{{"type": "paragraph", "content": []object{{"type": "text", "text": text}}}}}
}

// rubric makes a rubric with labels in both languages.
func (u user) rubric(kk, ru string, parent *int64) admin.Rubric {
	u.p.t.Helper()
	return read[admin.Rubric](u.p.t, u.send("POST", "/rubrics", object{
		"visible": true, "parentId": parent, "labels": object{"kk": object{"name": kk}, "ru": object{"name": ru}},
	}), 201)
}

func (u user) article(in object) admin.Article {
	u.p.t.Helper()
	return read[admin.Article](u.p.t, u.send("POST", "/news", in), 201)
}

func (u user) publish(a admin.Article) admin.Article {
	u.p.t.Helper()
	return read[admin.Article](u.p.t, u.send("POST", fmt.Sprintf("/news/%d/publish", a.ID), object{"version": a.Version}), 200)
}

func TestAStoryInTwoLanguages(t *testing.T) {
	t.Parallel()
	p, c := newPortal(t), newChecker(t)
	chief := p.user("chief_editor")
	rubric := chief.rubric("Қоғам", "Общество", nil)
	kk := chief.article(object{"language": "kk", "title": "Елордада жаңа мектеп ашылды", "lead": "Бүгін.", "body": doc("Мәтін әөүқғңұһі."), "rubricId": rubric.ID})
	if kk.State != "draft" || kk.Version != 1 || kk.Slug != "elordada-zhana-mektep-ashyldy" {
		t.Fatalf("%+v", kk)
	}
	for _, url := range []string{"http://baq.test/news/" + kk.Slug, fmt.Sprintf("http://baq.test/api/v1/news/%d", kk.ID)} {
		if a := p.page(url); a.status != 404 {
			t.Errorf("a draft is shown at %s: %d", url, a.status)
		}
	}
	kk = chief.publish(kk)
	page := p.page("http://baq.test/news/" + kk.Slug)
	if page.status != 200 || !strings.Contains(page.text(), "Мәтін әөүқғңұһі.") || !strings.Contains(page.text(), `lang="kk"`) {
		t.Fatalf("%d %s", page.status, page.text())
	}
	if strings.Contains(page.text(), `rel="alternate" hreflang="ru"`) {
		t.Error("an alternate in a language that has none")
	}
	if a := p.page("http://rus.baq.test/news/" + kk.Slug); a.status != 404 {
		t.Errorf("the Kazakh article stands on the Russian site: %d", a.status)
	}

	ru := read[admin.Article](t, chief.send("POST", fmt.Sprintf("/news/%d/translations", kk.ID), object{"language": "ru"}), 201)
	if ru.StoryID != kk.StoryID || ru.State != "draft" || *ru.RubricID != rubric.ID {
		t.Fatalf("%+v", ru)
	}
	if a := chief.send("POST", fmt.Sprintf("/news/%d/translations", kk.ID), object{"language": "ru"}); a.status != 409 || a.code() != "news.language_taken" {
		t.Errorf("a second translation: %d %s", a.status, a.text())
	}
	ru = read[admin.Article](t, chief.send("PUT", fmt.Sprintf("/news/%d", ru.ID), object{"version": ru.Version, "title": "В столице открылась новая школа", "body": doc("Текст."), "rubricId": rubric.ID}), 200)
	ru = chief.publish(ru)
	for _, one := range []struct{ url, self, other string }{
		{"http://baq.test/news/" + kk.Slug, "http://baq.test/news/" + kk.Slug, "http://rus.baq.test/news/" + ru.Slug},
		{"http://rus.baq.test/news/" + ru.Slug, "http://rus.baq.test/news/" + ru.Slug, "http://baq.test/news/" + kk.Slug},
	} {
		text := p.page(one.url).text()
		for _, want := range []string{`rel="canonical" href="` + one.self + `"`, `rel="alternate" hreflang="kk"`, `rel="alternate" hreflang="ru"`, one.other} {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %s", one.url, want)
			}
		}
	}

	url := fmt.Sprintf("/api/v1/news/%d", kk.ID)
	a := p.page("http://baq.test" + url)
	c.check("GET", url, a)
	if got := read[public.PublicArticle](t, a, 200); len(got.Versions) != 2 || got.BodyHTML != "<p>Мәтін әөүқғңұһі.</p>" {
		t.Errorf("%+v", got)
	}

	kk = read[admin.Article](t, chief.send("POST", fmt.Sprintf("/news/%d/unpublish", kk.ID), object{"version": kk.Version}), 200)
	if a := p.page("http://baq.test/news/" + kk.Slug); a.status != 404 && a.status != 410 {
		t.Errorf("an unpublished article: %d", a.status)
	}
	if text := p.page("http://rus.baq.test/news/" + ru.Slug).text(); strings.Contains(text, `rel="alternate" hreflang="kk"`) {
		t.Error("the other language still points to what was taken back")
	}
	if text := p.page("http://baq.test/").text(); strings.Contains(text, kk.Title) {
		t.Error("the front page still shows what was taken back")
	}
}

func TestAStaleSaveLosesNoWords(t *testing.T) {
	t.Parallel()
	p, c := newPortal(t), newChecker(t)
	u := p.user("editor")
	a := u.article(object{"language": "kk", "title": "Бірінші"})
	path := fmt.Sprintf("/news/%d", a.ID)
	first := read[admin.Article](t, u.send("PUT", path, object{"version": a.Version, "title": "Екінші", "body": doc("бірдеңе")}), 200)
	stale := u.send("PUT", path, object{"version": a.Version, "title": "Үшінші"})
	c.check("PUT", "/api/admin/v1"+path, stale)
	got := read[struct {
		Code    string
		Current admin.Article
	}](t, stale, 409)
	if got.Code != "news.version_stale" || got.Current.Title != "Екінші" || got.Current.Version != first.Version {
		t.Errorf("%+v", got)
	}
}

func TestConcurrentSavesAreOneAfterTheOther(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	u := p.user("editor")
	a := u.article(object{"language": "kk", "title": "Бірінші"})
	var group sync.WaitGroup
	var mutex sync.Mutex
	saved := 0
	for i := range 20 {
		group.Go(func() {
			got := u.send("PUT", fmt.Sprintf("/news/%d", a.ID), object{"version": a.Version, "title": fmt.Sprint("Жазба ", i)})
			mutex.Lock()
			defer mutex.Unlock()
			switch got.status {
			case 200:
				saved++
			case 409:
			default:
				t.Errorf("%d %s", got.status, got.text())
			}
		})
	}
	group.Wait()
	if saved != 1 {
		t.Errorf("%d of 20 saves of one version went through", saved)
	}
}

func TestSameTitlesGetDifferentAddresses(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	u := p.user("editor")
	var group sync.WaitGroup
	var mutex sync.Mutex
	slugs := map[string]bool{}
	for range 12 {
		group.Go(func() {
			a := u.send("POST", "/news", object{"language": "kk", "title": "Ауа райы"})
			var made admin.Article
			_ = json.Unmarshal(a.body, &made)
			mutex.Lock()
			defer mutex.Unlock()
			if a.status != 201 || slugs[made.Slug] {
				t.Errorf("%d %q %s", a.status, made.Slug, a.code())
			}
			slugs[made.Slug] = true
		})
	}
	group.Wait()
	if a := u.send("POST", "/news", object{"language": "kk", "title": "Басқа", "slug": "aua-raiy"}); slugs["aua-raiy"] && (a.status != 409 || a.code() != "news.slug_taken") {
		t.Errorf("a taken slug by choice: %d %s", a.status, a.text())
	}
}

func TestWhatIsRefused(t *testing.T) {
	t.Parallel()
	p, c := newPortal(t), newChecker(t)
	chief, writer := p.user("chief_editor"), p.user("correspondent")
	rubric := chief.rubric("Қоғам", "Общество", nil)
	draft := writer.article(object{"language": "kk", "title": "Жоба"})
	live := chief.publish(chief.article(object{"language": "kk", "title": "Жарияланған", "body": doc("м"), "rubricId": rubric.ID}))
	id := func(format string, n int64) string { return fmt.Sprintf(format, n) }
	nested := strings.Repeat(`{"type":"blockquote","content":[`, 600) + strings.Repeat("]}", 600)
	for _, one := range []struct {
		name, method, path string
		by                 user
		body               any
		status             int
		code, field        string
	}{
		{"publishing by one who may not", "POST", id("/news/%d/publish", draft.ID), writer, object{"version": 1}, 403, "access.forbidden", ""},
		{"publishing what is not whole", "POST", id("/news/%d/publish", draft.ID), chief, object{"version": 1}, 422, "news.incomplete", "rubricId"},
		{"publishing twice", "POST", id("/news/%d/publish", live.ID), chief, object{"version": live.Version}, 409, "news.forbidden_step", "allowed"},
		{"unpublishing a draft", "POST", id("/news/%d/unpublish", draft.ID), chief, object{"version": 1}, 409, "news.forbidden_step", "allowed"},
		{"a correspondent's change of what is on the site", "PUT", id("/news/%d", live.ID), writer, object{"version": live.Version, "title": "х"}, 403, "news.published_locked", ""},
		{"a published text without a rubric", "PUT", id("/news/%d", live.ID), chief, object{"version": live.Version, "title": "х", "body": doc("м")}, 422, "news.incomplete", "rubricId"},
		{"an unknown article", "PUT", "/news/987654", chief, object{"version": 1, "title": "х"}, 404, "news.not_found", ""},
		{"an unknown story", "POST", "/news", chief, object{"language": "kk", "title": "х", "storyId": 987654}, 404, "news.story_not_found", ""},
		{"an unknown rubric", "POST", "/news", chief, object{"language": "kk", "title": "х", "rubricId": 987654}, 422, "news.unknown_reference", "rubricId"},
		{"an unknown tag", "POST", "/news", chief, object{"language": "kk", "title": "х", "tagIds": []int{987654}}, 422, "news.unknown_reference", "tagIds"},
		{"an unknown author", "POST", "/news", chief, object{"language": "kk", "title": "х", "credits": []object{{"authorId": 987654, "role": "author"}}}, 422, "news.unknown_reference", "credits"},
		{"an unknown picture", "POST", "/news", chief, object{"language": "kk", "title": "х", "pictureId": 987654}, 422, "news.unknown_reference", "pictureId"},
		{"a language that is not configured", "POST", "/news", chief, object{"language": "de", "title": "х"}, 422, "languages.unknown", "language"},
		{"a text with a script", "POST", "/news", chief, object{"language": "kk", "title": "х", "body": object{"type": "doc", "content": []object{{"type": "script"}}}}, 422, "", ""},
		{"600 nested elements", "POST", "/news", chief, `{"language":"kk","title":"х","body":{"type":"doc","content":[` + nested + `]}}`, 422, "", ""},
		{"a text of 6 MB", "POST", "/news", chief, `{"language":"kk","title":"х","lead":"` + strings.Repeat("a", 6<<20) + `"}`, 413, "request.too_large", ""},
		{"a title of 301 letters", "POST", "/news", chief, object{"language": "kk", "title": strings.Repeat("ә", 301)}, 400, "request.invalid", "title"},
		{"an unknown field", "POST", "/news", chief, object{"language": "kk", "title": "х", "state": "published"}, 400, "request.invalid", "state"},
		{"a cursor of somebody's own", "GET", "/news?cursor=abc", chief, nil, 400, "request.bad_cursor", "cursor"},
		{"a cursor with SQL", "GET", "/news?cursor=JzsgRFJPUCBUQUJMRQ", chief, nil, 400, "request.bad_cursor", "cursor"},
		{"a rubric in use", "DELETE", id("/rubrics/%d", rubric.ID), chief, nil, 409, "rubrics.in_use", ""},
		{"a rubric under itself", "PUT", id("/rubrics/%d", rubric.ID), chief, object{"version": rubric.Version, "visible": true, "parentId": rubric.ID, "labels": object{"kk": object{"name": "Қ"}}}, 422, "rubrics.bad_parent", "parentId"},
		{"an order that is not whole", "PUT", "/rubrics/order", chief, object{"ids": []int64{rubric.ID, 987654}}, 409, "rubrics.order_stale", "ids"},
	} {
		a := one.by.send(one.method, one.path, one.body)
		url, _, _ := strings.Cut("/api/admin/v1"+one.path, "?")
		c.check(one.method, url, a)
		if a.status != one.status || (one.code != "" && a.code() != one.code) || !strings.Contains(a.text(), one.field) {
			t.Errorf("%s: %d %s, want %d %s %s", one.name, a.status, a.text(), one.status, one.code, one.field)
		}
	}
}

func TestEachChangeLeavesItsTraceInTheJournal(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	chief := p.user("chief_editor")
	rubric := chief.rubric("Қоғам", "Общество", nil)
	a := chief.publish(chief.article(object{"language": "kk", "title": "Тақырып", "body": doc("м"), "rubricId": rubric.ID}))
	if got := chief.send("PUT", fmt.Sprintf("/news/%d", a.ID), object{"version": 1, "title": "stale"}); got.status != 409 {
		t.Fatal(got.text())
	}
	var rows []struct {
		Action  string
		ActorID int64
		Diff    map[string][2]any
	}
	err := p.DB.Primary.NewSelect().Table("journal_entries").Column("action", "actor_id", "diff").
		Where("object_type = 'article' AND object_id = ?", fmt.Sprint(a.ID)).Order("id").Scan(t.Context(), &rows)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 || rows[0].Action != "news.create" || rows[1].Action != "news.publish" {
		t.Fatalf("%+v", rows)
	}
	if state := rows[1].Diff["state"]; rows[1].ActorID != chief.id || state[0] != "draft" || state[1] != "published" {
		t.Errorf("%+v", rows[1])
	}
}

func TestAPublishedTextIsOnThePageWhenTheAnswerArrives(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	chief := p.user("chief_editor")
	rubric := chief.rubric("Қоғам", "Общество", nil)
	a := chief.publish(chief.article(object{"language": "kk", "title": "Тақырып 0", "body": doc("м"), "rubricId": rubric.ID}))
	for i := range 10 {
		for _, url := range []string{"http://baq.test/", "http://baq.test/latest", a.URL, "http://baq.test/rubric/" + *rubric.Labels["kk"].Slug} {
			if page := p.page(url); page.status != 200 || !strings.Contains(page.text(), a.Title) {
				t.Fatalf("%s after change %d: %d", url, i, page.status)
			}
		}
		a = read[admin.Article](t, chief.send("PUT", fmt.Sprintf("/news/%d", a.ID), object{"version": a.Version, "title": fmt.Sprint("Тақырып ", i+1), "body": doc("м"), "rubricId": rubric.ID}), 200)
	}
}

func TestAReadersListIsNarrowedInOneWay(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	for query, want := range map[string]int{"tag=1": 200, "author=1": 200, "tag=1&author=1": 400, "rubric=1&tag=1": 400} {
		if a := p.page("http://baq.test/api/v1/news?" + query); a.status != want {
			t.Errorf("%s: %d %s", query, a.status, a.text())
		}
	}
}

// TestListsByAuthorAndTagPageLikeTheOthers walks the lists that stand on links.
func TestListsByAuthorAndTagPageLikeTheOthers(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	u := p.user("editor")
	chief := p.user("chief_editor")
	author := read[admin.Author](t, chief.send("POST", "/authors", object{"labels": object{"kk": object{"name": "Айгүл Сейітова"}}}), 201)
	tag := read[admin.Tag](t, chief.send("POST", "/tags", object{"labels": object{"kk": object{"name": "Ауыл"}}}), 201)
	var want []int64
	for i := range 7 {
		a := u.article(object{"language": "kk", "title": fmt.Sprint("Жазба ", i), "credits": []object{{"authorId": author.ID, "role": "author"}}, "tagIds": []int64{tag.ID}})
		want = append([]int64{a.ID}, want...)
	}
	u.article(object{"language": "kk", "title": "Басқа"})
	first := read[admin.Article](t, u.send("GET", fmt.Sprintf("/news/%d", want[6]), nil), 200)
	read[admin.Article](t, u.send("PUT", fmt.Sprintf("/news/%d", first.ID), object{"version": first.Version, "title": "Соңғы", "credits": []object{{"authorId": author.ID, "role": "author"}}, "tagIds": []int64{tag.ID}}), 200)
	want = append([]int64{first.ID}, want[:6]...)
	for _, filter := range []string{fmt.Sprintf("author=%d", author.ID), fmt.Sprintf("tag=%d", tag.ID), fmt.Sprintf("author=%d&tag=%d", author.ID, tag.ID)} {
		var got []int64
		for cursor := ""; ; {
			page := read[admin.ArticlePage](t, u.send("GET", "/news?limit=3&"+filter+cursor, nil), 200)
			for _, a := range page.Items {
				got = append(got, a.ID)
			}
			if page.NextCursor == nil {
				break
			}
			cursor = "&cursor=" + *page.NextCursor
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", filter, got, want)
		}
	}
}
