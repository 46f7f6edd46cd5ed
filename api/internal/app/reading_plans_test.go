package app_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/postgres"
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
	site, prepared := "http://baq.test", 0
	for _, path := range []string{
		"/", "/latest", "/rubric/" + *busy.Labels["kk"].Slug, "/rubric/" + *rare.Labels["kk"].Slug, "/tag/" + *tag.Labels["kk"].Slug,
		"/news/maqala-3", fmt.Sprintf("/news/maqala-%d", articles-1), fmt.Sprintf("/news/maqala-%d", articles/2+1-articles/2%2), "/archive",
		"/api/v1/news?include=authors,tags", fmt.Sprintf("/api/v1/news?rubric=%d", rare.ID), fmt.Sprintf("/api/v1/news?tag=%d", tag.ID), "/api/v1/addresses/maqala-3", "/api/v1/news/3/related",
	} {
		seen.asked = nil
		statements := p.measured(t, site+path).Statements()
		prepared += len(statements)
		for _, s := range statements {
			if n := passedOver(t, p.generic(t, s)); n > 500 {
				t.Errorf("%s passes over %d rows by the plan that is kept: %s %v", path, n, s.Text, s.Args)
			}
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
	if prepared == 0 {
		t.Error("no page asked by a prepared statement")
	}
}

// measured asks past the page cache and tells what it cost.
func (p *portal) measured(t *testing.T, url string) *postgres.Spent {
	t.Helper()
	ctx, spent := postgres.Measure(t.Context())
	w := httptest.NewRecorder()
	p.handler.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, url, nil))
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", url, w.Code, w.Body)
	}
	return spent
}

// generic runs a prepared statement by the one plan that PostgreSQL keeps for all
// arguments, whether or not it would have chosen that one. It gives what scans the plan.
func (p *portal) generic(t *testing.T, s postgres.Statement) func(...any) error {
	t.Helper()
	return func(into ...any) error {
		return p.DB.Primary.RunInTx(t.Context(), nil, func(ctx context.Context, tx bun.Tx) error {
			for _, text := range []string{"DEALLOCATE ALL", "SET LOCAL plan_cache_mode = force_generic_plan", "PREPARE kept AS " + s.Text} {
				if _, err := tx.Tx.ExecContext(ctx, text, pgx.QueryExecModeSimpleProtocol); err != nil {
					return err
				}
			}
			marks := strings.Repeat(", ?", len(s.Args))
			args := make([]any, len(s.Args))
			for i, a := range s.Args {
				if args[i] = a; reflect.ValueOf(a).Kind() == reflect.Slice {
					args[i] = pgdialect.Array(a)
				}
			}
			return tx.NewRaw("EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE kept("+strings.TrimPrefix(marks, ", ")+")", args...).Scan(ctx, into...)
		})
	}
}
