package app_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/integrity"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/pages"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/contentseal"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/richtext"
	"baq.kz/portal/api/internal/platform/signing"
)

// archive is a portal with one of everything that is sealed, and a second of what
// that points to.
type archive struct {
	*portal
	article news.Article // corrected; with all that an article can have
	draft   news.Article
	page    pages.Page
	picture photobank.Picture
	content news.Content
}

func newArchive(t *testing.T) archive {
	t.Helper()
	a := archive{portal: newPortal(t)}
	ctx := t.Context()
	a.picture = a.upload("Бірінші", red)
	second := a.upload("Екінші", color.RGBA{30, 200, 30, 255})
	a.upload("", color.RGBA{30, 30, 200, 255})
	var rubricIDs, tagIDs []int64
	var credits []news.Credit
	for i, name := range []string{"Қоғам", "Мәдениет"} {
		r := must(a.Rubrics.Create(ctx, rubrics.Rubric{Visible: true, Labels: map[lang.Code]rubrics.Label{"kk": {Name: name}}}))(t)
		tag := must(a.Tags.Create(ctx, tags.Tag{Labels: map[lang.Code]tags.Label{"kk": {Name: name + " тегі"}}}))(t)
		author := must(a.Authors.Create(ctx, authors.Author{Labels: map[lang.Code]authors.Label{"kk": {Name: name + " авторы"}}}))(t)
		if rubricIDs = append(rubricIDs, r.ID); i == 0 {
			tagIDs, credits = append(tagIDs, tag.ID), append(credits, news.Credit{AuthorID: author.ID, Role: news.RoleAuthor})
		}
	}
	past := time.Now().Add(-time.Hour)
	body := must(richtext.New(richtext.Paragraph(richtext.Text("Мақаланың мәтіні.")), richtext.Picture(second.ID, "")))(t)
	a.content = news.Content{
		Title: "Елордада мектеп ашылды", Lead: "Бүгін.", Body: body, RubricID: &rubricIDs[0], PictureID: &a.picture.ID, TagIDs: tagIDs, Credits: credits,
		SEOTitle: "Мектеп", SEODescription: "Сипаттама", SEOKeywords: "мектеп", Urgency: news.Breaking, Source: "Дереккөз", SourceURL: "https://example.kz",
		Location: "Астана", EmbargoUntil: &past,
	}
	draft := must(a.News.Create(ctx, "kk", 0, a.content))(t)
	live := must(a.News.Publish(ctx, draft.ID, draft.Version))(t)
	end := time.Now().Add(time.Hour)
	live = must(a.News.Schedule(ctx, live.ID, live.Version, nil, &end))(t)
	a.content.Slug, a.content.Title = live.Slug, "Елордада жаңа мектеп ашылды"
	a.article = must(a.News.Correct(ctx, live.ID, live.Version, a.content, "Тақырып түзетілді"))(t)
	other := a.content
	other.Slug, other.Title, other.PictureID, other.TagIDs, other.Credits = "", "Жоба", nil, nil, nil
	other.Body = must(richtext.FromParagraphs("Жобаның мәтіні."))(t)
	a.draft = must(a.News.Create(ctx, "kk", 0, other))(t)
	text := must(richtext.FromParagraphs("Беттің мәтіні."))(t)
	a.page = must(a.Pages.Create(ctx, pages.Page{Key: "about", Language: "kk", Title: "Біз туралы", Body: text, State: pages.Published}))(t)
	return a
}

var red = color.RGBA{200, 30, 30, 255}

func must[T any](value T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func (a archive) upload(caption string, c color.RGBA) photobank.Picture {
	a.t.Helper()
	canvas := image.NewRGBA(image.Rect(0, 0, 900, 600))
	for i := range canvas.Pix {
		canvas.Pix[i] = []uint8{c.R, c.G, c.B, c.A}[i%4]
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, canvas, nil); err != nil {
		a.t.Fatal(err)
	}
	label := photobank.Label{Caption: caption}
	if caption != "" {
		label.Alt = caption + " сурет"
	}
	return must(a.Photobank.Upload(a.t.Context(), photobank.Upload{FileName: caption + ".jpg", Content: &file, Description: photobank.Description{
		Labels: map[lang.Code]photobank.Label{"kk": label}, Author: "Фотограф", Source: "BAQ",
	}}))(a.t)
}

func (p *portal) exec(statement string, args ...any) {
	p.t.Helper()
	if _, err := p.DB.Pool.Exec(p.t.Context(), statement, args...); err != nil {
		p.t.Fatalf("%s: %v", statement, err)
	}
}

// check runs one, gives what it found, and closes that, so that the next begins
// with nothing.
func (a archive) check(kind integrity.Kind) []integrity.Finding {
	a.t.Helper()
	c := must(a.Integrity.Start(a.t.Context(), kind, "test"))(a.t)
	if ran := must(a.Integrity.Run(a.t.Context(), kind))(a.t); !ran {
		a.t.Fatal("the check did not run")
	}
	found := must(a.Integrity.FindingsOf(a.t.Context(), c.ID, 100))(a.t)
	if c = must(a.Integrity.Check(a.t.Context(), c.ID))(a.t); c.State != integrity.Done || c.Found != len(found) {
		a.t.Fatalf("%+v for %d findings", c, len(found))
	}
	for _, f := range found {
		must(a.Integrity.Resolve(a.t.Context(), f.ID, "қаралды", false))(a.t)
	}
	return found
}

func says(found []integrity.Finding, object string, id int64, problem contentseal.Problem) bool {
	for _, f := range found {
		if string(f.ObjectType) == object && f.ObjectID == id && f.Problem == problem {
			return true
		}
	}
	return false
}

// TestChangesPastTheSystemAreFound: by a superuser who knows the tables, but not
// the key.
func TestChangesPastTheSystemAreFound(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	t.Parallel()
	a := newArchive(t)
	if found := a.check(integrity.Full); len(found) > 0 {
		t.Fatalf("a sound portal: %+v", found)
	}
	forger := contentseal.New(must(signing.New([]byte("some other secret of 32 bytes, say"), "test", contentseal.Purpose))(t))
	forge := func() {
		seal := forger.Sign(contentseal.Object{Type: contentseal.Article, ID: a.article.ID, Live: true, Version: a.article.Version, Schema: 1, Hash: make([]byte, 32)})
		a.exec("UPDATE content_seals SET hash = $1, signature = $2 WHERE object_type = 'article' AND object_id = $3", seal.Hash, seal.Signature, a.article.ID)
	}
	article, page, picture := a.article.ID, a.page.ID, a.picture.ID
	for name, c := range map[string]struct {
		object  string
		id      int64
		problem contentseal.Problem
		tamper  func()
	}{
		"a headline": {"article", article, "changed", func() { a.exec("UPDATE articles SET title = 'Жалған' WHERE id = $1", article) }},
		"taken down": {"article", article, "missing", func() {
			a.exec("UPDATE articles SET state = 'unpublished', unpublish_at = NULL, breaking_until = NULL WHERE id = $1", article)
		}},
		"deleted": {"article", article, "missing", func() { a.exec("DELETE FROM articles WHERE id = $1", article) }},
		"its publication forgotten": {"article", article, "missing", func() {
			a.exec("UPDATE articles SET state = 'draft', published_at = NULL, unpublish_at = NULL, breaking_until = NULL WHERE id = $1", article)
			a.exec("DELETE FROM content_seals WHERE object_id = $1 AND object_type = 'article'", article)
		}},
		"deleted with its seal": {"article", article, "missing", func() {
			a.exec("DELETE FROM articles WHERE id = $1", article)
			a.exec("DELETE FROM content_seals WHERE object_id = $1 AND object_type = 'article'", article)
		}},
		"a draft published": {"article", a.draft.ID, "unsealed", func() {
			a.exec("UPDATE articles SET state = 'published', published_at = now() WHERE id = $1", a.draft.ID)
		}},
		"without a seal":        {"article", article, "unsealed", func() { a.exec("DELETE FROM content_seals WHERE object_type = 'article'") }},
		"a seal by another key": {"article", article, "bad_signature", forge},
		"a seal of another article": {"article", article, "bad_signature", func() {
			a.exec("UPDATE content_seals SET object_id = $1 WHERE object_id = $2 AND object_type = 'picture'", 999, picture)
			a.exec("UPDATE content_seals SET signature = (SELECT signature FROM content_seals WHERE object_id = 999) WHERE object_id = $1 AND object_type = 'article'", article)
		}},
		"a correction gone": {"article", article, "changed", func() { a.exec("DELETE FROM article_corrections") }},
		"a tag more": {"article", article, "changed", func() {
			a.exec("INSERT INTO article_tags SELECT $1, max(id), 9, 'kk', now() FROM tags", article)
		}},
		"a time that is none":         {"article", article, "changed", func() { a.exec("UPDATE article_tags SET published_at = 'infinity'") }},
		"a page":                      {"page", page, "changed", func() { a.exec("UPDATE pages SET title = 'Жалған'") }},
		"a page deleted":              {"page", page, "missing", func() { a.exec("DELETE FROM pages") }},
		"a caption":                   {"picture", picture, "changed", func() { a.exec("UPDATE picture_labels SET caption = 'Жалған'") }},
		"renditions that are none":    {"picture", picture, "changed", func() { a.exec(`UPDATE pictures SET renditions = '"жоқ"'`) }},
		"a picture without its files": {"picture", picture, "changed", func() { a.exec("DELETE FROM picture_files") }},
	} {
		t.Run(name, func(t *testing.T) {
			for _, table := range sealed {
				a.exec("CREATE TABLE kept_" + table + " AS SELECT * FROM " + table)
			}
			c.tamper()
			for _, kind := range []integrity.Kind{integrity.Full, integrity.Sample} {
				if found := a.check(kind); !says(found, c.object, c.id, c.problem) && !(kind == integrity.Sample && strings.Contains(name, "forgotten") || strings.Contains(name, "with its seal")) {
					t.Errorf("%s: %+v", kind, found)
				}
			}
			a.putBack()
			if found := a.check(integrity.Full); len(found) > 0 {
				t.Errorf("all is as it was, and yet %+v", found)
			}
		})
	}
}

// sealed are the tables that a test may break, those first that others point to.
var sealed = []string{"pictures", "picture_labels", "picture_files", "articles", "article_tags", "article_authors", "article_pictures", "article_corrections", "pages", "content_seals"}

// putBack makes the tables what they were, as a superuser who repairs them would.
func (a archive) putBack() {
	a.t.Helper()
	err := a.DB.Primary.RunInTx(a.t.Context(), nil, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.ExecContext(ctx, "SET LOCAL session_replication_role = 'replica'"); err != nil {
			return err
		}
		for _, table := range sealed {
			var columns string
			if err := tx.NewRaw("SELECT string_agg(column_name, ', ') FROM information_schema.columns WHERE table_name = ? AND is_generated = 'NEVER'", table).Scan(ctx, &columns); err != nil {
				return err
			}
			for _, statement := range []string{
				"DELETE FROM " + table,
				fmt.Sprintf("INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %[2]s FROM kept_%[1]s", table, columns),
				"DROP TABLE kept_" + table,
			} {
				if _, err := tx.ExecContext(ctx, statement); err != nil {
					return fmt.Errorf("%s: %w", statement, err)
				}
			}
		}
		return nil
	})
	if err != nil {
		a.t.Fatal(err)
	}
}

// TestChangedFilesAreFound: a byte is enough, in an original and in a rendition.
func TestChangedFilesAreFound(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	t.Parallel()
	a := newArchive(t)
	for _, folder := range []string{"originals", "renditions"} {
		path := a.fileOf(folder)
		whole := must(os.ReadFile(path))(t)
		changed := bytes.Clone(whole)
		changed[len(changed)/2] ^= 1
		for name, c := range map[string]struct {
			problem contentseal.Problem
			tamper  func() error
		}{
			"a byte changed": {"file_changed", func() error { return os.WriteFile(path, changed, 0o600) }},
			"truncated":      {"file_changed", func() error { return os.Truncate(path, int64(len(whole)-1)) }},
			"emptied":        {"file_changed", func() error { return os.Truncate(path, 0) }},
			"removed":        {"file_missing", func() error { return os.Remove(path) }},
			"a folder now":   {"file_missing", func() error { return errors.Join(os.Remove(path), os.Mkdir(path, 0o700)) }},
		} {
			t.Run(folder+" "+name, func(t *testing.T) {
				if err := c.tamper(); err != nil {
					t.Fatal(err)
				}
				for _, kind := range []integrity.Kind{integrity.Full, integrity.Sample} {
					if found := a.check(kind); !says(found, "picture", a.picture.ID, c.problem) {
						t.Errorf("%s: %+v", kind, found)
					}
				}
				if err := errors.Join(os.RemoveAll(path), os.WriteFile(path, whole, 0o600)); err != nil {
					t.Fatal(err)
				}
				if found := a.check(integrity.Full); len(found) > 0 {
					t.Errorf("the file is as it was, and yet %+v", found)
				}
			})
		}
	}
}

// fileOf is a file of the picture on the disk.
func (a archive) fileOf(folder string) string {
	a.t.Helper()
	var path string
	err := filepath.WalkDir(filepath.Join(a.Config.MediaDir, folder), func(p string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.Contains(p, a.picture.Hash) {
			path = p
		}
		return err
	})
	if err != nil || path == "" {
		a.t.Fatal(path, err)
	}
	return path
}
