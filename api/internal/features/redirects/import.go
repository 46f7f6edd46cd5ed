package redirects

import (
	"context"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/fault"
)

// Refusal is an item of an import that was not taken in.
type Refusal struct {
	Index int // of the item, from 0
	Fault *fault.Fault
}

// Outcome is what an import did. It is also what the journal keeps of it.
type Outcome struct {
	Created   int       `json:"created"`
	Changed   int       `json:"changed"`
	Unchanged int       `json:"unchanged"`
	Refused   []Refusal `json:"-"`
	Paths     []string  `json:"paths"` // created or changed: "kk /old"
}

// Import takes in redirects of the former sites, each by itself; the refused ones are
// told, and hinder no other. What is there with another end is changed. The same
// again changes nothing.
func (s *Service) Import(ctx context.Context, items []Input) (out Outcome, err error) {
	err = s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		out = Outcome{}
		for i, item := range items {
			err := s.take(ctx, tx, item, &out)
			if refused, is := fault.As(err); is {
				out.Refused = append(out.Refused, Refusal{i, refused})
			} else if err != nil {
				return err
			}
		}
		if out.Created+out.Changed == 0 {
			return nil
		}
		entry := audit.Entry{Action: "redirects.import", ObjectType: "redirect", ObjectID: "import", After: out}
		if err := s.deps.Journal.Record(ctx, tx, entry); err != nil {
			return err
		}
		return s.deps.Outbox.Publish(ctx, tx, Changed{})
	})
	return out, err
}

// take takes in one item. It refuses before it writes: a statement that fails would
// end the transaction of all.
func (s *Service) take(ctx context.Context, tx bun.Tx, in Input, out *Outcome) error {
	w, err := s.prepare(ctx, tx, in)
	if err != nil {
		return err
	}
	switch {
	case w.held == nil:
		if _, err := insert(ctx, tx, w, Import); err != nil {
			return err
		}
		out.Created++
	case w.held.alike(w):
		out.Unchanged++
		return nil
	default:
		if w.Note == "" {
			w.Note = w.held.Note
		}
		if changed, err := update(ctx, tx, w.held.ID, w.held.Version, w, Import); err != nil || !changed {
			return orStale(err)
		}
		out.Changed++
	}
	out.Paths = append(out.Paths, string(w.Language)+" "+w.path)
	return nil
}

// alike tells whether what is to be written would change nothing. A note that is not
// given stays.
func (r row) alike(w written) bool {
	return r.end().same(w.end) && r.Temporary == (w.Temporary && !w.Gone) && (w.Note == "" || w.Note == r.Note)
}
