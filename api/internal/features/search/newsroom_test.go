package search_test

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/search"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/richtext"
	"baq.kz/portal/api/internal/platform/testkit"
)

// newsroom is a newsroom with a search, on a database of its own.
type newsroom struct {
	*testing.T
	db      *postgres.Databases
	news    *news.Service
	tags    *tags.Service
	authors *authors.Service
	search  *search.Service
	rubric  int64
	below   int64 // a rubric under that one
}

func open(t *testing.T) *newsroom {
	t.Helper()
	n := &newsroom{T: t, db: testkit.DB(t)}
	set, err := lang.Parse("kk=http://baq.test,ru=http://rus.baq.test")
	n.must(err)
	events, err := outbox.New(n.db.Primary)
	n.must(err)
	journal, seals := testkit.Journal(t), testkit.Seals(t)
	sections := rubrics.New(n.db, journal, events, set)
	n.tags, n.authors = tags.New(n.db, journal, events, set), authors.New(n.db, journal, events, set)
	photos, err := photobank.New(photobank.Deps{DB: n.db, Journal: journal, Outbox: events, Seals: seals, Languages: set, Now: time.Now, TempDir: t.TempDir(), Log: slog.New(slog.DiscardHandler)})
	n.must(err)
	n.news = news.New(n.db, journal, events, seals, set, photos)
	n.search = search.New(n.db, n.news, n.tags, n.authors)
	n.news.IndexedBy(n.search)
	above, err := sections.Create(t.Context(), rubrics.Rubric{Visible: true, Labels: map[lang.Code]rubrics.Label{"kk": {Name: "Қоғам"}, "ru": {Name: "Общество"}}})
	n.must(err)
	under, err := sections.Create(t.Context(), rubrics.Rubric{ParentID: &above.ID, Visible: true, Labels: map[lang.Code]rubrics.Label{"kk": {Name: "Білім"}}})
	n.must(err)
	n.rubric, n.below = above.ID, under.ID
	return n
}

func (n *newsroom) must(err error) {
	n.Helper()
	if err != nil {
		n.Fatal(err)
	}
}

func text(t *testing.T, words string) richtext.Document {
	t.Helper()
	body, err := richtext.Parse([]byte(fmt.Sprintf(`{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":%q}]}]}`, words)))
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// publish publishes an article, days before now.
func (n *newsroom) publish(code lang.Code, title, body string, days int, change ...func(*news.Content)) news.Article {
	n.Helper()
	content := news.Content{Title: title, Body: text(n.T, body), RubricID: &n.rubric}
	for _, c := range change {
		c(&content)
	}
	made, err := n.news.Create(n.Context(), code, 0, content)
	n.must(err)
	made, err = n.news.PublishAt(n.Context(), made.ID, made.Version, time.Now().AddDate(0, 0, -days))
	n.must(err)
	return made
}

// finds is what a search finds, by titles with commas between them.
func (n *newsroom) finds(query string, change ...func(*search.Request)) string {
	n.Helper()
	r := search.Request{Language: "kk", Text: query, Limit: 100}
	for _, c := range change {
		c(&r)
	}
	hits, _, err := n.search.Find(n.Context(), r)
	if err != nil {
		n.Fatalf("%q: %v", query, err)
	}
	titles := make([]string, len(hits))
	for i, hit := range hits {
		titles[i] = hit.Title
	}
	return strings.Join(titles, ", ")
}

// expect compares what is found.
func (n *newsroom) expect(query, want string, change ...func(*search.Request)) {
	n.Helper()
	if got := n.finds(query, change...); got != want {
		n.Errorf("%q finds %q, want %q", query, got, want)
	}
}

func in(code lang.Code) func(*search.Request) {
	return func(r *search.Request) { r.Language = code }
}

func sorted(list string) []string {
	all := strings.Split(list, ", ")
	slices.Sort(all)
	return all
}
