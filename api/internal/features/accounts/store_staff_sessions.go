package accounts

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/postgres"
)

// pageOfSessions goes along the index of the living sessions. The condition on
// the time alone bounds the range; the one beside it leaves out what was read.
func pageOfSessions(ctx context.Context, db bun.IDB, search string, after *bySeen, now time.Time, limit int) ([]StaffSession, error) {
	query := `SELECT s.id, s.user_id, s.created_at, s.last_seen_at, s.expires_at, s.address, s.user_agent, s.method, u.name AS user_name
		FROM sessions AS s JOIN users AS u ON u.id = s.user_id WHERE s.ended_at IS NULL AND s.expires_at > ?`
	arguments := []any{now}
	if after != nil {
		query += " AND s.last_seen_at <= ? AND (s.last_seen_at < ? OR s.id > ?)"
		arguments = append(arguments, after.At, after.At, after.ID)
	}
	if search != "" {
		// The users are found once, by their index. Addresses are compared byte by
		// byte: by the rules of a language it takes ten times as long.
		query += ` AND (s.user_id IN (SELECT id FROM users WHERE name ILIKE ? OR email ILIKE ?) OR s.address COLLATE "C" LIKE ?)`
		part := postgres.Contains(search)
		arguments = append(arguments, part, part, part)
	}
	var rows []StaffSession
	err := db.NewRaw(query+" ORDER BY s.last_seen_at DESC, s.id LIMIT ?", append(arguments, limit)...).Scan(ctx, &rows)
	return rows, err
}
