package app_test

import (
	"fmt"
	"strconv"
	"testing"

	"baq.kz/portal/api/internal/contract/admin"
)

// TestAKeysRate: the limit is a key's, on all nodes together and from whatever addresses,
// and what is refused for another reason counts, too. People have none.
func TestAKeysRate(t *testing.T) {
	p := newPortal(t, "PORTAL_PROGRAM_RATE", "6")
	nodes := []*portal{p, p.another()}
	owner := p.user("administrator")
	key := func() string {
		return read[admin.APIKeyMade](t, owner.send("POST", "/api-keys", object{"name": "Сынақ", "scopes": []string{"news.read"}, "days": 1}), 201).Key
	}
	ask := func(i int, path, key string) answer {
		node := nodes[i%2]
		node.from = "203.0.113." + strconv.Itoa(i+1)
		return node.send("GET", "/api/admin/v1"+path, nil, "Authorization", "Bearer "+key)
	}
	first := key()
	for i := range 10 {
		path, want, left := "/news", 200, strconv.Itoa(max(0, 5-i))
		if i == 2 {
			path, want = "/journal", 403
		}
		if i >= 6 {
			want = 429
		}
		a := ask(i, path, first)
		if a.status != want || a.header.Get("RateLimit-Limit") != "6" || a.header.Get("RateLimit-Remaining") != left || a.header.Get("RateLimit-Reset") == "" {
			t.Errorf("request %d: %d %v", i, a.status, a.header)
		}
		if want == 429 && (a.code() != "access.key_exhausted" || a.header.Get("Retry-After") == "") {
			t.Errorf("%v %s", a.header, a.text())
		}
	}
	if n := p.count("SELECT count(*) FROM journal_entries WHERE action = 'access.denied' AND diff::text LIKE '%access.key_exhausted%'"); n != len(nodes) {
		t.Errorf("the journal has it %d times, once a minute of each node is meant", n)
	}
	second := key()
	if a := ask(0, "/news", second); a.status != 200 {
		t.Errorf("another key of the same person: %d", a.status)
	}
	if a := ask(0, "/news", "baq_none"); a.status != 401 || a.header.Get("RateLimit-Limit") != "" {
		t.Errorf("no key at all: %d %v", a.status, a.header)
	}
	for range 10 {
		if a := owner.send("GET", "/news", nil); a.status != 200 || a.header.Get("RateLimit-Limit") != "" {
			t.Fatalf("a person: %d %v", a.status, a.header)
		}
	}
	p.redis.Stop()
	allowed := 0
	for i := range 20 {
		if a := ask(i, "/news", first); a.status == 200 {
			allowed++
		} else if a.status != 429 {
			t.Errorf("without Redis: %d %s", a.status, fmt.Sprint(a.header))
		}
	}
	if allowed != 6*len(nodes) {
		t.Errorf("without Redis %d are allowed on %d nodes", allowed, len(nodes))
	}
}
