package website

import (
	"net/http"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/pages"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/lang"
)

// TestNoPageIsOutdated warms the cache with all pages, makes a change, and asks
// for every page that shows what was changed. A cache tag that a builder forgot
// fails here.
func TestNoPageIsOutdated(t *testing.T) {
	n, e := filled(t)
	home, latest := "/", "/latest"
	article, lone := "/news/"+e.kk.Slug, "/news/"+e.lone.Slug
	economy, banks := "/rubric/"+e.economy.Labels["kk"].Slug, "/rubric/"+e.banks.Labels["kk"].Slug
	tag, author, about := "/tag/"+e.tag.Labels["kk"].Slug, "/author/"+e.author.Labels["kk"].Slug, "/page/"+e.about.Slug
	all := []string{home, latest, article, lone, economy, banks, tag, author, about}
	changed := func(what string, says string, change func() error, where ...string) {
		t.Helper()
		for _, path := range all {
			n.page(kkHost, path)
		}
		n.must(change())
		for _, path := range where {
			if !n.becomes(kkHost, path, func(_ int, body string) bool { return strings.Contains(body, says) }) {
				t.Errorf("%s: %s does not say %q", what, path, says)
			}
		}
	}

	changed("an article's title", "Үкімет түзетілген бюджетті бекітті", func() error {
		e.kk.Title = "Үкімет түзетілген бюджетті бекітті"
		after, err := n.news.Save(t.Context(), e.kk.ID, e.kk.Version, e.kk.Content)
		e.kk = after
		return err
	}, home, latest, article, economy, tag, author, lone, banks)

	changed("a new article", "Жедел хабар келді", func() error {
		n.publish("kk", 0, "Жедел хабар келді", e.banks.ID, 0)
		return nil
	}, home, latest, article, lone, economy, banks, tag, author)

	changed("a new translation", "https://rus.baq.test/news/perevod-bankovskoj", func() error {
		versions, err := n.news.Story(t.Context(), e.lone.StoryID)
		n.must(err)
		ru := versions[1]
		ru.Title, ru.Slug = "Перевод", "perevod-bankovskoj"
		ru, err = n.news.Save(t.Context(), ru.ID, ru.Version, ru.Content)
		n.must(err)
		_, err = n.news.Publish(t.Context(), ru.ID, ru.Version)
		return err
	}, lone)

	changed("a picture's caption", "Кеңес залы", func() error {
		p, err := n.photos.Get(t.Context(), e.picture)
		n.must(err)
		p.Labels["kk"] = photobank.Label{Caption: "Кеңес залы", Alt: "Кеңес залы"}
		_, err = n.photos.Update(t.Context(), p.ID, p.Version, p.Description)
		return err
	}, home, latest, article, economy, tag, author)

	changed("a rubric's name", "Қаржы секторы", func() error {
		_, err := n.rubrics.Update(t.Context(), rubrics.Rubric{ID: e.economy.ID, Version: e.economy.Version, Visible: true,
			Labels: map[lang.Code]rubrics.Label{"kk": {Name: "Қаржы секторы", Slug: e.economy.Labels["kk"].Slug}}})
		return err
	}, all...)

	changed("a tag's name", "Жаңа бюджет", func() error {
		_, err := n.tags.Update(t.Context(), tags.Tag{ID: e.tag.ID, Version: e.tag.Version, Labels: map[lang.Code]tags.Label{"kk": {Name: "Жаңа бюджет", Slug: e.tag.Labels["kk"].Slug}}})
		return err
	}, home, article, tag)

	changed("an author's name", "Айгерім Қасымова", func() error {
		_, err := n.authors.Update(t.Context(), authors.Author{ID: e.author.ID, Version: e.author.Version, Labels: map[lang.Code]authors.Label{"kk": {Name: "Айгерім Қасымова", Slug: e.author.Labels["kk"].Slug}}})
		return err
	}, article, author)

	changed("a static page's title", "Біз туралы", func() error {
		e.about.Title = "Біз туралы"
		after, err := n.pages.Update(t.Context(), e.about)
		e.about = after
		return err
	}, all...)

	for _, path := range all {
		n.page(kkHost, path)
	}
	_, err := n.news.Unpublish(t.Context(), e.kk.ID, e.kk.Version)
	n.must(err)
	gone := func(code int, _ string) bool { return code == http.StatusNotFound }
	if !n.becomes(kkHost, article, gone) {
		t.Error("the article that was taken back is there")
	}
	for _, path := range []string{home, latest, lone, economy, banks, tag, author} {
		if !n.becomes(kkHost, path, func(_ int, body string) bool { return !strings.Contains(body, e.kk.Title) }) {
			t.Errorf("%s shows what was taken back", path)
		}
	}
	e.about.State = pages.Draft
	_, err = n.pages.Update(t.Context(), e.about)
	n.must(err)
	if !n.becomes(kkHost, about, gone) {
		t.Error("the page that was taken back is there")
	}
}
