package accounts

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/postgres"
)

// StaffSession is a session of anybody.
type StaffSession struct {
	Session
	UserName string
}

// bySeen is the key of the list of all sessions, the latest used first. The ids
// of sessions are no numbers, as those of keyset.ByTime are.
type bySeen struct {
	At time.Time `json:"t"`
	ID uuid.UUID `json:"i"`
}

// StaffSessions is a page of all living sessions, the latest used first, and the
// cursor of the next. The search looks for a part of the name, the e-mail or the
// address.
func (s *Service) StaffSessions(ctx context.Context, search, cursor string, limit int) ([]StaffSession, *string, error) {
	after, err := keyset.Decode[bySeen](cursor)
	if err == nil && after != nil && (after.At.UTC().Year() < 1 || after.At.UTC().Year() > 9999) {
		err = keyset.ErrBadCursor
	}
	if err != nil {
		return nil, nil, err
	}
	rows, err := pageOfSessions(ctx, s.db, search, after, s.now(), limit+1)
	rows, next := keyset.Page(rows, limit, func(one StaffSession) any { return bySeen{At: one.LastSeenAt, ID: one.ID} })
	return rows, next, err
}

// SessionsOf are the living sessions of somebody, the newest first. It refuses
// with ErrUserNotFound.
func (s *Service) SessionsOf(ctx context.Context, id int64) ([]Session, error) {
	if _, err := oneUser(ctx, s.db, whereID, id); err != nil {
		return nil, err
	}
	return livingSessions(ctx, s.db, id, s.now())
}

// EndSessionOf ends one session of somebody, who may be by. It refuses with
// ErrUserNotFound, ErrNotManageable and ErrSessionNotFound.
func (s *Service) EndSessionOf(ctx context.Context, by access.Principal, id int64, session uuid.UUID) error {
	return s.endOf(ctx, by, id, func(ctx context.Context, tx bun.Tx, u User) (audit.Entry, error) {
		now := s.now()
		ended, err := endOne(ctx, tx, id, session, now)
		if err == nil && !ended {
			err = ErrSessionNotFound
		}
		return audit.Entry{
			Action: "accounts.end_session_of", ObjectType: "session", ObjectID: session,
			After: map[string]any{"userId": id, "user": u.Name, "endedAt": now},
		}, err
	})
}

// EndSessionsOf ends all sessions of somebody, who may be by. It refuses with
// ErrUserNotFound and ErrNotManageable.
func (s *Service) EndSessionsOf(ctx context.Context, by access.Principal, id int64) error {
	return s.endOf(ctx, by, id, func(ctx context.Context, tx bun.Tx, u User) (audit.Entry, error) {
		n, err := endAll(ctx, tx, id, s.now())
		return audit.Entry{
			Action: "accounts.end_sessions_of", ObjectType: "user", ObjectID: id, After: map[string]any{"user": u.Name, "sessions": n},
		}, err
	})
}

func (s *Service) endOf(ctx context.Context, by access.Principal, id int64, do changeOfUser) error {
	return postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		user, err := oneUser(ctx, tx, whereIDHeld, id)
		if err != nil {
			return err
		}
		if by.UserID != id && !manageable(by, user) {
			return ErrNotManageable
		}
		entry, err := do(ctx, tx, user)
		if err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, entry)
	})
}
