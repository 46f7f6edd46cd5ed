package app_test

import (
	"context"
	"net/http/httptest"
	"testing"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
)

// Who goes away as soon as the refusal is decided stands in the journal as well.
func TestADenialIsJournalledThoughNobodyWaits(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	writer := p.user("correspondent")
	ctx, leave := context.WithCancel(t.Context())
	p.Journal.Guard(func(context.Context, bun.Tx, audit.Entry) error { leave(); return nil })
	r := httptest.NewRequestWithContext(ctx, "GET", "/api/admin/v1/users", nil)
	r.Header.Set("Authorization", "Bearer "+writer.bearer)
	w := httptest.NewRecorder()
	p.handler.ServeHTTP(w, r)
	if n := p.count("SELECT count(*) FROM journal_entries WHERE action = 'access.denied'"); w.Code != 403 || n != 1 {
		t.Errorf("%d, %d entries", w.Code, n)
	}
}
