package app_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/testkit"
)

// TestReadersPagesReadNoMoreThanTheyShow: what PostgreSQL reads for a page and throws
// away does not grow with the archive. `make prove-plans` has a million articles.
func TestReadersPagesReadNoMoreThanTheyShow(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 30,000 articles")
	}
	articles := 30_000
	if more, err := strconv.Atoi(os.Getenv("PROVE_PLANS")); err == nil {
		articles = more
	}
	db, seen := testkit.DB(t), &queries{}
	db.Primary = db.Primary.WithQueryHook(seen)
	db.Replica = db.Primary
	p := newPortalOn(t, db, "PORTAL_PAGE_CACHE", "off")
	chief := p.user("chief_editor")
	busy, rare := chief.rubric("Қоғам", "Общество", nil), chief.rubric("Сирек", "Редкое", nil)
	tag := read[admin.Tag](t, chief.send("POST", "/tags", object{"labels": object{"kk": object{"name": "Тег"}}}), 201)
	for _, statement := range []string{
		fmt.Sprintf("INSERT INTO stories SELECT FROM generate_series(1, %d)", articles),
		fmt.Sprintf(`INSERT INTO articles (story_id, language, state, title, slug, body, rubric_id, created_by, published_at, updated_at)
			SELECT id, 'kk', CASE WHEN id %% 50 = 0 THEN 'draft' ELSE 'published' END, 'Мақала ' || id, 'maqala-' || id, '{"type":"doc"}',
				CASE WHEN id < 100 THEN %d ELSE %d END, (SELECT min(id) FROM users), now() - (%d - id) * interval '1 min', now() FROM stories`, rare.ID, busy.ID, articles),
		fmt.Sprintf(`INSERT INTO article_tags (article_id, tag_id, position, language, published_at)
			SELECT id, %d, 1, 'kk', published_at FROM articles WHERE live AND id %% 3 = 0`, tag.ID),
		"ANALYZE",
	} {
		if _, err := db.Pool.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	site := "http://baq.test"
	for _, path := range []string{
		"/", "/latest", "/rubric/" + *busy.Labels["kk"].Slug, "/rubric/" + *rare.Labels["kk"].Slug, "/tag/" + *tag.Labels["kk"].Slug,
		"/news/maqala-3", fmt.Sprintf("/news/maqala-%d", articles-1), fmt.Sprintf("/news/maqala-%d", articles/2+1-articles/2%2), "/archive",
		"/api/v1/news?include=authors,tags", fmt.Sprintf("/api/v1/news?rubric=%d", rare.ID), fmt.Sprintf("/api/v1/news?tag=%d", tag.ID), "/api/v1/addresses/maqala-3", "/api/v1/news/3/related",
	} {
		seen.asked = nil
		if got := p.page(site + path); got.status != 200 {
			t.Fatalf("%s: %d %s", path, got.status, got.text())
		}
		for _, query := range seen.asked {
			if !strings.HasPrefix(query, "SELECT") && !strings.HasPrefix(query, "WITH") {
				continue
			}
			if n := passedOver(t, db.Pool.QueryRow(t.Context(), "EXPLAIN (ANALYZE, FORMAT JSON) "+query).Scan); n > 500 {
				t.Errorf("%s passes over %d rows: %s", path, n, query)
			}
		}
	}
}
