// Package alerts watches the journal for unusual activity of users and the site
// for robots, and tells those who keep watch (requirement CC-7).
//
// The journal is followed along its chain, exactly once: the place up to which
// it was followed is stored with the alerts. So a crash neither doubles nor loses
// one, and what happened during an outage is caught up with.
package alerts

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Service raises alerts and knows the rules.
type Service struct {
	db      *postgres.Databases
	journal *audit.Journal
	outbox  *outbox.Outbox
	zone    *time.Location
}

// New makes the service; zone is where the newsroom's night is.
func New(db *postgres.Databases, journal *audit.Journal, events *outbox.Outbox, zone *time.Location) *Service {
	return &Service{db: db, journal: journal, outbox: events, zone: zone}
}

// List is a page of alerts, and the cursor of the next (nil: none).
func (s *Service) List(ctx context.Context, q Query) ([]Alert, *string, error) {
	after, err := keyset.Decode[keyset.ByTime](q.Cursor)
	if err != nil {
		return nil, nil, err
	}
	rows, err := list(ctx, s.db.Primary, q, after)
	if err != nil {
		return nil, nil, err
	}
	rows, next := keyset.Page(rows, q.Limit, func(a Alert) any { return keyset.ByTime{At: a.LastAt, ID: a.ID} })
	return rows, next, nil
}

// OpenCounts is how many alerts are open, by severity; none of one is 0.
func (s *Service) OpenCounts(ctx context.Context) (map[Severity]int, error) {
	return openCounts(ctx, s.db.Primary)
}

// Acknowledge closes an alert with a word on what it was. The events that it
// stands for count for no other one.
func (s *Service) Acknowledge(ctx context.Context, id int64, note string) (after Alert, err error) {
	if note = strings.TrimSpace(note); note == "" {
		return Alert{}, ErrNoNote
	}
	err = postgres.InTx(ctx, s.db.Primary, func(ctx context.Context, tx bun.Tx) error {
		closed, err := acknowledge(ctx, tx, id, access.UserID(ctx), note)
		if err != nil {
			return err
		}
		if after, err = find(ctx, tx, id); err != nil {
			return err
		}
		if !closed {
			return ErrAcknowledged
		}
		if after.concerns(access.UserID(ctx)) && after.Severity == Critical {
			return ErrAboutYou
		}
		return s.journal.Record(ctx, tx, audit.Entry{
			Action: "alerts.acknowledge", ObjectType: "alert", ObjectID: id,
			After: map[string]any{"rule": after.Rule, "subjectType": after.SubjectType, "subjectId": after.SubjectID, "count": after.Count, "note": note},
		})
	})
	return after, err
}
