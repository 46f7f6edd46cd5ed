package blocks_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/features/blocks"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/lang"
)

func words(w blocks.Words) map[lang.Code]blocks.Words { return map[lang.Code]blocks.Words{"kk": w} }

func TestWhatCanNotBeShownIsRefused(t *testing.T) {
	n := open(t)
	sport := n.rubric("Спорт", "")
	ru := n.publish("ru", "Чужой язык", sport.ID, 1)
	now := time.Now()
	for field, b := range map[string]blocks.Block{
		"blocks.0.kind":                       {Kind: "poll"},
		"blocks.0.rule":                       {Kind: blocks.OfRubric},
		"blocks.0.rule.rubricId":              {Kind: blocks.OfRubric, Rule: &blocks.Rule{From: blocks.FromRubric, RubricID: 999}},
		"blocks.0.rule.from":                  {Kind: blocks.OfRubric, Rule: &blocks.Rule{From: blocks.Newest}},
		"blocks.0.rule.tagId":                 {Kind: blocks.List, Rule: &blocks.Rule{From: blocks.FromTag, TagID: 999}},
		"blocks.0.feed":                       {Kind: blocks.Data, Feed: "none"},
		"blocks.0.showUntil":                  {Kind: blocks.Lead, ShowFrom: &now, ShowUntil: &now},
		"blocks.0.languages.de":               {Kind: blocks.Lead, Languages: map[lang.Code]blocks.Words{"de": {}}},
		"blocks.0.languages.kk.url":           {Kind: blocks.List, Languages: words(blocks.Words{URL: "javascript:alert(1)"})},
		"blocks.0.languages.kk.pins.0":        {Kind: blocks.List, Languages: words(blocks.Words{Pins: []int64{ru.ID}})},
		"blocks.0.languages.kk.pins.1":        {Kind: blocks.List, Languages: words(blocks.Words{Pins: []int64{ru.ID, 4711}})},
		"blocks.0.languages.kk.links.0.url":   {Kind: blocks.Links, Languages: words(blocks.Words{Links: []blocks.Link{{Title: "x", URL: "//evil.example"}}})},
		"blocks.0.languages.kk.links.0.title": {Kind: blocks.Links, Languages: words(blocks.Words{Links: []blocks.Link{{Title: " \n ", URL: "/"}}})},
		"blocks.0.languages.kk.links.1.url":   {Kind: blocks.Links, Languages: words(blocks.Words{Links: []blocks.Link{{Title: "x", URL: "/"}, {Title: "x", URL: `/\evil.example`}}})},
		"blocks.0.languages.kk.videos.0.url":  {Kind: blocks.Videos, Languages: words(blocks.Words{Videos: []blocks.Video{{Title: "x", URL: "https://evil.example/watch?v=dQw4w9WgXcQ"}}})},
	} {
		b.ID = "aaaaaaaa"
		_, err := n.blocks.Save(t.Context(), blocks.Home, 0, []blocks.Block{b})
		refused, ok := fault.As(err)
		if !ok || !errors.Is(err, blocks.ErrInvalid) || !slices.ContainsFunc(refused.Fields, func(f fault.Field) bool { return f.Field == field }) {
			t.Errorf("%s: %v", field, err)
		}
	}
	var many []blocks.Block
	for i := range 41 {
		many = append(many, list(fmt.Sprintf("block%03d", i), "Тақырып"))
	}
	if _, err := n.blocks.Save(t.Context(), blocks.Home, 0, many); !errors.Is(err, blocks.ErrInvalid) {
		t.Errorf("41 blocks: %v", err)
	}
	if _, err := n.blocks.Save(t.Context(), blocks.Home, 0, []blocks.Block{many[0], many[0]}); !errors.Is(err, blocks.ErrInvalid) {
		t.Errorf("an id twice: %v", err)
	}
	if saved, err := n.blocks.Save(t.Context(), blocks.Home, 0, many[:40]); err != nil || len(saved.Blocks) != 40 {
		t.Errorf("40 blocks: %v", err)
	}
}

func TestHTMLIsForThosePermittedAndCleaned(t *testing.T) {
	n := open(t)
	page := func(html string) []blocks.Block {
		return []blocks.Block{{ID: "htmlhtml", Kind: blocks.HTML, Languages: words(blocks.Words{HTML: html})}}
	}
	editor, chief := n.as("blocks.write"), n.as("blocks.write", "blocks.html")
	if _, err := n.blocks.Save(editor, blocks.Home, 0, page("<p>Сәлем</p>")); !errors.Is(err, blocks.ErrHTMLForbidden) {
		t.Fatalf("new markup: %v", err)
	}
	hostile := `<p style="x" class="y" id="z" onclick="a()">Сәлем әғқңөұүһі</p><script>alert(1)</script><iframe src="https://e.example"></iframe><img src="https://e.example/a.png"><a href="javascript:a()">x</a><form action="/x"><input></form><style>*{}</style><svg onload=a()>`
	one, err := n.blocks.Save(chief, blocks.Home, 0, page(hostile))
	n.must(err)
	kept := one.Blocks[0].Languages["kk"].HTML
	if !strings.Contains(kept, "<p>Сәлем әғқңөұүһі</p>") || strings.ContainsAny(kept, "=") || strings.Contains(kept, "script") || strings.Contains(kept, "alert") {
		t.Errorf("kept: %s", kept)
	}
	if blocks.Clean(kept) != kept {
		t.Error("what is clean changes when it is cleaned")
	}
	with := append(page(kept), list("bbbbbbbb", "Жаңа"))
	one, err = n.blocks.Save(editor, blocks.Home, one.Version, with)
	if err != nil {
		t.Fatalf("what stands there may stay: %v", err)
	}
	if _, err := n.blocks.Save(editor, blocks.Home, one.Version, page(kept+"<p>!</p>")); !errors.Is(err, blocks.ErrHTMLForbidden) {
		t.Errorf("changed markup: %v", err)
	}
	if _, err := n.blocks.Save(editor, blocks.Home, one.Version, with[1:]); err != nil {
		t.Errorf("it may be taken away: %v", err)
	}
}

func TestPinsThenTheRuleAndNoStoryTwice(t *testing.T) {
	n := open(t)
	sport := n.rubric("Спорт", "")
	var all []news.Article
	for i := range 12 {
		all = append(all, n.publish("kk", fmt.Sprintf("Хабар %d", i), sport.ID, i+1))
	}
	gone, err := n.news.Unpublish(t.Context(), all[10].ID, all[10].Version)
	n.must(err)
	one := blocks.Block{ID: "aaaaaaaa", Kind: blocks.Lead, Languages: words(blocks.Words{Pins: []int64{gone.ID, all[9].ID}})}
	two := blocks.Block{ID: "bbbbbbbb", Kind: blocks.List, Layout: blocks.Row, Count: 3, Languages: words(blocks.Words{Pins: []int64{all[0].ID, all[9].ID}})}
	hidden := blocks.Block{ID: "cccccccc", Kind: blocks.List, Layout: blocks.Row, Languages: words(blocks.Words{Hidden: true})}
	n.read["kk"] = []int64{all[9].ID, all[0].ID}
	three := blocks.Block{ID: "dddddddd", Kind: blocks.MostRead}
	page := n.fill("kk", one, two, hidden, three)
	ids := func(b blocks.Filled) (out []int64) {
		for _, a := range b.Stories {
			out = append(out, a.ID)
		}
		return out
	}
	if len(page.Blocks) != 3 {
		t.Fatalf("%+v", page.Blocks)
	}
	if got := ids(page.Blocks[0]); got[0] != all[9].ID || slices.Contains(got, all[0].ID) || slices.Contains(got, gone.ID) || len(got) != 7 {
		t.Errorf("the lead: %v", got)
	}
	if got := ids(page.Blocks[1]); got[0] != all[0].ID || len(got) != 3 || slices.ContainsFunc(got, func(id int64) bool { return slices.Contains(ids(page.Blocks[0]), id) }) {
		t.Errorf("the list: %v", got)
	}
	if got := ids(page.Blocks[2]); !slices.Equal(got, n.read["kk"]) {
		t.Errorf("what is read most: %v", got)
	}
	if !slices.Contains(page.Tags, news.ArticleTag(gone.ID)) || !slices.Contains(page.Tags, blocks.CacheTag(blocks.Home)) {
		t.Errorf("tags %v", page.Tags)
	}
	if empty := n.fill("ru", one, two, three); len(empty.Blocks) != 0 {
		t.Errorf("a language without news: %+v", empty.Blocks)
	}
}

func TestTheClockEndsAPage(t *testing.T) {
	n := open(t)
	sport := n.rubric("Спорт", "")
	n.publish("kk", "Шұғыл", sport.ID, 30, func(c *news.Content) { c.Urgency = news.Urgent })
	soon, later := time.Now().Add(time.Minute), time.Now().Add(time.Hour)
	_, err := n.blocks.PutFeed(t.Context(), blocks.Feed{Key: "weather", Kind: "weather", ValidUntil: &soon, Items: []blocks.Figure{{Labels: map[lang.Code]string{"kk": "Астана"}, Value: "−12°"}}})
	n.must(err)
	data := blocks.Block{ID: "aaaaaaaa", Kind: blocks.Data, Feed: "weather"}
	urgent := blocks.Block{ID: "bbbbbbbb", Kind: blocks.List, Layout: blocks.Row, ShowUntil: &later, Rule: &blocks.Rule{From: blocks.FromUrgent, Hours: 1}}
	if page := n.fill("kk", data, urgent); len(page.Blocks) != 2 || page.Until.Sub(soon).Abs() > time.Millisecond {
		t.Errorf("%d blocks until %s, want %s", len(page.Blocks), page.Until, soon)
	}
	if page := n.fill("kk", urgent); len(page.Blocks) != 1 || time.Until(page.Until) > 31*time.Minute || time.Until(page.Until) < 29*time.Minute {
		t.Errorf("urgent news until %s", page.Until)
	}
	if page := n.fill("ru", data); len(page.Blocks) != 0 {
		t.Errorf("figures without words of the language: %+v", page.Blocks)
	}
	n.exec("UPDATE data_feeds SET valid_until = now() - interval '1 second'")
	if page := n.fill("kk", data); len(page.Blocks) != 0 || !page.Until.IsZero() {
		t.Errorf("figures that have expired: %+v", page)
	}
}

func TestFeeds(t *testing.T) {
	n := open(t)
	bad := []blocks.Feed{
		{Key: "a1", Kind: "table", Items: []blocks.Figure{{Labels: map[lang.Code]string{"de": "x"}, Value: "1"}}},
		{Key: "a1", Kind: "table", Items: []blocks.Figure{{Labels: map[lang.Code]string{"kk": " "}, Value: "1"}}},
		{Key: "a1", Kind: "table", SourceURL: "javascript:x", Items: []blocks.Figure{{Labels: map[lang.Code]string{"kk": "x"}, Value: "1"}}},
	}
	for i, f := range bad {
		if _, err := n.blocks.PutFeed(t.Context(), f); !errors.Is(err, blocks.ErrFeedInvalid) {
			t.Errorf("%d: %v", i, err)
		}
	}
	if err := n.blocks.DeleteFeed(t.Context(), "none"); !errors.Is(err, blocks.ErrFeedNotFound) {
		t.Errorf("a feed that is not there: %v", err)
	}
	_, err := n.blocks.PutFeed(t.Context(), blocks.Feed{Key: "currencies", Kind: "currency", Items: []blocks.Figure{{Labels: map[lang.Code]string{"kk": "АҚШ доллары"}, Value: "478,32"}}})
	n.must(err)
	one, err := n.blocks.Save(t.Context(), blocks.Home, 0, []blocks.Block{{ID: "aaaaaaaa", Kind: blocks.Data, Feed: "currencies"}})
	n.must(err)
	if err := n.blocks.DeleteFeed(t.Context(), "currencies"); !errors.Is(err, blocks.ErrFeedInUse) {
		t.Errorf("a feed that a draft shows: %v", err)
	}
	_, err = n.blocks.Discard(t.Context(), blocks.Home, one.Version)
	n.must(err)
	n.must(n.blocks.DeleteFeed(t.Context(), "currencies"))
	if last := n.events[len(n.events)-1]; last.EventName() != "blocks.feed_changed" {
		t.Errorf("%+v", last)
	}
}
