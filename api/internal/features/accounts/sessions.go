package accounts

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Logout ends the session that p is in. It may have ended already.
func (s *Service) Logout(ctx context.Context, p access.Principal) error {
	_, err := s.end(ctx, p, p.SessionID, "accounts.logout")
	return err
}

// EndSession ends one session of p; ErrSessionNotFound for anybody else's.
func (s *Service) EndSession(ctx context.Context, p access.Principal, id uuid.UUID) error {
	ended, err := s.end(ctx, p, id, "accounts.end_session")
	if err == nil && !ended {
		return ErrSessionNotFound
	}
	return err
}

func (s *Service) end(ctx context.Context, p access.Principal, id uuid.UUID, action string) (ended bool, err error) {
	now := s.now()
	err = postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		if ended, err = endOne(ctx, tx, p.UserID, id, now); err != nil || !ended {
			return err
		}
		return s.journal.Record(ctx, tx, audit.Entry{Action: action, ObjectType: "session", ObjectID: id, After: map[string]time.Time{"endedAt": now}})
	})
	return ended, err
}

// LogoutEverywhere ends all sessions of p.
func (s *Service) LogoutEverywhere(ctx context.Context, p access.Principal) error {
	return postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		n, err := endAll(ctx, tx, p.UserID, s.now())
		if err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, audit.Entry{
			Action: "accounts.logout_everywhere", ObjectType: "user", ObjectID: p.UserID, After: map[string]int64{"sessions": n},
		})
	})
}

// Sessions are the living sessions of p, the newest first, 200 at the most.
func (s *Service) Sessions(ctx context.Context, p access.Principal) ([]Session, error) {
	return livingSessions(ctx, s.db, p.UserID, s.now())
}

const (
	// sessionsKept is how long a session that is over can still be looked into.
	sessionsKept = 30 * 24 * time.Hour
	// usedTokensKept is how long the reuse of a refresh token is noticed; an
	// older one is refused as unknown.
	usedTokensKept = 14 * 24 * time.Hour
)

// PurgeSessions deletes what is of no more use, known devices among it, and says
// how many rows; for a job. It may run on several nodes at once.
func (s *Service) PurgeSessions(ctx context.Context) (rows int64, err error) {
	err = postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		now := s.now()
		rows, err = purgeSessions(ctx, tx, now.Add(-sessionsKept), now.Add(-usedTokensKept), now.Add(-deviceLife))
		if err != nil {
			return err
		}
		over, err := purgeChallenges(ctx, tx, now)
		if err != nil {
			return err
		}
		links, err := purgeLinks(ctx, tx, now.Add(-linksKept))
		rows += over + links
		return err
	})
	return rows, err
}
