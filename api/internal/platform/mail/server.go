package mail

import (
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"strconv"
)

// Security is how the way to a mail server is encrypted.
type Security int

// The ways. There is none that encrypts only when the server offers it: whoever
// sits between could take the offer away.
const (
	STARTTLS Security = iota + 1 // demanded before anything is said
	TLS                          // from the first byte
	Plain                        // not at all; only to this machine
)

// Server is where letters are handed in.
type Server struct {
	Host     string
	Port     int
	Security Security
	User     string // empty: no login
	Password string
}

// The usual ports: submission (RFC 6409, RFC 8314), and a relay on this machine.
const (
	submissionPort    = 587
	submissionTLSPort = 465
	relayPort         = 25
)

// ParseServer reads smtp://[user@]host[:port] (STARTTLS, port 587) or
// smtps://[user@]host[:port] (TLS, port 465). A user that is an e-mail is
// written with %40. A relay on this machine may be smtp://localhost?tls=none (port 25).
// The password does not belong into the address: addresses are shown.
func ParseServer(address, password string) (Server, error) {
	u, err := url.Parse(address)
	if err != nil {
		return Server{}, errors.New("it is no address")
	}
	if _, there := u.User.Password(); there {
		return Server{}, errors.New("the password belongs into PORTAL_SMTP_PASSWORD_FILE")
	}
	if u.Hostname() == "" || (u.Path != "" && u.Path != "/") || u.Fragment != "" {
		return Server{}, errors.New("smtp://[user@]host[:port] or smtps://[user@]host[:port] is needed")
	}
	s := Server{Host: u.Hostname(), User: u.User.Username(), Password: password}
	if s.Security, s.Port, err = security(u); err != nil {
		return Server{}, err
	}
	if text := u.Port(); text != "" {
		if s.Port, err = strconv.Atoi(text); err != nil || s.Port < 1 || s.Port > 65535 {
			return Server{}, fmt.Errorf("%q is no port", text)
		}
	}
	if (s.User == "") != (password == "") {
		return Server{}, errors.New("a user in the address and a password in PORTAL_SMTP_PASSWORD_FILE go together")
	}
	if s.Security == Plain && s.User != "" {
		return Server{}, errors.New("with tls=none there is no login: the password would be read on the way")
	}
	return s, nil
}

// security is the way that the scheme stands for, and its usual port.
func security(u *url.URL) (Security, int, error) {
	choice := u.Query().Get("tls")
	switch {
	case u.Scheme == "smtps" && u.RawQuery == "":
		return TLS, submissionTLSPort, nil
	case u.Scheme == "smtp" && u.RawQuery == "":
		return STARTTLS, submissionPort, nil
	case u.Scheme == "smtp" && choice == "none" && u.RawQuery == "tls=none":
		if !loopback(u.Hostname()) {
			return 0, 0, errors.New("tls=none is for a server on this machine alone")
		}
		return Plain, relayPort, nil
	}
	return 0, 0, errors.New("only smtp:// (with ?tls=none on this machine) and smtps:// are understood")
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// ParseFrom reads a sender such as "BAQ.KZ <no-reply@baq.kz>".
func ParseFrom(text string) (*mail.Address, error) {
	from, err := mail.ParseAddress(text)
	if err != nil {
		return nil, fmt.Errorf("%q is no sender: %w", text, err)
	}
	if !ascii(from.Address) || len(from.Address) > longestAddress {
		return nil, fmt.Errorf("%q is no sender: its address must be ASCII", text)
	}
	return from, nil
}
