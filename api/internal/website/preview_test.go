package website

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/richtext"
)

func TestPreview(t *testing.T) {
	n, e := filled(t)
	twin := n.publish("ru", 0, "Версия на русском", e.economy.ID, 3)
	a := n.written(e, twin, "Құпия жоба", breaks)
	_, path := n.link(a, time.Hour)
	answer := n.ask(kkHost, path)
	body := answer.Body.String()
	if answer.Code != http.StatusOK {
		t.Fatalf("%d\n%s", answer.Code, n.log)
	}
	for name, want := range map[string]string{
		"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer", "ETag": "",
		"Content-Language": "kk", "X-Content-Type-Options": "nosniff",
	} {
		if got := answer.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	for _, part := range []string{
		`<meta name="robots" content="noindex, nofollow">`, "Алдын ала қарау", "жарияланбаған: жоба", "тілі: Қазақша",
		"<h1>Құпия жоба</h1>", "Құпия жоба туралы толық мәтін.", "5ec7e7", "Айгерім Сәтбаева", "Экономика",
	} {
		if !strings.Contains(body, part) {
			t.Errorf("the preview has no %s", part)
		}
	}
	// Readers may not see the draft's pictures: their addresses are signed.
	if all, signed := strings.Count(body, "/media/"), strings.Count(body, "&amp;sig="); signed == 0 || signed != all {
		t.Errorf("%d of %d addresses of pictures are signed", signed, all)
	}
	for _, part := range []string{"canonical", "hreflang=\"x-default\"", "og:", "twitter:", `class="share"`, path} {
		if strings.Contains(body, part) {
			t.Errorf("the preview has %s", part)
		}
	}
	if bar.MatchString(body) {
		t.Error("a draft is in the breaking bar")
	}
	a.Title = "Құпия жоба, екінші нұсқа"
	_, err := n.news.Save(t.Context(), a.ID, a.Version, a.Content)
	n.must(err)
	if !strings.Contains(n.page(kkHost, path), a.Title) {
		t.Error("the preview was kept")
	}
	n.all(e.places(), "previewed", silent(secrets...))
}

// A draft may lack nearly everything.
func TestPreviewOfAlmostNothing(t *testing.T) {
	n, e := filled(t)
	a, err := n.news.Create(t.Context(), "ru", 0, news.Content{Body: richtext.Document{}})
	n.must(err)
	_, path := n.link(a, time.Hour)
	if body := n.page(ruHost, path); !strings.Contains(body, "<h1>Без заголовка</h1>") || !strings.Contains(body, "не опубликовано: черновик") {
		t.Errorf("%s", body)
	}
	live := n.again(e.ru)
	_, path = n.link(live, time.Hour)
	if body := n.page(ruHost, path); !strings.Contains(body, "опубликовано") || strings.Contains(body, "не опубликовано") || !strings.Contains(body, `href="/news/`+e.ru.Slug+`"`) {
		t.Error("the preview of a live article does not say so, or does not lead to it")
	}
}

func TestPreviewSaysWhereTheArticleStands(t *testing.T) {
	n, e := filled(t)
	ctx := t.Context()
	at := time.Date(2099, 3, 1, 4, 30, 0, 0, time.UTC)
	for want, into := range map[string]func(news.Article) (news.Article, error){
		"жарияланбаған: тексерілуде": func(a news.Article) (news.Article, error) { return n.news.Submit(ctx, a.ID, a.Version) },
		"жарияланбаған: дайын":       func(a news.Article) (news.Article, error) { return n.news.Approve(ctx, a.ID, a.Version) },
		"жарияланбаған: 1 наурыз 2099, 09:30 шығуы жоспарланған": func(a news.Article) (news.Article, error) {
			return n.news.Schedule(ctx, a.ID, a.Version, &at, nil)
		},
		"сайттан алынған": func(a news.Article) (news.Article, error) {
			a, err := n.news.Publish(ctx, a.ID, a.Version)
			n.must(err)
			return n.news.Unpublish(ctx, a.ID, a.Version)
		},
	} {
		a, err := into(n.draft("kk", 0, "Мақала", e.sport.ID))
		n.must(err)
		_, path := n.link(a, time.Hour)
		if body := n.page(kkHost, path); !strings.Contains(body, want) {
			t.Errorf("the preview does not say %q", want)
		}
	}
}

var request = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`)

// TestPreviewThatIsNotThere: whatever is wrong with a link, the answer is the same.
func TestPreviewThatIsNotThere(t *testing.T) {
	n, e := filled(t)
	ctx := t.Context()
	draft := func() news.Article { return n.draft("kk", 0, "Құпия жоба", e.sport.ID) }
	after := func(change func(news.Article, news.PreviewLink)) string {
		a := draft()
		made, path := n.link(a, time.Hour)
		n.page(kkHost, path)
		change(a, made)
		return path
	}
	paths := map[string]string{
		"unknown": news.PreviewPath(strings.Repeat("A", 22)),
		"short":   news.PreviewPath("abc"),
		"long":    news.PreviewPath(strings.Repeat("A", 5000)),
		"strange": news.PreviewPath("%ff%00'--"),
		"empty":   news.PreviewPath(""),
		"a slash": after(func(news.Article, news.PreviewLink) {}) + "/",
		"expired": after(func(_ news.Article, made news.PreviewLink) {
			_, err := n.db.Primary.ExecContext(ctx, "UPDATE preview_links SET expires_at = now() WHERE id = ?", made.ID)
			n.must(err)
		}),
		"revoked": after(func(_ news.Article, made news.PreviewLink) { n.must(n.news.RevokePreview(ctx, made.ID)) }),
		"trashed": after(func(a news.Article, _ news.PreviewLink) {
			_, err := n.news.Trash(ctx, a.ID, a.Version)
			n.must(err)
		}),
		"embargoed": after(func(a news.Article, _ news.PreviewLink) {
			until := time.Now().Add(time.Hour)
			a.EmbargoUntil = &until
			_, err := n.news.Save(ctx, a.ID, a.Version, a.Content)
			n.must(err)
		}),
		"killed": after(func(a news.Article, _ news.PreviewLink) {
			a, err := n.news.Publish(ctx, a.ID, a.Version)
			n.must(err)
			_, err = n.news.Kill(ctx, a.ID, a.Version, "Себебі бар")
			n.must(err)
		}),
	}
	other := n.draft("ru", 0, "Секретный черновик", e.sport.ID)
	_, paths["on the other host"] = n.link(other, time.Hour)
	n.page(ruHost, paths["on the other host"])
	// Other missing pages look for the words of their address; these have none.
	want := request.ReplaceAllString(n.ask(kkHost, news.PreviewPath(strings.Repeat("B", 22))).Body.String(), "")
	if !strings.Contains(want, `name="q" type="search" value=""`) {
		t.Error("the page of a missing preview looks for something")
	}
	for name, path := range paths {
		answer := n.ask(kkHost, path)
		if answer.Code != http.StatusNotFound || request.ReplaceAllString(answer.Body.String(), "") != want || answer.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %v", name, answer.Code, answer.Header())
		}
	}
}
