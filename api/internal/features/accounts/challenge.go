package accounts

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/postgres"
)

const (
	// challengeLife is how long the second step may take: long enough to find the
	// phone, short enough that a proved password does not lie about.
	challengeLife = 5 * time.Minute
	// challengeGuesses is how many wrong answers a challenge survives, less one.
	// Three of a million codes are right at a time; the limits on guessing hold
	// besides, so that a right password does not buy new challenges without end.
	challengeGuesses = 5
)

// SecondFactorNeeded is the answer to a right password of somebody who has a
// second factor. It is an error, so that nobody who forgets it takes half a
// login for a whole one.
type SecondFactorNeeded struct {
	Challenge string // names this login in its second step
	Methods   []Method
	ExpiresAt time.Time
}

// Error implements error.
func (*SecondFactorNeeded) Error() string { return "accounts: a second factor is needed" }

// Purposes of what waits for its second step.
const (
	forSecondFactor   = "second_factor"
	forPasskeyLogin   = "passkey_login"
	forPasskeyConfirm = "passkey_confirm"
	forPasskeyAdd     = "passkey_add"
)

// Reasons of refusals, for the journal.
const (
	changedMeanwhile  = "changed meanwhile" // the user, since the first step
	challengeOver     = "challenge over"
	disabledUser      = "disabled user"
	wrongSecondFactor = "wrong second factor"
)

// newChallengeID is 256 random bits. The database keeps a hash only.
func newChallengeID() string { return base64.RawURLEncoding.EncodeToString(random(32)) }

func challengeHash(id string) []byte {
	sum := sha256.Sum256([]byte(id))
	return sum[:]
}

// challenge keeps that the password was right.
func (s *Service) challenge(ctx context.Context, tx bun.Tx, c credentials, have Factors) (*SecondFactorNeeded, error) {
	needed := &SecondFactorNeeded{Challenge: newChallengeID(), Methods: have.methods(), ExpiresAt: s.now().Add(challengeLife)}
	err := insertChallenge(ctx, tx, challengeRow{
		Hash: challengeHash(needed.Challenge), Purpose: forSecondFactor, UserID: &c.ID, Version: &c.Version, ExpiresAt: needed.ExpiresAt,
	})
	if err != nil {
		return nil, err
	}
	return needed, s.journal.Record(ctx, tx, audit.Entry{
		Action: "accounts.ask_second_factor", ObjectType: "user", ObjectID: c.ID, After: map[string]any{"methods": needed.Methods},
	})
}

// ProveSecondFactor ends a login whose password was right with a code of the
// authenticator app or a recovery code. It refuses with ErrChallengeOver when
// the login must begin anew, with ErrWrongCode and ErrTooManyAttempts.
func (s *Service) ProveSecondFactor(ctx context.Context, challenge, code string) (SignedIn, error) {
	hash := challengeHash(challenge)
	c, found, err := challenged(ctx, s.db, hash, s.now())
	if err != nil {
		return SignedIn{}, err
	}
	if !found {
		return SignedIn{}, ErrChallengeOver
	}
	attempt, v, err := s.begin(ctx, c.Email)
	if err != nil {
		return SignedIn{}, err
	}
	if !v.allowed {
		return SignedIn{}, s.refuseLimited(ctx, c.Email, v)
	}
	proof, err := s.read(ctx, c.ID, code)
	var in SignedIn
	var refusal error
	if err == nil {
		in, refusal, err = s.secondStep(ctx, hash, c, proof)
	}
	if err != nil {
		s.guesses.withdraw(ctx, attempt) // the code was not looked at
		return SignedIn{}, err
	}
	if refusal != nil {
		return SignedIn{}, refusal
	}
	s.guesses.succeed(ctx, attempt)
	return s.sign(ctx, in)
}

// secondStep spends challenge and code and opens the session. A refusal is no
// error within the transaction: the failure counts and is journalled.
func (s *Service) secondStep(ctx context.Context, hash []byte, c credentials, proof typed) (in SignedIn, refusal error, err error) {
	err = postgres.InTx(ctx, s.db, func(ctx context.Context, tx bun.Tx) error {
		in, refusal, err = SignedIn{}, nil, nil
		unchanged, err := lockUnchanged(ctx, tx, c)
		if err != nil {
			return err
		}
		if !unchanged {
			refusal = ErrChallengeOver
			return s.journal.Record(ctx, tx, refusedLogin(c.Email, c.ID, changedMeanwhile))
		}
		left, err := holdChallenge(ctx, tx, hash, s.now())
		if err != nil {
			return err
		}
		if left == 0 {
			refusal = ErrChallengeOver // somebody was quicker
			return nil
		}
		method, err := s.takeCode(ctx, tx, c.ID, proof)
		if err != nil {
			return err
		}
		if method == "" {
			refusal = refusedWith(left)
			return s.failChallenge(ctx, tx, hash, c)
		}
		if err := deleteChallenge(ctx, tx, hash); err != nil {
			return err
		}
		if method == ByRecoveryCode {
			if err := s.tell(ctx, tx, c.ID, "use_recovery_code"); err != nil {
				return err
			}
		}
		in, err = s.admit(ctx, tx, c.ID, method)
		return err
	})
	return in, refusal, err
}

// refusedWith tells what to do after a wrong answer to a challenge that left so
// many: try again, or begin anew.
func refusedWith(left int) error {
	if left <= 1 {
		return ErrChallengeOver
	}
	return ErrWrongCode
}

// failChallenge counts a wrong code and journals it.
func (s *Service) failChallenge(ctx context.Context, tx bun.Tx, hash []byte, c credentials) error {
	if err := countFailure(ctx, tx, hash); err != nil {
		return err
	}
	if err := s.failTotp(ctx, tx, c.ID); err != nil {
		return err
	}
	return s.journal.Record(ctx, tx, refusedLogin(c.Email, c.ID, wrongSecondFactor))
}

// takeCode spends a code of the app or a recovery code; "" when it is neither.
func (s *Service) takeCode(ctx context.Context, tx bun.Tx, userID int64, proof typed) (_ Method, err error) {
	var ok bool
	switch proof.method {
	case ByTotp:
		ok, err = s.takeTotp(ctx, tx, userID, proof.code)
	case ByRecoveryCode:
		ok, err = useRecoveryCode(ctx, tx, userID, proof.stored, s.now())
	}
	if err != nil || !ok {
		return "", err
	}
	return proof.method, nil
}
