package photobank

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/labels"
	"baq.kz/portal/api/internal/platform/wordform"
)

// change is what becomes of one picture.
type change struct {
	action  string // as the journal has it
	version int64  // that the caller has seen; 0: whichever it is
	// apply says what is to be on what is, which is held until tx ends.
	apply func(ctx context.Context, tx bun.Tx, p *Picture) error
}

// Update describes a picture anew, at the version that the caller has seen. It
// fails with ErrNotFound, ErrStale, ErrNoLicence or, for a language that is not
// configured, with labels' fault.
func (s *Service) Update(ctx context.Context, id, version int64, d Description) (Picture, error) {
	if err := labels.CheckLanguages(s.deps.Languages, d.Labels); err != nil {
		return Picture{}, err
	}
	return s.change(ctx, id, change{action: "photobank.update", version: version, apply: func(_ context.Context, _ bun.Tx, p *Picture) error {
		p.Description = d.tidy()
		return nil
	}})
}

// change changes a picture in a transaction of its own.
func (s *Service) change(ctx context.Context, id int64, c change) (after Picture, err error) {
	err = s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		after, err = s.changeIn(ctx, tx, id, c)
		return err
	})
	return after, err
}

// changeIn leaves a picture alone to which nothing changes.
func (s *Service) changeIn(ctx context.Context, tx bun.Tx, id int64, c change) (Picture, error) {
	before, err := hold(ctx, tx, id)
	if err != nil {
		return Picture{}, err
	}
	if c.version != 0 && c.version != before.Version {
		return Picture{}, ErrStale
	}
	wanted := before
	if err := c.apply(ctx, tx, &wanted); err != nil {
		return Picture{}, err
	}
	if same(before, wanted) {
		return before, nil
	}
	if err := write(ctx, tx, wanted); err != nil {
		return Picture{}, err
	}
	return s.record(ctx, tx, c.action, before)
}

// same tells whether two states of a picture are one. Those who apply a change
// replace maps and lists and change nothing in them.
func same(a, b Picture) bool {
	one, errOne := json.Marshal(a)
	other, errOther := json.Marshal(b)
	return errOne == nil && errOther == nil && string(one) == string(other)
}

// record is the end of every change of a picture: journal, seal and event.
func (s *Service) record(ctx context.Context, tx bun.Tx, action string, before Picture) (Picture, error) {
	after, err := find(ctx, tx, before.ID)
	if err != nil {
		return Picture{}, err
	}
	if err := s.deps.Journal.Record(ctx, tx, audit.Entry{Action: action, ObjectType: "picture", ObjectID: before.ID, Before: before, After: after}); err != nil {
		return Picture{}, err
	}
	if err := s.seal(ctx, tx, before.ID); err != nil {
		return Picture{}, err
	}
	return after, s.announce(ctx, tx, before.ID)
}

// announce tells of changed pictures, and of those that were merged into them: pages
// are marked with the one that their article names.
func (s *Service) announce(ctx context.Context, tx bun.Tx, ids ...int64) error {
	others, err := aliases(ctx, tx, ids)
	if err != nil {
		return err
	}
	for _, id := range slices.Concat(ids, others) {
		if err := s.deps.Outbox.Publish(ctx, tx, Changed{ID: id}); err != nil {
			return err
		}
	}
	return nil
}

// lexemes are the stems by which the list's search finds the picture.
func (p Picture) lexemes() []string {
	texts := slices.Concat([]string{p.FileName, p.Author, p.Source, p.Place}, p.Keywords, p.Persons)
	for _, l := range p.Labels {
		texts = append(texts, l.Caption, l.Alt)
	}
	return wordform.Lexemes(texts...)
}
