package accounts

import (
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
)

// How often links may be asked for and tried. The limits know no accounts, only
// what was typed: they answer alike whether there is such a user or not.
const (
	asksPerAccount = 3  // in askWindow, of one e-mail from one address
	asksPerAddress = 20 // in guessWindow; an office has one address
	triesOfLinks   = 30 // in guessWindow, of links that do not work, from one address
	sendsPerUser   = 5  // in guessWindow, of links by the staff to one person
	askWindow      = time.Hour
	// lettersPerUser is how many letters strangers can have sent to one person in
	// askWindow, however many addresses they ask from.
	lettersPerUser = 3
)

// count counts one use of something in its buckets, until it is given back.
func (s *Service) count(ctx context.Context, buckets ...bucket) (attempt, verdict) {
	return s.guesses.claim(ctx, attempt{id: uuid.NewString(), buckets: buckets, shared: len(buckets)})
}

// limitAsk counts a stranger's wish for a link, by what was typed: a slip of
// somebody else in the same office must not count for it.
func (s *Service) limitAsk(ctx context.Context, email string) error {
	network := access.Origin(ctx).Network()
	_, v := s.count(ctx, bucket{name("ask", fold(email), network), asksPerAccount, askWindow}, bucket{name("asks", network), asksPerAddress, guessWindow})
	return s.limited(ctx, v, "accounts.limit_reset", map[string]string{"email": address(email)})
}

// limitSend counts a link that the staff sends.
func (s *Service) limitSend(ctx context.Context, userID int64) error {
	_, v := s.count(ctx, bucket{name("send", strconv.FormatInt(userID, 10)), sendsPerUser, guessWindow})
	return s.limited(ctx, v, "accounts.limit_send_link", map[string]int64{"userId": userID})
}

// limitLink counts a link that is tried; who knows a good one gives it back.
func (s *Service) limitLink(ctx context.Context) (attempt, error) {
	a, v := s.count(ctx, bucket{name("link", access.Origin(ctx).Network()), triesOfLinks, guessWindow})
	return a, s.limited(ctx, v, "accounts.limit_link", nil)
}

// limited is the refusal by a verdict; nil when it allows. The first of a series
// is journalled: a robot must not be able to fill the journal.
func (s *Service) limited(ctx context.Context, v verdict, action string, about any) error {
	if v.allowed {
		return nil
	}
	if v.first {
		if err := s.note(ctx, audit.Entry{Action: action, ObjectType: "user", ObjectID: "", After: about}); err != nil {
			return err
		}
	}
	refusal := *ErrTooManyAttempts
	refusal.RetryAfter = max(v.wait, time.Second)
	return &refusal
}

// firstRefusal tells whether a link's refusal is the first from this address in
// a window.
func (s *Service) firstRefusal(ctx context.Context) bool {
	_, v := s.count(ctx, bucket{name("refused link", access.Origin(ctx).Network()), 1, guessWindow})
	return v.allowed
}
