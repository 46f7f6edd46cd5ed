package news

import (
	"context"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/contentseal"
)

// digestSchema is the encoding of an article's seal. What readers come to see
// besides makes a new one, beside which seals of this one are still to be checked.
const digestSchema = 1

// sealedLink is a row that hangs on an article, as readers come to see it.
type sealedLink struct {
	ID        int64  `json:"id"`
	Position  int64  `json:"position"`
	Role      string `json:"role"`
	Language  string `json:"language"`
	Published string `json:"published"` // a contentseal.Moment
}

// sealedNote is a correction as readers see it.
type sealedNote struct {
	ID            int64  `json:"id"`
	At            string `json:"at"` // a contentseal.Moment
	Note          string `json:"note"`
	BeforeVersion int64  `json:"before"`
}

// sealedRow is all of an article that reaches a reader, as it is stored.
type sealedRow struct {
	contentseal.Beside

	Language       string
	StoryID        int64
	State          State
	Version        int64
	Slug           string
	Title          string
	Lead           string
	Body           string
	RubricID       *int64
	PictureID      *int64
	SEOTitle       string `bun:"seo_title"`
	SEODescription string `bun:"seo_description"`
	SEOKeywords    string `bun:"seo_keywords"`
	Urgency        string
	Source         string
	SourceURL      string `bun:"source_url"`
	Location       string
	EmbargoUntil   string
	UnpublishAt    string
	BreakingUntil  string
	CorrectedAt    string
	TextChangedAt  string
	PublishedAt    string
	Tags           []sealedLink `bun:"type:json"`
	Authors        []sealedLink `bun:"type:json"`
	Pictures       []int64      `bun:",array"`
	Notes          []sealedNote `bun:"type:json"`
}

// object is what readers see of the article. Of one that is not on its site they
// see at most that it was taken down, at its address.
func (r sealedRow) object() contentseal.Object {
	e := contentseal.NewEncoder(contentseal.Article, digestSchema)
	switch {
	case r.State.Live():
		r.encode(e)
	case r.State == Killed:
		e.Text("killed", r.Language, r.Slug)
	}
	return contentseal.Object{
		Type: contentseal.Article, ID: r.WantedID, Live: r.State.Live(), Version: r.Version, Schema: digestSchema, Hash: e.Sum(),
	}
}

func (r sealedRow) encode(e *contentseal.Encoder) {
	e.Text(string(r.State), r.Language).Int(r.StoryID).Text(r.Slug, r.Title, r.Lead, r.Body).Maybe(r.RubricID, r.PictureID).
		Text(r.SEOTitle, r.SEODescription, r.SEOKeywords, r.Urgency, r.Source, r.SourceURL, r.Location).
		Text(r.EmbargoUntil, r.UnpublishAt, r.BreakingUntil, r.CorrectedAt, r.TextChangedAt, r.PublishedAt)
	for _, links := range [][]sealedLink{r.Tags, r.Authors} {
		e.Int(int64(len(links)))
		for _, l := range links {
			e.Int(l.ID, l.Position).Text(l.Role, l.Language, l.Published)
		}
	}
	e.Int(int64(len(r.Pictures))).Int(r.Pictures...).Int(int64(len(r.Notes)))
	for _, n := range r.Notes {
		e.Int(n.ID, n.BeforeVersion).Text(n.At, n.Note)
	}
}

// seal signs articles as they are stored now, in the transaction of the change.
// What was never on its site has no seal.
func (s *Service) seal(ctx context.Context, tx bun.Tx, ids ...int64) error {
	rows, err := sealedRows(ctx, sealTable.Select(tx, ids))
	objects := make([]contentseal.Object, len(rows))
	for i, r := range rows {
		objects[i] = r.object()
	}
	if err != nil {
		return err
	}
	return s.seals.Seal(ctx, tx, objects...)
}

// SealImported signs articles that were written past the service, in the
// transaction that wrote them.
func (s *Service) SealImported(ctx context.Context, tx bun.Tx, ids []int64) error {
	return s.seal(ctx, tx, ids...)
}

// Seals is the news as checks of integrity see it.
type Seals struct{}

// Type is the articles' type.
func (Seals) Type() contentseal.Type { return sealTable.Type }

// Find reads articles that are or were on their site, with their seals.
func (Seals) Find(ctx context.Context, db bun.IDB, w contentseal.Wanted) ([]contentseal.Found, error) {
	rows, err := sealedRows(ctx, sealTable.SelectBeside(db, w))
	out := make([]contentseal.Found, len(rows))
	for i, r := range rows {
		out[i] = r.Found(contentseal.Article, r.Title, r.object)
	}
	return out, err
}

// Young are the articles of the last seven days.
func (Seals) Young(ctx context.Context, db bun.IDB, limit int) ([]int64, error) {
	return sealTable.Young(ctx, db, limit)
}

// Hold keeps an article from being changed until tx ends.
func (Seals) Hold(ctx context.Context, tx bun.Tx, id int64) error { return sealTable.Hold(ctx, tx, id) }
