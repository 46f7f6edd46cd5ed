package news

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/richtext"
)

type row struct {
	bun.BaseModel `bun:"table:articles,alias:a"`

	ID             int64 `bun:",pk,autoincrement"`
	StoryID        int64
	Language       lang.Code
	State          State
	Version        int64
	Title          string
	Slug           string `bun:",nullzero"`
	Lead           string
	Body           json.RawMessage `bun:"type:jsonb"`
	RubricID       *int64
	PictureID      *int64
	SEOTitle       string   `bun:"seo_title"`
	SEODescription string   `bun:"seo_description"`
	SEOKeywords    string   `bun:"seo_keywords"`
	TagIDs         []int64  `bun:"tag_ids,array,scanonly"`
	AuthorIDs      []int64  `bun:"author_ids,array,scanonly"`
	AuthorRoles    []string `bun:"author_roles,array,scanonly"`
	Urgency        Urgency
	Source         string
	SourceURL      string `bun:"source_url"`
	Location       string
	EmbargoUntil   *time.Time
	PublishAt      *time.Time
	UnpublishAt    *time.Time
	BreakingUntil  *time.Time
	CorrectedAt    *time.Time
	KillReason     string
	TextVersion    int64
	TextChangedAt  time.Time `bun:",nullzero,default:now()"`
	TranslatedFrom *int64
	// The original's text version.
	TranslatedVersion *int64
	Behind            bool
	ReadAt            time.Time `bun:",scanonly"`
	CreatedBy         *int64
	UpdatedBy         *int64
	CreatedAt         time.Time `bun:",nullzero,default:now()"`
	UpdatedAt         time.Time `bun:",nullzero,default:now()"`
	PublishedAt       *time.Time
	UnpublishedAt     *time.Time
}

func (r row) article() (Article, error) {
	body, err := richtext.Parse(r.Body)
	a := Article{
		ID: r.ID, StoryID: r.StoryID, Language: r.Language, State: r.State, Version: r.Version,
		Content: Content{
			Title: r.Title, Slug: r.Slug, Lead: r.Lead, Body: body, RubricID: r.RubricID, PictureID: r.PictureID,
			TagIDs: r.TagIDs, Credits: make([]Credit, len(r.AuthorIDs)),
			SEOTitle: r.SEOTitle, SEODescription: r.SEODescription, SEOKeywords: r.SEOKeywords,
			Urgency: r.Urgency, Source: r.Source, SourceURL: r.SourceURL, Location: r.Location, EmbargoUntil: r.EmbargoUntil,
		},
		PublishAt: r.PublishAt, UnpublishAt: r.UnpublishAt, BreakingUntil: r.BreakingUntil, CorrectedAt: r.CorrectedAt,
		KillReason: r.KillReason, TextVersion: r.TextVersion, TextChangedAt: r.TextChangedAt, readAt: r.ReadAt,
		CreatedBy: r.CreatedBy, UpdatedBy: r.UpdatedBy, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, PublishedAt: r.PublishedAt,
	}
	for i, id := range r.AuthorIDs {
		a.Credits[i] = Credit{AuthorID: id, Role: Role(r.AuthorRoles[i])}
	}
	if r.TranslatedFrom != nil {
		a.Translation = &Translation{From: *r.TranslatedFrom, TextVersion: *r.TranslatedVersion, Behind: r.Behind}
	}
	return a, err
}

// selectArticles reads whole articles with the ids that hang on them.
func selectArticles(db bun.IDB, rows any) *bun.SelectQuery {
	return db.NewSelect().Model(rows).ColumnExpr("a.*").ColumnExpr("now() AS read_at").
		ColumnExpr("ARRAY(SELECT tag_id FROM article_tags WHERE article_id = a.id ORDER BY position) AS tag_ids").
		ColumnExpr("ARRAY(SELECT author_id FROM article_authors WHERE article_id = a.id ORDER BY position) AS author_ids").
		ColumnExpr("ARRAY(SELECT role FROM article_authors WHERE article_id = a.id ORDER BY position) AS author_roles")
}

func find(ctx context.Context, db bun.IDB, id int64, lock bool) (Article, error) {
	query := selectArticles(db, (*row)(nil)).Where("a.id = ?", id)
	if lock {
		query.For("UPDATE OF a")
	}
	return one(ctx, query)
}

func one(ctx context.Context, query *bun.SelectQuery) (Article, error) {
	var r row
	if err := query.Scan(ctx, &r); errors.Is(err, sql.ErrNoRows) {
		return Article{}, ErrNotFound
	} else if err != nil {
		return Article{}, err
	}
	return r.article()
}

// insert adds the row as it is; a new article's story, too. It adds no row, but still
// the story, where another article has the address; one that is just being added
// elsewhere is waited for.
func insert(ctx context.Context, tx bun.Tx, a *Article) (added bool, err error) {
	var from, fromVersion *int64
	if t := a.Translation; t != nil {
		from, fromVersion = &t.From, &t.TextVersion
	}
	rows, err := postgres.PreparedOn(ctx, tx, `WITH story AS (INSERT INTO stories SELECT WHERE $1::bigint = 0 RETURNING id),
		place AS (SELECT coalesce((SELECT id FROM story), $1) AS story_id),
		article AS (INSERT INTO articles (story_id, language, state, version, title, slug, lead, body, rubric_id, picture_id, seo_title, seo_description, seo_keywords,
				urgency, source, source_url, location, embargo_until, text_version, translated_from, translated_version, created_by, updated_by)
			SELECT story_id, $2, $3, $4::bigint, $5, NULLIF($6, ''), $7, $8::json, $9::bigint, $10::bigint, $11, $12, $13,
				$14, $15, $16, $17, $18::timestamptz, $19::bigint, $20::bigint, $21::bigint, $22::bigint, $23::bigint FROM place
			ON CONFLICT (language, slug) DO NOTHING RETURNING id, created_at, updated_at, text_changed_at)
		SELECT place.story_id, article.* FROM place LEFT JOIN article ON true`,
		[]any{a.StoryID, a.Language, a.State, a.Version, a.Title, a.Slug, a.Lead, string(a.Body.JSON()), a.RubricID, a.PictureID, a.SEOTitle, a.SEODescription, a.SEOKeywords,
			a.Urgency, a.Source, a.SourceURL, a.Location, a.EmbargoUntil, a.TextVersion, from, fromVersion, a.CreatedBy, a.UpdatedBy},
		func(row pgx.Rows, n *inserted) error {
			return row.Scan(&n.story, &n.id, &n.created, &n.updated, &n.textChanged)
		})
	if err != nil {
		return false, err
	}
	n := rows[0]
	a.StoryID = n.story
	if n.id == nil {
		return false, nil
	}
	a.ID, a.CreatedAt, a.UpdatedAt, a.TextChangedAt = *n.id, *n.created, *n.updated, *n.textChanged
	return true, nil
}

// inserted is what insert reads back; nil: no row was added.
type inserted struct {
	story                         int64
	id                            *int64
	created, updated, textChanged *time.Time
}

// setSlug is for what was inserted without; it is still the same version.
func setSlug(ctx context.Context, tx bun.Tx, a Article) error {
	_, err := tx.NewUpdate().Table("articles").Set("slug = ?", a.Slug).Where("id = ?", a.ID).Exec(ctx)
	return err
}

// update stores the article as its next version, with the database's time.
func update(ctx context.Context, tx bun.Tx, a *Article) error {
	query := tx.NewUpdate().Table("articles").
		Set("state = ?", a.State).Set("version = version + 1").
		Set("title = ?", a.Title).Set("slug = NULLIF(?, '')", a.Slug).Set("lead = ?", a.Lead).
		Set("body = ?::json", string(a.Body.JSON())).
		Set("rubric_id = ?", a.RubricID).Set("picture_id = ?", a.PictureID).
		Set("seo_title = ?", a.SEOTitle).Set("seo_description = ?", a.SEODescription).Set("seo_keywords = ?", a.SEOKeywords).
		Set("urgency = ?", a.Urgency).Set("source = ?", a.Source).Set("source_url = ?", a.SourceURL).Set("location = ?", a.Location).
		Set("embargo_until = ?", a.EmbargoUntil).Set("publish_at = ?", a.PublishAt).Set("unpublish_at = ?", a.UnpublishAt).
		Set("breaking_until = ?", a.BreakingUntil).Set("corrected_at = ?", a.CorrectedAt).Set("kill_reason = ?", a.KillReason).
		Set("text_version = ?", a.TextVersion).Set("updated_by = ?", a.UpdatedBy)
	if a.Translation != nil {
		query.Set("translated_version = ?, behind = ?", a.Translation.TextVersion, a.Translation.Behind)
	}
	if a.backdated {
		query.Set("updated_at = ?, text_changed_at = ?", a.PublishedAt, a.PublishedAt)
	} else {
		query.Set("updated_at = now()").
			Set("text_changed_at = CASE WHEN text_version = ? THEN text_changed_at ELSE now() END", a.TextVersion)
	}
	return query.
		Set("published_at = CASE WHEN ? THEN coalesce(?, now()) ELSE ? END", a.State.Live(), a.PublishedAt, a.PublishedAt).
		Set("unpublished_at = CASE WHEN ? THEN now() END", a.State == Unpublished || a.State == Killed).
		Where("id = ?", a.ID).
		Returning("version, updated_at, text_changed_at, published_at").
		Scan(ctx, &a.Version, &a.UpdatedAt, &a.TextChangedAt, &a.PublishedAt)
}

// writeLinks replaces what the article points to.
func writeLinks(ctx context.Context, tx bun.Tx, a Article) error {
	_, err := tx.NewRaw("WITH tags AS (DELETE FROM article_tags WHERE article_id = ?0) DELETE FROM article_authors WHERE article_id = ?0", a.ID).Exec(ctx)
	if err != nil {
		return err
	}
	if err := addLinks(ctx, tx, a); err != nil {
		return err
	}
	// The end of a use waits for others who have the picture in hand, so that only what
	// changes is touched.
	_, err = tx.NewDelete().Table("article_pictures").Where("article_id = ? AND picture_id <> ALL(coalesce(?::bigint[], '{}'))", a.ID, pgdialect.Array(a.Body.PictureIDs())).Exec(ctx)
	return err
}

// addLinks writes what the article points to. The links carry the time of the last
// change, and of publication while the article is on its site, for the lists of tags
// and authors.
func addLinks(ctx context.Context, tx bun.Tx, a Article) error {
	var published *time.Time
	if a.State.Live() {
		published = a.PublishedAt
	}
	if len(a.TagIDs) > 0 {
		_, err := tx.NewRaw(`INSERT INTO article_tags (article_id, tag_id, position, language, published_at, updated_at)
			SELECT ?, id, position, ?, ?::timestamptz, ?::timestamptz FROM unnest(?::bigint[]) WITH ORDINALITY AS given (id, position)`,
			a.ID, a.Language, published, a.UpdatedAt, pgdialect.Array(a.TagIDs)).Exec(ctx)
		if err != nil {
			return err
		}
	}
	if len(a.Credits) > 0 {
		roles := make([]string, len(a.Credits))
		for i, c := range a.Credits {
			roles[i] = string(c.Role)
		}
		_, err := tx.NewRaw(`INSERT INTO article_authors (article_id, author_id, role, position, language, published_at, updated_at)
			SELECT ?, id, role, position, ?, ?::timestamptz, ?::timestamptz
			FROM unnest(?::bigint[], ?::text[]) WITH ORDINALITY AS given (id, role, position)`,
			a.ID, a.Language, published, a.UpdatedAt, pgdialect.Array(a.AuthorIDs()), pgdialect.Array(roles)).Exec(ctx)
		if err != nil {
			return err
		}
	}
	if ids := a.Body.PictureIDs(); len(ids) > 0 {
		_, err := tx.NewRaw("INSERT INTO article_pictures (article_id, picture_id) SELECT ?, id FROM unnest(?::bigint[]) AS id ORDER BY id ON CONFLICT DO NOTHING",
			a.ID, pgdialect.Array(ids)).Exec(ctx)
		return err
	}
	return nil
}

func slugTaken(ctx context.Context, db bun.IDB, language lang.Code, slug string, except int64) (bool, error) {
	return db.NewSelect().Table("articles").Where("language = ? AND slug = ? AND id <> ?", language, slug, except).Exists(ctx)
}

func refs(ctx context.Context, db bun.IDB, storyIDs []int64) (map[int64][]Ref, error) {
	out := map[int64][]Ref{}
	if len(storyIDs) == 0 {
		return out, nil
	}
	rows, err := postgres.PreparedOn(ctx, db, `SELECT id, story_id, language, state, title, behind, coalesce(slug, '') FROM articles
		WHERE story_id = ANY($1) ORDER BY id`, []any{storyIDs},
		func(row pgx.Rows, r *Ref) error {
			return row.Scan(&r.ID, &r.StoryID, &r.Language, &r.State, &r.Title, &r.Behind, &r.Slug)
		})
	for _, r := range rows {
		out[r.StoryID] = append(out[r.StoryID], r)
	}
	return out, err
}
