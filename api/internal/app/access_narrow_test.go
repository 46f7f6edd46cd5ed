package app_test

import (
	"fmt"
	"strings"
	"time"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/features/accounts"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/httpx"
)

// changesArticle tells whether an operation changes the article that it names.
func changesArticle(o httpx.Operation) bool {
	return strings.HasPrefix(o.Pattern, "/api/admin/v1/news/:id") && o.Permission != "news.read" && o.Route.Method != "GET" &&
		// These two change nothing but what is the caller's own: a lock or a text that
		// is not saved.
		!(o.Route.Method == "DELETE" && (strings.HasSuffix(o.Pattern, "/lock") || strings.HasSuffix(o.Pattern, "/working-copy")))
}

// narrowed are people whose permission is there and whose right ends somewhere.
func (p *place) narrowed() (cells int) {
	p.t.Helper()
	admin := func(change string) string {
		bearer := p.as(accounts.Administrator)
		if _, err := p.DB.Primary.ExecContext(p.t.Context(), change); err != nil {
			p.t.Fatal(err)
		}
		return bearer
	}
	const newest = " WHERE id = (SELECT max(id) FROM users)"
	outside := []string{"news.outside_limits"}
	cells += p.refused("an administrator for Russian", admin("UPDATE users SET languages = '{ru}'"+newest), 403, changesArticle, outside...)
	other := p.chief.rubric("Спорт", "Спорт", nil).ID
	cells += p.refused("an administrator for another rubric", admin(fmt.Sprintf("UPDATE users SET rubrics = '{%d}'", other)+newest), 403, changesArticle, outside...)

	// Somebody else's draft: what is done with drafts is refused; the rest asks for
	// a permission that a correspondent does not have.
	drafts := func(o httpx.Operation) bool {
		last := o.Pattern[strings.LastIndex(o.Pattern, "/")+1:]
		return changesArticle(o) && o.Permission == "news.write" && strings.Contains(" :id submit trash lock working-copy previews ", " "+last+" ")
	}
	cells += p.refused("another correspondent", p.as("correspondent"), 403, drafts, "news.not_yours")

	factor := admin("UPDATE roles SET second_factor = true WHERE key = 'administrator'")
	cells += p.refused("an administrator without a second factor", factor, 403, func(o httpx.Operation) bool { return o.Permission != access.Authenticated }, "access.second_factor_missing")
	admin("UPDATE roles SET second_factor = false WHERE key = 'administrator'")

	stale := admin("UPDATE users SET updated_at = now()" + newest)
	if _, err := p.DB.Primary.ExecContext(p.t.Context(), "UPDATE sessions SET confirmed_at = ? WHERE user_id = (SELECT max(id) FROM users)", time.Now().Add(-time.Hour)); err != nil {
		p.t.Fatal(err)
	}
	return cells + p.refused("an administrator whose proof is stale", stale, 403, func(o httpx.Operation) bool { return o.Confirm }, "access.confirm")
}

// programs have keys: one that may read the news and nothing else, one that has
// expired, one that was revoked, one whose owner is gone.
func (p *place) programs() (cells int) {
	p.t.Helper()
	key := func(end string) string {
		owner := p.as(accounts.Administrator)
		made := read[admin.APIKeyMade](p.t, p.send("POST", "/api/admin/v1/api-keys", object{"name": "Сынақ", "scopes": []string{"news.read"}, "days": 1}, "Authorization", "Bearer "+owner), 201)
		if _, err := p.DB.Primary.ExecContext(p.t.Context(), end); err != nil {
			p.t.Fatal(err)
		}
		return made.Key
	}
	const newest = " WHERE id = (SELECT max(id) FROM api_keys)"
	reader := key("SELECT 1")
	if a := p.send("GET", "/api/admin/v1/news", nil, "Authorization", "Bearer "+reader); a.status != 200 {
		p.t.Errorf("a key that may read the news: %d %s", a.status, a.text())
	}
	cells += p.refused("a key that may read the news", reader, 403, func(o httpx.Operation) bool { return o.Permission != "news.read" }, "access.forbidden")
	cells += p.refused("an expired key", key("UPDATE api_keys SET expires_at = now() - interval '1 minute'"+newest), 401, every, "accounts.key_expired")
	cells += p.refused("a revoked key", key("UPDATE api_keys SET revoked_at = now()"+newest), 401, every, "accounts.key_refused")
	return cells + p.refused("a key of somebody disabled", key("UPDATE users SET disabled = true WHERE id = (SELECT owner_id FROM api_keys"+newest+")"), 401, every, "accounts.key_refused")
}

// twin is another node of the same portal, with a clock of its own.
func (p *place) twin(now func() time.Time) *accounts.Service {
	p.t.Helper()
	s, err := accounts.New(accounts.Deps{
		DB: p.DB, Journal: p.Journal, Outbox: p.Outbox, Secret: []byte(p.Config.Secret), Issuer: p.Config.Languages.Main().URL(""),
		Environment: p.Config.Environment, Now: now, AccessLife: p.Config.AccessTokenLife, SessionLife: p.Config.SessionLife,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return s
}
