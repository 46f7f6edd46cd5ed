package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"
)

// Send runs statements one after the other in a transaction of InTx, in one round trip and
// prepared as those of Prepared are. It stops at the first that fails, with its error.
func Send(ctx context.Context, tx bun.Tx, statements ...Statement) error {
	begun := time.Now()
	err := OnConnection(ctx, tx, func(c *pgx.Conn) error {
		var batch pgx.Batch
		for _, s := range statements {
			if _, err := c.Prepare(ctx, s.Text, s.Text); err != nil { // nothing is sent where it is
				return err
			}
			batch.Queue(s.Text, s.Args...)
		}
		err := c.SendBatch(ctx, &batch).Close()
		if outdated(err) { // so that InTx's next attempt prepares anew
			for _, s := range statements {
				_ = c.Deallocate(ctx, s.Text)
			}
		}
		return err
	})
	noteSpent(ctx, begun, statements...)
	return err
}
