package photobank

import (
	"context"
	"testing"
	"time"

	"github.com/uptrace/bun"
)

// TestAUseOfAMergedPictureBeginsWhileTheLastOneEnds: the picture that stands for it
// stays in use, whoever comes first.
func TestAUseOfAMergedPictureBeginsWhileTheLastOneEnds(t *testing.T) {
	b := start(t)
	p, alias := b.upload(t, Upload{}), b.upload(t, Upload{})
	b.exec(t, "UPDATE pictures SET merged_into = ? WHERE id = ?", p.ID, alias.ID)
	id := b.article(t, p.ID, "published")
	begun := make(chan error, 1)
	err := b.deps.DB.Primary.RunInTx(t.Context(), nil, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.ExecContext(ctx, "UPDATE articles SET picture_id = NULL WHERE id = ?", id); err != nil {
			return err
		}
		go func() {
			_, err := b.deps.DB.Primary.ExecContext(context.WithoutCancel(ctx), "INSERT INTO authors (picture_id) VALUES (?)", alias.ID)
			begun <- err
		}()
		select {
		case err := <-begun: // it did not wait
			begun <- err
		case <-time.After(500 * time.Millisecond):
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := <-begun; err != nil {
		t.Fatal(err)
	}
	if after, err := b.Get(t.Context(), p.ID); err != nil || !after.Used {
		t.Errorf("used: %t, %v", after.Used, err)
	}
}
