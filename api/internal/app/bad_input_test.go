package app_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

// forgeries are proofs of identity that are none, each a header's values.
func forgeries(good string) map[string][]string {
	part := func(v any) string {
		text, _ := json.Marshal(v)
		return base64.RawURLEncoding.EncodeToString(text)
	}
	pieces := strings.Split(good, ".")
	kid := struct{ Kid string }{}
	head, _ := base64.RawURLEncoding.DecodeString(pieces[0])
	_ = json.Unmarshal(head, &kid)
	claims := object{"sub": "1", "iss": "http://baq.test/test", "aud": []string{"baq-portal-test"}, "iat": time.Now().Unix(), "sid": "00000000-0000-4000-8000-000000000000"}
	token := func(head, claims any, signature string) []string {
		return []string{"Bearer " + part(head) + "." + part(claims) + "." + signature}
	}
	return map[string][]string{
		"no exp":              token(object{"alg": "EdDSA", "kid": kid.Kid}, claims, pieces[2]),
		"alg none":            token(object{"alg": "none"}, claims, "AA"),
		"alg none, unsigned":  {"Bearer " + part(object{"alg": "none"}) + "." + part(claims) + "."},
		"HS256 by public key": token(object{"alg": "HS256", "kid": kid.Kid}, claims, pieces[2]),
		"a strange kid":       token(object{"alg": "EdDSA", "kid": "../../etc/passwd"}, claims, pieces[2]),
		"no kid":              token(object{"alg": "EdDSA"}, claims, pieces[2]),
		"another aud":         token(object{"alg": "EdDSA", "kid": kid.Kid}, object{"aud": "somebody-else"}, pieces[2]),
		"JSON form":           {`Bearer {"payload":"` + pieces[1] + `","protected":"` + pieces[0] + `","signature":"` + pieces[2] + `"}`},
		"another signature":   {"Bearer " + pieces[0] + "." + pieces[1] + "." + strings.Repeat("A", len(pieces[2]))},
		"another payload":     {"Bearer " + pieces[0] + "." + part(claims) + "." + pieces[2]},
		"1 MB":                {"Bearer " + strings.Repeat("A", 1<<20)},
		"twice":               {"Bearer " + good, "Bearer " + good},
		"a key that is none":  {"Bearer baq_aaaaaaaa_" + strings.Repeat("A", 43)},
		"Kazakh letters":      {"Bearer қазақша.сөз.қол"},
	}
}

// TestForgedTokensLeaveNothingButTheirEntry: each is refused with 401, is in the
// journal, and has touched nothing else.
func TestForgedTokensLeaveNothingButTheirEntry(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	chief := p.user("chief_editor")
	before, i := p.trace(), 0
	for name, values := range forgeries(chief.bearer) {
		i++
		p.from = fmt.Sprintf("10.9.0.%d", i) // the journal tells each address once
		var headers []string
		for _, v := range values {
			headers = append(headers, "Authorization", v)
		}
		if a := p.send("GET", "/api/admin/v1/news", nil, headers...); a.status != 401 || !strings.HasPrefix(a.code(), "accounts.") {
			t.Errorf("%s: %d %s", name, a.status, a.text())
		}
		var entries int
		if err := p.DB.Primary.NewRaw("SELECT count(*) FROM journal_entries WHERE action = 'access.token_refused' AND actor_name = 'stranger' AND address = ?", p.from).Scan(t.Context(), &entries); err != nil {
			t.Fatal(err)
		}
		if entries != 1 {
			t.Errorf("%s: %d entries in the journal", name, entries)
		}
	}
	p.untouched(before, "a forged token")
	var secrets int
	if err := p.DB.Primary.NewRaw("SELECT count(*) FROM journal_entries WHERE diff::text LIKE '%eyJ%' OR object_id LIKE '%eyJ%'").Scan(t.Context(), &secrets); err != nil || secrets > 0 {
		t.Errorf("%d entries hold a token (%v)", secrets, err)
	}
}

// TestHugeAndStrangeLogins: each is a clean refusal, before any password is hashed
// where the contract is broken.
func TestHugeAndStrangeLogins(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	t.Parallel()
	p := newPortal(t)
	p.user("chief_editor")
	for _, one := range []struct {
		name   string
		body   any
		status int
	}{
		{"a password of 10 KB", object{"email": "chief_editor@baq.test", "password": strings.Repeat("ә", 10<<10)}, 400},
		{"an e-mail of 10 KB", object{"email": strings.Repeat("a", 10<<10), "password": "x"}, 400},
		{"a Cyrillic е in the e-mail", object{"email": "chiеf_editor@baq.test", "password": password}, 401},
		{"full width letters", object{"email": "ｃｈｉｅｆ_editor@baq.test", "password": password}, 401},
		{"a zero width space", object{"email": "chief_editor\u200b@baq.test", "password": password}, 401},
		{"a right-to-left override", object{"email": "\u202echief_editor@baq.test", "password": password}, 401},
		{"NUL", `{"email":"chief_editor@baq.test\u0000","password":"` + password + `"}`, 400},
		{"a list", object{"email": []string{"chief_editor@baq.test"}, "password": password}, 400},
		{"twice", `{"email":"chief_editor@baq.test","email":"x@baq.test","password":"` + password + `"}`, 400},
	} {
		before := p.trace()
		a := p.send("POST", "/api/admin/v1/session", one.body)
		if a.status != one.status || a.header.Get("Set-Cookie") != "" {
			t.Errorf("%s: %d %s", one.name, a.status, a.text())
		}
		p.untouched(before, one.name)
	}
}
