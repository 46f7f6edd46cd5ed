package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/features/news"
)

// TestEncodedAnswersAreTheContracts: lists and articles are put together by hand, and are
// what encoding/json writes of the contract's types, byte for byte.
func TestEncodedAnswersAreTheContracts(t *testing.T) {
	if testing.Short() {
		t.Skip("fills a newsroom")
	}
	t.Parallel()
	r := newReaders(t)
	if err := r.Newsroom(t.Output()).Fill(t.Context(), 120); err != nil {
		t.Fatal(err)
	}
	odd := r.chief.take("publish", r.chief.article(r.content("«Қазақша» <b>&amp;</b> \"\\\u2028 сөз", object{"language": "kk", "tagIds": []int64{}, "source": "А & Б", "sourceUrl": "https://example.org/?a=1&b=2", "location": "Астана"})))
	odd = r.chief.take("correct", odd, r.content(odd.Title, nil), object{"note": "Түзетілді: <1>"})
	if _, err := r.DB.Primary.ExecContext(t.Context(), "UPDATE articles SET urgency = 'breaking', breaking_until = ? WHERE id = ?", time.Now().Add(time.Hour), odd.ID); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	saw := func(what string, it bool) { seen[what] = seen[what] || it }
	for _, path := range []string{"?lang=kk", "?lang=ru&limit=100", "?lang=kk&limit=3&include=authors", "?lang=ru&limit=50&include=tags", "?lang=kk&limit=100&include=tags,authors", "?lang=kk&author=999999"} {
		list := reencoded[public.PublicArticlePage](t, r, "/news"+path)
		for _, one := range list.Items {
			saw("a picture", one.Picture != nil)
			saw("breaking news", one.BreakingUntil != nil)
			saw("odd text", one.ID == odd.ID && one.Title == odd.Title)
			saw("tags", one.Tags != nil && len(*one.Tags) > 1)
			saw("no tag", one.Tags != nil && len(*one.Tags) == 0)
			saw("an author", one.Authors != nil && len(*one.Authors) > 0)
			saw("nothing included", one.Tags == nil && one.Authors == nil)
		}
		saw("a next page", list.NextCursor != nil)
		saw("no article", list.NextCursor == nil && len(list.Items) == 0)
	}
	var others []int64
	if err := r.DB.Primary.NewRaw("SELECT id FROM articles WHERE live ORDER BY picture_id IS NULL DESC, id LIMIT 80").Scan(t.Context(), &others); err != nil {
		t.Fatal(err)
	}
	for _, id := range append(others, odd.ID) {
		one := reencoded[public.PublicArticle](t, r, fmt.Sprint("/news/", id))
		if one.Corrections == nil || one.Credits == nil || one.Location == nil || one.ReadingMinutes == nil || one.Source == nil || one.SourceURL == nil || one.Urgency == nil ||
			one.Authors == nil || one.Tags == nil || one.Versions == nil || one.Rubric == nil {
			t.Errorf("%d: something is missing", id)
			continue
		}
		saw("a correction", len(*one.Corrections) > 0)
		saw("versions", len(one.Versions) > 1)
		saw("a credit", len(*one.Credits) > 0)
		saw("a picture in the text", strings.Contains(one.BodyHTML, "<img"))
	}
	for _, what := range []string{
		"a picture", "breaking news", "odd text", "tags", "no tag", "an author", "nothing included", "a next page", "no article", "a correction", "versions", "a credit", "a picture in the text",
	} {
		if !seen[what] {
			t.Errorf("no answer had %s", what)
		}
	}

	// What a list says of an article is what other answers say of it.
	language, _ := r.Config.Languages.Get("kk")
	rows, _, err := r.News.PublishedList(t.Context(), news.ListQuery{Language: language.Code, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	api := news.PublicAPI{News: r.News, Rubrics: r.Rubrics, Tags: r.Tags, Authors: r.Authors, Photobank: r.Photobank, Languages: r.Config.Languages}
	items, err := api.Summaries(t.Context(), rows, language)
	if err != nil {
		t.Fatal(err)
	}
	list := r.ask("/news?lang=kk&limit=100").text()
	for _, one := range items {
		if text, _ := json.Marshal(one); !strings.Contains(list, string(text)) {
			t.Errorf("the list does not have %s", text)
		}
	}
}

// reencoded reads an answer, and fails where encoding/json writes it otherwise.
func reencoded[T any](t *testing.T, r readers, path string) (value T) {
	t.Helper()
	got := r.ask(path)
	strict := json.NewDecoder(strings.NewReader(got.text()))
	strict.DisallowUnknownFields()
	if err := strict.Decode(&value); got.status != 200 || err != nil {
		t.Fatalf("%s: %d %v", path, got.status, err)
	}
	var want bytes.Buffer
	if err := json.NewEncoder(&want).Encode(value); err != nil {
		t.Fatal(err)
	}
	if got.text() != want.String() {
		t.Errorf("%s:\n%s\nis written by encoding/json as\n%s", path, got.text(), want.String())
	}
	return value
}
