package blocks_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"baq.kz/portal/api/internal/features/blocks"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/richtext"
	"baq.kz/portal/api/internal/platform/signing"
	"baq.kz/portal/api/internal/platform/testkit"
)

// newsroom is the feature on a database of its own.
type newsroom struct {
	*testing.T
	db      *postgres.Databases
	blocks  *blocks.Service
	news    *news.Service
	rubrics *rubrics.Service
	tags    *tags.Service
	read    readership
	events  []outbox.Event
}

// readership is what is read most, as a test says.
type readership map[lang.Code][]int64

func (r readership) MostRead(_ context.Context, language lang.Code, _ time.Duration, limit int) ([]int64, error) {
	return r[language][:min(limit, len(r[language]))], nil
}

func open(t *testing.T) *newsroom {
	t.Helper()
	n := &newsroom{T: t, db: testkit.DB(t), read: readership{}}
	languages, err := lang.Parse("kk=http://baq.test,ru=http://rus.baq.test")
	n.must(err)
	events, err := outbox.New(n.db.Primary)
	n.must(err)
	events.OnCommit(func(_ context.Context, all []outbox.Event) { n.events = append(n.events, all...) })
	journal := testkit.Journal(t)
	n.rubrics, n.tags = rubrics.New(n.db, journal, events, languages), tags.New(n.db, journal, events, languages)
	photos, err := photobank.New(photobank.Deps{DB: n.db, Journal: journal, Outbox: events, Seals: testkit.Seals(t), Languages: languages, Now: time.Now, TempDir: t.TempDir(), Log: slog.New(slog.DiscardHandler)})
	n.must(err)
	n.news = news.New(n.db, journal, events, testkit.Seals(t), languages, photos)
	n.blocks = n.with(events, languages, "a secret of at least 32 bytes, yes")
	return n
}

// with makes the service with a secret that signs its previews.
func (n *newsroom) with(events *outbox.Outbox, languages lang.Set, secret string) *blocks.Service {
	signer, err := signing.New([]byte(secret), "test", blocks.PreviewPurpose)
	n.must(err)
	return blocks.New(blocks.Deps{DB: n.db, Journal: testkit.Journal(n.T), Outbox: events, Languages: languages, News: n.news, Rubrics: n.rubrics, Tags: n.tags, Read: n.read, Signer: signer})
}

func (n *newsroom) must(err error) {
	n.Helper()
	if err != nil {
		n.Fatal(err)
	}
}

func (n *newsroom) rubric(kk, ru string) rubrics.Rubric {
	n.Helper()
	r := rubrics.Rubric{Visible: true, Labels: map[lang.Code]rubrics.Label{"kk": {Name: kk}}}
	if ru != "" {
		r.Labels["ru"] = rubrics.Label{Name: ru}
	}
	made, err := n.rubrics.Create(n.Context(), r)
	n.must(err)
	return made
}

// publish brings an article onto its site, minutes ago.
func (n *newsroom) publish(code lang.Code, title string, rubric int64, minutes int, change ...func(*news.Content)) news.Article {
	n.Helper()
	body, err := richtext.Parse([]byte(`{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"мәтін"}]}]}`))
	n.must(err)
	content := news.Content{Title: title, Body: body, RubricID: &rubric}
	for _, c := range change {
		c(&content)
	}
	made, err := n.news.Create(n.Context(), code, 0, content)
	n.must(err)
	made, err = n.news.PublishAt(n.Context(), made.ID, made.Version, time.Now().Add(-time.Duration(minutes)*time.Minute))
	n.must(err)
	return made
}

// as is somebody with permissions.
func (n *newsroom) as(permissions ...access.Permission) context.Context {
	n.Helper()
	var id int64
	n.must(n.db.Primary.NewRaw(`INSERT INTO users (email, name) VALUES (?, 'Айгүл Өтеген') RETURNING id`, fmt.Sprintf("u%d@baq.test", time.Now().UnixNano())).Scan(n.Context(), &id))
	return access.WithPrincipal(n.Context(), access.Principal{UserID: id, Name: "Айгүл Өтеген", Permissions: permissions})
}

// fill fills blocks that are stored nowhere.
func (n *newsroom) fill(code lang.Code, all ...blocks.Block) blocks.Page {
	n.Helper()
	tree, err := n.rubrics.All(n.Context())
	n.must(err)
	page, err := n.blocks.Fill(n.Context(), blocks.Wanted{Place: blocks.Home, Blocks: all, Language: code, Tree: tree, Now: time.Now()})
	n.must(err)
	return page
}

func (n *newsroom) exec(query string, args ...any) {
	n.Helper()
	_, err := n.db.Primary.NewRaw(query, args...).Exec(n.Context())
	n.must(err)
}

// row reads one value of the database.
func row[T any](n *newsroom, query string, args ...any) (value T) {
	n.Helper()
	n.must(n.db.Primary.NewRaw(query, args...).Scan(n.Context(), &value))
	return value
}
