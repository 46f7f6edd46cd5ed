package indexnow

import (
	"context"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// address is a marked one.
type address struct {
	URL      string
	Host     string
	MarkedAt time.Time
	Attempts int
}

// mark has addresses told. One that waits already, or is being told, is told as it
// is now, once more where need be.
func mark(ctx context.Context, db bun.IDB, host string, urls []string) error {
	_, err := db.NewRaw(`INSERT INTO indexnow_addresses (url, host, due_at)
		SELECT url, ?, clock_timestamp() + make_interval(secs => ?) FROM unnest(?::text[]) AS given (url) ORDER BY url
		ON CONFLICT (url) DO UPDATE SET marked_at = clock_timestamp()`, host, gather.Seconds(), pgdialect.Array(urls)).Exec(ctx)
	return err
}

// claim takes the addresses of the host whose turn it is, those too that would be due
// soon, for as long as a lease.
func claim(ctx context.Context, db bun.IDB) ([]address, error) {
	var rows []address
	err := db.NewRaw(`WITH due AS (SELECT host, attempts FROM indexnow_addresses WHERE due_at <= clock_timestamp() ORDER BY due_at LIMIT 1),
		taken AS (SELECT a.url FROM indexnow_addresses AS a, due WHERE a.host = due.host AND a.attempts = due.attempts
			AND a.due_at <= clock_timestamp() + make_interval(secs => ?) ORDER BY a.due_at LIMIT ? FOR UPDATE OF a SKIP LOCKED)
		UPDATE indexnow_addresses AS a SET attempts = a.attempts + 1, due_at = clock_timestamp() + make_interval(secs => ?)
		FROM taken WHERE a.url = taken.url RETURNING a.url, a.host, a.marked_at, a.attempts`, gather.Seconds(), most, lease.Seconds()).Scan(ctx, &rows)
	return rows, err
}

// forget ends the marks of what was told; what was marked anew meanwhile is due.
func forget(ctx context.Context, db bun.IDB, claimed []address) error {
	urls, marks := columns(claimed)
	_, err := db.NewRaw(`WITH told AS (SELECT * FROM unnest(?::text[], ?::timestamptz[]) AS told (url, marked_at)),
		gone AS (DELETE FROM indexnow_addresses AS a USING told WHERE a.url = told.url AND a.marked_at = told.marked_at)
		UPDATE indexnow_addresses AS a SET attempts = 0, due_at = clock_timestamp() + make_interval(secs => ?)
		FROM told WHERE a.url = told.url AND a.marked_at <> told.marked_at`, pgdialect.Array(urls), pgdialect.Array(marks), gather.Seconds()).Exec(ctx)
	return err
}

// delay puts off what could not be told.
func delay(ctx context.Context, db bun.IDB, claimed []address, wait time.Duration) error {
	urls, _ := columns(claimed)
	_, err := db.NewRaw("UPDATE indexnow_addresses SET due_at = clock_timestamp() + make_interval(secs => ?) WHERE url = ANY(?)", wait.Seconds(), pgdialect.Array(urls)).Exec(ctx)
	return err
}

func columns(claimed []address) (urls []string, marks []time.Time) {
	for _, a := range claimed {
		urls, marks = append(urls, a.URL), append(marks, a.MarkedAt)
	}
	return urls, marks
}
