package journal

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
)

// fetched is how many rows are read at once.
const fetched = 2000

// errEnough ends a walk early; it is no failure.
var errEnough = errors.New("enough")

// walk gives each row of a query that may have millions. A cursor keeps the memory
// of both sides small, and has PostgreSQL begin at once instead of sorting first.
func walk(ctx context.Context, tx pgx.Tx, name, query string, do func(pgx.Rows) error) error {
	if _, err := tx.Exec(ctx, "SET LOCAL cursor_tuple_fraction = 0.0001"); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DECLARE "+name+" NO SCROLL CURSOR FOR "+query); err != nil {
		return err
	}
	fetch := fmt.Sprintf("FETCH FORWARD %d FROM %s", fetched, name)
	for more := true; more; {
		rows, err := tx.Query(ctx, fetch, pgx.QueryExecModeDescribeExec) // the plan of a cursor is not kept
		if err != nil {
			return err
		}
		n := 0
		for err == nil && rows.Next() {
			n++
			err = do(rows)
		}
		rows.Close()
		more = n == fetched
		if errors.Is(err, errEnough) {
			break
		}
		if err = errors.Join(err, rows.Err()); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, "CLOSE "+name)
	return err
}

func eachLink(ctx context.Context, tx pgx.Tx, do func(link) error) error {
	const query = "SELECT l.seq, l.entry_id, l.hash, l.sealed_at, " + wholeEntry + " FROM journal_links AS l LEFT JOIN journal_entries AS e ON e.id = l.entry_id ORDER BY l.seq"
	return walk(ctx, tx, "journal_chain", query, func(rows pgx.Rows) error {
		l, err := scanLink(rows)
		if err != nil {
			return err
		}
		return do(l)
	})
}

// eachWaiting gives the entries that are not sealed yet, by id; their seq is not 0
// where they are sealed all the same.
func eachWaiting(ctx context.Context, tx pgx.Tx, do func(link) error) error {
	const query = "SELECT coalesce(l.seq, 0), p.entry_id, ''::bytea, NULL::timestamptz, " + wholeEntry + ` FROM journal_pending AS p
		LEFT JOIN journal_entries AS e ON e.id = p.entry_id LEFT JOIN journal_links AS l ON l.entry_id = p.entry_id ORDER BY p.entry_id`
	return walk(ctx, tx, "journal_waiting", query, func(rows pgx.Rows) error {
		l, err := scanLink(rows)
		if err != nil {
			return err
		}
		return do(l)
	})
}

// eachHead gives the heads by seq, with the chain's hash at their places.
func eachHead(ctx context.Context, tx pgx.Tx, do func(h Head, linked []byte) error) error {
	const query = `SELECT h.seq, h.previous, h.hash, h.at, h.key, h.signature, l.hash
		FROM journal_heads AS h LEFT JOIN journal_links AS l ON l.seq = h.seq ORDER BY h.seq`
	return walk(ctx, tx, "journal_signed", query, func(rows pgx.Rows) error {
		var h Head
		var at pgtype.Timestamptz
		var linked []byte
		if err := rows.Scan(&h.Seq, &h.Previous, &h.Hash, &at, &h.Key, &h.Signature, &linked); err != nil {
			return err
		}
		h.At = at.Time.UTC()
		return do(h, linked)
	})
}

// place is what the database has at a seq.
type place struct{ link, signature []byte }

func placesOf(ctx context.Context, tx pgx.Tx, heads []Head) (map[int64]place, error) {
	seqs := make([]int64, len(heads))
	for i, h := range heads {
		seqs[i] = h.Seq
	}
	rows, err := tx.Query(ctx, `SELECT s.seq, l.hash, h.signature FROM unnest($1::bigint[]) AS s (seq)
		LEFT JOIN journal_links AS l ON l.seq = s.seq LEFT JOIN journal_heads AS h ON h.seq = s.seq`, seqs)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := make(map[int64]place, len(heads))
	for rows.Next() {
		var seq int64
		var p place
		if err := rows.Scan(&seq, &p.link, &p.signature); err != nil {
			return nil, err
		}
		all[seq] = p
	}
	return all, rows.Err()
}

// chainSize is the last seq and the number of links.
func chainSize(ctx context.Context, tx pgx.Tx) (end, links int64, err error) {
	err = tx.QueryRow(ctx, "SELECT coalesce(max(seq), 0), count(*) FROM journal_links").Scan(&end, &links)
	return end, links, err
}

// first is the finding of a query for a seq and an entry; nil when it has no row.
func first(ctx context.Context, tx pgx.Tx, query, text string) (*Finding, error) {
	var f Finding
	err := tx.QueryRow(ctx, query).Scan(&f.Seq, &f.Entry)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	f.Text = fmt.Sprintf(text, f.Entry)
	return &f, err
}

// entryTwice finds an entry that was written down again, code and all.
func entryTwice(ctx context.Context, tx pgx.Tx) (*Finding, error) {
	return first(ctx, tx, `SELECT coalesce(l.seq, 0), d.id FROM (SELECT max(id) AS id FROM journal_entries GROUP BY uid HAVING count(*) > 1) AS d
		LEFT JOIN journal_links AS l ON l.entry_id = d.id ORDER BY d.id LIMIT 1`, "entry %d is the copy of an older one")
}

// linkTwice finds an entry that stands twice in the chain.
func linkTwice(ctx context.Context, tx pgx.Tx) (*Finding, error) {
	return first(ctx, tx, `SELECT max(seq), entry_id FROM journal_links GROUP BY entry_id HAVING count(*) > 1 ORDER BY 1 LIMIT 1`, "entry %d stands twice in the chain")
}

// entryWithout finds an entry that is neither sealed nor waits for it. There is no
// moment at which a right one is so.
func entryWithout(ctx context.Context, tx pgx.Tx) (*Finding, error) {
	return first(ctx, tx, `SELECT 0::bigint, e.id FROM journal_entries AS e
		WHERE NOT EXISTS (SELECT FROM journal_links AS l WHERE l.entry_id = e.id) AND NOT EXISTS (SELECT FROM journal_pending AS p WHERE p.entry_id = e.id)
		ORDER BY e.id LIMIT 1`, "entry %d is neither in the chain nor waits for it: it was written past the portal, or its link was deleted")
}
