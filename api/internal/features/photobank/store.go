package photobank

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"baq.kz/portal/api/internal/features/photobank/rendition"
	"baq.kz/portal/api/internal/platform/lang"
)

type row struct {
	bun.BaseModel `bun:"table:pictures,alias:p"`

	ID         int64 `bun:",pk,autoincrement"`
	Hash       string
	FileName   string
	Format     string
	Width      int
	Height     int
	Bytes      int64
	Colour     string
	Renditions []rendition.File `bun:"type:jsonb"`
	Author     string
	Source     string
	Licence    string
	TakenAt    *time.Time
	Search     string
	Version    int64
	CreatedBy  *int64
	CreatedAt  time.Time  `bun:",nullzero"` // the database's clock
	Labels     []labelRow `bun:"type:jsonb,scanonly"`

	LicenceID   *int64
	RightsUntil *time.Time
	ExpiresAt   *time.Time
	Place       string
	Keywords    []string        `bun:",array"`
	Persons     []string        `bun:",array"`
	Described   []string        `bun:",array"`
	Focus       *Point          `bun:"type:jsonb"`
	Crops       map[string]Area `bun:"type:jsonb"`
	Facts       []Fact          `bun:"type:jsonb"`
	Tone        string
	PHash       *int64 `bun:"phash"`
	Recipe      string
	Used        bool
	MergedInto  *int64
	TrashedAt   *time.Time
}

type labelRow struct {
	bun.BaseModel `bun:"table:picture_labels"`

	PictureID int64     `bun:",pk"`
	Language  lang.Code `bun:",pk"`
	Caption   string
	Alt       string
}

func (r row) picture() Picture {
	p := Picture{
		ID: r.ID, Hash: r.Hash, FileName: r.FileName, Format: rendition.Format(r.Format), Width: r.Width, Height: r.Height,
		Bytes: r.Bytes, Colour: r.Colour, Renditions: r.Renditions, Version: r.Version, CreatedBy: r.CreatedBy, CreatedAt: r.CreatedAt,
		Description: Description{
			Labels: map[lang.Code]Label{}, Author: r.Author, Source: r.Source, Licence: r.Licence, LicenceID: r.LicenceID,
			RightsUntil: r.RightsUntil, TakenAt: r.TakenAt, Place: r.Place, Keywords: r.Keywords, Persons: r.Persons,
		},
		ExpiresAt: r.ExpiresAt, Focus: r.Focus, Crops: r.Crops, Tone: r.Tone, PHash: r.PHash, Recipe: r.Recipe, Used: r.Used,
		MergedInto: r.MergedInto, TrashedAt: r.TrashedAt,
	}
	for _, l := range r.Labels {
		p.Labels[l.Language] = Label{Caption: l.Caption, Alt: l.Alt}
	}
	return p
}

// described are the languages in which it has an alternative text.
func (p Picture) described() []string {
	out := []string{}
	for language, l := range p.Labels {
		if l.Alt != "" {
			out = append(out, string(language))
		}
	}
	slices.Sort(out)
	return out
}

// selectPictures reads pictures with their labels, and without what only searches need.
func selectPictures(db bun.IDB, rows any) *bun.SelectQuery {
	return db.NewSelect().Model(rows).ExcludeColumn("search", "facts").
		ColumnExpr("(SELECT coalesce(json_agg(l), '[]') FROM picture_labels AS l WHERE l.picture_id = p.id) AS labels")
}

// byIDs answers under each id that was asked for; under that of a picture which was
// merged into another, with the other.
func byIDs(ctx context.Context, db bun.IDB, ids []int64) (map[int64]Picture, error) {
	out := map[int64]Picture{}
	if len(ids) == 0 {
		return out, nil
	}
	var rows []row
	err := selectPictures(db, &rows).
		Where("p.id = ANY(ARRAY(SELECT unnest(?::bigint[]) UNION SELECT merged_into FROM pictures WHERE id = ANY(?)))", pgdialect.Array(ids), pgdialect.Array(ids)).Scan(ctx)
	found := map[int64]Picture{}
	for _, r := range rows {
		found[r.ID] = r.picture()
	}
	for _, id := range ids {
		p, there := found[id]
		if there && p.MergedInto != nil {
			p, there = found[*p.MergedInto]
		}
		if there {
			out[id] = p
		}
	}
	return out, err
}

// find is the picture of this very id, merged or not.
func find(ctx context.Context, db bun.IDB, id int64) (Picture, error) {
	return one(ctx, db, "p.id = ?", id)
}

func one(ctx context.Context, db bun.IDB, where string, arg any) (Picture, error) {
	var r row
	err := selectPictures(db, &r).Where(where, arg).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return Picture{}, ErrNotFound
	}
	return r.picture(), err
}

func byHash(ctx context.Context, db bun.IDB, hash string) (Picture, error) {
	return one(ctx, db, "p.hash = ?", hash)
}

// insert adds a picture and its labels; false when the same file is there
// already. It waits for another transaction that is adding it.
func insert(ctx context.Context, tx bun.Tx, p Picture, facts []Fact) (id int64, added bool, err error) {
	r := row{
		Hash: p.Hash, FileName: p.FileName, Format: string(p.Format), Width: p.Width, Height: p.Height, Bytes: p.Bytes, Colour: p.Colour,
		Renditions: p.Renditions, Author: p.Author, Source: p.Source, Licence: p.Licence, TakenAt: p.TakenAt,
		Search: p.searchText(), Version: 1, CreatedBy: p.CreatedBy,
		LicenceID: p.LicenceID, RightsUntil: p.RightsUntil, ExpiresAt: p.RightsUntil, Place: p.Place, Keywords: p.Keywords, Persons: p.Persons,
		Described: p.described(), Crops: map[string]Area{}, Facts: facts, Tone: p.Tone, PHash: p.PHash, Recipe: p.Recipe,
	}
	err = tx.NewInsert().Model(&r).Value("lexemes", "array_to_tsvector(?::text[])", pgdialect.Array(p.lexemes())).On("CONFLICT (hash) DO NOTHING").Returning("id").Scan(ctx, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	return id, true, insertLabels(ctx, tx, id, p.Labels)
}

func insertLabels(ctx context.Context, tx bun.Tx, id int64, labels map[lang.Code]Label) error {
	if len(labels) == 0 {
		return nil
	}
	var rows []labelRow
	for language, l := range labels {
		rows = append(rows, labelRow{PictureID: id, Language: language, Caption: l.Caption, Alt: l.Alt})
	}
	_, err := tx.NewInsert().Model(&rows).Exec(ctx)
	return err
}
