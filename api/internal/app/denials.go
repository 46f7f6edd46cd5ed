package app

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/httpx"
	"baq.kz/portal/api/internal/platform/postgres"
)

// denialPatience bounds what is recorded for a client who has gone away.
const denialPatience = 5 * time.Second

// noteDenial writes a denial into the journal, also when the client no longer waits
// for the answer. The refusal stands whether that works or not: who may not must
// not get further because the journal is away.
func (a *App) noteDenial(ctx context.Context, d httpx.Denial) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), denialPatience)
	defer cancel()
	entry := audit.Entry{
		Action: "access.denied", ObjectType: "operation", ObjectID: d.Method + " " + d.Pattern,
		After: map[string]any{"code": d.Code, "times": d.Times},
	}
	if d.Forged {
		entry.Action = "access.token_refused"
	}
	err := postgres.InTx(ctx, a.DB.Primary, func(ctx context.Context, tx bun.Tx) error { return a.Journal.Record(ctx, tx, entry) })
	if err != nil {
		a.Log.ErrorContext(ctx, "a denial could not be journalled", "operation", entry.ObjectID, "code", d.Code, "error", err.Error())
	}
}
