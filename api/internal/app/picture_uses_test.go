package app_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"baq.kz/portal/api/internal/platform/testkit"
)

// TestUsesAreFoundByTheirPicture: whether something uses a picture is asked for each
// file that readers get and for each use that ends. It must not read all articles.
func TestUsesAreFoundByTheirPicture(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 30,000 articles")
	}
	t.Parallel()
	db, seen := testkit.DB(t), &queries{}
	db.Primary = db.Primary.WithQueryHook(seen)
	db.Replica = db.Primary
	p := newPortalOn(t, db)
	for _, statement := range generatePictures(30_000) {
		p.exec(statement)
	}
	// For each of so many rows the triggers would look after one picture, for half a minute.
	err := pgx.BeginFunc(t.Context(), db.Pool, func(tx pgx.Tx) error {
		for _, statement := range []string{
			"SET LOCAL session_replication_role = replica", // without triggers
			"INSERT INTO stories SELECT FROM generate_series(1, 30000)",
			`INSERT INTO articles (story_id, language, state, title, body, picture_id) SELECT id, 'kk', 'draft', 'Мақала ' || id, '{"type":"doc"}', id + 600 FROM stories WHERE id < 29000`,
			"INSERT INTO article_pictures (article_id, picture_id) SELECT id, 601 + id % 29000 FROM articles",
			"UPDATE pictures SET used = true WHERE id IN (SELECT picture_id FROM articles UNION SELECT picture_id FROM article_pictures)",
			"UPDATE pictures SET merged_into = 550 WHERE id IN (548, 549)",
		} {
			if _, err := tx.Exec(t.Context(), statement); err != nil {
				return fmt.Errorf("%s: %w", statement, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	p.exec("ANALYZE")
	chief := p.user("chief_editor")
	seen.asked = nil
	// Of what nothing uses, every place has to be asked.
	p.page("http://baq.test/media/" + strings.Repeat("0", 37) + "226/800.webp") // of picture 550
	merged := chief.send("POST", "/pictures/552/merge", object{"into": 553})
	if merged.status != 200 {
		t.Fatalf("%d %s", merged.status, merged.body)
	}
	var statements []string
	for _, query := range seen.asked {
		if strings.Contains(query, "picture_use") || strings.Contains(query, "picture_in_use") {
			statements = append(statements, query)
		}
	}
	if len(statements) < 2 {
		t.Fatalf("the media host and the merge ask otherwise: %q", statements)
	}
	conn, err := db.Pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	for _, statement := range append(statements, "DELETE FROM article_pictures WHERE picture_id = 29600") {
		err := pgx.BeginFunc(t.Context(), conn, func(tx pgx.Tx) error {
			if _, err := tx.Exec(t.Context(), statement); err != nil {
				return err
			}
			var read int
			err := tx.QueryRow(t.Context(), "SELECT sum(seq_tup_read) FROM pg_stat_xact_user_tables WHERE relname IN ('articles', 'article_pictures', 'pictures')").Scan(&read)
			if read > 100 { // small tables may be read whole
				t.Errorf("%d rows are gone through: %.300s", read, statement)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
