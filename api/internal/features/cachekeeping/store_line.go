package cachekeeping

import (
	"context"
	"strconv"
	"time"

	"github.com/redis/rueidis"
)

// mostWaiting is how many addresses wait at the most; what comes then is dropped: readers
// will have it made.
const mostWaiting = 2000

// put lets addresses wait, as host and path with a space between; those that wait already
// are not put twice. It tells how many are new.
func (s store) put(ctx context.Context, addresses []string) (int, error) {
	if len(addresses) == 0 {
		return 0, nil
	}
	waiting, err := s.waiting(ctx)
	if err != nil {
		return 0, err
	}
	addresses = addresses[:min(len(addresses), int(max(mostWaiting-waiting, 0)))]
	if len(addresses) == 0 {
		return 0, nil
	}
	n, err := s.redis.Do(ctx, s.redis.B().Sadd().Key(lineKey).Member(addresses...).Build()).AsInt64()
	return int(n), err
}

// next takes an address out of the line; empty when none waits.
func (s store) next(ctx context.Context) (string, error) {
	address, err := s.redis.Do(ctx, s.redis.B().Spop().Key(lineKey).Build()).ToString()
	if rueidis.IsRedisNil(err) {
		return "", nil
	}
	return address, err
}

func (s store) waiting(ctx context.Context) (int64, error) {
	return s.redis.Do(ctx, s.redis.B().Scard().Key(lineKey).Build()).AsInt64()
}

// outcome is a field of the counts of what came of warming.
type outcome string

const (
	rounds  outcome = "rounds"
	made    outcome = "made"
	current outcome = "current"
	failed  outcome = "failed"
)

func (s store) count(ctx context.Context, o outcome) error {
	return s.redis.Do(ctx, s.redis.B().Hincrby().Key(warmKey).Field(string(o)).Increment(1).Build()).Error()
}

// Warmed are counts of what came of warming, on all nodes since Redis was emptied.
type Warmed struct{ Rounds, Made, Current, Failed, Waiting int64 }

func (s store) warmed(ctx context.Context) (w Warmed, err error) {
	counts, err := s.redis.Do(ctx, s.redis.B().Hgetall().Key(warmKey).Build()).AsIntMap()
	if err != nil {
		return w, err
	}
	w = Warmed{Rounds: counts[string(rounds)], Made: counts[string(made)], Current: counts[string(current)], Failed: counts[string(failed)]}
	w.Waiting, err = s.waiting(ctx)
	return w, err
}

// turn takes the right to begin a round for some time; false where another has it.
func (s store) turn(ctx context.Context, life time.Duration) (bool, error) {
	err := s.redis.Do(ctx, s.redis.B().Set().Key(turnKey).Value("1").Nx().Px(life).Build()).Error()
	if rueidis.IsRedisNil(err) {
		return false, nil
	}
	return err == nil, err
}

// done is the tick up to which changes have had their round.
func (s store) done(ctx context.Context) (int64, error) {
	tick, err := s.redis.Do(ctx, s.redis.B().Get().Key(tickKey).Build()).AsInt64()
	if rueidis.IsRedisNil(err) {
		return 0, nil
	}
	return tick, err
}

func (s store) setDone(ctx context.Context, tick int64) error {
	return s.redis.Do(ctx, s.redis.B().Set().Key(tickKey).Value(strconv.FormatInt(tick, 10)).Build()).Error()
}
