// Package credentials hands secrets over: encrypted to one receiver, and with a
// record of what went to whom (requirements AC-1 to AC-4). It knows the texts
// that go with that: the letter with the list of staff, the notice of a coming
// change, and the checklist of a hand-over.
package credentials

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Service makes packages and remembers them.
type Service struct {
	db      *postgres.Databases
	journal *audit.Journal
	now     func() time.Time
}

// New makes the service.
func New(db *postgres.Databases, journal *audit.Journal, now func() time.Time) *Service {
	return &Service{db: db, journal: journal, now: func() time.Time { return now().UTC().Truncate(time.Microsecond) }}
}

// HandOut writes a package to a path where nothing is yet, and records the issue.
// What belongs together with it, such as a new password, is done in the same
// transaction. There is no package without its record: the file comes into its
// place after the commit, and when anything fails, nothing is left of it.
func (s *Service) HandOut(ctx context.Context, p Package, path string, together ...func(context.Context, bun.Tx) error) (issue Issue, err error) {
	if err := p.check(); err != nil {
		return issue, err
	}
	key, err := readKey(p.Key)
	if err != nil {
		return issue, err
	}
	d, err := newDraft(path)
	if err != nil {
		return issue, err
	}
	defer func() {
		if err != nil {
			d.discard()
		}
	}()
	issue = Issue{IssuedAt: s.now(), IssuedBy: p.By, Recipient: p.To, RecipientKey: p.Key, Contents: p.names()}
	sum := sha256.New()
	size := &counter{}
	if err := seal(io.MultiWriter(d.file, sum, size), key, p.Files, issue.IssuedAt); err != nil {
		return issue, err
	}
	if err := d.finish(); err != nil {
		return issue, err
	}
	issue.SHA256, issue.Bytes = hex.EncodeToString(sum.Sum(nil)), size.bytes
	if err := s.record(ctx, &issue, together); err != nil {
		return issue, err
	}
	if err := d.settle(); err != nil {
		return issue, fmt.Errorf("the issue is recorded as no. %d, and its file could not be put into its place: %w", issue.ID, err)
	}
	return issue, nil
}

// record keeps the issue, with its entry in the journal.
func (s *Service) record(ctx context.Context, issue *Issue, together []func(context.Context, bun.Tx) error) error {
	return postgres.InTx(ctx, s.db.Primary, func(ctx context.Context, tx bun.Tx) error {
		for _, do := range together {
			if err := do(ctx, tx); err != nil {
				return err
			}
		}
		id, err := insert(ctx, tx, *issue)
		if err != nil {
			return err
		}
		issue.ID = id
		return s.journal.Record(ctx, tx, audit.Entry{Action: "credentials.issue", ObjectType: "credential_issue", ObjectID: id, After: map[string]any{
			"issuedBy": issue.IssuedBy, "recipient": issue.Recipient, "recipientKey": issue.RecipientKey, "contents": issue.Contents,
			"sha256": issue.SHA256, "bytes": issue.Bytes,
		}})
	})
}

// Issues are a page of the packages, the newest first, and the cursor of the
// next page (nil: none).
func (s *Service) Issues(ctx context.Context, cursor string, limit int) ([]Issue, *string, error) {
	after, err := keyset.Decode[keyset.ByID](cursor)
	if err != nil {
		return nil, nil, err
	}
	rows, err := page(ctx, s.db.Primary, after, limit)
	rows, next := keyset.Page(rows, limit, func(i Issue) any { return keyset.ByID{ID: i.ID} })
	return rows, next, err
}

// counter counts what is written.
type counter struct{ bytes int64 }

// Write implements io.Writer.
func (c *counter) Write(p []byte) (int, error) {
	c.bytes += int64(len(p))
	return len(p), nil
}
