// Package approvals has a second person look at mass deletion and mass
// unpublishing before it happens.
//
// Guard stands before the journal: it refuses an entry, and with it the change,
// when its person has done so much of the kind within the rule's window that more
// needs somebody else's word. The rule's threshold and window are those of
// features/alerts, where they are edited; a rule that is switched off asks nobody.
package approvals

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/features/alerts"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/postgres"
)

// mayGrant is the permission to answer the requests of others.
const mayGrant access.Permission = "approvals.grant"

// Service knows who was allowed what by whom.
type Service struct {
	db      *postgres.Databases
	journal *audit.Journal
	rules   *alerts.Service
}

// New makes the service. Its Guard has to be added to the journal.
func New(db *postgres.Databases, journal *audit.Journal, rules *alerts.Service) *Service {
	return &Service{db: db, journal: journal, rules: rules}
}

// List is a page of requests, and the cursor of the next (nil: none). Who may
// not grant sees their own.
func (s *Service) List(ctx context.Context, q Query) ([]Approval, *string, error) {
	if p, ok := access.From(ctx); ok && !p.May(mayGrant) {
		q.Of = p.UserID
	}
	after, err := keyset.Decode[keyset.ByTime](q.Cursor)
	if err != nil {
		return nil, nil, err
	}
	rows, err := list(ctx, s.db.Primary, q, after)
	if err != nil {
		return nil, nil, err
	}
	rows, next := keyset.Page(rows, q.Limit, func(a Approval) any { return keyset.ByTime{At: a.RequestedAt, ID: a.ID} })
	return rows, next, nil
}

// leastReason is how many letters a reason has, spaces around it left out.
const leastReason = 5

// Ask asks a second person for amount more of a kind.
func (s *Service) Ask(ctx context.Context, kind Kind, amount int, reason string) (made Approval, err error) {
	if reason = strings.TrimSpace(reason); utf8.RuneCountInString(reason) < leastReason {
		return Approval{}, ErrNoReason
	}
	p, _ := access.From(ctx)
	err = postgres.InTx(ctx, s.db.Primary, func(ctx context.Context, tx bun.Tx) error {
		if err := oneByOne(ctx, tx, p.UserID, kind); err != nil {
			return err
		}
		living, today, err := asked(ctx, tx, p.UserID, kind)
		switch {
		case err != nil:
			return err
		case living:
			return ErrAlreadyAsked
		case today >= askedPerDay:
			limited := *ErrTooMany
			limited.RetryAfter = time.Hour
			return &limited
		}
		id, err := insert(ctx, tx, p.UserID, kind, amount, reason)
		if err != nil {
			return err
		}
		if made, err = find(ctx, tx, id, false); err != nil {
			return err
		}
		return s.record(ctx, tx, "approvals.ask", id, nil, map[string]any{"kind": kind, "amount": amount, "reason": reason})
	})
	return made, err
}

// Grant lets the other person do what they asked for, for an hour from now.
func (s *Service) Grant(ctx context.Context, id int64) (Approval, error) {
	return s.answer(ctx, "approvals.grant", id, Granted, "")
}

// Refuse says no, and why.
func (s *Service) Refuse(ctx context.Context, id int64, note string) (Approval, error) {
	if note = strings.TrimSpace(note); note == "" {
		return Approval{}, ErrNoNote
	}
	return s.answer(ctx, "approvals.refuse", id, Refused, note)
}

func (s *Service) answer(ctx context.Context, action string, id int64, to State, note string) (Approval, error) {
	return s.decide(ctx, action, id, to, note, func(p access.Principal, a Approval) error {
		switch {
		case a.RequestedBy == p.UserID:
			return ErrOwn
		case p.KeyID != 0:
			return ErrPersonNeeded
		case a.State != Open:
			return ErrNotOpen
		}
		return nil
	})
}

// Withdraw takes one's own request back, also one that was granted and is not
// used up.
func (s *Service) Withdraw(ctx context.Context, id int64) (Approval, error) {
	return s.decide(ctx, "approvals.withdraw", id, Withdrawn, "", func(p access.Principal, a Approval) error {
		switch {
		case a.RequestedBy != p.UserID:
			return ErrNotFound
		case a.State != Open && a.State != Granted:
			return ErrNotOpen
		}
		return nil
	})
}

// decide brings a request into a state, when may allows it to the caller. The row
// is held meanwhile: of two who answer at once the second finds it answered.
func (s *Service) decide(ctx context.Context, action string, id int64, to State, note string, may func(access.Principal, Approval) error) (after Approval, err error) {
	p, _ := access.From(ctx)
	err = postgres.InTx(ctx, s.db.Primary, func(ctx context.Context, tx bun.Tx) error {
		before, err := find(ctx, tx, id, true)
		if err != nil {
			return err
		}
		if err := may(p, before); err != nil {
			return err
		}
		if err := store(ctx, tx, id, to, p.UserID, note); err != nil {
			return err
		}
		if after, err = find(ctx, tx, id, false); err != nil {
			return err
		}
		stands := func(a Approval) map[string]any {
			return map[string]any{"state": a.State, "expiresAt": a.ExpiresAt, "note": a.Note}
		}
		return s.record(ctx, tx, action, id, stands(before), stands(after))
	})
	return after, err
}

func (s *Service) record(ctx context.Context, tx bun.Tx, action string, id int64, before, after any) error {
	return s.journal.Record(ctx, tx, audit.Entry{Action: action, ObjectType: "approval", ObjectID: id, Before: before, After: after})
}
