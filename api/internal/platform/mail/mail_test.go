package mail

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"
)

func TestHostileLettersAreRefused(t *testing.T) {
	office := open(t, false, true)
	desk := Desk{Log: slog.New(slog.DiscardHandler), Folder: t.TempDir(), Now: time.Now}
	for name, change := range map[string]func(*Message){
		"nobody":                 func(m *Message) { m.To = "" },
		"two people":             func(m *Message) { m.To = "a@baq.kz, b@baq.kz" },
		"a name":                 func(m *Message) { m.To = "Aigul <aigul@baq.kz>" },
		"a line break":           func(m *Message) { m.To = "aigul@baq.kz\r\nBcc: all@baq.kz" },
		"a command":              func(m *Message) { m.To = "aigul@baq.kz>\r\nRCPT TO:<all@baq.kz" },
		"a Cyrillic а":           func(m *Message) { m.To = "аigul@baq.kz" },
		"no at":                  func(m *Message) { m.To = "aigul" },
		"a long address":         func(m *Message) { m.To = strings.Repeat("a", 300) + "@baq.kz" },
		"a header":               func(m *Message) { m.Subject = "hello\r\nBcc: all@baq.kz" },
		"a bare line feed":       func(m *Message) { m.Subject = "hello\nBcc: all@baq.kz" },
		"a NUL":                  func(m *Message) { m.Subject = "hello\x00" },
		"no subject":             func(m *Message) { m.Subject = "" },
		"a broken subject":       func(m *Message) { m.Subject = "\xff" },
		"a subject of a page":    func(m *Message) { m.Subject = strings.Repeat("ә", 201) },
		"nothing":                func(m *Message) { m.Text = " \n" },
		"a book":                 func(m *Message) { m.Text = strings.Repeat("x", longestBody+1) },
		"bytes that are no text": func(m *Message) { m.Text = "\xff\xfe" },
	} {
		m := letter
		change(&m)
		if err := errors.Join(office.sender(STARTTLS, "", "").Send(t.Context(), m)); err == nil {
			t.Errorf("%s went out", name)
		}
		if err := desk.Send(t.Context(), m); err == nil {
			t.Errorf("%s was kept", name)
		}
	}
	files, err := os.ReadDir(desk.Folder)
	if err != nil || len(files) != 0 || office.taken() != 0 || len(office.rcpts) != 0 {
		t.Errorf("%d files, %d letters, %v", len(files), office.taken(), err)
	}
}

func TestServersAreRead(t *testing.T) {
	for address, password := range map[string]string{
		"": "", "mail.baq.kz": "", "http://mail.baq.kz": "", "smtp://": "", "smtp://mail.baq.kz:0": "", "smtp://mail.baq.kz:70000": "",
		"smtp://mail.baq.kz?tls=none": "", "smtp://10.0.0.1?tls=none": "", "smtp://localhost.evil.example?tls=none": "",
		"smtp://localhost?tls=maybe": "", "smtps://localhost?tls=none": "", "smtp://localhost?tls=none&x=1": "",
		"smtp://portal:secret@mail.baq.kz": "", "smtp://portal@mail.baq.kz": "", "smtp://mail.baq.kz": "secret", "smtp://mail.baq.kz/path": "",
		"smtp://portal@localhost?tls=none": "secret", "smtp://mail.baq.kz\r\n": "",
	} {
		if s, err := ParseServer(address, password); err == nil {
			t.Errorf("%q: %+v", address, s)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: the complaint tells the password: %v", address, err)
		}
	}
	for address, want := range map[string]Server{
		"smtp://mail.baq.kz":                       {Host: "mail.baq.kz", Port: 587, Security: STARTTLS},
		"smtps://mail.baq.kz":                      {Host: "mail.baq.kz", Port: 465, Security: TLS},
		"smtp://localhost?tls=none":                {Host: "localhost", Port: 25, Security: Plain},
		"smtp://[::1]:2525?tls=none":               {Host: "::1", Port: 2525, Security: Plain},
		"smtp://portal%40baq.kz@mail.baq.kz:2587/": {Host: "mail.baq.kz", Port: 2587, Security: STARTTLS, User: "portal@baq.kz", Password: "secret"},
	} {
		if got, err := ParseServer(address, want.Password); err != nil || got != want {
			t.Errorf("%q: %+v, %v", address, got, err)
		}
	}
	for _, bad := range []string{"", "BAQ", "BAQ <>", "редакция@бақ.қаз", "a@b, c@d", "a@b\r\nBcc: c@d"} {
		if from, err := ParseFrom(bad); err == nil {
			t.Errorf("%q: %v", bad, from)
		}
	}
	if from, err := ParseFrom("BAQ редакциясы <no-reply@baq.kz>"); err != nil || from.Address != "no-reply@baq.kz" {
		t.Errorf("%v, %v", from, err)
	}
}

func TestADeskKeepsLetters(t *testing.T) {
	if err := (None{}).Send(t.Context(), letter); !errors.Is(err, ErrNotConfigured) {
		t.Error(err)
	}
	var log bytes.Buffer
	at := time.Date(2026, 11, 28, 15, 0, 0, 0, time.UTC)
	desk := Desk{Log: slog.New(slog.NewJSONHandler(&log, nil)), Folder: t.TempDir() + "/mail", Now: func() time.Time { at = at.Add(1); return at }}
	odd := letter
	odd.To = "a/b=c@baq.kz"
	for _, m := range []Message{letter, odd, letter} {
		if err := desk.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	files, err := os.ReadDir(desk.Folder)
	if err != nil || len(files) != 3 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	text, err := os.ReadFile(desk.Folder + "/" + files[0].Name())
	if err != nil || !strings.Contains(string(text), "To: aigul@baq.kz\nSubject: Құпиясөзді") || !strings.HasSuffix(string(text), letter.Text) {
		t.Errorf("%s, %v", text, err)
	}
	if info, err := files[0].Info(); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if !strings.Contains(log.String(), "link#abc") || strings.Count(log.String(), "\n") != 3 {
		t.Error(log.String())
	}
	desk.Folder = ""
	if err := desk.Send(t.Context(), letter); err != nil {
		t.Error(err)
	}
}
