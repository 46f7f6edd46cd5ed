package outbox

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// insertOnly is the part of River's client that stores jobs.
type insertOnly interface {
	InsertManyFastTx(ctx context.Context, tx *sql.Tx, params []river.InsertManyParams) (int, error)
}

// delivery is the job that brings one event to one listener.
type delivery struct {
	Event    string          `json:"event"`
	Listener string          `json:"listener"`
	Payload  json.RawMessage `json:"payload"`
}

// Kind implements river.JobArgs.
func (delivery) Kind() string { return "delivery" }

type deliverer struct {
	river.WorkerDefaults[delivery]
	outbox *Outbox
}

// Work implements river.Worker.
func (d *deliverer) Work(ctx context.Context, job *river.Job[delivery]) error {
	for _, l := range d.outbox.listeners[job.Args.Event] {
		if l.name == job.Args.Listener {
			return l.handle(ctx, job.Args.Payload)
		}
	}
	// A program older or newer than the one that stored the job may know the listener.
	return fmt.Errorf("nobody here listens to %s as %s", job.Args.Event, job.Args.Listener)
}

// Workers deliver events until they are stopped.
type Workers struct{ client *river.Client[pgx.Tx] }

// Run delivers until ctx ends, then lets the running deliveries finish.
func (w *Workers) Run(ctx context.Context) error {
	if err := w.client.Start(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	<-ctx.Done()
	return w.client.Stop(context.WithoutCancel(ctx))
}

var _ rivertype.JobArgs = delivery{}
