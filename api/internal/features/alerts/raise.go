package alerts

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/features/accounts"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Raise is what somebody saw that a rule is about.
type Raise struct {
	Rule        string
	SubjectType SubjectType
	SubjectID   string
	Subject     string // by name; empty: a user's is looked up, else the id
	Details     any    // names and numbers, for people; encodes to a JSON object
	Count       int64  // of events; 0 is 1
}

// Raise raises an alert, or adds to the one that is open, in a transaction of
// its own. A rule that is switched off raises nothing.
func (s *Service) Raise(ctx context.Context, r Raise) error {
	return postgres.InTx(ctx, s.db.Primary, func(ctx context.Context, tx bun.Tx) error { return s.RaiseIn(ctx, tx, r) })
}

// RaiseIn is Raise in the caller's transaction.
func (s *Service) RaiseIn(ctx context.Context, tx bun.Tx, r Raise) error {
	rule, err := s.Setting(ctx, tx, r.Rule)
	if err != nil || !rule.Enabled {
		return err
	}
	now, err := clock(ctx, tx)
	if err != nil {
		return err
	}
	h := hit{subject: subject{r.SubjectType, r.SubjectID}, name: r.Subject, first: now, last: now, count: max(r.Count, 1), details: r.Details}
	return s.raise(ctx, tx, rule.Rule, h)
}

// subject is whom an alert is about.
type subject struct {
	kind SubjectType
	id   string
}

// hit is activity that a rule calls unusual.
type hit struct {
	subject     subject
	name        string // empty: to be looked up
	first, last time.Time
	count       int64 // of the events that no alert stands for yet
	details     any
}

// raise stores a hit. A new alert is journalled, so that none goes without a
// trace, and told to those who listen.
func (s *Service) raise(ctx context.Context, tx bun.Tx, rule Rule, h hit) error {
	details, err := json.Marshal(h.details)
	if err != nil {
		return fmt.Errorf("details of %s: %w", rule.Key, err)
	}
	if h.details == nil {
		details = []byte("{}")
	}
	if h.name == "" {
		if h.name, err = nameOf(ctx, tx, h.subject); err != nil {
			return err
		}
	}
	id, fresh, err := upsert(ctx, tx, rule, h, string(details))
	if err != nil || !fresh {
		return err
	}
	err = s.journal.Record(ctx, tx, audit.Entry{
		Action: "alerts.raise", ObjectType: "alert", ObjectID: id,
		After: map[string]any{"rule": rule.Key, "severity": rule.Severity, "subjectType": h.subject.kind, "subjectId": h.subject.id, "details": h.details},
	})
	if err != nil {
		return err
	}
	return s.outbox.Publish(ctx, tx, Raised{ID: id, Rule: rule.Key, Severity: rule.Severity})
}

func nameOf(ctx context.Context, db bun.IDB, about subject) (string, error) {
	id, err := strconv.ParseInt(about.id, 10, 64)
	if about.kind != User || err != nil {
		return about.id, nil
	}
	names, err := accounts.Names(ctx, db, []int64{id})
	if name := names[id]; name != "" {
		return name, err
	}
	return about.id, err
}
