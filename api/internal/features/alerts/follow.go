package alerts

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/postgres"
)

// batch is how many entries are followed in one transaction.
const batch = 1000

// Follow looks at the next entries of the journal, raises what they amount to,
// and remembers the place, all in one transaction. It says whether there may be
// more. While another node follows, it does nothing.
func (s *Service) Follow(ctx context.Context) (more bool, err error) {
	err = postgres.InTx(ctx, s.db.Primary, func(ctx context.Context, tx bun.Tx) error {
		more = false
		at, mine, err := takeProgress(ctx, tx)
		if err != nil || !mine {
			return err
		}
		entries, err := entriesAfter(ctx, tx, at.Seq, batch)
		if err != nil || len(entries) == 0 {
			return err
		}
		more = len(entries) == batch
		if err := s.look(ctx, tx, at, entries); err != nil {
			return err
		}
		return storeProgress(ctx, tx, entries[len(entries)-1].Seq)
	})
	return more, err
}

// Behind is how long the first sealed entry that was not looked at has waited.
func (s *Service) Behind(ctx context.Context) (time.Duration, error) {
	return behind(ctx, s.db.Primary)
}

// Forget drops what no window reaches back to, and says how many rows went.
func (s *Service) Forget(ctx context.Context) (int64, error) {
	return forget(ctx, s.db.Primary, 2*longest)
}

// look raises what the entries amount to: at most one alert of a rule and a subject.
func (s *Service) look(ctx context.Context, tx bun.Tx, from progress, entries []entry) error {
	rules, err := s.byKey(ctx, tx)
	if err != nil {
		return err
	}
	var order []group
	groups := map[group][]sighting{}
	for _, e := range entries {
		if e.At.Before(from.Since) {
			continue
		}
		for _, one := range s.sightings(e, rules) {
			g := group{one.rule, one.subject}
			if groups[g] == nil {
				order = append(order, g)
			}
			groups[g] = append(groups[g], one)
		}
	}
	if err := keep(ctx, tx, groups, rules); err != nil {
		return err
	}
	for _, g := range order {
		if err := s.judge(ctx, tx, rules[g.rule], from.Seq, groups[g]); err != nil {
			return err
		}
	}
	return nil
}

// group is what is judged together.
type group struct {
	rule    string
	subject subject
}

func (s *Service) byKey(ctx context.Context, tx bun.Tx) (map[string]Setting, error) {
	changed, err := changedRules(ctx, tx)
	rules := map[string]Setting{}
	for _, r := range settings(changed) {
		rules[r.Key] = r
	}
	return rules, err
}

// overTime tells whether a rule counts within a window.
func (r Setting) overTime() bool { return r.Unit == Count && r.WindowSeconds > 0 }

// judge raises an alert when the sightings of a batch, with those before, are too many.
func (s *Service) judge(ctx context.Context, tx bun.Tx, rule Setting, after int64, fresh []sighting) error {
	if !rule.Enabled {
		return nil
	}
	last := fresh[len(fresh)-1]
	h := hit{subject: last.subject, name: last.name}
	if !rule.overTime() {
		h.first, h.last = span(fresh, func(one sighting) time.Time { return one.at })
		h.count, h.details = int64(len(fresh)), detailsOf(last, values(fresh, func(one sighting) string { return one.value }), nil)
		return s.raise(ctx, tx, rule.Rule, h)
	}
	begin, end := span(fresh, func(one sighting) time.Time { return one.at })
	g := group{rule.Key, last.subject}
	all, err := around(ctx, tx, g, begin.Add(-rule.Window()), end.Add(rule.Window()))
	if err != nil {
		return err
	}
	fullest, seen, within := slide(all, after, rule.Values, rule.Key == LoginSpray)
	within = slices.DeleteFunc(within, func(p past) bool { return p.Counted })
	if len(within) == 0 {
		return nil
	}
	if err := count(ctx, tx, g, within); err != nil {
		return err
	}
	h.first, h.last = span(within, func(p past) time.Time { return p.At })
	for _, p := range within {
		h.count += p.Weight
	}
	h.details = detailsOf(last, values(fullest, func(p past) string { return p.Value }), map[string]any{
		"seen": seen, "threshold": rule.Threshold, "windowSeconds": rule.WindowSeconds,
	})
	return s.raise(ctx, tx, rule.Rule, h)
}

// span is the first and the last time of some, which are in no order: what was
// done first need not be sealed first.
func span[T any](all []T, of func(T) time.Time) (first, last time.Time) {
	first, last = of(all[0]), of(all[0])
	for _, one := range all[1:] {
		if at := of(one); at.Before(first) {
			first = at
		} else if at.After(last) {
			last = at
		}
	}
	return first, last
}

// shown is how many objects, accounts or addresses an alert names.
const shown = 10

// values are the distinct ones, in their order, shown at the most.
func values[T any](all []T, of func(T) string) []string {
	out := []string{}
	for _, one := range all {
		if v := of(one); v != "" && len(out) < shown && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// detailsOf are what people see: what it was about, the last entry, its address.
func detailsOf(last sighting, about []string, more map[string]any) map[string]any {
	details := map[string]any{"about": about, "entry": last.entry, "address": last.address}
	for name, value := range more {
		details[name] = value
	}
	return details
}
