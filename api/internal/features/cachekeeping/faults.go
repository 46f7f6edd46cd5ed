package cachekeeping

import (
	"context"
	"errors"
	"time"

	"github.com/redis/rueidis"

	"baq.kz/portal/api/internal/platform/fault"
)

// Refusals.
var (
	ErrEntryNotFound = fault.New(fault.NotFound, "cache.entry_not_found", "the page is not kept, or not any more")
	ErrUnreachable   = &fault.Fault{Kind: fault.Unavailable, Code: "cache.unreachable", Detail: "Redis does not answer; pages are made without it meanwhile", RetryAfter: 2 * time.Second}
	ErrPurgeOwed     = &fault.Fault{Kind: fault.Unavailable, Code: "cache.purge_owed", Detail: "Redis does not answer; the pages are outdated as soon as it does", RetryAfter: 2 * time.Second}
)

// patience is how long an administrator waits for Redis.
const patience = 2 * time.Second

// refusal turns what Redis' client says into what a person understands.
func refusal(ctx context.Context, err error) error {
	var known *fault.Fault
	if err == nil || errors.As(err, &known) || errors.Is(ctx.Err(), context.Canceled) {
		return err
	}
	if _, answered := rueidis.IsRedisErr(err); answered {
		return err
	}
	return ErrUnreachable
}
