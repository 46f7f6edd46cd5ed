// Package audit writes the journal: who did what, when and from where.
//
// Record takes the transaction of the change itself, so that no change is made
// without its entry and no entry stands for a change that was rolled back.
package audit

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
)

// Entry is one change.
type Entry struct {
	Action     string // "news.publish"
	ObjectType string // "article"
	ObjectID   any
	Before     any // nil when there was nothing; else something that encodes to a JSON object
	After      any // nil when nothing is left
}

type row struct {
	bun.BaseModel `bun:"table:journal_entries"`

	ActorID    *int64
	ActorName  string
	Action     string
	ObjectType string
	ObjectID   string
	Diff       json.RawMessage `bun:"type:jsonb"`
	Address    string
	UserAgent  string
	RequestID  string
}

// Actors that are no users.
const (
	System   = "system"   // a job or a command
	Stranger = "stranger" // a request of somebody who is not logged in
)

// Record adds the entry within the change's own transaction.
func Record(ctx context.Context, tx bun.Tx, e Entry) error {
	diff, err := Diff(e.Before, e.After)
	if err != nil {
		return fmt.Errorf("journal of %s: %w", e.Action, err)
	}
	origin := access.Origin(ctx)
	r := row{
		ActorName: System, Action: e.Action, ObjectType: e.ObjectType, ObjectID: fmt.Sprint(e.ObjectID), Diff: diff,
		Address: origin.Address, UserAgent: origin.UserAgent, RequestID: origin.ID,
	}
	if origin.ID != "" {
		r.ActorName = Stranger
	}
	if p, ok := access.From(ctx); ok {
		r.ActorID, r.ActorName = &p.UserID, p.Name
	}
	_, err = tx.NewInsert().Model(&r).Returning("NULL").Exec(ctx)
	return err
}

// Diff is the fields that differ, each as [before, after].
func Diff(before, after any) (json.RawMessage, error) {
	old, err := fields(before)
	if err != nil {
		return nil, err
	}
	now, err := fields(after)
	if err != nil {
		return nil, err
	}
	null := json.RawMessage("null")
	diff := map[string][2]json.RawMessage{}
	for name, value := range old {
		if other, ok := now[name]; !ok {
			diff[name] = [2]json.RawMessage{value, null}
		} else if !bytes.Equal(value, other) {
			diff[name] = [2]json.RawMessage{value, other}
		}
	}
	for name, value := range now {
		if _, ok := old[name]; !ok {
			diff[name] = [2]json.RawMessage{null, value}
		}
	}
	return json.Marshal(diff)
}

func fields(v any) (map[string]json.RawMessage, error) {
	out := map[string]json.RawMessage{}
	if v == nil {
		return out, nil
	}
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return out, json.Unmarshal(text, &out)
}
