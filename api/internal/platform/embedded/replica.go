package embedded

import (
	"context"
	"path/filepath"
	"time"
)

// slot is the name of the replication slot that holds the journal for the
// replica, up to max_slot_wal_keep_size.
const slot = "replica"

// startReplica starts the streaming replica, copying the primary first where
// there is no copy or the copy can't follow any more. Without a replica the
// slot is dropped: it would keep journal for nobody.
func (s *Stack) startReplica(ctx context.Context, primary server) error {
	postgres := s.dsn(primaryPort, "postgres")
	if !s.options.Replica {
		return query(ctx, postgres, `SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = $1`, slot)
	}
	err := query(ctx, postgres, `SELECT pg_create_physical_replication_slot($1)
		WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = $1)`, slot)
	if err != nil {
		return err
	}
	data := filepath.Join(s.dir, "replica")
	if majorOf(data) == primary.programs.Major && s.follow(ctx, primary, data) == nil {
		return nil
	}
	if err := s.copyPrimary(ctx, primary, data); err != nil {
		return err
	}
	return s.follow(ctx, primary, data)
}

// copyPrimary makes the replica's folder from the running primary.
func (s *Stack) copyPrimary(ctx context.Context, primary server, data string) error {
	s.log.Info("copying PostgreSQL for the replica", "folder", data)
	args := []string{"-d", s.dsn(primaryPort, "postgres"), "-D", data + ".new", "-R", "-S", slot, "-X", "stream", "-c", "fast"}
	if s.options.Volatile {
		args = append(args, "--no-sync")
	}
	return s.make(ctx, data, primary.programs, "pg_basebackup", args...)
}

// follow starts the replica and waits until it streams. A replica that does
// not get there is ended again.
func (s *Stack) follow(ctx context.Context, primary server, data string) error {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	sv := server{name: "postgres-replica", data: data, port: replicaPort, programs: primary.programs}
	c, err := s.launch(ctx, sv)
	if err == nil {
		err = c.await(ctx, s.dir, s.streams)
	}
	if err != nil {
		if c != nil {
			c.stop()
		}
		return err
	}
	s.ReplicaDSN = s.dsn(replicaPort, account)
	return nil
}

// streams succeeds when the replica is connected to this primary.
func (s *Stack) streams(ctx context.Context) error {
	return query(ctx, s.dsn(primaryPort, "postgres"),
		`SELECT 1 / count(*) FROM pg_replication_slots WHERE slot_name = $1 AND active`, slot)
}
