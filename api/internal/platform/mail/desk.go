package mail

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"
)

// Desk is the mail of a developer's desk and of tests: every letter goes into
// the log in full, and as a file into a folder. A link in it can be opened by
// whoever reads them: it is not for production.
type Desk struct {
	Log    *slog.Logger
	Folder string // made when it is needed; empty: only the log
	Now    func() time.Time
}

// Send implements Sender.
func (d Desk) Send(ctx context.Context, m Message) error {
	if err := m.check(); err != nil {
		return err
	}
	d.Log.InfoContext(ctx, "a letter", "to", m.To, "subject", m.Subject, "text", m.Text)
	if d.Folder == "" {
		return nil
	}
	if err := os.MkdirAll(d.Folder, 0o700); err != nil {
		return fmt.Errorf("mail: the folder can't be made: %w", err)
	}
	letter := fmt.Sprintf("To: %s\nSubject: %s\n\n%s", m.To, m.Subject, m.Text)
	return os.WriteFile(filepath.Join(d.Folder, d.file(m.To)), []byte(letter), 0o600)
}

// file is the name of a letter's file: the files of a folder stand in the order
// in which they were written.
func (d Desk) file(to string) string {
	safe := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("@.-_", r) {
			return r
		}
		return '_'
	}, to)
	return d.Now().UTC().Format("20060102T150405.000000000") + " " + safe + ".txt"
}
