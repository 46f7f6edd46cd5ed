package app_test

import (
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/testkit"
)

// TestTheStaffsListsReadNoMoreThanTheyShow among 20,000 people, sessions and keys.
func TestTheStaffsListsReadNoMoreThanTheyShow(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 20,000 people")
	}
	db, seen := testkit.DB(t), &queries{}
	db.Primary = db.Primary.WithQueryHook(seen)
	db.Replica = db.Primary
	p := newPortalOn(t, db)
	administrator := p.user("administrator")
	for _, statement := range []string{
		`INSERT INTO users (email, name, password_hash) SELECT 'u' || i || '@baq.test', 'Қызметкер ' || md5(i::text), 'x' FROM generate_series(1, 20000) AS i`,
		"INSERT INTO user_roles (user_id, role) SELECT id, 'correspondent' FROM users WHERE id > 1",
		`INSERT INTO sessions (id, user_id, created_at, last_seen_at, expires_at, address, user_agent)
			SELECT gen_random_uuid(), id, now(), now() - id * interval '1 second', now() + interval '1 day', '192.0.2.1', '' FROM users`,
		`INSERT INTO api_keys (owner_id, name, hint, hash, scopes, created_at, expires_at)
			SELECT id, 'k', 'h', sha256(id::text::bytea), '{news.read}', now(), now() + interval '1 day' FROM users`,
		"ANALYZE",
	} {
		if _, err := db.Pool.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{"/users", "/users?q=u1999", "/users?q=zzz", "/users?role=correspondent", "/staff-sessions", "/api-keys", "/users/5/sessions"} {
		seen.asked = nil
		next := read[struct{ NextCursor string }](t, administrator.send("GET", path, nil), 200).NextCursor
		if next != "" {
			join := "?"
			if strings.Contains(path, "?") {
				join = "&"
			}
			read[struct{}](t, administrator.send("GET", path+join+"cursor="+next, nil), 200)
		}
		for _, query := range seen.asked {
			if !strings.HasPrefix(query, "SELECT") || !strings.Contains(query, "LIMIT") {
				continue
			}
			if n := passedOver(t, db.Pool.QueryRow(t.Context(), "EXPLAIN (ANALYZE, FORMAT JSON) "+query).Scan); n > 500 {
				t.Errorf("%s passes over %d rows: %s", path, n, query)
			}
		}
	}
}
