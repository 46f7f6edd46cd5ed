package mail

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// postOffice is a real SMTP server that keeps what it is given.
type postOffice struct {
	address *net.TCPAddr
	roots   *x509.CertPool

	mu       sync.Mutex
	letters  []string
	rcpts    []string
	logins   []string
	busy     int // how many letters it puts off before it takes one
	refusals map[string]*smtp.SMTPError
}

type session struct{ office *postOffice }

func (session) Reset()                               {}
func (session) Logout() error                        { return nil }
func (session) Mail(string, *smtp.MailOptions) error { return nil }
func (session) AuthMechanisms() []string             { return []string{sasl.Plain} }

func (s session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		s.office.mu.Lock()
		defer s.office.mu.Unlock()
		s.office.logins = append(s.office.logins, user)
		if password != "the password" {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

func (s session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.office.mu.Lock()
	defer s.office.mu.Unlock()
	s.office.rcpts = append(s.office.rcpts, to)
	if refusal := s.office.refusals[to]; refusal != nil {
		return refusal
	}
	return nil
}

func (s session) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	s.office.mu.Lock()
	defer s.office.mu.Unlock()
	if s.office.busy > 0 {
		s.office.busy--
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "greylisted, come back later"}
	}
	s.office.letters = append(s.office.letters, string(text))
	return err
}

// open starts the office; implicit speaks TLS from the first byte, and offers
// says whether STARTTLS is on offer.
func open(t *testing.T, implicit, offers bool) *postOffice {
	t.Helper()
	certificate, roots := identity(t)
	office := &postOffice{roots: roots, refusals: map[string]*smtp.SMTPError{}}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return session{office}, nil }))
	server.Domain, server.ReadTimeout = "office.test", 5*time.Second
	server.ErrorLog = silent{}
	if offers || implicit {
		server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	office.address, _ = listener.Addr().(*net.TCPAddr)
	if implicit {
		listener = tls.NewListener(listener, server.TLSConfig)
	}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return office
}

type silent struct{}

func (silent) Printf(string, ...any) {}
func (silent) Println(...any)        {}

// identity is a certificate for 127.0.0.1, and who trusts it.
func identity(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "office.test"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}

func (o *postOffice) sender(security Security, user, password string) *SMTP {
	s := NewSMTP(Server{Host: "127.0.0.1", Port: o.address.Port, Security: security, User: user, Password: password},
		&mail.Address{Name: "BAQ.KZ редакциясы", Address: "no-reply@baq.kz"})
	s.roots, s.timeout = o.roots, 2*time.Second
	return s
}

func (o *postOffice) taken() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.letters)
}

var letter = Message{
	To: "aigul@baq.kz", Subject: "Құпиясөзді қалпына келтіру әғқңөұүһі",
	Text: "Сәлеметсіз бе, Айгүл!\n.\nҚұпиясөз: https://baq.kz/admin/link#abc", HTML: "<p>Сәлеметсіз бе, Айгүл!</p>",
}

// Whatever is between the portal and the server must not be able to read along.
func TestNothingGoesOutInTheClear(t *testing.T) {
	office := open(t, false, false)
	for name, s := range map[string]*SMTP{
		"no STARTTLS on offer":           office.sender(STARTTLS, "", ""),
		"no STARTTLS, with a password":   office.sender(STARTTLS, "portal", "the password"),
		"TLS where the server has none":  office.sender(TLS, "", ""),
		"a security that nobody decided": office.sender(0, "", ""),
	} {
		if err := s.Send(t.Context(), letter); err == nil || office.taken() != 0 || len(office.logins)+len(office.rcpts) != 0 {
			t.Errorf("%s: %v, %d letters", name, err, office.taken())
		}
	}
	for name, office := range map[string]*postOffice{"STARTTLS": open(t, false, true), "TLS": open(t, true, true)} {
		security := map[string]Security{"STARTTLS": STARTTLS, "TLS": TLS}[name]
		s := office.sender(security, "portal", "the password")
		s.roots = x509.NewCertPool()
		if err := s.Send(t.Context(), letter); err == nil || office.taken() != 0 || len(office.logins) != 0 {
			t.Errorf("%s with a certificate of nobody: %v", name, err)
		}
	}
}

func TestServersThatRefuse(t *testing.T) {
	office := open(t, false, true)
	office.refusals["full@baq.kz"] = &smtp.SMTPError{Code: 552, Message: "mailbox full"}
	if err := office.sender(STARTTLS, "portal", "another password").Send(t.Context(), letter); err == nil || len(office.rcpts) != 0 {
		t.Errorf("a wrong password: %v", err)
	}
	full := letter
	full.To = "full@baq.kz"
	if err := office.sender(STARTTLS, "", "").Send(t.Context(), full); err == nil || !strings.Contains(err.Error(), "mailbox full") {
		t.Errorf("a full mailbox: %v", err)
	}
	office.busy = 1
	s := office.sender(STARTTLS, "portal", "the password")
	if err := s.Send(t.Context(), letter); err == nil || office.taken() != 0 {
		t.Errorf("a greylisting server: %v", err)
	}
	if err := s.Send(t.Context(), letter); err != nil || office.taken() != 1 {
		t.Errorf("the second time: %v, %d letters", err, office.taken())
	}
	if err := errors.Join(s.Check(t.Context())); err != nil || office.taken() != 1 {
		t.Errorf("the check: %v", err)
	}
}

// A server that takes the connection and says nothing must not hold a worker.
func TestAServerThatHangs(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	address, _ := listener.Addr().(*net.TCPAddr)
	s := NewSMTP(Server{Host: "127.0.0.1", Port: address.Port, Security: STARTTLS}, &mail.Address{Address: "no-reply@baq.kz"})
	s.timeout = 300 * time.Millisecond
	begun := time.Now()
	if err := s.Send(t.Context(), letter); err == nil || time.Since(begun) > 3*time.Second {
		t.Errorf("%v after %s", err, time.Since(begun))
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Send(gone, letter); !errors.Is(err, context.Canceled) {
		t.Errorf("a stopping worker: %v", err)
	}
}

func TestALetterArrivesAsItWasWritten(t *testing.T) {
	for name, office := range map[string]*postOffice{"STARTTLS": open(t, false, true), "TLS": open(t, true, true), "Plain": open(t, false, false)} {
		security, user, secret := map[string]Security{"STARTTLS": STARTTLS, "TLS": TLS, "Plain": Plain}[name], "portal", "the password"
		if security == Plain {
			user, secret = "", ""
		}
		if err := office.sender(security, user, secret).Send(t.Context(), letter); err != nil || office.taken() != 1 {
			t.Fatalf("%s: %v, %d letters", name, err, office.taken())
		}
		check(t, office.letters[0])
	}
}

func check(t *testing.T, raw string) {
	t.Helper()
	got, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	words := new(mime.WordDecoder)
	subject, err := words.DecodeHeader(got.Header.Get("Subject"))
	if err != nil || subject != letter.Subject {
		t.Errorf("%q, %v", subject, err)
	}
	from, err := got.Header.AddressList("From")
	if err != nil || from[0].Name != "BAQ.KZ редакциясы" || from[0].Address != "no-reply@baq.kz" {
		t.Errorf("%v, %v", from, err)
	}
	if got.Header.Get("Auto-Submitted") != "auto-generated" || !strings.HasSuffix(got.Header.Get("Message-Id"), "@baq.kz>") || got.Header.Get("Date") == "" {
		t.Errorf("%v", got.Header)
	}
	for _, telling := range []string{"X-Mailer", "User-Agent"} {
		if got.Header.Get(telling) != "" {
			t.Errorf("%s: %s", telling, got.Header.Get(telling))
		}
	}
	media, parameters, err := mime.ParseMediaType(got.Header.Get("Content-Type"))
	if err != nil || media != "multipart/alternative" {
		t.Fatalf("%s, %v", media, err)
	}
	parts := multipart.NewReader(got.Body, parameters["boundary"])
	for _, want := range []struct{ media, body string }{{"text/plain", letter.Text}, {"text/html", letter.HTML}} {
		part, err := parts.NextRawPart()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		kind := part.Header.Get("Content-Type")
		if err != nil || !strings.HasPrefix(kind, want.media) || !strings.Contains(kind, "UTF-8") || strings.ReplaceAll(string(body), "\r\n", "\n") != want.body {
			t.Errorf("%s: %q, %v", kind, body, err)
		}
	}
}
