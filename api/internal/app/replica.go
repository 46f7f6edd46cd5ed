package app

import (
	"context"
	"errors"
	"time"
)

// replicaPatience is how long an invalidation waits for the replica; longer, and
// the job is tried again later.
const replicaPatience = 5 * time.Second

var errReplicaBehind = errors.New("the replica is behind; the pages that it rendered are outdated once more later")

// awaitReplica waits until the replica has what the primary has now, so that no
// page is rendered from before the change and kept after it.
func (a *App) awaitReplica(ctx context.Context) error {
	if a.DB.Replica == a.DB.Primary {
		return nil
	}
	var position string
	if err := a.DB.Primary.QueryRowContext(ctx, "SELECT pg_current_wal_lsn()::text").Scan(&position); err != nil {
		return err
	}
	for end := time.Now().Add(replicaPatience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		var there bool
		err := a.DB.Replica.QueryRowContext(ctx, "SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn", position).Scan(&there)
		if err != nil || there {
			return err
		}
	}
	return errReplicaBehind
}
