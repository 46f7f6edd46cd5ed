package accounts

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/mail"
	"baq.kz/portal/api/internal/platform/outbox"
)

const (
	fresh    = "мүлдем басқа құпиясөз"
	stranger = "203.0.113.7"
)

// letterbox keeps the letters that were sent, and refuses as many as it is told.
type letterbox struct {
	mu      sync.Mutex
	all     []mail.Message
	refuses int
}

func (b *letterbox) Send(_ context.Context, m mail.Message) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.refuses > 0 {
		b.refuses--
		return errors.New("451 come back later")
	}
	b.all = append(b.all, m)
	return nil
}

// last is the token of the last letter.
func (b *letterbox) last(t *testing.T) string {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.all) == 0 {
		t.Fatal("there is no letter")
	}
	_, rest, found := strings.Cut(b.all[len(b.all)-1].Text, "https://baq.kz/admin/link#")
	token, _, _ := strings.Cut(rest, "\n")
	if !found || len(token) != 43 {
		t.Fatalf("there is no link in %s", b.all[len(b.all)-1].Text)
	}
	return token
}

// posted starts a node whose letters come into a box.
func posted(t *testing.T) (node, *letterbox) {
	t.Helper()
	box := &letterbox{}
	n := start(t, func(d *Deps) { d.Mail = box })
	outbox.Listen(n.deps.Outbox, "mail", n.MailLink)
	return n, box
}

// deliver does the jobs that wait, each once, and says how many there were and
// what went wrong.
func (n node) deliver(t *testing.T) (jobs int, failures error) {
	t.Helper()
	var payloads []string
	if err := n.db.NewRaw("DELETE FROM jobs.river_job RETURNING args->>'payload'").Scan(t.Context(), &payloads); err != nil {
		t.Fatal(err)
	}
	for _, payload := range payloads {
		var w LinkWanted
		if err := json.Unmarshal([]byte(payload), &w); err != nil {
			t.Fatal(err)
		}
		failures = errors.Join(failures, n.MailLink(t.Context(), w))
	}
	return len(payloads), failures
}

// invited makes somebody who has no password yet.
func (n node) invited(t *testing.T, email string) int64 {
	t.Helper()
	id := n.hire(t, email, "editor")
	if _, err := n.db.NewRaw("UPDATE users SET password_hash = NULL WHERE id = ?", id).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	return id
}

// asked has a link mailed to somebody and is its token.
func (n node) asked(t *testing.T, box *letterbox, email string) string {
	t.Helper()
	if err := n.AskReset(from(t, stranger), email); err != nil {
		t.Fatal(err)
	}
	if _, err := n.deliver(t); err != nil {
		t.Fatal(err)
	}
	return box.last(t)
}

// Known, unknown, disabled and impossible users: the same answer, the same work
// before it, and a letter to nobody but the right one.
func TestAskingTellsNothing(t *testing.T) {
	n, box := posted(t)
	n.hire(t, "aigul@baq.kz", "editor")
	gone := n.hire(t, "gone@baq.kz", "editor")
	if err := n.SetDisabled(t.Context(), gone, true); err != nil {
		t.Fatal(err)
	}
	if _, err := n.db.NewRaw("DELETE FROM jobs.river_job").Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	var first string
	for i, email := range []string{
		"nobody@baq.kz", "gone@baq.kz", "аigul@baq.kz", "ａigul@baq.kz", "aıgul@baq.kz", "ai\u200dgul@baq.kz", "aigul@baq.kz\\r\\nBcc: x@y.kz",
		"my secret pass phrase", "AIGUL@baq.kz ",
	} {
		entries, jobs := n.journalled(t, "accounts.ask_reset"), n.count(t, "SELECT count(*) FROM jobs.river_job")
		answer := n.send(t, http.MethodPost, base+"/password-resets", `{"email":"`+email+`"}`)
		body, err := io.ReadAll(answer.Body)
		answer.Header.Del("X-Request-Id")
		text, _ := json.Marshal(answer.Header)
		got := answer.Status + string(text) + string(body)
		if err != nil || answer.StatusCode != http.StatusAccepted || i > 0 && got != first {
			t.Errorf("%s: %s, elsewhere %s", email, got, first)
		}
		first = got
		if n.journalled(t, "accounts.ask_reset") != entries+1 || n.count(t, "SELECT count(*) FROM jobs.river_job") != jobs+1 {
			t.Errorf("%s: other work than elsewhere", email)
		}
	}
	if jobs, err := n.deliver(t); jobs != 9 || err != nil || len(box.all) != 1 || box.all[0].To != "aigul@baq.kz" {
		t.Errorf("%d jobs, %v, letters %v", jobs, err, box.all)
	}
	if n.count(t, "SELECT count(*) FROM journal_entries WHERE diff::text LIKE '%secret%' OR diff::text LIKE '%'||?||'%'", box.last(t)) != 0 {
		t.Error("the journal keeps a token, or what was typed into the wrong field")
	}
}

func TestAskingIsLimited(t *testing.T) {
	n, box := posted(t)
	n.hire(t, "aigul@baq.kz", "editor")
	for _, email := range []string{"aigul@baq.kz", "nobody@baq.kz"} {
		for i := range asksPerAccount + 2 {
			answer := n.send(t, http.MethodPost, base+"/password-resets", `{"email":"`+email+`"}`)
			if limited := i >= asksPerAccount; limited != (answer.StatusCode == http.StatusTooManyRequests) || limited && answer.Header.Get("Retry-After") != "3600" {
				t.Errorf("%s, no. %d: %d, Retry-After %s", email, i+1, answer.StatusCode, answer.Header.Get("Retry-After"))
			}
		}
	}
	if got := n.journalled(t, "accounts.limit_reset"); got != 2 {
		t.Errorf("%d entries of two series", got)
	}
	// However many addresses a robot has, the mailbox is not flooded.
	for i := range 20 {
		if err := n.AskReset(from(t, "198.51.100."+string(rune('0'+i%10))+string(rune('0'+i/10))), "aigul@baq.kz"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := n.deliver(t); err != nil || len(box.all) != lettersPerUser {
		t.Errorf("%d letters, %v", len(box.all), err)
	}
	if err := n.SendLink(t.Context(), n.chief(t), 1); err != nil {
		t.Fatal(err)
	}
	if _, err := n.deliver(t); err != nil || len(box.all) != lettersPerUser+1 {
		t.Errorf("a robot keeps the staff from sending a link: %d letters, %v", len(box.all), err)
	}
	n.clock.pass(askWindow + time.Second)
	n.asked(t, box, "aigul@baq.kz")
}

func TestLinksThatDoNotWork(t *testing.T) {
	n, box := posted(t)
	id := n.hire(t, "aigul@baq.kz", "editor")
	used := n.asked(t, box, "aigul@baq.kz")
	if err := n.UseLink(from(t, "192.0.2.1"), used, fresh); err != nil {
		t.Fatal(err)
	}
	replaced := n.asked(t, box, "aigul@baq.kz")
	late := n.asked(t, box, "aigul@baq.kz")
	n.clock.pass(linkLife)
	n.clock.pass(askWindow)
	living := n.asked(t, box, "aigul@baq.kz")
	for name, token := range map[string]string{
		"used": used, "replaced": replaced, "late": late, "never given out": strings.Repeat("A", 43), "cut": living[:42], "longer": living + "A",
		"in other letters": strings.ToLower(living), "a blank": living + " ", "a look-alike": "а" + living[1:], "the hash": "deadbeefdeadbeefdeadbeef",
		"SQL": "' OR '1'='1' -- 000000000000",
	} {
		for _, path := range []string{"look", "use"} {
			body, err := json.Marshal(map[string]string{"token": token})
			if err != nil {
				t.Fatal(err)
			}
			text := string(body)
			if path == "use" {
				text = strings.TrimSuffix(text, "}") + `,"password":"` + fresh + ` екі"}`
			}
			answer := n.send(t, http.MethodPost, base+"/account-links/"+path, text)
			if code := problem(t, answer); answer.StatusCode != http.StatusNotFound || code != ErrLinkSpent.Code {
				t.Errorf("%s: %s: %d %s", path, name, answer.StatusCode, code)
			}
		}
	}
	if got := n.journalled(t, "accounts.refuse_link"); got != 1 {
		t.Errorf("%d entries of one series", got)
	}
	if err := n.SetDisabled(t.Context(), id, true); err != nil {
		t.Fatal(err)
	}
	for _, disabled := range []bool{true, false} { // and enabling does not revive it
		if err := n.SetDisabled(t.Context(), id, disabled); err != nil {
			t.Fatal(err)
		}
		if _, err := n.LookAtLink(from(t, "192.0.2.9"), living); !errors.Is(err, ErrLinkSpent) {
			t.Errorf("disabled %v: %v", disabled, err)
		}
	}
	if n.count(t, "SELECT count(*) FROM account_links WHERE used_at IS NOT NULL") != 1 || n.count(t, "SELECT count(*) FROM users WHERE version > 1 AND id = ?", id) != 1 {
		t.Error("a refused link left a trace")
	}
}

func TestTryingLinksIsLimited(t *testing.T) {
	n, box := posted(t)
	n.hire(t, "aigul@baq.kz", "editor")
	token := n.asked(t, box, "aigul@baq.kz")
	for range triesOfLinks {
		if _, err := n.LookAtLink(from(t, stranger), strings.Repeat("A", 43)); !errors.Is(err, ErrLinkSpent) {
			t.Fatal(err)
		}
	}
	for range 3 {
		if _, err := n.LookAtLink(from(t, stranger), token); !errors.Is(err, ErrTooManyAttempts) {
			t.Error(err)
		}
		if err := n.UseLink(from(t, stranger), token, fresh); !errors.Is(err, ErrTooManyAttempts) {
			t.Error(err)
		}
	}
	if n.journalled(t, "accounts.refuse_link") != 1 || n.journalled(t, "accounts.limit_link") != 1 {
		t.Error("a series is journalled more than once")
	}
	for range triesOfLinks + 1 { // from elsewhere, and with the good one as often as one likes
		if _, err := n.LookAtLink(from(t, "192.0.2.1"), token); err != nil {
			t.Fatal(err)
		}
	}
}

func TestARefusedPasswordLeavesTheLink(t *testing.T) {
	n, box := posted(t)
	n.hire(t, "aigul@baq.kz", "editor")
	token := n.asked(t, box, "aigul@baq.kz")
	hashes := counted(n)
	for text, want := range map[string]int{
		"short": 400, strings.Repeat("x", 10<<10): 400, strings.Repeat("ә", 201): 400, "password1234": 422, "Айгүл2026!!!": 422, "aigul@baq.kz": 422,
	} {
		answer := n.send(t, http.MethodPost, base+"/account-links/use", `{"token":"`+token+`","password":"`+text+`"}`)
		if answer.StatusCode != want || hashes.Load() != 0 {
			t.Errorf("%.20s: %d after %d hashes", text, answer.StatusCode, hashes.Load())
		}
	}
	if err := n.UseLink(from(t, "192.0.2.1"), token, fresh); err != nil || hashes.Load() != 1 {
		t.Errorf("%v after %d hashes", err, hashes.Load())
	}
}

func TestALinkSetsThePasswordAndNothingElse(t *testing.T) {
	n, box := posted(t)
	id := n.hire(t, "aigul@baq.kz", "editor")
	other := n.enter(t, "aigul@baq.kz")
	token := n.asked(t, box, "aigul@baq.kz")
	seen := n.send(t, http.MethodPost, base+"/account-links/look", `{"token":"`+token+`"}`)
	l := decode[admin.AccountLink](t, seen)
	if seen.Header.Get("Cache-Control") != "no-store" || l.Purpose != admin.AccountLinkPurpose(Reset) || l.Email != "aigul@baq.kz" || !l.ExpiresAt.Equal(n.clock.now().Add(linkLife)) {
		t.Errorf("%v %+v", seen.Header, l)
	}
	n.clock.pass(linkLife - time.Second)
	answer := n.send(t, http.MethodPost, base+"/account-links/use", `{"token":"`+token+`","password":"`+fresh+`"}`)
	if answer.StatusCode != http.StatusNoContent || len(answer.Cookies()) != 0 {
		t.Fatalf("%d, %v", answer.StatusCode, answer.Cookies())
	}
	if err := n.opens(t, other.AccessToken); !errors.Is(err, ErrSessionEnded) && !errors.Is(err, ErrTokenExpired) {
		t.Errorf("a session outlives it: %v", err)
	}
	if n.count(t, "SELECT count(*) FROM sessions WHERE ended_at IS NULL") != 0 {
		t.Error("a session outlives it")
	}
	if _, err := n.Login(from(t, "192.0.2.1"), "aigul@baq.kz", password); !errors.Is(err, ErrWrongCredentials) {
		t.Errorf("the old password: %v", err)
	}
	if _, err := n.Login(from(t, "192.0.2.1"), "aigul@baq.kz", fresh); err != nil {
		t.Error(err)
	}
	for query, want := range map[string]int{
		"action = 'accounts.use_link' AND actor_id = 1 AND object_id = '1' AND diff->'purpose'->>1 = 'reset' AND diff->'sessionsEnded'->>1 = '1'": 1,
		"action = 'accounts.make_link' AND actor_name = 'system' AND object_id = '1'":                                                             1,
		"action = 'accounts.ask_reset' AND actor_name = 'stranger' AND address = '203.0.113.7'":                                                   1,
		"diff::text LIKE '%құпия%' OR diff::text LIKE '%argon%' OR diff::text LIKE '%" + token + "%'":                                             0,
	} {
		if got := n.count(t, "SELECT count(*) FROM journal_entries WHERE "+query); got != want {
			t.Errorf("%d entries, not %d, where %s", got, want, query)
		}
	}
	if n.count(t, "SELECT count(*) FROM account_links WHERE encode(hash, 'escape') LIKE ?", "%"+token+"%") != 0 || id != 1 {
		t.Error("the token itself is kept")
	}
}

// Two uses of one link at once, on two nodes: one of them sets its password.
func TestTwoUsesOfOneLink(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	n, box := posted(t)
	n.hire(t, "aigul@baq.kz", "editor")
	for range 5 {
		n.clock.pass(askWindow)
		token := n.asked(t, box, "aigul@baq.kz")
		nodes := []node{n, another(t, n.deps, n.clock), n, another(t, n.deps, n.clock)}
		results := make([]error, len(nodes))
		var all sync.WaitGroup
		for i, one := range nodes {
			all.Go(func() { results[i] = one.UseLink(from(t, "192.0.2.1"), token, fresh+" "+string(rune('а'+i))) })
		}
		all.Wait()
		winner := -1
		for i, err := range results {
			if err == nil && winner < 0 {
				winner = i
			} else if !errors.Is(err, ErrLinkSpent) {
				t.Fatalf("%v", results)
			}
		}
		if _, err := n.Login(from(t, "192.0.2.1"), "aigul@baq.kz", fresh+" "+string(rune('а'+winner))); err != nil {
			t.Errorf("the winner's password: %v", err)
		}
	}
	if got := n.journalled(t, "accounts.use_link"); got != 5 {
		t.Errorf("%d entries of five uses", got)
	}
}

// Disabled between the look and the use: the row's lock decides.
func TestALinkOfSomebodyWhoIsDisabledMeanwhile(t *testing.T) {
	n, box := posted(t)
	id := n.hire(t, "aigul@baq.kz", "editor")
	token := n.asked(t, box, "aigul@baq.kz")
	derive := n.hasher.derive
	n.hasher.derive = func(password, salt []byte, time, memory uint32, threads uint8, length uint32) []byte {
		if err := n.SetDisabled(t.Context(), id, true); err != nil {
			t.Error(err)
		}
		return derive(password, salt, time, memory, threads, length)
	}
	if err := n.UseLink(from(t, "192.0.2.1"), token, fresh); !errors.Is(err, ErrLinkSpent) {
		t.Error(err)
	}
	if n.journalled(t, "accounts.use_link") != 0 || n.count(t, "SELECT count(*) FROM account_links WHERE used_at IS NOT NULL") != 0 {
		t.Error("it was used")
	}
}
