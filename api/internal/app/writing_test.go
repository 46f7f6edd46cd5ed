package app_test

import (
	"fmt"
	"image/color"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"baq.kz/portal/api/internal/contract/admin"
)

// TestNoAcknowledgedTextIsLost is the proof: 1,000 saves at once on 50
// articles, and each that was acknowledged is the article's text or a revision.
func TestNoAcknowledgedTextIsLost(t *testing.T) {
	if testing.Short() {
		t.Skip("takes ten seconds")
	}
	t.Parallel()
	d := newDesk(t)
	const articles, saves = 50, 1000
	writers := []user{d.chief, d.editor, d.writer}
	var drafts []admin.Article
	for i := range articles {
		drafts = append(drafts, d.draft(fmt.Sprint("Бәсеке ", i)))
	}
	type saved struct {
		article, version int64
		title            string
	}
	var (
		group        sync.WaitGroup
		mutex        sync.Mutex
		acknowledged []saved
		refused      int
		work         = make(chan int)
	)
	for range 16 {
		group.Go(func() {
			for i := range work {
				a := drafts[rand.IntN(articles)]
				by := writers[i%len(writers)]
				seen := by.get(a.ID)
				title := fmt.Sprintf("Мәтін %d әөүқғңұһі", i)
				got := by.step("save", seen, d.content(title))
				mutex.Lock()
				switch got.status {
				case 200:
					acknowledged = append(acknowledged, saved{a.ID, seen.Version + 1, title})
				case 409:
					if got.code() != "news.version_stale" || !strings.Contains(got.text(), `"current":`) {
						t.Errorf("%s", got.text())
					}
					refused++
				default:
					t.Errorf("%d %s", got.status, got.text())
				}
				mutex.Unlock()
			}
		})
	}
	for i := range saves {
		work <- i
	}
	close(work)
	group.Wait()
	t.Logf("%d saves acknowledged, %d refused as stale", len(acknowledged), refused)
	if len(acknowledged)+refused != saves || len(acknowledged) < saves/10 {
		t.Fatal("the test proves nothing")
	}
	for _, one := range acknowledged {
		found := read[admin.RevisionContent](t, d.reader.send("GET", fmt.Sprintf("/news/%d/revisions/%d", one.article, one.version), nil), 200)
		if found.Content.Title != one.title {
			t.Errorf("article %d, version %d: %q instead of %q", one.article, one.version, found.Content.Title, one.title)
		}
	}
	for _, a := range drafts {
		now := d.chief.get(a.ID)
		last := read[admin.RevisionContent](t, d.reader.send("GET", fmt.Sprintf("/news/%d/revisions/%d", a.ID, now.Version), nil), 200)
		if last.Content.Title != now.Title {
			t.Errorf("the last revision of %d is not the article", a.ID)
		}
	}
}

func TestRevisionsTellWhoWhenAndFromWhere(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.draft("Бірінші")
	a = d.writer.take("save", a, d.content("Екінші"))
	a = d.chief.take("publish", a)
	page := read[admin.RevisionPage](t, d.reader.send("GET", fmt.Sprintf("/news/%d/revisions?limit=2", a.ID), nil), 200)
	if len(page.Items) != 2 || page.NextCursor == nil || page.Items[0].Action != "news.publish" || page.Items[0].HasText || page.Items[0].By.ID != d.chief.id {
		t.Fatalf("%+v", page)
	}
	if second := page.Items[1]; !second.HasText || second.By.ID != d.writer.id || second.Address == "" || second.State != "draft" {
		t.Errorf("%+v", second)
	}
	rest := read[admin.RevisionPage](t, d.reader.send("GET", fmt.Sprintf("/news/%d/revisions?limit=2&cursor=%s", a.ID, *page.NextCursor), nil), 200)
	if len(rest.Items) != 1 || rest.NextCursor != nil || rest.Items[0].Action != "news.create" {
		t.Errorf("%+v", rest)
	}
	for path, code := range map[string]string{
		"/news/%d/revisions/99": "news.revision_not_found", "/news/999999/revisions": "news.not_found", "/news/999999/revisions/1": "news.revision_not_found",
	} {
		if strings.Contains(path, "%d") {
			path = fmt.Sprintf(path, a.ID)
		}
		if got := d.reader.send("GET", path, nil); got.status != 404 || got.code() != code {
			t.Errorf("%s: %d %s", path, got.status, got.code())
		}
	}
}

// TestARevisionComesBack even where what it names is gone by now.
func TestARevisionComesBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	tag := read[admin.Tag](t, d.chief.send("POST", "/tags", object{"labels": object{"kk": object{"name": "Уақытша"}}}), 201)
	a := d.draft("Бұрынғы", object{"tagIds": []int64{tag.ID}})
	first := a.Version
	a = d.writer.take("save", a, d.content("Қазіргі"))
	if got := d.chief.send("DELETE", fmt.Sprintf("/tags/%d", tag.ID), nil); got.status != 204 {
		t.Fatal(got.text())
	}
	path := fmt.Sprintf("/news/%d/revisions/%d/restore", a.ID, first)
	if got := d.reader.send("POST", path, object{"version": a.Version}); got.status != 403 {
		t.Errorf("a reader restored: %d", got.status)
	}
	if got := d.writer.send("POST", path, object{"version": a.Version - 1}); got.status != 409 {
		t.Errorf("a stale restore: %d", got.status)
	}
	back := read[admin.Article](t, d.writer.send("POST", path, object{"version": a.Version}), 200)
	if back.Title != "Бұрынғы" || len(back.TagIds) != 0 || back.Slug != a.Slug || back.Version != a.Version+1 {
		t.Errorf("%+v", back)
	}
}

func TestALockTellsItsOwnerAndTakesNobodysWords(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.draft("Құлып")
	path := fmt.Sprintf("/news/%d/lock", a.ID)
	mine := read[admin.Lock](t, d.writer.send("PUT", path, object{}), 200)
	if !mine.Mine || mine.User.ID != d.writer.id {
		t.Fatalf("%+v", mine)
	}
	held := d.editor.send("PUT", path, object{})
	if got := read[admin.LockHeld](t, held, 409); got.Code != "news.locked" || got.Lock == nil || got.Lock.User.ID != d.writer.id || got.Lock.Mine {
		t.Errorf("%s", held.text())
	}
	if shown := d.editor.get(a.ID).Lock; shown == nil || shown.User.Name == "" {
		t.Error("the editor does not see who is writing")
	}
	// The version check does not ask for the lock.
	saved := d.editor.take("save", a, d.content("Редактордың мәтіні"))
	if got := d.writer.step("save", a, d.content("Тілшінің мәтіні")); got.status != 409 {
		t.Errorf("the lock's owner saved over a newer text: %d", got.status)
	}
	kept := d.writer.send("PUT", fmt.Sprintf("/news/%d/working-copy", a.ID), d.content("Тілшінің мәтіні", object{"baseVersion": a.Version}))
	if kept.status != 200 {
		t.Fatal(kept.text())
	}
	if taken := read[admin.Lock](t, d.editor.send("PUT", path, object{"takeOver": true}), 200); taken.User.ID != d.editor.id {
		t.Errorf("%+v", taken)
	}
	if told := d.writer.send("PUT", path, object{}); told.status != 409 || !strings.Contains(told.text(), "Сынақ editor") {
		t.Errorf("the former owner is not told: %s", told.text())
	}
	copies := read[admin.WorkingCopyList](t, d.editor.send("GET", fmt.Sprintf("/news/%d/working-copies", a.ID), nil), 200)
	if len(copies.Items) != 1 || copies.Items[0].User.ID != d.writer.id || copies.Items[0].Title != "Тілшінің мәтіні" {
		t.Fatalf("%+v", copies)
	}
	whole := read[admin.WorkingCopy](t, d.editor.send("GET", fmt.Sprintf("/news/%d/working-copies/%d", a.ID, d.writer.id), nil), 200)
	if whole.Content.Title != "Тілшінің мәтіні" || d.editor.get(a.ID).Title != saved.Title {
		t.Errorf("both texts: %q, %q", whole.Content.Title, saved.Title)
	}
	if got := d.writer.send("DELETE", path, nil); got.status != 204 || d.editor.get(a.ID).Lock == nil {
		t.Error("somebody else released the lock")
	}
	if _, err := d.DB.Primary.ExecContext(t.Context(), "UPDATE article_locks SET seen_at = now() - interval '46 s'"); err != nil {
		t.Fatal(err)
	}
	if again := read[admin.Lock](t, d.writer.send("PUT", path, object{}), 200); !again.Mine || time.Since(again.Since) > time.Minute {
		t.Errorf("a silent owner keeps the lock: %+v", again)
	}
	if got := d.writer.send("PUT", "/news/999999/lock", object{}); got.status != 404 {
		t.Errorf("a lock on nothing: %d", got.status)
	}
}

// TestOnlyOneGetsTheLock of many who ask at the same moment.
func TestOnlyOneGetsTheLock(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for range 20 {
		a := d.draft("Жарыс")
		var group sync.WaitGroup
		var mutex sync.Mutex
		got := 0
		for _, u := range []user{d.writer, d.editor, d.chief} {
			group.Go(func() {
				if u.send("PUT", fmt.Sprintf("/news/%d/lock", a.ID), object{}).status == 200 {
					mutex.Lock()
					got++
					mutex.Unlock()
				}
			})
		}
		group.Wait()
		if got != 1 {
			t.Fatalf("%d of three hold the lock", got)
		}
	}
}

func TestAWorkingCopyIsItsOwnersAndGoesWithTheSave(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.draft("Көшірме")
	path := fmt.Sprintf("/news/%d/working-copy", a.ID)
	for range 2 {
		if got := d.writer.send("PUT", path, object{"title": "", "baseVersion": a.Version, "body": doc("жартылай")}); got.status != 200 {
			t.Fatal(got.text()) // nothing has to be complete
		}
	}
	if now := d.chief.get(a.ID); now.Version != a.Version || now.Title != a.Title {
		t.Error("a working copy changed the article")
	}
	if mine := read[admin.WorkingCopyList](t, d.writer.send("GET", "/newsroom/working-copies", nil), 200); len(mine.Items) != 1 || mine.Items[0].ArticleID != a.ID {
		t.Errorf("%+v", mine)
	}
	if theirs := read[admin.WorkingCopyList](t, d.chief.send("GET", "/newsroom/working-copies", nil), 200); len(theirs.Items) != 0 {
		t.Errorf("%+v", theirs)
	}
	d.chief.take("save", a, d.content("Бастықтікі"))
	get := fmt.Sprintf("/news/%d/working-copies/%d", a.ID, d.writer.id)
	newChecker(t).check("GET", "/api/admin/v1"+get, d.editor.send("GET", get, nil))
	if got := d.writer.send("GET", get, nil); got.status != 200 {
		t.Errorf("somebody else's save took it: %d", got.status)
	}
	d.writer.take("submit", d.writer.get(a.ID))
	if got := d.writer.send("GET", get, nil); got.status != 200 {
		t.Errorf("a step that saves nothing took it: %d", got.status)
	}
	d.writer.take("save", d.writer.get(a.ID), d.content("Тілшінікі"))
	if got := d.writer.send("GET", get, nil); got.status != 404 || got.code() != "news.working_copy_not_found" {
		t.Errorf("after the own save: %d", got.status)
	}
	if got := d.reader.send("PUT", path, object{"title": "х", "baseVersion": 1}); got.status != 403 {
		t.Errorf("a reader keeps a working copy: %d", got.status)
	}
}

func TestCommentsStayInTheNewsroom(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.bring("in_review")
	back := d.editor.take("return", a, object{"remark": "Дереккөз керек"})
	path := fmt.Sprintf("/stories/%d/comments", a.StoryID)
	page := read[admin.CommentPage](t, d.writer.send("GET", path, nil), 200)
	if back.State != "draft" || len(page.Items) != 1 || page.Items[0].Text != "Дереккөз керек" || page.Items[0].By.ID != d.editor.id {
		t.Fatalf("%+v", page)
	}
	added := read[admin.Comment](t, d.writer.send("POST", path, object{"text": "Қосылды", "articleId": a.ID}), 201)
	done := read[admin.Comment](t, d.editor.send("POST", fmt.Sprintf("/story-comments/%d/resolve", added.ID), nil), 200)
	if done.ResolvedAt == nil || done.ResolvedBy.ID != d.editor.id {
		t.Errorf("%+v", done)
	}
	if again := read[admin.Comment](t, d.editor.send("POST", fmt.Sprintf("/story-comments/%d/reopen", added.ID), nil), 200); again.ResolvedAt != nil {
		t.Errorf("%+v", again)
	}
	other := d.draft("Басқа")
	for _, one := range []struct {
		path string
		body object
		code string
	}{
		{path, object{"text": "х", "articleId": other.ID}, "news.foreign_version"},
		{"/stories/999999/comments", object{"text": "х"}, "news.story_not_found"},
		{path, object{"text": " "}, "request.invalid"},
		{path, object{"text": strings.Repeat("ә", 2001)}, "request.invalid"},
	} {
		if got := d.writer.send("POST", one.path, one.body); got.code() != one.code {
			t.Errorf("%v: %d %s", one.body, got.status, got.text())
		}
	}
	live := d.chief.take("publish", back)
	if strings.Contains(d.page(live.URL).text(), "Дереккөз") {
		t.Error("readers see a comment")
	}
}

func TestAPreviewLinkEnds(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.draft("Алдын ала")
	path := fmt.Sprintf("/news/%d/previews", a.ID)
	link := read[admin.PreviewLink](t, d.writer.send("POST", path, object{"hours": 1}), 201)
	token := (*link.URL)[strings.LastIndex(*link.URL, "/")+1:]
	if len(token) != 22 {
		t.Errorf("a token of %d characters", len(token))
	}
	got := d.page(*link.URL)
	if got.status != 200 || !strings.Contains(got.text(), a.Title) || !strings.Contains(got.header.Get("X-Robots-Tag"), "noindex") || got.header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%d %v", got.status, got.header)
	}
	listed := read[admin.PreviewLinkList](t, d.reader.send("GET", path, nil), 200)
	if len(listed.Items) != 1 || listed.Items[0].URL != nil || listed.Items[0].LastOpenedAt == nil {
		t.Errorf("%+v", listed.Items)
	}
	var stored int
	if err := d.DB.Primary.NewRaw("SELECT count(*) FROM preview_links WHERE token_hash = ?::bytea OR token_hash::text LIKE ?", []byte(token), "%"+token+"%").Scan(t.Context(), &stored); err != nil || stored != 0 {
		t.Errorf("the token itself is stored: %d %v", stored, err)
	}
	expired := read[admin.PreviewLink](t, d.writer.send("POST", path, object{}), 201)
	if _, err := d.DB.Primary.ExecContext(t.Context(), "UPDATE preview_links SET expires_at = now() WHERE id = ?", expired.ID); err != nil {
		t.Fatal(err)
	}
	if got := d.writer.send("DELETE", fmt.Sprintf("/previews/%d", link.ID), nil); got.status != 204 {
		t.Fatal(got.text())
	}
	trashed := d.draft("Қоқыста")
	gone := read[admin.PreviewLink](t, d.writer.send("POST", fmt.Sprintf("/news/%d/previews", trashed.ID), object{}), 201)
	d.writer.take("trash", trashed)
	for name, url := range map[string]string{
		"revoked": *link.URL, "expired": *expired.URL, "trashed": *gone.URL, "unknown": "http://baq.test/preview/" + strings.Repeat("A", 22),
		"short": "http://baq.test/preview/A", "long": "http://baq.test/preview/" + strings.Repeat("A", 4000),
	} {
		if got := d.page(url); got.status != 404 {
			t.Errorf("%s: %d", name, got.status)
		}
	}
	if got := d.reader.send("POST", path, object{}); got.status != 403 {
		t.Errorf("a reader makes links: %d", got.status)
	}
}

func TestSavedFiltersAndTheCalendar(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := read[admin.SavedFilter](t, d.reader.send("POST", "/newsroom/filters", object{"name": "Менікі", "query": object{"state": "draft"}}), 201)
	again := read[admin.SavedFilter](t, d.reader.send("POST", "/newsroom/filters", object{"name": "Менікі", "query": object{"state": "ready"}}), 201)
	if made.ID != again.ID {
		t.Error("one name, two filters")
	}
	if got := d.chief.send("DELETE", fmt.Sprintf("/newsroom/filters/%d", made.ID), nil); got.status != 404 {
		t.Errorf("somebody else's filter was deleted: %d", got.status)
	}
	list := read[admin.SavedFilterList](t, d.reader.send("GET", "/newsroom/filters", nil), 200)
	if len(list.Items) != 1 || list.Items[0].Query["state"] != "ready" {
		t.Errorf("%+v", list)
	}
	for i := range 49 {
		read[admin.SavedFilter](t, d.reader.send("POST", "/newsroom/filters", object{"name": fmt.Sprint("№ ", i), "query": object{}}), 201)
	}
	if got := d.reader.send("POST", "/newsroom/filters", object{"name": "Артық", "query": object{}}); got.status != 409 || got.code() != "news.too_many_filters" {
		t.Errorf("the 51st: %d %s", got.status, got.code())
	}

	a := d.chief.take("schedule", d.bring("ready"), object{"publishAt": in(time.Hour), "unpublishAt": in(2 * time.Hour)})
	b := d.draft("Эмбарго", object{"embargoUntil": in(3 * time.Hour)})
	url := func(from, until time.Duration) string {
		return fmt.Sprintf("/newsroom/calendar?from=%s&until=%s&language=kk", in(from), in(until))
	}
	calendar := read[admin.Calendar](t, d.reader.send("GET", url(0, 24*time.Hour), nil), 200)
	var got []string
	for _, item := range calendar.Items {
		got = append(got, fmt.Sprint(item.What, " ", item.Article.ID))
	}
	if want := fmt.Sprintf("publish %d, unpublish %d, embargo %d", a.ID, a.ID, b.ID); strings.Join(got, ", ") != want || calendar.More {
		t.Errorf("%v, want %s", got, want)
	}
	if some := read[admin.Calendar](t, d.reader.send("GET", url(0, 90*time.Minute), nil), 200); len(some.Items) != 1 {
		t.Errorf("%+v", some.Items)
	}
	for _, bad := range []string{url(time.Hour, 0), url(0, 63*24*time.Hour), "/newsroom/calendar", "/newsroom/calendar?from=x&until=y"} {
		if got := d.reader.send("GET", bad, nil); got.status != 400 {
			t.Errorf("%s: %d", bad, got.status)
		}
	}
}

func TestTextsAreChecked(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	body := object{"type": "doc", "content": []object{
		{"type": "paragraph"}, {"type": "paragraph", "content": []object{{"type": "text", "text": "Елорда  тұрғындары"}}},
	}}
	checked := read[admin.TextCheck](t, d.writer.send("POST", "/texts/check", object{"language": "kk", "title": "Сoт шешімі.", "lead": "Жақсы.", "body": body}), 200)
	codes := map[string]admin.TextFinding{}
	for _, f := range checked.Items {
		codes[f.Code] = f
	}
	if f := codes["look_alike"]; f.Field != "title" || f.Text != "Сoт" || f.Suggestion != "Сот" {
		t.Errorf("%+v", f)
	}
	if f := codes["double_space"]; f.Field != "body" || f.Block != 1 || f.Start != 6 {
		t.Errorf("%+v", f)
	}
	if _, ok := codes["headline_full_stop"]; !ok || checked.Words == 0 {
		t.Errorf("%+v", checked)
	}
	if got := d.writer.send("POST", "/texts/check", object{"language": "de"}); got.status != 422 {
		t.Errorf("German: %d", got.status)
	}
}

// TestAPictureThatLeavesATextLeavesItsList: article_pictures lists the pictures of the text
// as it was saved last, also when that has none any more.
func TestAPictureThatLeavesATextLeavesItsList(t *testing.T) {
	t.Parallel()
	a := newArchive(t)
	chief := a.user("chief_editor")
	second := a.upload("Төртінші", color.RGBA{90, 30, 200, 255})
	draft := read[admin.Article](t, chief.send("GET", fmt.Sprintf("/news/%d", a.draft.ID), nil), 200)
	for _, pictures := range [][]int64{{a.picture.ID, second.ID}, {second.ID}, {}, {a.picture.ID}, {}} {
		content := []object{{"type": "paragraph", "content": []object{{"type": "text", "text": "Мәтін."}}}}
		for _, id := range pictures {
			content = append(content, object{"type": "picture", "attrs": object{"pictureId": id, "caption": ""}})
		}
		draft = read[admin.Article](t, chief.step("save", draft, object{
			"title": draft.Title, "lead": draft.Lead, "body": object{"type": "doc", "content": content}, "rubricId": draft.RubricID,
		}), 200)
		listed := []int64{}
		if err := a.DB.Primary.NewRaw("SELECT picture_id FROM article_pictures WHERE article_id = ? ORDER BY 1", draft.ID).Scan(t.Context(), &listed); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(listed, pictures) {
			t.Errorf("%v are in the text, and %v in the list", pictures, listed)
		}
	}
}
