package banners

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"baq.kz/portal/api/internal/platform/lang"
)

// Shown is a running banner in one language, as a page needs it.
type Shown struct {
	ID         int64
	Advertiser string
	Zone       Zone
	Weight     int
	RubricIDs  []int64 // with all below them; none: every page
	Art
}

// Standing is what runs in a language now.
type Standing struct {
	Banners []Shown
	// Until is when the next banner begins or ends, by this process's clock: a page
	// that shows what runs now is good until then. Zero: nothing is planned.
	Until time.Time
}

// Standing reads what runs in a language, for readers.
func (s *Service) Standing(ctx context.Context, language lang.Code) (Standing, error) {
	return s.standing.Until(ctx, language, func() (Standing, time.Time, error) {
		found, err := standing(ctx, s.db, language)
		return found, found.Until, err
	})
}

// Fits are the banners of a zone for a page of the rubric to which path leads (from
// the top, itself included); an empty path is a page of no rubric.
func (st Standing) Fits(zone Zone, path []int64) []Shown {
	var out []Shown
	for _, b := range st.Banners {
		if b.Zone == zone && (len(b.RubricIDs) == 0 || slices.ContainsFunc(path, func(id int64) bool { return slices.Contains(b.RubricIDs, id) })) {
			out = append(out, b)
		}
	}
	return out
}

// Draw puts at most limit of the banners in an order of chance: each is the first as
// often as its weight says, of those that remain the next, and so on (Efraimidis and
// Spirakis, Weighted random sampling with a reservoir, 2006).
func Draw(all []Shown, limit int) []Shown {
	type ticket struct {
		Shown
		time float64
	}
	tickets := make([]ticket, len(all))
	for i, b := range all {
		tickets[i] = ticket{b, -math.Log(1-rand.Float64()) / float64(max(b.Weight, 1))}
	}
	slices.SortFunc(tickets, func(a, b ticket) int { return cmp.Compare(a.time, b.time) })
	out := make([]Shown, 0, min(limit, len(tickets)))
	for _, t := range tickets[:min(limit, len(tickets))] {
		out = append(out, t.Shown)
	}
	return out
}
