package postgres

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"
)

// Gather asks questions of one kind together, by one prepared statement (see Prepared).
// While a statement is on its way, further questions wait, and the next statement asks them
// all at once. So the busier readers are, the fewer statements PostgreSQL is sent, each of
// which costs it as much to begin and to end as to answer. A question that is alone waits
// for none, one that waits for a slow statement goes past it, and one that the server can't
// take fails by itself (docs/adr/0021). It is safe for use by many goroutines.
//
// Each question is asked after it was put, so that its answer shows what was committed
// before.
type Gather[Question, Row any] struct {
	db        *Databases
	statement string
	args      func([]Question) []any
	scan      func(row pgx.Rows, number *int64, into *Row) error

	onReplica, onPrimary lane[Question, Row]
}

// lane are the questions to one of the databases.
type lane[Question, Row any] struct {
	mutex   sync.Mutex
	waiting []*asked[Question, Row]
	sending int // statements on their way
}

// asked is one question. What it was told is written before told is closed.
type asked[Question, Row any] struct {
	ctx      context.Context //nolint:containedctx // of the one who waits for it
	question Question
	taken    bool // under the lane's mutex
	told     chan struct{}
	rows     []Row
	together Statement
	err      error
}

const (
	// patience is how long a question waits for the statement before it. One that takes
	// longer waits itself, for a disk.
	patience = 2 * time.Millisecond
	// sendingMost is how many statements of a kind are then on their way to a database.
	sendingMost = 6
	// togetherMost is how many questions one statement asks: what one costs falls by half
	// until there, and hardly after it, while all wait for the slowest.
	togetherMost = 8
)

// NewGather makes one. args are the statement's of the questions; in a row of what they
// are told is the question's number, counted from 1, which scan reads with a Row.
func NewGather[Question, Row any](db *Databases, statement string, args func([]Question) []any, scan func(row pgx.Rows, number *int64, into *Row) error) *Gather[Question, Row] {
	return &Gather[Question, Row]{db: db, statement: statement, args: args, scan: scan}
}

// Ask puts a question to where Reader reads, and gives the rows that answer it, which
// nobody else has. It ends with its context; the statement goes on for the others that it
// asks for, and is given up with the last of them.
func (g *Gather[Question, Row]) Ask(ctx context.Context, question Question) ([]Row, error) {
	begun := time.Now()
	one := &asked[Question, Row]{ctx: ctx, question: question, told: make(chan struct{})}
	db, to := g.db.Replica, &g.onReplica
	if g.db.Reader(ctx) != db {
		db, to = g.db.relief, &g.onPrimary
	}
	if to.put(one) {
		go g.send(db, to)
	} else {
		defer time.AfterFunc(patience, func() {
			if to.passes(one) {
				g.send(db, to)
			}
		}).Stop()
	}
	select {
	case <-one.told:
		noteSpent(ctx, begun, one.together)
		return one.rows, one.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// put tells whether nobody sends, so that somebody has to.
func (l *lane[Question, Row]) put(one *asked[Question, Row]) bool {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.waiting = append(l.waiting, one)
	return l.mayStart(1)
}

// passes tells whether a question that has waited for long is to be sent beside what it
// waits for.
func (l *lane[Question, Row]) passes(one *asked[Question, Row]) bool {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return !one.taken && l.mayStart(sendingMost)
}

func (l *lane[Question, Row]) mayStart(most int) bool {
	if l.sending >= most {
		return false
	}
	l.sending++
	return true
}

// take gives those that the next statement asks. When there are none, its sender is done.
func (l *lane[Question, Row]) take() (some []*asked[Question, Row]) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	for len(l.waiting) > 0 && len(some) < togetherMost {
		one := l.waiting[0]
		one.taken, l.waiting[0] = true, nil
		l.waiting = l.waiting[1:]
		if one.ctx.Err() == nil {
			some = append(some, one)
		}
	}
	if len(some) == 0 {
		l.sending--
	}
	return some
}

func (g *Gather[Question, Row]) send(db *bun.DB, from *lane[Question, Row]) {
	for some := from.take(); len(some) > 0; some = from.take() {
		g.ask(db, some)
	}
}

func (g *Gather[Question, Row]) ask(db *bun.DB, some []*asked[Question, Row]) {
	ctx, giveUp := context.WithCancel(context.Background())
	defer giveUp()
	var interested atomic.Int64
	interested.Store(int64(len(some)))
	for _, one := range some {
		defer context.AfterFunc(one.ctx, func() {
			if interested.Add(-1) == 0 {
				giveUp()
			}
		})()
	}
	together, err := g.answer(ctx, db, some)
	if len(some) > 1 && Violated(err) { // a text with a NUL in it spoils nothing for others
		for _, one := range some {
			g.ask(db, []*asked[Question, Row]{one})
		}
		return
	}
	for _, one := range some {
		one.together, one.err = together, err
		close(one.told)
	}
}

type numbered[Row any] struct {
	row    Row
	number int64
}

// answer makes of a panic an error of those that asked: it would be in nobody's goroutine.
func (g *Gather[Question, Row]) answer(ctx context.Context, db *bun.DB, some []*asked[Question, Row]) (together Statement, err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = fmt.Errorf("postgres: panic: %v\n%s", panicked, debug.Stack())
		}
	}()
	questions := make([]Question, len(some))
	for i, one := range some {
		questions[i] = one.question
	}
	together = Statement{g.statement, g.args(questions)}
	found, err := PreparedOn(ctx, db, together.Text, together.Args, func(row pgx.Rows, into *numbered[Row]) error {
		return g.scan(row, &into.number, &into.row)
	})
	if err != nil {
		return together, err
	}
	for _, r := range found {
		one := some[r.number-1]
		one.rows = append(one.rows, r.row)
	}
	return together, nil
}
