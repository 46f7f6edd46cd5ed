// Package outbox carries out what follows from a change.
//
// A service publishes an event within its own transaction; each listener of
// that event gets a job of its own in the same commit. So nothing that follows
// is lost in a crash, and nothing follows from a change that was rolled back.
// Jobs are River's: retried with growing pauses, run at least once. Listeners
// must therefore be idempotent.
package outbox

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/postgres"
)

// Event is something that happened, such as news.Published. It is stored as
// JSON: keep it small (ids), and let listeners read the present state.
type Event interface{ EventName() string }

// Outbox publishes events and knows who listens.
type Outbox struct {
	db        *bun.DB
	inserter  insertOnly
	listeners map[string][]listener // by event name
	hint      func(context.Context, []Event)
}

type listener struct {
	name   string
	handle func(ctx context.Context, payload json.RawMessage) error
}

// New makes an outbox whose jobs live in the primary.
func New(db *bun.DB) (*Outbox, error) {
	client, err := river.NewClient(riverdatabasesql.New(db.DB), &river.Config{Schema: postgres.JobSchema})
	if err != nil {
		return nil, err
	}
	return &Outbox{db: db, inserter: client, listeners: map[string][]listener{}}, nil
}

// OnCommit has hint called after each commit with its events: the one thing that
// a request may do after its commit. It may fail or be skipped by a crash; what
// must happen belongs into a listener.
func (o *Outbox) OnCommit(hint func(context.Context, []Event)) { o.hint = hint }

type publishedKey struct{}

// InTx runs a change in a transaction on the primary, and the hint after it.
func (o *Outbox) InTx(ctx context.Context, change func(ctx context.Context, tx bun.Tx) error) error {
	var published []Event
	err := postgres.InTx(context.WithValue(ctx, publishedKey{}, &published), o.db, func(ctx context.Context, tx bun.Tx) error {
		published = nil // a further attempt publishes anew
		return change(ctx, tx)
	})
	if err == nil && o.hint != nil && len(published) > 0 {
		o.hint(ctx, published)
	}
	return err
}

// Listen has handle called for each event of type E. The name, unique per
// event, is stored with the jobs: keep it when the code moves. Call Listen
// while the program is put together, in every role alike.
func Listen[E Event](o *Outbox, name string, handle func(context.Context, E) error) {
	var zero E
	event := zero.EventName()
	o.listeners[event] = append(o.listeners[event], listener{name: name, handle: func(ctx context.Context, payload json.RawMessage) error {
		var e E
		if err := json.Unmarshal(payload, &e); err != nil {
			return river.JobCancel(fmt.Errorf("event %s: %w", event, err))
		}
		return handle(ctx, e)
	}})
}

// Publish stores a job for each listener, in the caller's transaction.
func (o *Outbox) Publish(ctx context.Context, tx bun.Tx, events ...Event) error {
	if published, ok := ctx.Value(publishedKey{}).(*[]Event); ok {
		*published = append(*published, events...)
	}
	var jobs []river.InsertManyParams
	for _, e := range events {
		payload, err := json.Marshal(e)
		if err != nil {
			return err
		}
		for _, l := range o.listeners[e.EventName()] {
			jobs = append(jobs, river.InsertManyParams{Args: delivery{Event: e.EventName(), Listener: l.name, Payload: payload}})
		}
	}
	if len(jobs) == 0 {
		return nil
	}
	_, err := o.inserter.InsertManyFastTx(ctx, tx.Tx, jobs)
	return err
}

const (
	// DeliveryLimit is when a delivery's context ends. It is tried again later.
	DeliveryLimit = time.Minute
	// AbandonedAfter is when a delivery that has neither ended nor failed belongs to a process
	// that was killed, and is begun anew by another. River's hour is long for a page or an
	// index that is old meanwhile.
	AbandonedAfter = DeliveryLimit + 15*time.Second
)

// Workers are the loops that deliver the events. Start them in the roles that
// are to do so; any number of processes may.
func (o *Outbox) Workers(pool *pgxpool.Pool, concurrency int, periodic ...*river.PeriodicJob) (*Workers, error) {
	workers := river.NewWorkers()
	if err := river.AddWorkerSafely(workers, &deliverer{outbox: o}); err != nil {
		return nil, err
	}
	client, err := river.NewClient(riverpgxv5.New(pool), &river.Config{
		Schema:       postgres.JobSchema,
		Workers:      workers,
		Queues:       map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: concurrency}},
		PeriodicJobs: periodic,
		JobTimeout:   DeliveryLimit,
		// River looks each half minute.
		RescueStuckJobsAfter: AbandonedAfter,
	})
	return &Workers{client: client}, err
}
