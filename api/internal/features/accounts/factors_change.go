package accounts

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/postgres"
)

// FactorsChanged says that what somebody logs in with is no longer what it was.
// People are told: it may not have been them.
type FactorsChanged struct {
	UserID int64 `json:"userId"`
	// Change is the journal's action without its feature, such as "add_passkey";
	// "password" and "use_recovery_code" besides.
	Change string    `json:"change"`
	At     time.Time `json:"at"`
}

// EventName implements outbox.Event.
func (FactorsChanged) EventName() string { return "accounts.factors_changed" }

// change is what the journal keeps of a change of factors; never a secret.
type change struct{ before, after any }

// Security is what p can prove with who it is.
func (s *Service) Security(ctx context.Context, p access.Principal) (Factors, error) {
	return factorsOf(ctx, s.db, p.UserID)
}

// changeFactors runs one change of p's own factors, with its entry and event.
// The user's row is held: of two removals at once the second sees the first. A
// session that has ended since the request was let in changes nothing.
func (s *Service) changeFactors(ctx context.Context, p access.Principal, action string, do func(context.Context, bun.Tx, Factors) (change, error)) error {
	return postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		if _, err := oneUser(ctx, tx, whereIDHeld, p.UserID); err != nil {
			return err
		}
		_, living, err := livingSession(ctx, tx, bearer{userID: p.UserID, sessionID: p.SessionID}, s.now())
		if err != nil {
			return err
		}
		if !living {
			return ErrSessionEnded
		}
		have, err := factorsOf(ctx, tx, p.UserID)
		if err != nil {
			return err
		}
		done, err := do(ctx, tx, have)
		if err != nil {
			return err
		}
		return s.factorsChanged(ctx, tx, p.UserID, action, done)
	})
}

// endUnproved ends the other sessions of p when the first second factor is set up,
// and says how many: they were opened with the password alone, which somebody else
// may know. have is what there was before.
func (s *Service) endUnproved(ctx context.Context, tx bun.Tx, p access.Principal, have Factors) (int64, error) {
	if have.second() {
		return 0, nil
	}
	return endOthers(ctx, tx, p.UserID, p.SessionID, s.now())
}

func (s *Service) factorsChanged(ctx context.Context, tx bun.Tx, userID int64, action string, done change) error {
	err := s.journal.Record(ctx, tx, audit.Entry{
		Action: "accounts." + action, ObjectType: "user", ObjectID: userID, Before: done.before, After: done.after,
	})
	if err != nil {
		return err
	}
	return s.tell(ctx, tx, userID, action)
}

// tell has a change of what somebody logs in with told to them.
func (s *Service) tell(ctx context.Context, tx bun.Tx, userID int64, change string) error {
	return s.outbox.Publish(ctx, tx, FactorsChanged{UserID: userID, Change: change, At: s.now()})
}

// RemoveSecondFactors takes all second factors from somebody who has lost them,
// and ends all their sessions: whoever asks for it on the phone may be somebody
// else. It refuses with ErrUserNotFound, ErrNotManageable and ErrNoFactor.
func (s *Service) RemoveSecondFactors(ctx context.Context, p access.Principal, id int64) error {
	return s.forget(ctx, id, func(target User) bool { return manageable(p, target) })
}

// ForgetFactors is RemoveSecondFactors for a command on the server, which no
// rights limit: what got lost may be the only administrator's phone.
func (s *Service) ForgetFactors(ctx context.Context, id int64) error {
	return s.forget(ctx, id, func(User) bool { return true })
}

func (s *Service) forget(ctx context.Context, id int64, may func(User) bool) error {
	return postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		target, err := oneUser(ctx, tx, whereIDHeld, id)
		if err != nil {
			return err
		}
		if !may(target) {
			return ErrNotManageable
		}
		have, err := factorsOf(ctx, tx, id)
		if err != nil {
			return err
		}
		if !have.second() {
			return ErrNoFactor
		}
		if err := deleteFactors(ctx, tx, id); err != nil {
			return err
		}
		ended, err := endAll(ctx, tx, id, s.now())
		if err != nil {
			return err
		}
		return s.factorsChanged(ctx, tx, id, "remove_second_factors", change{
			before: map[string]any{"totp": have.TotpSince != nil, "passkeys": len(have.Passkeys)},
			after:  map[string]any{"totp": false, "passkeys": 0, "sessionsEnded": ended},
		})
	})
}
