package mail

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// patience bounds each step of a delivery. A job has a minute in all.
const patience = 10 * time.Second

// SMTP hands letters to a server.
type SMTP struct {
	server  Server
	from    *mail.Address
	roots   *x509.CertPool // nil: the system's
	timeout time.Duration
}

// NewSMTP makes a sender whose letters come from the given address.
func NewSMTP(server Server, from *mail.Address) *SMTP {
	return &SMTP{server: server, from: from, timeout: patience}
}

// Send implements Sender: one connection for one letter. What goes wrong after
// the server took the letter is no error, so that it is not sent again.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	if err := m.check(); err != nil {
		return err
	}
	letter, err := s.compose(m)
	if err != nil {
		return err
	}
	client, err := s.client()
	if err != nil {
		return err
	}
	connection, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return fmt.Errorf("mail: %s does not let us in: %w", s.server.Host, err)
	}
	err = client.SendWithSMTPClient(connection, letter)
	_ = client.CloseWithSMTPClient(connection)
	if err != nil {
		return fmt.Errorf("mail: %s does not take the letter: %w", s.server.Host, err)
	}
	return nil
}

// Check logs in and says goodbye, to find out whether letters would go out.
func (s *SMTP) Check(ctx context.Context) error {
	client, err := s.client()
	if err != nil {
		return err
	}
	connection, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return fmt.Errorf("mail: %s does not let us in: %w", s.server.Host, err)
	}
	_ = client.CloseWithSMTPClient(connection)
	return nil
}

func (s *SMTP) client() (*gomail.Client, error) {
	options := []gomail.Option{
		gomail.WithPort(s.server.Port), gomail.WithTimeout(s.timeout), gomail.WithHELO(s.domain()),
		gomail.WithTLSConfig(&tls.Config{ServerName: s.server.Host, MinVersion: tls.VersionTLS12, RootCAs: s.roots}),
	}
	switch s.server.Security {
	case TLS:
		options = append(options, gomail.WithSSL())
	case Plain:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.server.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
			gomail.WithUsername(s.server.User), gomail.WithPassword(s.server.Password))
	}
	return gomail.NewClient(s.server.Host, options...)
}

// compose makes the letter as it travels. Nothing in it names this machine or
// its programs.
func (s *SMTP) compose(m Message) (*gomail.Msg, error) {
	letter := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	letter.FromMailAddress(s.from)
	if err := letter.To(m.To); err != nil {
		return nil, err
	}
	letter.Subject(m.Subject)
	letter.SetDate()
	letter.SetMessageIDWithValue(strings.ToLower(rand.Text()) + "@" + s.domain())
	letter.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no holiday notes, please
	letter.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		letter.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	return letter, nil
}

func (s *SMTP) domain() string {
	return s.from.Address[strings.LastIndexByte(s.from.Address, '@')+1:]
}
