package journal

import (
	"context"
	"io"
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/table"
)

const (
	// mostExported is how many entries an export holds, the newest ones.
	mostExported = 100_000
	// exportChunk is how many of them are read at once.
	exportChunk = 1000
	// exportsPerMinute is how often a person may export.
	exportsPerMinute = 3
)

// exported is what the journal keeps of an export.
type exported struct {
	Filter Filter `json:"filter"`
	Rows   int    `json:"rows"`
}

// Table is an export that was allowed and journalled, and is to be written.
type Table struct {
	service *Service
	filter  Filter
	newest  keyset.ByTime // the export begins after this key
	rows    int
}

// Export allows an export of a filter's newest 100,000 entries and journals it,
// before the first of them leaves. It fails with ErrTooManyExports.
func (s *Service) Export(ctx context.Context, f Filter) (Table, error) {
	p, _ := access.From(ctx)
	table := Table{service: s, filter: f}
	return table, postgres.InTx(ctx, s.primary, func(ctx context.Context, tx bun.Tx) error {
		begun, wait, err := countExports(ctx, tx, p.UserID)
		if err != nil {
			return err
		}
		if begun >= exportsPerMinute {
			refusal := *ErrTooManyExports
			refusal.RetryAfter = max(wait, time.Second)
			return &refusal
		}
		if table.newest, err = newestKey(ctx, tx); err != nil {
			return err
		}
		if table.rows, err = s.count(ctx, tx, f, table.newest); err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, audit.Entry{Action: actionExport, ObjectType: "journal", ObjectID: "", After: exported{Filter: f, Rows: table.rows}})
	})
}

// actionExport is the action by which exports are counted, too.
const actionExport = "journal.export"

// columns of the table are named as the API's fields are.
var columns = []string{"id", "at", "actorKind", "actorId", "actorName", "action", "objectType", "objectId", "diff", "address", "userAgent", "requestId", "seq", "hash"}

// Write writes the table.
func (t Table) Write(ctx context.Context, out io.Writer) error {
	w, err := table.New(out, columns)
	if err != nil {
		return err
	}
	after := t.newest
	for left := t.rows; left > 0; {
		found, err := t.service.entries(ctx, t.filter, &after, min(left, exportChunk))
		if err != nil {
			return err
		}
		if err := addPlaces(ctx, t.service.primary, found); err != nil {
			return err
		}
		for _, e := range found {
			if err := w.Row(e.cells()); err != nil {
				return err
			}
		}
		if len(found) == 0 {
			break
		}
		left -= len(found)
		after = keyset.ByTime{At: found[len(found)-1].At, ID: found[len(found)-1].ID}
	}
	return w.End()
}

func (e Entry) cells() []string {
	actor, seq := "", ""
	if e.ActorID != nil {
		actor = strconv.FormatInt(*e.ActorID, 10)
	}
	if e.Seq != nil {
		seq = strconv.FormatInt(*e.Seq, 10)
	}
	return []string{
		strconv.FormatInt(e.ID, 10), e.At.UTC().Format(time.RFC3339Nano), string(e.Kind), actor, e.ActorName, e.Action, e.ObjectType, e.ObjectID,
		string(e.Diff), e.Address, e.UserAgent, e.RequestID, seq, e.Hash,
	}
}
