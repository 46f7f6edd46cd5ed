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
		h.first, h.last, h.seen = fresh[0].at, last.at, int64(len(fresh))
		h.more, h.details = h.seen, detailsOf(last, values(fresh, func(one sighting) string { return one.value }), nil)
		return s.raise(ctx, tx, rule.Rule, h)
	}
	begin, end := span(fresh)
	all, err := around(ctx, tx, group{rule.Key, last.subject}, begin.Add(-rule.Window()), end.Add(rule.Window()))
	if err != nil {
		return err
	}
	fullest, seen, more := slide(all, after, rule.Values, rule.Key == LoginSpray)
	if seen == 0 {
		return nil
	}
	h.first, h.last, h.seen, h.more = fullest[0].at, later(fullest[len(fullest)-1].at, end), seen, more
	h.details = detailsOf(last, values(fullest, func(p past) string { return p.value }), map[string]any{
		"seen": seen, "threshold": rule.Threshold, "windowSeconds": rule.WindowSeconds,
	})
	return s.raise(ctx, tx, rule.Rule, h)
}

// span is the time of the first and the last sighting, which need not be those
// that were sealed first and last.
func span(all []sighting) (first, last time.Time) {
	first, last = all[0].at, all[0].at
	for _, one := range all {
		if one.at.Before(first) {
			first = one.at
		}
		last = later(last, one.at)
	}
	return first, last
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
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
