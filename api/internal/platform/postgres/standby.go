package postgres

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

const (
	// lookEvery is how often the replica is looked after.
	lookEvery = 250 * time.Millisecond
	// lookPatience is how long it may take to answer. Together they bound how long readers
	// wait for one that does not.
	lookPatience = time.Second
	// lagMost is how far the replica may be behind before readers leave it. Within it,
	// readers still see every change that the page cache has heard of: see Fresh.
	lagMost = 5 * time.Second
)

// mark is where the primary's log ended at a time.
type mark struct {
	position Position
	at       time.Time
}

// lookAfter notes whether the replica is there and near, until ctx ends. A replica
// that comes back and has caught up is used again.
func (d *Databases) lookAfter(ctx context.Context) {
	var oldest mark // that the replica has not been seen to have reached
	for {
		losses := d.losses.Load()
		near, silent := d.near(ctx, &oldest)
		d.away.Store(!near || d.losses.Load() != losses) // one that has gone since may have answered before
		if silent {
			d.spell.Swap(newSpell()).end()
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(lookEvery):
		}
	}
}

// spell is a time in which the replica answers. Statements that wait for it when it no
// longer does are given up with its end, and not when their requests run out of time.
type spell struct {
	context.Context
	end context.CancelFunc
}

func newSpell() *spell {
	ctx, end := context.WithCancel(context.Background())
	return &spell{ctx, end}
}

// lose keeps readers from the replica until it is looked after the next time.
func (d *Databases) lose() {
	d.losses.Add(1)
	d.away.Store(true)
}

// errSilent ends what waits for a replica that does not answer.
var errSilent = errors.New("the replica does not answer")

// near tells whether the replica answers and is not too far behind, and whether it is
// silent. While the primary does not answer, any replica is better than none.
func (d *Databases) near(ctx context.Context, oldest *mark) (near, silent bool) {
	ctx, cancel := context.WithTimeout(ctx, lookPatience)
	defer cancel()
	there, err := d.look(ctx)
	if err != nil {
		return false, true
	}
	if there >= oldest.position {
		if written, err := d.Written(ctx); err == nil {
			*oldest = mark{written, time.Now()}
		}
		return true, false
	}
	return time.Since(oldest.at) <= d.lag, false
}

// look is replayed, and does not wait until a statement that has no time left is given up.
func (d *Databases) look(ctx context.Context) (Position, error) {
	type answer struct {
		there Position
		err   error
	}
	answers := make(chan answer, 1)
	go func() {
		there, err := d.replayed(ctx)
		answers <- answer{there, err}
	}()
	select {
	case a := <-answers:
		return a.there, a.err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// Away tells whether readers are kept from the replica.
func (d *Databases) Away() bool { return d.replicated() && d.away.Load() }

// recoveryConflict is how a replica ends a query that stands in the way of what it
// replays.
const recoveryConflict = "40001"

// lost tells whether a read failed by its server or connection, and not by itself.
func lost(err error) bool {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return Unreachable(err) || e.Code == recoveryConflict
	}
	var network net.Error
	return Unreachable(err) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.As(err, &network) && !errors.Is(err, context.DeadlineExceeded)
}
