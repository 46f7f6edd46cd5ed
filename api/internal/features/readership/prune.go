package readership

import (
	"context"
	"time"
)

// hoursKept is how long views are told by the hour.
const hoursKept = 40 * 24 * time.Hour

// Prune deletes hours that are no longer told; days and totals have them for good.
func (s *Service) Prune(ctx context.Context) error {
	for {
		deleted, err := pruneHours(ctx, s.db.Primary, s.now().Add(-hoursKept))
		if err != nil || deleted < pruned {
			return err
		}
	}
}
