package app_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/testkit"
)

// queries collects what the portal asks of PostgreSQL.
type queries struct{ asked []string }

// BeforeQuery implements bun.QueryHook.
func (q *queries) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context { return ctx }

// AfterQuery implements bun.QueryHook.
func (q *queries) AfterQuery(_ context.Context, e *bun.QueryEvent) {
	q.asked = append(q.asked, e.Query)
}

// TestTheNewsroomsListsReadNoMoreThanTheyShow: what is looked for is rare and old
// among 30,000 articles, and PostgreSQL must not look through all that is younger.
func TestTheNewsroomsListsReadNoMoreThanTheyShow(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 30,000 articles")
	}
	db, seen := testkit.DB(t), &queries{}
	db.Primary = db.Primary.WithQueryHook(seen)
	db.Replica = db.Primary
	p := newPortalOn(t, db)
	chief := p.user("chief_editor")
	for _, statement := range []string{
		"INSERT INTO stories SELECT FROM generate_series(1, 30000)",
		`INSERT INTO articles (story_id, language, state, title, body, created_by, updated_at, urgency)
			SELECT id, 'kk', CASE WHEN id > 1000 THEN 'unpublished' WHEN id % 2 = 0 THEN 'trashed' ELSE 'in_review' END, 'Мақала ' || id, '{"type":"doc"}',
				(SELECT min(id) FROM users), now() - (30000 - id) * interval '1 min', CASE WHEN id < 1000 AND id % 7 = 0 THEN 'urgent' ELSE 'ordinary' END
			FROM stories`,
		"ANALYZE",
	} {
		if _, err := db.Pool.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{
		"/news", "/news?state=trashed", "/news?state=in_review", "/news?state=in_review&language=kk", "/news?urgency=urgent", "/news?urgency=breaking", "/news?urgency=urgent&language=kk",
		"/news?behind=true", "/news?mine=true", "/news?mine=true&state=trashed", "/news?mine=true&state=draft", "/newsroom/summary",
	} {
		seen.asked = nil
		if got := chief.send("GET", path, nil); got.status != 200 {
			t.Fatalf("%s: %d %s", path, got.status, got.text())
		}
		for _, query := range seen.asked {
			if strings.HasPrefix(query, "SELECT") && strings.Contains(query, "articles AS a") {
				if n := passedOver(t, db.Pool.QueryRow(t.Context(), "EXPLAIN (ANALYZE, FORMAT JSON) "+query).Scan); n > 500 {
					t.Errorf("%s passes over %d rows: %s", path, n, query)
				}
			}
		}
	}
}

// passedOver counts the rows that a plan read and threw away.
func passedOver(t *testing.T, scan func(...any) error) (rows int) {
	t.Helper()
	var plan string
	if err := scan(&plan); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(plan) {
		var n int
		if _, err := fmt.Sscanf(strings.TrimSpace(line), `"Rows Removed by Filter": %d`, &n); err == nil {
			rows += n
		}
	}
	return rows
}
