package integrity

import (
	"context"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/contentseal"
	"baq.kz/portal/api/internal/platform/postgres"
)

// keep stores what is wrong with some objects that were looked at for some
// problems, and notes which of the older findings are past.
func (r *runner) keep(ctx context.Context, t contentseal.Type, ids []int64, wrong []Finding, problems []contentseal.Problem) error {
	r.check.Found += len(wrong)
	var fresh []Finding
	err := postgres.InTx(ctx, r.s.deps.DB.Primary, func(ctx context.Context, tx bun.Tx) error {
		fresh = nil
		open, err := isOpen(ctx, tx)
		if err != nil || !open && len(wrong) == 0 {
			return err
		}
		for _, problem := range problems { // one object may have several
			bad := []int64{}
			for i := range wrong {
				if wrong[i].Problem != problem {
					continue
				}
				bad = append(bad, wrong[i].ObjectID)
				if r.kept+len(fresh) >= findingLimit {
					continue
				}
				if err := r.keepOne(ctx, tx, &wrong[i], &fresh); err != nil {
					return err
				}
			}
			if err := markSound(ctx, tx, t, ids, bad, []contentseal.Problem{problem}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	r.kept += len(fresh)
	for _, f := range fresh {
		for _, tell := range r.s.onFinding {
			tell(ctx, f)
		}
	}
	return nil
}

func (r *runner) keepOne(ctx context.Context, tx bun.Tx, f *Finding, fresh *[]Finding) error {
	isNew, err := keepFinding(ctx, tx, r.check.ID, f)
	if err != nil || !isNew {
		return err
	}
	*fresh = append(*fresh, *f)
	return r.s.deps.Journal.Record(ctx, tx, audit.Entry{
		Action: "integrity.found", ObjectType: string(f.ObjectType), ObjectID: f.ObjectID, After: findingJournal{Problem: f.Problem, Detail: f.Detail},
	})
}

func fileFindings(troubles []photobank.FileTrouble) []Finding {
	var out []Finding
	for _, t := range troubles {
		one := Finding{ObjectType: contentseal.Picture, ObjectID: t.ID, Title: short(t.Title)}
		if len(t.Missing) > 0 {
			one.Problem, one.Detail = contentseal.FileMissing, strings.Join(t.Missing, "; ")
			out = append(out, one)
		}
		if len(t.Changed) > 0 {
			one.Problem, one.Detail = contentseal.FileChanged, strings.Join(t.Changed, "; ")
			out = append(out, one)
		}
	}
	return out
}

// titleLimit is in characters; who changed a title may have made it long.
const titleLimit = 200

func short(title string) string {
	runes := []rune(title)
	return string(slices.Clip(runes[:min(len(runes), titleLimit)]))
}
