// Package mail sends letters to single people: over SMTP where a server is
// configured, and into the log and a folder on a desk.
//
// A letter has a text and a simple HTML part of the same words. Nothing in it
// is fetched from elsewhere, and nothing tells whether it was read.
package mail

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Message is one letter to one person.
type Message struct {
	To      string // a bare address in ASCII, such as "aigul@baq.kz"
	Subject string // one line
	Text    string
	HTML    string // the same words; empty: none
}

// Sender sends letters. An error means that the letter may not have gone out:
// who sends it again may send it twice.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// ErrNotConfigured is the error of a portal without a mail server.
var ErrNotConfigured = errors.New("no mail server is configured (PORTAL_SMTP)")

// None sends nothing, and says so.
type None struct{}

// Send implements Sender.
func (None) Send(context.Context, Message) error { return ErrNotConfigured }

const (
	longestAddress = 254 // RFC 5321, 4.5.3.1.3 with its errata
	longestSubject = 200 // characters; more is no subject
	longestBody    = 256 << 10
)

// check refuses what could add a header, a recipient or a command of its own.
func (m Message) check() error {
	parsed, err := mail.ParseAddress(m.To)
	if err != nil || parsed.Name != "" || parsed.Address != m.To || len(m.To) > longestAddress || !ascii(m.To) {
		return fmt.Errorf("mail: %q is no bare address", m.To)
	}
	if m.Subject == "" || utf8.RuneCountInString(m.Subject) > longestSubject || !utf8.ValidString(m.Subject) ||
		strings.ContainsFunc(m.Subject, unicode.IsControl) {
		return fmt.Errorf("mail: %q is no subject", m.Subject)
	}
	if strings.TrimSpace(m.Text) == "" || len(m.Text)+len(m.HTML) > longestBody || !utf8.ValidString(m.Text+m.HTML) {
		return errors.New("mail: the letter is empty, too long or no UTF-8")
	}
	return nil
}

// ascii tells whether there are only letters, digits and signs of ASCII.
func ascii(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r >= unicode.MaxASCII })
}
