package integrity

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/features/accounts"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/contentseal"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/postgres"
)

// Finding is something that was changed past the system.
type Finding struct {
	ID         int64
	ObjectType contentseal.Type
	ObjectID   int64
	Title      string // what people know it by
	Problem    contentseal.Problem
	Detail     string // in a notation of no language
	FoundAt    time.Time
	SoundAt    *time.Time // since when a check finds it right again; it stays open: somebody must look
	ResolvedAt *time.Time
	ResolvedBy *int64
	Note       string
}

// Particulars are the detail, and since when it is past.
func (f Finding) Particulars() string {
	if f.SoundAt == nil {
		return f.Detail
	}
	return f.Detail + "; ✓ " + f.SoundAt.UTC().Format(time.RFC3339)
}

// findingJournal is what the journal keeps of a finding. It has no version: that
// is the object's.
type findingJournal struct {
	Problem contentseal.Problem `json:"problem"`
	Detail  string              `json:"detail,omitempty"`
	Note    string              `json:"note,omitempty"`
}

// Findings is a page of open or closed findings, the youngest first, and the
// cursor of the next (nil: none).
func (s *Service) Findings(ctx context.Context, resolved bool, cursor string, limit int) ([]Finding, *string, error) {
	after, err := keyset.Decode[keyset.ByID](cursor)
	if err != nil {
		return nil, nil, err
	}
	rows, err := listFindings(ctx, s.deps.DB.Primary, resolved, after, limit)
	if err != nil {
		return nil, nil, err
	}
	rows, next := keyset.Page(rows, limit, func(f Finding) any { return keyset.ByID{ID: f.ID} })
	return rows, next, nil
}

// FindingsOf are the open findings that a check came upon, to a limit.
func (s *Service) FindingsOf(ctx context.Context, check int64, limit int) ([]Finding, error) {
	return findingsOf(ctx, s.deps.DB.Primary, check, limit)
}

// Resolve closes a finding with a note. With accept the object as it is now is
// sealed as right; one that is gone is then rightly gone.
func (s *Service) Resolve(ctx context.Context, id int64, note string, accept bool) (f Finding, err error) {
	err = postgres.InTx(ctx, s.deps.DB.Primary, func(ctx context.Context, tx bun.Tx) error {
		if f, err = findFinding(ctx, tx, id, true); err != nil {
			return err
		}
		if f.ResolvedAt != nil {
			return ErrResolved
		}
		entry := audit.Entry{Action: "integrity.resolve", ObjectType: string(f.ObjectType), ObjectID: f.ObjectID, After: findingJournal{f.Problem, "", note}}
		if accept {
			if entry, err = s.accept(ctx, tx, f, note); err != nil {
				return err
			}
		}
		if err := s.deps.Journal.Record(ctx, tx, entry); err != nil {
			return err
		}
		if err := resolveFinding(ctx, tx, id, access.UserID(ctx), note); err != nil {
			return err
		}
		f, err = findFinding(ctx, tx, id, false)
		return err
	})
	return f, err
}

// names are who resolved findings.
func (s *Service) names(ctx context.Context, findings []Finding) (map[int64]string, error) {
	var ids []int64
	for _, f := range findings {
		if f.ResolvedBy != nil {
			ids = append(ids, *f.ResolvedBy)
		}
	}
	slices.Sort(ids)
	return accounts.Names(ctx, s.deps.DB.Primary, slices.Compact(ids))
}
