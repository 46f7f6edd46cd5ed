package accounts

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Refresh exchanges a refresh token for new tokens and prolongs the session. It
// refuses with ErrRefreshRefused, and with ErrRefreshReused after it has ended
// the session of a token that was used before (see reuseGrace). It is not
// limited: 256 bits can't be guessed.
func (s *Service) Refresh(ctx context.Context, token string) (SignedIn, error) {
	in, hash, now, reused := SignedIn{AccessLife: s.tokens.life}, refreshToken(token).hash(), s.now(), false
	err := postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		row, found, err := lockRefreshed(ctx, tx, hash, now)
		if err != nil {
			return err
		}
		if !found {
			return ErrRefreshRefused
		}
		usedAt, err := useRefreshToken(ctx, tx, hash, now)
		if err != nil {
			return err
		}
		if reused = stolen(usedAt, now); reused {
			return s.endStolen(ctx, tx, row, now)
		}
		in.Principal = row.principal()
		in.ExpiresAt = expiry(row.CreatedAt, now, s.sessionLife)
		if err := prolongSession(ctx, tx, row.SessionID, now, in.ExpiresAt, access.Origin(ctx)); err != nil {
			return err
		}
		in.RefreshToken, err = s.handOut(ctx, tx, row.SessionID, now)
		return err
	})
	if err == nil && reused {
		err = ErrRefreshReused
	}
	if err != nil {
		return SignedIn{}, err
	}
	// Signed after the transaction, which must not wait for a second connection.
	in.AccessToken, err = s.tokens.issue(ctx, bearer{userID: in.Principal.UserID, sessionID: in.Principal.SessionID})
	return in, err
}

// endStolen ends the session, of the thief and of the robbed alike: nobody can
// tell which of the two is asking.
func (s *Service) endStolen(ctx context.Context, tx bun.Tx, row principalRow, now time.Time) error {
	if _, err := endOne(ctx, tx, row.UserID, row.SessionID, now); err != nil {
		return err
	}
	err := s.journal.Record(ctx, tx, audit.Entry{
		Action: "accounts.refresh_reused", ObjectType: "session", ObjectID: row.SessionID,
		After: map[string]any{"userId": row.UserID, "endedAt": now},
	})
	if err != nil {
		return err
	}
	return s.outbox.Publish(ctx, tx, RefreshReused{UserID: row.UserID, SessionID: row.SessionID})
}
