package photobank

import (
	"context"
	"strconv"
	"strings"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/contentseal"
)

// digestSchema is the encoding of a picture's seal. What readers come to see
// besides makes a new one, beside which seals of this one are still to be checked.
//
// Schema 1 is that of before 2026-11: files by their width, no rights and framing.
const digestSchema = 2

// sealedLabel is a label as it is stored.
type sealedLabel struct {
	Language string `json:"language"`
	Caption  string `json:"caption"`
	Alt      string `json:"alt"`
}

// sealedRow is all of a picture that reaches a reader, as it is stored, and what
// its files hold.
type sealedRow struct {
	contentseal.Beside

	PictureHash string `bun:"picture_hash"`
	FileName    string
	Format      string
	Width       int64
	Height      int64
	Bytes       int64
	Colour      string
	Renditions  string
	Author      string
	Source      string
	Licence     string
	TakenAt     string // a contentseal.Moment
	Version     int64
	Labels      []sealedLabel `bun:"type:json"`
	Files       []keptFile    `bun:"type:json"`

	RightsUntil, ExpiresAt, TrashedAt string // contentseal.Moments
	LicenceID, MergedInto             *int64
	Focus, Crops                      string
	Renditions1                       string `bun:"renditions_1"` // as schema 1 had them
}

// object is what readers see of the picture.
func (r sealedRow) object() contentseal.Object {
	schema, renditions := digestSchema, r.Renditions
	if r.Schema == 1 {
		schema, renditions = 1, r.Renditions1
	}
	e := contentseal.NewEncoder(contentseal.Picture, schema).
		Text(r.PictureHash, r.Format, r.Colour, renditions, r.Author, r.Source, r.Licence, r.TakenAt).
		Int(r.Width, r.Height, r.Bytes).Int(int64(len(r.Labels)))
	for _, l := range r.Labels {
		e.Text(l.Language, l.Caption, l.Alt)
	}
	e.Int(int64(len(r.Files)))
	for _, f := range r.Files {
		f.encode(e, schema)
	}
	if schema > 1 {
		e.Text(r.RightsUntil, r.ExpiresAt, r.TrashedAt, r.Focus, r.Crops).Maybe(r.LicenceID, r.MergedInto)
	}
	return contentseal.Object{Type: contentseal.Picture, ID: r.WantedID, Live: true, Version: r.Version, Schema: schema, Hash: e.Sum()}
}

func (f keptFile) encode(e *contentseal.Encoder, schema int) {
	if schema > 1 {
		e.Text(f.Name).Int(f.Bytes).Text(f.Sum)
		return
	}
	width, _ := strconv.ParseInt(strings.TrimSuffix(f.Name, ".webp"), 10, 64) // 0: the original
	e.Int(width, f.Bytes).Text(f.Sum)
}

// seal signs pictures as they are stored now, in the transaction of the change.
func (s *Service) seal(ctx context.Context, tx bun.Tx, ids ...int64) error {
	rows, err := sealedRows(ctx, sealTable.Select(tx, ids))
	if err != nil {
		return err
	}
	objects := make([]contentseal.Object, len(rows))
	for i, r := range rows {
		objects[i] = r.object()
	}
	return s.deps.Seals.Seal(ctx, tx, objects...)
}

// Seals is the photobank as checks of integrity see it.
type Seals struct{}

// Type is the pictures' type.
func (Seals) Type() contentseal.Type { return sealTable.Type }

// Find reads pictures with their seals.
func (Seals) Find(ctx context.Context, db bun.IDB, w contentseal.Wanted) ([]contentseal.Found, error) {
	rows, err := sealedRows(ctx, sealTable.SelectBeside(db, w).ColumnExpr(renditionsOfSchema1))
	out := make([]contentseal.Found, len(rows))
	for i, r := range rows {
		out[i] = r.Found(contentseal.Picture, r.FileName, r.object)
	}
	return out, err
}

// Young are the pictures of the last seven days.
func (Seals) Young(ctx context.Context, db bun.IDB, limit int) ([]int64, error) {
	return sealTable.Young(ctx, db, limit)
}

// Hold keeps a picture from being changed until tx ends.
func (Seals) Hold(ctx context.Context, tx bun.Tx, id int64) error { return sealTable.Hold(ctx, tx, id) }
