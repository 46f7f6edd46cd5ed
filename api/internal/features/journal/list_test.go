package journal

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"
)

// fill writes a journal of a volume, without codes: one entry a minute. What is
// looked for in tests is rare and old in it.
func fill(t testing.TB, db *postgres.Databases, n int) {
	t.Helper()
	for _, statement := range []string{
		fmt.Sprintf(`INSERT INTO journal_entries (at, actor_id, actor_name, action, object_type, object_id, address, request_id)
			SELECT now() - (%[1]d - n) * interval '1 min',
				CASE WHEN n %% 5 = 0 OR n IN (7, 77) THEN NULL ELSE 1 + n %% 40 END, CASE WHEN n IN (7, 77) THEN 'stranger' WHEN n %% 5 = 0 THEN 'system' ELSE 'Біреу' END,
				CASE WHEN n < 50 THEN 'pages.update' WHEN n %% 3 = 0 THEN 'news.update' WHEN n %% 3 = 1 THEN 'news.publish' ELSE 'tags.create' END,
				CASE WHEN n < 50 THEN 'page' WHEN n %% 3 = 2 THEN 'tag' ELSE 'article' END, (n %% 5000)::text,
				CASE WHEN n %% 1000 = 1 THEN '203.0.113.' || (n %% 7) ELSE '198.51.100.' || (n %% 250) END, CASE WHEN n %% 5 = 0 THEN '' ELSE 'request-' || n END
			FROM generate_series(1, %[1]d) AS n`, n),
		"INSERT INTO journal_pending SELECT id FROM journal_entries",
		"ANALYZE journal_entries",
	} {
		if _, err := db.Pool.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

func all(t *testing.T, s *Service, f Filter, limit int) (found []Entry) {
	t.Helper()
	for cursor, pages := "", 0; pages < 1000; pages++ {
		page, next, err := s.List(t.Context(), f, cursor, limit)
		if err != nil {
			t.Fatal(err)
		}
		if found = append(found, page...); next == nil {
			return found
		}
		cursor = *next
	}
	t.Fatal("pages without an end")
	return nil
}

// TestFiltersFindExactlyTheirEntries: against a plain look at every entry.
func TestFiltersFindExactlyTheirEntries(t *testing.T) {
	db := testkit.DB(t)
	s := newTestService(t, db, t.TempDir())
	fill(t, db, 600)
	write(t, db, 30)
	everything := all(t, s, Filter{}, 100)
	if len(everything) != 630 || !slices.IsSortedFunc(everything, func(a, b Entry) int { return b.At.Compare(a.At) }) {
		t.Fatalf("%d entries", len(everything))
	}
	actor, from, until := int64(3), everything[400].At, everything[100].At
	for _, c := range []struct {
		name string
		f    Filter
		want func(Entry) bool
	}{
		{"a person", Filter{Actor: &actor}, func(e Entry) bool { return e.ActorID != nil && *e.ActorID == 3 }},
		{"people", Filter{Kind: User}, func(e Entry) bool { return e.ActorID != nil }},
		{"the system", Filter{Kind: System}, func(e Entry) bool { return e.ActorID == nil && e.ActorName == "system" }},
		{"strangers", Filter{Kind: Stranger}, func(e Entry) bool { return e.ActorID == nil && e.ActorName == "stranger" }},
		{"an action", Filter{Action: "news.publish"}, func(e Entry) bool { return e.Action == "news.publish" }},
		{"a feature", Filter{Action: "news."}, func(e Entry) bool { return strings.HasPrefix(e.Action, "news.") }},
		{"a feature and a person", Filter{Action: "news.", Actor: &actor}, func(e Entry) bool { return strings.HasPrefix(e.Action, "news.") && e.ActorID != nil && *e.ActorID == 3 }},
		{"a feature that is none", Filter{Action: "nothing."}, func(Entry) bool { return false }},
		{"a pattern is none", Filter{Action: "news%"}, func(Entry) bool { return false }},
		{"a type", Filter{ObjectType: "page"}, func(e Entry) bool { return e.ObjectType == "page" }},
		{"an object", Filter{ObjectType: "article", ObjectID: "51"}, func(e Entry) bool { return e.ObjectType == "article" && e.ObjectID == "51" }},
		{"an id", Filter{ObjectID: "7"}, func(e Entry) bool { return e.ObjectID == "7" }},
		{"an address", Filter{Address: "203.0.113.9"}, func(e Entry) bool { return e.Address == "203.0.113.9" }},
		{"a request", Filter{RequestID: "request-51"}, func(e Entry) bool { return e.RequestID == "request-51" }},
		{"a time", Filter{From: &from, Until: &until}, func(e Entry) bool { return !e.At.Before(from) && e.At.Before(until) }},
		{"a time and a feature", Filter{From: &from, Until: &until, Action: "tags."}, func(e Entry) bool {
			return !e.At.Before(from) && e.At.Before(until) && strings.HasPrefix(e.Action, "tags.")
		}},
		{"what no text is", Filter{Address: "a\x00b"}, func(Entry) bool { return false }},
		{"a quote", Filter{Address: "' OR true --"}, func(Entry) bool { return false }},
	} {
		var want, got []int64
		for _, e := range everything {
			if c.want(e) {
				want = append(want, e.ID)
			}
		}
		for _, e := range all(t, s, c.f, 7) {
			got = append(got, e.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %d found, want %d", c.name, len(got), len(want))
		}
	}
}

// asked collects the queries on entries.
type asked struct{ queries []string }

// BeforeQuery implements bun.QueryHook.
func (a *asked) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context { return ctx }

// AfterQuery implements bun.QueryHook.
func (a *asked) AfterQuery(_ context.Context, e *bun.QueryEvent) {
	a.queries = append(a.queries, e.Query)
}

// TestNoFilterReadsMoreThanItShows in a large journal, for each filter and for
// pairs that are asked often.
func TestNoFilterReadsMoreThanItShows(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 200,000 entries")
	}
	db, seen := testkit.DB(t), &asked{}
	fill(t, db, 200_000)
	db.Primary = db.Primary.WithQueryHook(seen)
	s := newTestService(t, db, t.TempDir())
	actor, nobody := int64(3), int64(4000)
	long, longer := time.Now().Add(-199_900*time.Minute), time.Now().Add(-199_000*time.Minute)
	for _, f := range []Filter{
		{}, {Actor: &actor}, {Actor: &nobody}, {Kind: Stranger}, {Kind: System}, {Kind: User}, {Action: "pages.update"}, {Action: "pages."}, {Action: "news."},
		{ObjectType: "page"}, {ObjectType: "article", ObjectID: "4999"}, {ObjectID: "4999"}, {Address: "203.0.113.9"}, {Address: "198.51.100.7"}, {RequestID: "request-12"},
		{From: &long, Until: &longer}, {Until: &long}, {Action: "pages.update", Actor: &actor}, {Action: "pages.", Actor: &actor}, {Action: "pages.", Actor: &nobody},
		{Actor: &actor, Until: &longer}, {Action: "news.publish", Until: &longer}, {Action: "news.", From: &long, Until: &longer},
		{ObjectType: "article", Until: &longer}, {Address: "198.51.100.7", Until: &longer}, {Kind: System, Until: &longer},
	} {
		seen.queries = nil
		page, next, err := s.List(t.Context(), f, "", 30)
		if err == nil && next != nil {
			_, _, err = s.List(t.Context(), f, *next, 30)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, query := range seen.queries {
			if !strings.Contains(query, "journal_entries") {
				continue
			}
			if n := passedOver(t, db, query); n > 500 {
				t.Errorf("%+v shows %d and passes over %d rows: %s", f, len(page), n, query)
			}
		}
	}
	seen.queries = nil
	if actions, types, err := s.Vocabulary(t.Context()); err != nil || len(actions) != 4 || len(types) != 3 {
		t.Errorf("%v %v %v", actions, types, err)
	}
	for _, query := range seen.queries {
		if n := passedOver(t, db, query); n > 100 {
			t.Errorf("the vocabulary passes over %d rows", n)
		}
	}
}

// passedOver counts the rows that a plan threw away, and those that it sorted.
func passedOver(t *testing.T, db *postgres.Databases, query string) (rows int) {
	t.Helper()
	var plan string
	if err := db.Pool.QueryRow(t.Context(), "EXPLAIN (ANALYZE, FORMAT JSON) "+query).Scan(&plan); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(plan) {
		var n int
		if _, err := fmt.Sscanf(strings.TrimSpace(line), `"Rows Removed by Filter": %d`, &n); err == nil {
			rows += n
		}
		if _, err := fmt.Sscanf(strings.TrimSpace(line), `"Actual Rows": %d`, &n); err == nil && n > 1000 {
			rows += n
		}
	}
	return rows
}

func TestAnExportIsWholeHarmlessAndJournalled(t *testing.T) {
	db := testkit.DB(t)
	s := newTestService(t, db, t.TempDir())
	fill(t, db, 2500)
	ctx := access.WithPrincipal(t.Context(), access.Principal{UserID: 900, Name: "=HYPERLINK(\"http://x\")"})
	hostile := []string{"=1+1", "+1", "-1", "@SUM(A1)", "\tтаб", "\rжол", "a,\"b\"\nc", "әғқңөұүһі", ""}
	err := postgres.InTx(ctx, db.Primary, func(ctx context.Context, tx bun.Tx) error {
		var all []error
		for _, id := range hostile {
			all = append(all, testkit.Journal(t).Record(ctx, tx, audit.Entry{Action: "things.save", ObjectType: "thing", ObjectID: id}))
		}
		return errors.Join(all...)
	})
	if err != nil {
		t.Fatal(err)
	}
	export := func(f Filter) [][]string {
		t.Helper()
		table, err := s.Export(ctx, f)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := table.Write(ctx, &out); err != nil {
			t.Fatal(err)
		}
		text, ok := bytes.CutPrefix(out.Bytes(), []byte("\xef\xbb\xbf"))
		if !ok || !bytes.Contains(text, []byte("\r\n")) {
			t.Error("no mark of UTF-8, or lines that end otherwise")
		}
		rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(rows[0], columns) {
			t.Errorf("%v", rows[0])
		}
		return rows[1:]
	}
	if rows := export(Filter{}); len(rows) != 2509 || rows[2508][0] != "1" {
		t.Errorf("%d rows", len(rows))
	}
	rows := export(Filter{Action: "things."})
	if len(rows) != len(hostile) {
		t.Fatalf("%d rows", len(rows))
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
				t.Errorf("a spreadsheet would calculate %q", cell)
			}
		}
	}
	if len(export(Filter{RequestID: "no such"})) != 0 {
		t.Error("rows of nothing")
	}
	_, err = s.Export(ctx, Filter{})
	if f, ok := fault.As(err); !ok || !errors.Is(err, ErrTooManyExports) || f.RetryAfter <= 0 || f.RetryAfter > time.Minute {
		t.Errorf("a fourth export within a minute: %v", err)
	}
	if _, err := s.Export(access.WithPrincipal(t.Context(), access.Principal{UserID: 901, Name: "Басқа"}), Filter{}); err != nil {
		t.Errorf("another person's: %v", err)
	}
	entries, _, err := s.List(ctx, Filter{Action: "journal.export"}, "", 10)
	if err != nil || len(entries) != 4 || !strings.Contains(string(entries[2].Diff), `"filter":[null,{"action":"things."}]`) || !strings.Contains(string(entries[2].Diff), `"rows":[null,9]`) {
		t.Errorf("the journal of exports: %v, %v", entries, err)
	}
}
