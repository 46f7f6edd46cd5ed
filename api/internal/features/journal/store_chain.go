package journal

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
)

// The chain is read and written with pgx: COPY and cursors are what bun is not
// made for.

// asker is a pgx pool or transaction.
type asker interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
}

// sealingLock is the advisory lock of the one node that seals.
const sealingLock = 7_221_006

// lockSealing takes the lock until the transaction's end; false when another node
// has it or nothing waits. now is the database's time.
func lockSealing(ctx context.Context, tx pgx.Tx) (work bool, now time.Time, err error) {
	err = tx.QueryRow(ctx, `SELECT set_config('statement_timeout', '30s', true) <> '' AND EXISTS (SELECT FROM journal_pending) AND pg_try_advisory_xact_lock($1), clock_timestamp()`, sealingLock).
		Scan(&work, &now)
	return work, now, err
}

// wholeEntry are the columns that scanEntry reads, of the alias e. They are never
// null, so that what somebody made null is only wrong.
const wholeEntry = `e.id, coalesce(e.uid, '00000000-0000-0000-0000-000000000000'), e.at, e.actor_id, coalesce(e.actor_name, ''), coalesce(e.action, ''),
	coalesce(e.object_type, ''), coalesce(e.object_id, ''), coalesce(e.diff::text, ''), coalesce(e.address, ''), coalesce(e.user_agent, ''),
	coalesce(e.request_id, ''), coalesce(e.key, ''), coalesce(e.mac, '')`

// scanLink reads seq, entry_id, hash and sealed_at, and the entry's columns after them.
func scanLink(rows pgx.Rows) (l link, err error) {
	var r audit.Row
	var id *int64
	var uid pgtype.UUID
	var at, sealed pgtype.Timestamptz // may be infinite where somebody made them so
	err = rows.Scan(&l.seq, &l.entryID, &l.hash, &sealed, &id, &uid, &at, &r.ActorID, &r.ActorName, &r.Action, &r.ObjectType, &r.ObjectID, &r.Diff,
		&r.Address, &r.UserAgent, &r.RequestID, &r.Key, &r.MAC)
	l.sealed = sealed.Time
	if id != nil {
		r.ID, r.UID, r.At = *id, uuid.UUID(uid.Bytes), at.Time.UTC()
		l.entry = &r
	}
	return l, err
}

// lastLink is the chain's end, that before the first link when there is none.
// legacy tells that the entry there is from before there were codes.
func lastLink(ctx context.Context, tx pgx.Tx) (l link, legacy bool, err error) {
	err = tx.QueryRow(ctx, `SELECT l.seq, l.hash, coalesce(e.key = '', false) FROM journal_links AS l LEFT JOIN journal_entries AS e ON e.id = l.entry_id
		ORDER BY l.seq DESC LIMIT 1`).Scan(&l.seq, &l.hash, &legacy)
	if errors.Is(err, pgx.ErrNoRows) {
		return link{hash: genesis()}, true, nil
	}
	return l, legacy, err
}

// waitingEntries are those that are to be sealed next, by id. Their seq is not 0
// where they have been sealed before.
func waitingEntries(ctx context.Context, tx pgx.Tx, most int) ([]link, error) {
	rows, err := tx.Query(ctx, `SELECT coalesce(l.seq, 0), p.entry_id, ''::bytea, NULL::timestamptz, `+wholeEntry+`
		FROM (SELECT entry_id FROM journal_pending ORDER BY entry_id LIMIT $1) AS p
		LEFT JOIN journal_entries AS e ON e.id = p.entry_id LEFT JOIN journal_links AS l ON l.entry_id = p.entry_id
		ORDER BY p.entry_id`, most)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(pgx.CollectableRow) (link, error) { return scanLink(rows) })
}

func unwait(ctx context.Context, tx pgx.Tx, entries []int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM journal_pending WHERE entry_id = ANY($1)", entries)
	return err
}

func addLinks(ctx context.Context, tx pgx.Tx, links []link) error {
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"journal_links"}, []string{"seq", "entry_id", "hash", "sealed_at"},
		pgx.CopyFromSlice(len(links), func(i int) ([]any, error) {
			return []any{links[i].seq, links[i].entryID, links[i].hash, links[i].sealed}, nil
		}))
	return err
}

func addHead(ctx context.Context, tx pgx.Tx, h Head) error {
	_, err := tx.Exec(ctx, "INSERT INTO journal_heads (seq, previous, hash, at, key, signature) VALUES ($1, $2, $3, $4, $5, $6)",
		h.Seq, h.Previous, h.Hash, h.At, h.Key, h.Signature)
	return err
}

// sight is the chain's end as the database shows it at one moment.
type sight struct {
	head *Head  // the newest; nil: none
	link []byte // the chain's hash at that head; nil: none
	mine []byte // the chain's hash at the seq that was asked for; nil: none
}

// newestHead looks at the newest head and at the place of another, in one snapshot.
func newestHead(ctx context.Context, db asker, mine int64) (s sight, err error) {
	rows, err := db.Query(ctx, `SELECT h.seq, h.previous, h.hash, h.at, h.key, h.signature, l.hash, (SELECT hash FROM journal_links WHERE seq = $1 LIMIT 1)
		FROM (SELECT * FROM journal_heads ORDER BY seq DESC LIMIT 1) AS h LEFT JOIN journal_links AS l ON l.seq = h.seq LIMIT 1`, mine)
	if err != nil {
		return s, err
	}
	defer rows.Close()
	for rows.Next() {
		var h Head
		var at pgtype.Timestamptz
		if err := rows.Scan(&h.Seq, &h.Previous, &h.Hash, &at, &h.Key, &h.Signature, &s.link, &s.mine); err != nil {
			return s, err
		}
		h.At = at.Time.UTC()
		s.head = &h
	}
	return s, rows.Err()
}

// saveProblem notes a break for the panel.
func saveProblem(ctx context.Context, db *bun.DB, problem string) error {
	_, err := db.NewRaw("INSERT INTO journal_problems (problem) VALUES (?) ON CONFLICT (problem) DO UPDATE SET seen_at = clock_timestamp()", problem).Exec(ctx)
	return err
}
