package photobank

import (
	"context"
	"encoding/hex"
	"io/fs"
	"log/slog"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/contentseal"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"
	"baq.kz/portal/migrations"
)

// before0014 are the steps that a portal of before had made.
func before0014(t *testing.T) fs.FS {
	t.Helper()
	old := fstest.MapFS{}
	names, err := fs.Glob(migrations.Files(), "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(migrations.Files(), name)
		if err != nil {
			t.Fatal(err)
		}
		if name < "0014" {
			old[name] = &fstest.MapFile{Data: text}
		}
	}
	return old
}

// TestPicturesOfBeforeAreKept: a picture that was stored and sealed when files went
// by their width is read, and its seal holds; so it does no longer when somebody
// has changed a file's note or a caption since.
func TestPicturesOfBeforeAreKept(t *testing.T) {
	db, seals := testkit.DB(t), testkit.Seals(t)
	exec := func(statement string, args ...any) {
		t.Helper()
		if _, err := db.Primary.ExecContext(t.Context(), statement, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec("DROP SCHEMA public CASCADE; DROP SCHEMA jobs CASCADE; CREATE SCHEMA public")
	quiet := slog.New(slog.DiscardHandler)
	if err := db.Migrate(t.Context(), before0014(t), quiet); err != nil {
		t.Fatal(err)
	}
	hash, sum := strings.Repeat("ab", 20), strings.Repeat("ab", 32)
	exec(`INSERT INTO pictures (hash, file_name, format, width, height, bytes, colour, renditions, author) VALUES (?, 'ескі.jpg', 'jpeg', 900, 600, 5, '#aabbcc',
		'[{"name": 400, "width": 400, "height": 267, "bytes": 7}, {"name": 800, "width": 800, "height": 533, "bytes": 8}, {"name": 1200, "width": 900, "height": 600, "bytes": 9}]', 'Әсел')`, hash)
	exec(`INSERT INTO picture_labels VALUES (1, 'kk', 'Жазу', 'Сипат'), (1, 'ru', 'Подпись', '')`)
	exec(`INSERT INTO pages (key, language, title, slug, body, state) VALUES ('about', 'kk', 'Біз', 'biz', '{"type":"doc","content":[
		{"type":"paragraph","content":[{"type":"text","text":"picture"}]}, {"type":"blockquote","content":[{"type":"picture","attrs":{"pictureId":1,"caption":""}}]},
		{"type":"picture","attrs":{"pictureId":1}}, {"type":"picture","attrs":{"pictureId":77}}, {"type":"picture","attrs":{"pictureId":"1"}}, {"type":"picture"}]}', 'published'),
		('rules', 'kk', 'Ереже', 'ereje', '{}', 'draft')`)
	exec("INSERT INTO picture_files SELECT 1, name, decode(?, 'hex'), name + 5 FROM unnest('{0,400,800,1200}'::int[]) AS name", sum)
	sealAsBefore(t, db, seals, hash, sum)
	if err := db.Migrate(t.Context(), migrations.Files(), quiet); err != nil {
		t.Fatal(err)
	}
	found, err := byIDs(t.Context(), db.Primary, []int64{1})
	if p := found[1]; err != nil || len(p.WebP()) != 3 || p.WebP()[2].Name != "1200.webp" || p.WebP()[2].Width != 900 || p.Orientation() != "landscape" {
		t.Fatalf("%+v, %v", p, err)
	}
	var described string
	if err := db.Primary.NewSelect().Table("pictures").ColumnExpr("described::text").Scan(t.Context(), &described); err != nil || described != "{kk}" {
		t.Error(described, err)
	}
	if used, err := uses(t.Context(), db.Primary, 1, nil, 10); err != nil || len(used) != 1 || used[0].Kind != "page" || !used[0].Live || !found[1].Used {
		t.Errorf("%+v, %v: the page's text shows it", used, err)
	}
	judge := func() contentseal.Problem {
		t.Helper()
		objects, err := Seals{}.Find(t.Context(), db.Primary, contentseal.Wanted{IDs: []int64{1}})
		if err != nil || len(objects) != 1 {
			t.Fatal(objects, err)
		}
		problem, _ := seals.Judge(objects[0])
		return problem
	}
	if problem := judge(); problem != "" {
		t.Errorf("the seal does not hold: %s", problem)
	}
	for _, change := range []string{
		"UPDATE picture_files SET bytes = bytes + 1 WHERE name = '800.webp'", "UPDATE picture_labels SET alt = 'Сипат.' WHERE language = 'kk'",
		"UPDATE pictures SET renditions = jsonb_set(renditions, '{1,width}', '801')",
	} {
		err := db.Primary.RunInTx(t.Context(), nil, func(ctx context.Context, tx bun.Tx) error {
			if _, err := tx.ExecContext(ctx, change); err != nil {
				return err
			}
			objects, err := Seals{}.Find(ctx, tx, contentseal.Wanted{IDs: []int64{1}})
			if err != nil {
				return err
			}
			if problem, _ := seals.Judge(objects[0]); problem != contentseal.Changed {
				t.Errorf("%s: %q", change, problem)
			}
			return context.Canceled // undone
		})
		if err != context.Canceled { //nolint:errorlint // our own
			t.Fatal(err)
		}
	}
}

// sealAsBefore seals the picture as the code of before 0014 did.
func sealAsBefore(t *testing.T, db *postgres.Databases, seals *contentseal.Sealer, hash, sum string) {
	t.Helper()
	if _, err := hex.DecodeString(sum); err != nil {
		t.Fatal(err)
	}
	var renditions string
	if err := db.Primary.NewSelect().Table("pictures").ColumnExpr("renditions::text").Scan(t.Context(), &renditions); err != nil {
		t.Fatal(err)
	}
	e := contentseal.NewEncoder(contentseal.Picture, 1).Text(hash, "jpeg", "#aabbcc", renditions, "Әсел", "", "", "").Int(900, 600, 5).
		Int(2).Text("kk", "Жазу", "Сипат").Text("ru", "Подпись", "").Int(4)
	for _, name := range []int64{0, 400, 800, 1200} {
		e.Int(name, name+5).Text(sum)
	}
	err := db.Primary.RunInTx(t.Context(), nil, func(ctx context.Context, tx bun.Tx) error {
		return seals.Seal(ctx, tx, contentseal.Object{Type: contentseal.Picture, ID: 1, Live: true, Version: 1, Schema: 1, Hash: e.Sum()})
	})
	if err != nil {
		t.Fatal(err)
	}
}
