package news

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/postgres"
)

type revisionRow struct {
	ArticleID int64
	Version   int64
	ActorID   *int64
	Action    string
	State     State
	Content   json.RawMessage // nil: that of the revision before
	Note      string
	Address   string
	UserAgent string
	RequestID string
}

func (r revisionRow) insert() postgres.Statement {
	return postgres.Statement{Text: `INSERT INTO article_revisions
			(article_id, version, actor_id, action, state, content, note, address, user_agent, request_id, text_version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, (SELECT text_version FROM articles WHERE id = $1))`,
		Args: []any{r.ArticleID, r.Version, r.ActorID, r.Action, r.State, r.Content, r.Note, r.Address, r.UserAgent, r.RequestID}}
}

const revisionColumns = "version, text_version, at, actor_id, action, state, note, address, user_agent, content IS NOT NULL AS has_text"

func revisions(ctx context.Context, db bun.IDB, id int64, after *keyset.ByID, limit int) ([]Revision, error) {
	query := db.NewSelect().Table("article_revisions").ColumnExpr(revisionColumns).
		Where("article_id = ?", id).Order("version DESC").Limit(int64(limit + 1))
	if after != nil {
		query.Where("version < ?", after.ID)
	}
	var rows []Revision
	return rows, query.Scan(ctx, &rows)
}

// revision reads one with its content, which stands in the youngest before it
// where it changed none.
func revision(ctx context.Context, db bun.IDB, id, version int64) (Revision, Content, error) {
	var r struct {
		Revision
		Content json.RawMessage
	}
	err := db.NewRaw(`SELECT `+revisionColumns+`, (SELECT content FROM article_revisions AS with_text
			WHERE with_text.article_id = r.article_id AND with_text.version <= r.version AND with_text.content IS NOT NULL
			ORDER BY with_text.version DESC LIMIT 1) AS content
		FROM article_revisions AS r WHERE article_id = ? AND version = ?`, id, version).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) || err == nil && r.Content == nil {
		return Revision{}, Content{}, ErrRevisionNotFound
	}
	if err != nil {
		return Revision{}, Content{}, err
	}
	content, err := decode(r.Content)
	return r.Revision, content, err
}

// stillThere leaves out what the content names and what is gone by now.
func stillThere(ctx context.Context, tx bun.Tx, c Content) (Content, error) {
	there := func(table string, ids []int64) (kept []int64, err error) {
		if len(ids) == 0 {
			return nil, nil
		}
		return kept, tx.NewSelect().Table(table).Column("id").Where("id = ANY(?)", pgdialect.Array(ids)).Scan(ctx, &kept)
	}
	tags, err := there("tags", c.TagIDs)
	if err != nil {
		return c, err
	}
	authors, err := there("authors", c.AuthorIDs())
	if err != nil {
		return c, err
	}
	rubrics, err := there("rubrics", present(c.RubricID))
	if err != nil {
		return c, err
	}
	pictures, err := there("pictures", present(c.PictureID))
	c.TagIDs = slices.DeleteFunc(c.TagIDs, func(id int64) bool { return !slices.Contains(tags, id) })
	c.Credits = slices.DeleteFunc(c.Credits, func(credit Credit) bool { return !slices.Contains(authors, credit.AuthorID) })
	if len(rubrics) == 0 {
		c.RubricID = nil
	}
	if len(pictures) == 0 {
		c.PictureID = nil
	}
	return c, err
}

func insertCorrection(ctx context.Context, tx bun.Tx, c Correction) error {
	_, err := tx.NewInsert().Model(&c).ModelTableExpr("article_corrections").ExcludeColumn("at").Returning("NULL").Exec(ctx)
	return err
}

// correctionLimit is how many notes of one article are shown.
const correctionLimit = 100

func corrections(ctx context.Context, db bun.IDB, articleIDs []int64) (map[int64][]Correction, error) {
	out := map[int64][]Correction{}
	if len(articleIDs) == 0 {
		return out, nil
	}
	var rows []Correction
	err := db.NewRaw(`SELECT found.* FROM unnest(?::bigint[]) AS wanted (id),
		LATERAL (SELECT * FROM article_corrections WHERE article_id = wanted.id ORDER BY id DESC LIMIT ?) AS found`,
		pgdialect.Array(articleIDs), correctionLimit).Scan(ctx, &rows)
	for _, c := range rows {
		out[c.ArticleID] = append(out[c.ArticleID], c)
	}
	return out, err
}

func exists(ctx context.Context, db bun.IDB, table string, id int64) (bool, error) {
	return db.NewSelect().Table(table).Where("id = ?", id).Exists(ctx)
}
