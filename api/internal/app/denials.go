package app

import (
	"context"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/httpx"
	"baq.kz/portal/api/internal/platform/postgres"
)

// noteDenial writes a denial into the journal. The refusal stands whether that
// works or not: who may not must not get further because the journal is away.
func (a *App) noteDenial(ctx context.Context, d httpx.Denial) {
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
