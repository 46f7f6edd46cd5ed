package app_test

import (
	"context"
	"io"
	"net"
	"net/http"
	netmail "net/mail"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/config"
)

// postOffice is a real SMTP server. It puts the first letters off.
type postOffice struct {
	mu      sync.Mutex
	puts    int
	tried   int
	letters []string
}

type postSession struct{ office *postOffice }

func (postSession) Reset()                               {}
func (postSession) Logout() error                        { return nil }
func (postSession) Mail(string, *smtp.MailOptions) error { return nil }
func (postSession) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (s postSession) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	s.office.mu.Lock()
	defer s.office.mu.Unlock()
	if s.office.tried++; s.office.tried <= s.office.puts {
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "greylisted"}
	}
	s.office.letters = append(s.office.letters, string(text))
	return err
}

func (o *postOffice) taken() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.letters
}

// open starts the office and is its address.
func (o *postOffice) open(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return postSession{o}, nil }))
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return "smtp://" + listener.Addr().String() + "?tls=none"
}

// deliver runs the outbox's workers until the test ends.
func (p *portal) deliver() {
	p.t.Helper()
	workers, err := p.Outbox.Workers(p.DB.Pool, 2)
	if err != nil {
		p.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- workers.Run(ctx) }()
	p.t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			p.t.Error(err)
		}
	})
}

// link waits for the letter with a link, and is its link's token and the letter.
// Other letters may come as well: of a login from a new browser, for example.
func (o *postOffice) link(t *testing.T) (token, letter string) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		for _, letter := range o.taken() {
			plain := strings.NewReplacer("=\r\n", "", "=3D", "=").Replace(letter)
			if found := linkInMail.FindStringSubmatch(plain); found != nil {
				return found[1], letter
			}
		}
	}
	t.Fatalf("no link in %d letters", len(o.taken()))
	return "", ""
}

var linkInMail = regexp.MustCompile(`http://baq\.test/admin/link#([\w-]{43})`)

// The whole way of a forgotten password, with a mail server that first puts the
// letter off: asked, mailed, looked at, used, logged in.
func TestAForgottenPassword(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	t.Parallel() // for it waits

	office := &postOffice{puts: 2}
	p := newPortal(t, "PORTAL_SMTP", office.open(t), "PORTAL_MAIL_FROM", "BAQ редакциясы <no-reply@baq.test>")
	p.user("editor")
	p.deliver()
	for _, email := range []string{"nobody@baq.test", "editor@baq.test"} {
		if a := p.send(http.MethodPost, "/api/admin/v1/password-resets", map[string]string{"email": email}); a.status != http.StatusAccepted {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	secret, letter := office.link(t)
	parsed, err := netmail.ReadMessage(strings.NewReader(letter))
	if err != nil || parsed.Header.Get("To") != "<editor@baq.test>" || !strings.Contains(parsed.Header.Get("From"), "<no-reply@baq.test>") {
		t.Errorf("%v, %v", parsed.Header, err)
	}
	token := map[string]string{"token": secret}
	link := read[admin.AccountLink](t, p.send(http.MethodPost, "/api/admin/v1/account-links/look", token), http.StatusOK)
	if link.Email != "editor@baq.test" {
		t.Errorf("%+v", link)
	}
	token["password"] = "мүлдем басқа құпиясөз"
	if a := p.send(http.MethodPost, "/api/admin/v1/account-links/use", token); a.status != http.StatusNoContent {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if a := p.send(http.MethodPost, "/api/admin/v1/account-links/use", token); a.status != http.StatusNotFound || a.code() != "accounts.link_spent" {
		t.Errorf("the second use: %d %s", a.status, a.body)
	}
	for password, status := range map[string]int{password: http.StatusUnauthorized, token["password"]: http.StatusOK} {
		if a := p.send(http.MethodPost, "/api/admin/v1/session", map[string]string{"email": "editor@baq.test", "password": password}); a.status != status {
			t.Errorf("%s: %d %s", password, a.status, a.body)
		}
	}
	var kept int
	err = p.DB.Primary.QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM jobs.river_job WHERE args::text LIKE '%'||?0||'%' OR errors::text LIKE '%'||?0||'%')
		+ (SELECT count(*) FROM journal_entries WHERE diff::text LIKE '%'||?0||'%')`, secret).Scan(&kept)
	if err != nil || kept != 0 || office.tried < 3 {
		t.Errorf("the token is kept in %d places, %v; the letter was tried %d times", kept, err, office.tried)
	}
}

// On a desk letters are files that a developer can open; in production without a
// server they are nowhere, and the doctor says so.
func TestLettersWithoutAServer(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	p.user("editor")
	p.deliver()
	if a := p.send(http.MethodPost, "/api/admin/v1/password-resets", map[string]string{"email": "editor@baq.test"}); a.status != http.StatusAccepted {
		t.Fatalf("%d %s", a.status, a.body)
	}
	var files []string
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end) && len(files) == 0; time.Sleep(20 * time.Millisecond) {
		files, _ = filepath.Glob(filepath.Join(p.Config.DataDir, "mail", "*editor@baq.test.txt"))
	}
	if len(files) != 1 {
		t.Fatalf("%d files", len(files))
	}
	if text, err := os.ReadFile(files[0]); err != nil || !linkInMail.Match(text) {
		t.Errorf("%s, %v", text, err)
	}
	production := config.Config{Environment: config.Production, DataDir: t.TempDir(), MediaDir: t.TempDir(), PostgresPrimary: "postgres://127.0.0.1:1/none", Redis: "redis://127.0.0.1:1"}
	said := func(c config.Config) (finding app.Finding) {
		for _, f := range app.Doctor(t.Context(), c) {
			if f.Part == "mail" {
				finding = f
			}
		}
		return finding
	}
	if f := said(production); f.Good || !strings.Contains(f.Text, "PORTAL_SMTP") {
		t.Errorf("%+v", f)
	}
	production.Languages, production.SMTP = p.Config.Languages, "smtp://127.0.0.1:1?tls=none"
	if f := said(production); f.Good {
		t.Errorf("a server that does not answer: %+v", f)
	}
	production.SMTP = (&postOffice{}).open(t)
	if f := said(production); !f.Good {
		t.Errorf("a good server: %+v", f)
	}
}
