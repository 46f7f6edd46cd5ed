package app_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"log/slog"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/config"
	"baq.kz/portal/api/internal/platform/testkit"
)

// seal has the portal seal what waits, as its loop would.
func (p *portal) seal() {
	p.t.Helper()
	if done, err := p.Entries.Seal(p.t.Context()); err != nil || len(done.Problems) > 0 {
		p.t.Fatal(done.Problems, err)
	}
}

func TestTheJournalOfTheAPI(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	chief, auditor := p.user("chief_editor"), p.user("auditor")
	rubric := chief.rubric("Қоғам", "Общество", nil)
	p.seal()
	find := func(query string) admin.JournalPage {
		t.Helper()
		return read[admin.JournalPage](t, auditor.send("GET", "/journal?"+query, nil), 200)
	}
	page := find(fmt.Sprintf("action=rubrics.create&actor=%d&actorKind=user&objectType=rubric&objectId=%d", chief.id, rubric.ID))
	if len(page.Items) != 1 || page.NextCursor != nil {
		t.Fatalf("%+v", page)
	}
	entry := read[admin.JournalEntry](t, auditor.send("GET", fmt.Sprintf("/journal/%d", page.Items[0].ID), nil), 200)
	if entry.ActorName != "Сынақ chief_editor" || *entry.ActorID != chief.id || entry.Seq == nil || len(*entry.Hash) != 64 || !strings.Contains(string(entry.Diff), "Қоғам") || entry.RequestID == "" || entry.Address == "" {
		t.Errorf("%+v", entry)
	}
	if len(find("requestId="+entry.RequestID).Items) != 1 || len(find("action=rubrics.&limit=1").Items) != 1 {
		t.Error("a filter finds something else")
	}
	words := read[admin.JournalVocabulary](t, auditor.send("GET", "/journal/actions", nil), 200)
	if !strings.Contains(strings.Join(words.Actions, " "), "rubrics.create") || !strings.Contains(strings.Join(words.ObjectTypes, " "), "rubric") {
		t.Errorf("%+v", words)
	}
	for path, status := range map[string]int{
		"/journal/999999": 404, "/journal?actorKind=robot": 400, "/journal?from=yesterday": 400, "/journal?cursor=%00": 400, "/journal?cursor=e30x": 400,
		"/journal?action=" + strings.Repeat("a", 81): 400, "/journal?actor=0": 400, "/journal?limit=101": 400, "/journal?address=a%00b": 400, "/journal?limit=0": 400,
		"/journal?from=0000-01-01T00:00:00Z": 400, "/journal/export?until=0001-01-01T00:00:00%2B12:00": 400,
	} {
		if got := auditor.send("GET", path, nil); got.status != status {
			t.Errorf("%s: %d %s", path, got.status, got.text())
		}
	}
}

func TestTheJournalIsExported(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	chief, auditor := p.user("chief_editor"), p.user("auditor")
	chief.rubric("=2+2", "Общество", nil)
	if got := chief.send("GET", "/journal/export", nil); got.status != 403 {
		t.Errorf("without the right: %d", got.status)
	}
	got := auditor.send("GET", "/journal/export?action=rubrics.", nil)
	if got.status != 200 || got.header.Get("Content-Type") != "text/csv; charset=utf-8" || !strings.HasPrefix(got.header.Get("Content-Disposition"), "attachment; filename=") {
		t.Fatalf("%d %v", got.status, got.header)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(got.body, []byte("\xef\xbb\xbf")))).ReadAll()
	if err != nil || len(rows) != 2 || rows[1][5] != "rubrics.create" {
		t.Errorf("%v, %v", rows, err)
	}
	for n, want := range []int{200, 200, 429} {
		if got := auditor.send("GET", "/journal/export?address=203.0.113.1", nil); got.status != want || want == 429 && got.header.Get("Retry-After") == "" {
			t.Errorf("export %d: %d %s", n+2, got.status, got.text())
		}
	}
	page := read[admin.JournalPage](t, auditor.send("GET", fmt.Sprintf("/journal?action=journal.export&actor=%d", auditor.id), nil), 200)
	if len(page.Items) != 3 {
		t.Errorf("%d exports are journalled", len(page.Items))
	}
}

// TestTheChainBySomebodyWhoWatches: from a sound chain to a broken one.
func TestTheChainBySomebodyWhoWatches(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	chief, auditor := p.user("chief_editor"), p.user("auditor")
	chief.rubric("Қоғам", "Общество", nil)
	chain := func() admin.JournalChain {
		t.Helper()
		return read[admin.JournalChain](t, chief.send("GET", "/journal/chain", nil), 200)
	}
	if c := chain(); c.Sealed != 0 || c.Pending == 0 || c.OldestPendingAt == nil || c.Head != nil || c.Broken {
		t.Errorf("before sealing: %+v", c)
	}
	p.seal()
	if c := chain(); c.Sealed == 0 || c.Pending != 0 || c.OldestPendingAt != nil || c.Head == nil || c.Head.Seq != c.Sealed || len(c.PublicKey) != 44 || c.Broken {
		t.Errorf("after it: %+v", c)
	}
	if got := chief.send("POST", "/journal/verifications", nil); got.status != 403 {
		t.Errorf("without the right: %d", got.status)
	}
	run := func(want admin.VerificationState) admin.Verification {
		t.Helper()
		started := read[admin.Verification](t, auditor.send("POST", "/journal/verifications", nil), 202)
		if got := auditor.send("POST", "/journal/verifications", nil); got.status != 409 || got.code() != "journal.already_verifying" {
			t.Errorf("a second one: %d %s", got.status, got.text())
		}
		if _, err := p.Entries.RunNext(t.Context()); err != nil {
			t.Fatal(err)
		}
		page := read[admin.VerificationPage](t, auditor.send("GET", "/journal/verifications?limit=1", nil), 200)
		if len(page.Items) != 1 || page.Items[0].ID != started.ID || page.Items[0].State != want || page.Items[0].StartedBy != "Сынақ auditor" {
			t.Fatalf("%+v", page)
		}
		return page.Items[0]
	}
	sound := run(admin.VerificationStateSound)
	if got := auditor.send("POST", fmt.Sprintf("/journal/verifications/%d/stop", sound.ID), nil); got.status != 409 {
		t.Errorf("one that is over was stopped: %d", got.status)
	}
	tx, err := p.DB.Pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{"SET LOCAL session_replication_role = replica", "UPDATE journal_entries SET actor_name = 'Басқа' WHERE id = 2", "COMMIT"} {
		if _, err := tx.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	_ = tx.Rollback(t.Context()) // only gives the connection back
	if bad := run(admin.VerificationStateBroken); bad.BadEntry == nil || *bad.BadEntry != 2 || bad.BadSeq == nil || *bad.BadSeq != 2 || bad.Problem == nil {
		t.Errorf("%+v", bad)
	}
	if c := chain(); !c.Broken || c.Problem == nil || c.LastVerification == nil || c.LastVerification.State != admin.VerificationStateBroken {
		t.Errorf("%+v", c)
	}
}

// TestNodesSealAndWitness runs a real service, whose loops seal what it journals,
// keep heads in files, and find a cut tail within their interval.
func TestNodesSealAndWitness(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for a witness")
	}
	heads := t.TempDir()
	p := newPortal(t)
	node := serveNode(t, p, "PORTAL_JOURNAL_HEADS_DIR", heads)
	problems := make(chan string, 10)
	node.Entries.OnBroken(func(_ context.Context, problem string) { problems <- problem })
	chief := p.user("chief_editor")
	chief.rubric("Қоғам", "Общество", nil)
	wait := func(what string, there func() bool) {
		t.Helper()
		for end := time.Now().Add(30 * time.Second); !there(); time.Sleep(50 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatal(what)
			}
		}
	}
	sealed := func() bool {
		state, err := p.Entries.Chain(t.Context())
		return err == nil && state.Sealed > 1 && state.Pending == 0
	}
	begun := time.Now()
	wait("nothing is sealed", sealed)
	t.Logf("sealed after %v", time.Since(begun))
	wait("no head is in a file", func() bool {
		files, _ := filepath.Glob(filepath.Join(heads, "heads-*.jsonl"))
		return len(files) == 1
	})
	begun = time.Now()
	tx, err := p.DB.Pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"SET LOCAL session_replication_role = replica",
		"DELETE FROM journal_entries WHERE id > 1", "DELETE FROM journal_links WHERE seq > 1", "DELETE FROM journal_heads WHERE seq > 1", "DELETE FROM journal_pending", "COMMIT",
	} {
		if _, err := tx.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	_ = tx.Rollback(t.Context())
	select {
	case problem := <-problems:
		t.Logf("after %v: %s", time.Since(begun).Round(time.Millisecond), problem)
		if !strings.HasPrefix(problem, "the chain's tail was cut") {
			t.Error(problem)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("the witness says nothing")
	}
	wait("no metric tells of it", func() bool {
		w := httptest.NewRecorder()
		promhttp.HandlerFor(node.Metrics, promhttp.HandlerOpts{}).ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
		return strings.Contains(w.Body.String(), "\nportal_journal_broken 1\n")
	})
}

// serveNode runs another node of the portal, with its loops, until the test ends.
func serveNode(t *testing.T, p *portal, more ...string) *app.App {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	environment := map[string]string{
		"PORTAL_ENVIRONMENT": "test", "PORTAL_DATA_DIR": p.Config.DataDir, "PORTAL_MEDIA_DIR": p.Config.MediaDir, "PORTAL_SITES": p.Config.Sites, "PORTAL_LISTEN": free.Addr().String(),
	}
	for i := 0; i+1 < len(more); i += 2 {
		environment[more[i]] = more[i+1]
	}
	c, err := config.Load(environment)
	if err != nil {
		t.Fatal(err)
	}
	node, err := app.Assemble(c, slog.New(slog.DiscardHandler), p.DB, p.Redis)
	if err != nil {
		t.Fatal(err)
	}
	_ = free.Close()
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- node.Serve(ctx, "api-admin") }()
	t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	return node
}

// TestTheHeadLeavesByMailOnceADay, in a letter that is a file of heads by itself.
func TestTheHeadLeavesByMailOnceADay(t *testing.T) {
	t.Parallel()
	db := testkit.DB(t)
	folder := t.TempDir()
	settings := []string{"PORTAL_DATA_DIR", folder, "PORTAL_JOURNAL_MAIL_TO", "audit@baq.test"}
	p := newPortalOn(t, db, settings...)
	letters := func() []string {
		t.Helper()
		for range 2 {
			if err := p.MailHead(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		files, err := filepath.Glob(filepath.Join(folder, "mail", "*.txt"))
		if err != nil {
			t.Fatal(err)
		}
		return files
	}
	if files := letters(); len(files) != 0 {
		t.Errorf("%d letters without a head", len(files))
	}
	p.user("chief_editor")
	p.seal()
	files := letters()
	if len(files) != 1 {
		t.Fatalf("%d letters", len(files))
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	head, err := p.Entries.Head(t.Context())
	if err != nil || !strings.Contains(string(text), "\n"+head.Line()+"\n") || !strings.Contains(string(text), "To: audit@baq.test") {
		t.Errorf("%s, %v", text, err)
	}
}
