package app_test

import (
	"errors"
	"testing"
)

// TestPagesKeepWithinTheirStatements (requirement DB-4). What stands on all pages is
// read once and then remembered until it changes (cache.Memory): the first number is a
// process's first page when it remembers nothing, as `make bench-lists` asks for it, the
// other one that of pages after it, which nobody has asked for before.
func TestPagesKeepWithinTheirStatements(t *testing.T) {
	if testing.Short() {
		t.Skip("fills a newsroom")
	}
	p := newPortal(t, "PORTAL_PAGE_CACHE", "off")
	if err := p.Newsroom(t.Output()).Fill(t.Context(), 500); err != nil {
		t.Fatal(err)
	}
	targets, err := p.LoadTargets(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range targets {
		budget := map[string]struct{ first, then int64 }{
			"article": {15, 6}, "front page": {15, 8}, "rubric": {15, 8},
			"list API of 20, with authors and tags": {5, 3}, "article API by slug": {6, 4},
		}[one.Name]
		paths := one.Paths
		if len(paths) > 40 {
			paths = paths[:40]
		}
		var most int64
		p.forget(t)
		for i, path := range append([]string{paths[0]}, paths...) {
			n := p.statements(t, path)
			switch {
			case i == 0 && n > budget.first:
				t.Errorf("%s: %d statements after a change, at most %d are allowed", path, n, budget.first)
			case i > 0 && n > budget.then:
				t.Errorf("%s: %d statements, at most %d are allowed", path, n, budget.then)
			case i > 0:
				most = max(most, n)
			}
			t.Logf("%s: %d", path, n)
		}
		t.Logf("%s: at most %d statements of %d", one.Name, most, budget.then)
	}
}

// forget has the process remember nothing of what it has read: that does not outlive the
// clock, of which the purge makes another.
func (p *portal) forget(t *testing.T) {
	t.Helper()
	if err := errors.Join(p.Cache.Empty(t.Context()), p.Cache.Purge(t.Context(), "site")); err != nil {
		t.Fatal(err)
	}
}

// statements is how many a path of the main site asks for.
func (p *portal) statements(t *testing.T, path string) int64 {
	t.Helper()
	return p.measured(t, "http://baq.test"+path).Queries()
}
