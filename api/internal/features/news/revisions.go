package news

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/richtext"
)

// Revision is an article after one change: who made it, when, from where.
type Revision struct {
	Version   int64 // the article's after the change
	At        time.Time
	ActorID   *int64 // nil: an import, a command or the schedule
	Action    string
	State     State
	Note      string // the reason of a kill, the note of a correction, the remark of a return
	Address   string
	UserAgent string
	HasText   bool // the content changed
	// TextVersion is the article's: of all revisions with one, the youngest has the
	// text that a translation of that version was made from.
	TextVersion int64
}

// Correction is a dated note that readers see under a corrected article.
type Correction struct {
	ID            int64 `bun:",pk,autoincrement"`
	ArticleID     int64
	At            time.Time `bun:",nullzero"`
	Note          string
	BeforeVersion int64 // the revision that stood before
	CreatedBy     *int64
}

// revised is what the article has become, to be kept in the change's transaction.
func revised(ctx context.Context, action string, r record, after Article) (row revisionRow, err error) {
	content, err := json.Marshal(after.Content)
	if err != nil {
		return row, err
	}
	if r.before != nil {
		before, err := json.Marshal(r.before.Content)
		if err != nil {
			return row, err
		}
		if string(before) == string(content) {
			content = nil
		}
	}
	origin := access.Origin(ctx)
	return revisionRow{
		ArticleID: after.ID, Version: after.Version, ActorID: access.UserID(ctx), Action: action, State: after.State, Content: content, Note: r.note,
		Address: origin.Address, UserAgent: origin.UserAgent, RequestID: origin.ID,
	}, nil
}

// Revisions is a page of an article's changes, the youngest first, and the cursor
// of the next (nil: none).
func (s *Service) Revisions(ctx context.Context, id int64, cursor string, limit int) ([]Revision, *string, error) {
	after, err := keyset.Decode[keyset.ByID](cursor)
	if err != nil {
		return nil, nil, err
	}
	if err := s.exists(ctx, id); err != nil {
		return nil, nil, err
	}
	rows, err := revisions(ctx, s.db.Primary, id, after, limit)
	if err != nil {
		return nil, nil, err
	}
	rows, next := keyset.Page(rows, limit, func(r Revision) any { return keyset.ByID{ID: r.Version} })
	return rows, next, nil
}

// Revision is an article as it was after one change.
func (s *Service) Revision(ctx context.Context, id, version int64) (Revision, Content, error) {
	return revision(ctx, s.db.Primary, id, version)
}

// RestoreRevision makes the content of a revision the article's again, as a new
// version. Address, urgency and embargo stay as they are: they are of today. Tags,
// authors, rubric and lead picture that are gone by now are left out.
func (s *Service) RestoreRevision(ctx context.Context, id, revisionVersion, version int64) (Article, error) {
	return s.step(ctx, StepSave, id, version, func(ctx context.Context, tx bun.Tx, record *record, a *Article) error {
		_, content, err := revision(ctx, tx, id, revisionVersion)
		if err != nil {
			return err
		}
		if content, err = stillThere(ctx, tx, content); err != nil {
			return err
		}
		content.Slug, content.Urgency, content.EmbargoUntil = a.Slug, a.Urgency, a.EmbargoUntil
		record.note = "revision " + strconv.FormatInt(revisionVersion, 10)
		return s.edit(ctx, tx, record, a, content)
	})
}

// Corrections are the notes under articles, the youngest first.
func (s *Service) Corrections(ctx context.Context, articleIDs ...int64) (map[int64][]Correction, error) {
	cache.ReadsEach(ctx, ArticleTag, articleIDs...)
	return corrections(ctx, s.db.Reader(ctx), articleIDs)
}

// decode reads stored content. Its text keeps the rules of its time: a document
// that today's rules refuse is an error.
func decode(raw json.RawMessage) (Content, error) {
	var stored struct {
		Content
		Body json.RawMessage `json:"body"`
	}
	if err := json.Unmarshal(raw, &stored); err != nil {
		return Content{}, err
	}
	body, err := richtext.Parse(stored.Body)
	stored.Content.Body = body
	return stored.Content, err
}
