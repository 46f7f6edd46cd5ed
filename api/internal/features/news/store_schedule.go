package news

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/lang"
)

// The claims pass over rows that another worker holds, and compare with the
// database's clock at the beginning of their transaction: a publication bears
// that time and is never before the one that it was due at.

func claimPublish(ctx context.Context, tx bun.Tx) (int64, time.Duration, error) {
	return claimDue(ctx, tx, "publish_at", "state = 'scheduled'")
}

func claimUnpublish(ctx context.Context, tx bun.Tx) (int64, time.Duration, error) {
	return claimDue(ctx, tx, "unpublish_at", "live")
}

func claimDue(ctx context.Context, tx bun.Tx, column, condition string) (id int64, late time.Duration, err error) {
	var seconds float64
	err = tx.NewRaw("SELECT id, extract(epoch FROM now() - ?) FROM articles WHERE ? <= now() AND ? ORDER BY ?, id LIMIT 1 FOR UPDATE SKIP LOCKED",
		bun.Ident(column), bun.Ident(column), bun.Safe(condition), bun.Ident(column)).Scan(ctx, &id, &seconds)
	return id, inSeconds(seconds), nothing(err)
}

// inBar is an article that stood in the breaking bar.
type inBar struct {
	ID       int64
	StoryID  int64
	Language lang.Code
}

func claimBreaking(ctx context.Context, tx bun.Tx) (out inBar, late time.Duration, err error) {
	var seconds float64
	err = tx.NewRaw(`WITH due AS (
			SELECT id, breaking_until FROM articles WHERE breaking_until <= now() ORDER BY breaking_until, id LIMIT 1 FOR UPDATE SKIP LOCKED
		) UPDATE articles AS a SET breaking_until = NULL FROM due WHERE a.id = due.id
		RETURNING a.id, a.story_id, a.language, extract(epoch FROM now() - due.breaking_until)`).
		Scan(ctx, &out.ID, &out.StoryID, &out.Language, &seconds)
	return out, inSeconds(seconds), nothing(err)
}

func nothing(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return errNothingDue
	}
	return err
}

func inSeconds(n float64) time.Duration { return time.Duration(n * float64(time.Second)) }

func nextDue(ctx context.Context, db bun.IDB, limit time.Duration) (time.Duration, error) {
	var seconds float64
	err := db.NewRaw(`SELECT coalesce(extract(epoch FROM least(
			(SELECT min(publish_at) FROM articles WHERE publish_at IS NOT NULL),
			(SELECT min(unpublish_at) FROM articles WHERE unpublish_at IS NOT NULL AND live),
			(SELECT min(breaking_until) FROM articles WHERE breaking_until IS NOT NULL)) - clock_timestamp()), ?)`, limit.Seconds()).Scan(ctx, &seconds)
	return inSeconds(min(seconds, limit.Seconds())), err
}

// dropPlan makes an article ready again that was to be on its site by now. It does
// nothing, by errNothingDue, where somebody has changed the plan meanwhile.
func dropPlan(ctx context.Context, tx bun.Tx, id int64) (state State, version int64, err error) {
	err = tx.NewRaw(`WITH dropped AS (
			UPDATE articles SET publish_at = NULL, unpublish_at = NULL, version = version + 1, updated_at = now(), updated_by = NULL,
				state = CASE state WHEN 'scheduled' THEN 'ready' ELSE state END
			WHERE id = ? AND (publish_at <= now() OR unpublish_at <= now()) RETURNING id, state, version
		), tags AS (UPDATE article_tags SET updated_at = now() FROM dropped WHERE article_id = dropped.id),
		authors AS (UPDATE article_authors SET updated_at = now() FROM dropped WHERE article_id = dropped.id)
		SELECT state, version FROM dropped`, id).Scan(ctx, &state, &version)
	return state, version, nothing(err)
}
