// Package audit writes the journal: who did what, when and from where.
//
// Journal.Record takes the transaction of the change itself, so that no change is
// made without its entry and no entry stands for a change that was rolled back.
// Each entry carries a keyed code of its content, which nobody who has only the
// database can make; features/journal seals the entries into a hash chain.
package audit

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Entry is one change.
type Entry struct {
	Action     string // "news.publish"
	ObjectType string // "article"
	ObjectID   any
	Before     any // nil when there was nothing; else something that encodes to a JSON object
	After      any // nil when nothing is left
}

// Actors that are no users.
const (
	System   = "system"   // a job or a command
	Stranger = "stranger" // a request of somebody who is not logged in
)

// Guard may refuse what an entry stands for: its error ends the transaction. It
// sees every entry before it is written.
type Guard func(ctx context.Context, tx bun.Tx, e Entry) error

// Journal writes entries.
type Journal struct {
	key    Key
	now    func() time.Time
	guards []Guard
}

// New makes a journal whose entries are coded with a key.
func New(key Key, now func() time.Time) *Journal { return &Journal{key: key, now: now} }

// Guard adds a guard. Call it while the program is put together.
func (j *Journal) Guard(g Guard) { j.guards = append(j.guards, g) }

// Record adds the entry within the change's own transaction. It fails with what
// a guard refuses. What else the change leaves goes in the same round trip.
func (j *Journal) Record(ctx context.Context, tx bun.Tx, e Entry, others ...postgres.Statement) error {
	for _, guard := range j.guards {
		if err := guard(ctx, tx, e); err != nil {
			return err
		}
	}
	r, err := j.row(ctx, e)
	if err != nil {
		return fmt.Errorf("journal of %s: %w", e.Action, err)
	}
	return postgres.Send(ctx, tx, append([]postgres.Statement{inserted(r)}, others...)...)
}

// row is the entry as it is stored. PostgreSQL keeps microseconds: what is coded
// must not have more.
func (j *Journal) row(ctx context.Context, e Entry) (Row, error) {
	diff, err := Diff(e.Before, e.After)
	if err != nil {
		return Row{}, err
	}
	uid, err := uuid.NewV7()
	if err != nil {
		return Row{}, err
	}
	origin := access.Origin(ctx)
	r := Row{
		UID: uid, At: j.now().UTC().Truncate(time.Microsecond), ActorName: System,
		Action: e.Action, ObjectType: e.ObjectType, ObjectID: fmt.Sprint(e.ObjectID), Diff: string(diff),
		Address: origin.Address, UserAgent: origin.UserAgent, RequestID: origin.ID, Key: j.key.ID,
	}
	if origin.ID != "" {
		r.ActorName = Stranger
	}
	if p, ok := access.From(ctx); ok {
		r.ActorID, r.ActorName = &p.UserID, p.Name
	}
	r.MAC = j.key.Code(r)
	return r, nil
}

// inserted stores the row, and that it has to be sealed.
func inserted(r Row) postgres.Statement {
	return postgres.Statement{Text: `WITH entry AS (
		INSERT INTO journal_entries (uid, at, actor_id, actor_name, action, object_type, object_id, diff, address, user_agent, request_id, key, mac)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8::json, $9, $10, $11, $12, $13) RETURNING id)
		INSERT INTO journal_pending SELECT id FROM entry`, Args: []any{
		r.UID, r.At, r.ActorID, r.ActorName, r.Action, r.ObjectType, r.ObjectID, r.Diff, r.Address, r.UserAgent, r.RequestID, r.Key, r.MAC,
	}}
}
