package app_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/platform/httpx"
)

func adminContract(t *testing.T) *httpx.Contract {
	t.Helper()
	contract, err := app.AdminContract()
	if err != nil {
		t.Fatal(err)
	}
	return contract
}

// decoded is a value as it comes out of JSON.
func decoded(t *testing.T, v any) (out any) {
	t.Helper()
	text, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(text, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// trace is what all tables hold, a digest each. It leaves out what every request
// may leave: the journal, and when and from where somebody was last seen.
func (p *portal) trace() map[string]string {
	p.t.Helper()
	var tables []string
	err := p.DB.Primary.NewRaw(`SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
		WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND tablename NOT LIKE 'journal_%' ORDER BY 1`).Scan(p.t.Context(), &tables)
	if err != nil {
		p.t.Fatal(err)
	}
	var all []string
	for _, table := range tables {
		all = append(all, fmt.Sprintf(`SELECT '%s' AS name, count(*) || ' ' || coalesce(md5(string_agg(row, '' ORDER BY row)), '') AS digest
			FROM (SELECT md5((to_jsonb(t) - '{last_seen_at,last_used_at,last_address,seen_at}'::text[])::text) AS row FROM %s AS t) AS rows`, table, table))
	}
	var rows []struct{ Name, Digest string }
	if err := p.DB.Primary.NewRaw(strings.Join(all, " UNION ALL ")).Scan(p.t.Context(), &rows); err != nil {
		p.t.Fatal(err)
	}
	out := map[string]string{}
	for _, r := range rows {
		out[r.Name] = r.Digest
	}
	return out
}

// untouched fails when a table has changed, and says which.
func (p *portal) untouched(before map[string]string, after string) {
	p.t.Helper()
	if now := p.trace(); !maps.Equal(before, now) {
		for name := range now {
			if before[name] != now[name] {
				p.t.Errorf("%s changed the table %s", after, name)
			}
		}
	}
}
