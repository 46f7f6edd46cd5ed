package website

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/website/view"
)

var bar = regexp.MustCompile(`(?s)<section class="breaking".*?</section>`)

func breaks(c *news.Content) { c.Urgency = news.Breaking }

// TestBreakingBar: the bar comes onto every page with the publication and leaves
// it, whatever ends it; no page is stale.
func TestBreakingBar(t *testing.T) {
	n, e := filled(t)
	here, there := []place{}, []place{}
	for _, p := range e.places() {
		if p.host == kkHost {
			here = append(here, p)
		} else {
			there = append(there, p)
		}
	}
	inBar := func(text string) func(string) bool {
		return func(body string) bool { return strings.Contains(bar.FindString(body), text) }
	}
	none := func(body string) bool { return !bar.MatchString(body) }
	n.all(here, "before", none)
	for name, end := range map[string]func(news.Article) error{
		"an editor": func(a news.Article) error {
			_, err := n.news.SetBreaking(t.Context(), a.ID, a.Version, 0)
			return err
		},
		"unpublishing": func(a news.Article) error {
			_, err := n.news.Unpublish(t.Context(), a.ID, a.Version)
			return err
		},
		"a kill": func(a news.Article) error {
			_, err := n.news.Kill(t.Context(), a.ID, a.Version, "Себебі бар")
			return err
		},
		"its time": func(a news.Article) error {
			n.set(a.ID, "breaking_until = now() - interval '1 second'")
			due, found, err := n.news.RunDue(t.Context())
			if !found || due.What != "breaking" || due.ArticleID != a.ID {
				t.Errorf("due is %+v", due)
			}
			return err
		},
	} {
		a := n.draft("kk", 0, "Жер сілкінді: "+name, e.sport.ID, breaks)
		a, err := n.news.Publish(t.Context(), a.ID, a.Version)
		n.must(err)
		n.all(here, name+": published", inBar(a.Title))
		n.all(there, name+": the other site", none)
		n.all([]place{{kkHost, "/news/" + a.Slug}}, name+": its own page", none)
		a.Title = "Алматыда жер сілкінді: " + name
		a, err = n.news.Save(t.Context(), a.ID, a.Version, a.Content)
		n.must(err)
		n.all(here, name+": a new title", inBar(a.Title))
		n.must(end(a))
		n.all(here, name+": ended", none)
	}
}

func TestBreakingBarHasThreeLinksAndNotTheArticlesOwn(t *testing.T) {
	n, e := filled(t)
	var last news.Article
	for _, title := range []string{"Бірінші <хабар>", "Екінші хабар", "Үшінші хабар", "Төртінші хабар"} {
		a := n.draft("kk", 0, title, e.sport.ID, breaks)
		a, err := n.news.Publish(t.Context(), a.ID, a.Version)
		n.must(err)
		last = a
	}
	shown := bar.FindString(n.page(kkHost, "/latest"))
	if strings.Count(shown, "<li>") != 3 || strings.Contains(shown, "Бірінші") || strings.Index(shown, "Төртінші") > strings.Index(shown, "Үшінші") {
		t.Errorf("the bar: %s", shown)
	}
	if !strings.Contains(shown, `aria-label="Шұғыл"`) || !strings.Contains(shown, `href="/news/`+last.Slug+`"`) {
		t.Errorf("the bar has no name, or does not lead to the news: %s", shown)
	}
	own := bar.FindString(n.page(kkHost, "/news/"+last.Slug))
	if strings.Contains(own, "Төртінші") || strings.Count(own, "<li>") != 2 {
		t.Errorf("on its own page: %s", own)
	}
}

// The bar's time is the database's: it ends there, even if nobody has come to
// end it.
func TestBreakingBarIsFilteredByTime(t *testing.T) {
	n, e := filled(t)
	a := n.draft("kk", 0, "Өткен хабар", e.sport.ID, breaks)
	a, err := n.news.Publish(t.Context(), a.ID, a.Version)
	n.must(err)
	n.set(a.ID, "breaking_until = now() - interval '1 second'")
	if bar.MatchString(n.page(kkHost, "/latest")) {
		t.Error("news whose time is over is in the bar")
	}
}

func TestMark(t *testing.T) {
	now := noon()
	before, after, yesterday := now.Add(-time.Hour), now.Add(time.Hour), now.Add(-pressing)
	for name, c := range map[string]struct {
		urgency          news.Urgency
		until, published *time.Time
		want             view.Mark
	}{
		"ordinary":            {news.Ordinary, nil, &before, ""},
		"urgent":              {news.Urgent, nil, &before, view.Urgent},
		"urgent yesterday":    {news.Urgent, nil, &yesterday, ""},
		"urgent, no time yet": {news.Urgent, nil, nil, ""},
		"in the bar":          {news.Breaking, &after, &before, view.Breaking},
		"long in the bar":     {news.Breaking, &after, &yesterday, view.Breaking},
		"out of the bar":      {news.Breaking, &before, &before, view.Urgent},
		"taken out":           {news.Breaking, nil, &before, view.Urgent},
		"out since yesterday": {news.Breaking, nil, &yesterday, ""},
	} {
		if got := mark(c.urgency, c.until, c.published, now); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestMarksAreSaid(t *testing.T) {
	n, e := filled(t)
	urgent := n.publish("kk", 0, "Ауа райы ескертуі", e.sport.ID, 3, func(c *news.Content) { c.Urgency = news.Urgent })
	const word = `<strong class="mark">Жедел</strong>`
	for _, path := range []string{"/", "/latest", "/rubric/" + e.sport.Labels["kk"].Slug, "/news/" + urgent.Slug, "/news/" + e.kk.Slug} {
		if !strings.Contains(n.page(kkHost, path), word) {
			t.Errorf("%s does not mark what is urgent", path)
		}
	}
	if body := n.page(ruHost, "/latest"); strings.Contains(body, `class="mark`) {
		t.Error("what is ordinary is marked")
	}
}
