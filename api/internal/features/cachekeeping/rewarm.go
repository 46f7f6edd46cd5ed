package cachekeeping

import (
	"context"
)

// warmedPages is how many of the pages that are asked for most a round makes anew.
const warmedPages = 200

// Rewarm has pages made by whoever has a hand free, and tells how many were not waiting
// yet. Of a kind those are made that are asked for most.
func (s *Service) Rewarm(ctx context.Context, c Choice) (int, error) {
	objectType, object, err := s.chosen(c)
	if err != nil {
		return 0, err
	}
	if s.deps.Cache.Down() {
		return 0, ErrUnreachable
	}
	addresses, err := s.toWarm(ctx, c)
	if err != nil {
		return 0, refusal(ctx, err)
	}
	if err := s.record(ctx, "cache.rewarm", objectType, object); err != nil {
		return 0, err
	}
	n, err := s.Wait(ctx, addresses...)
	return n, refusal(ctx, err)
}

func (s *Service) toWarm(ctx context.Context, c Choice) ([]Address, error) {
	if c.Entry != "" {
		key, err := keyOf(c.Entry)
		if err != nil {
			return nil, err
		}
		place, _ := s.deps.Locate(key)
		if place.Path == "" {
			return nil, ErrEntryNotFound
		}
		return []Address{{place.Host, place.Path}}, nil
	}
	if c.Front {
		return s.deps.FrontPages, nil
	}
	return s.hot(ctx, 10*warmedPages, func(p Place) bool { return p.Kind == c.Kind })
}

// hot are the addresses among the pages that are asked for most which are wanted, at most
// warmedPages.
func (s *Service) hot(ctx context.Context, among int, wanted func(Place) bool) ([]Address, error) {
	top, err := s.top(ctx, among)
	var out []Address
	for _, one := range top {
		if len(out) < warmedPages && one.Place.Path != "" && wanted(one.Place) {
			out = append(out, Address{one.Place.Host, one.Place.Path})
		}
	}
	return out, err
}

// Wait puts addresses in line to be warmed, and tells how many were not there yet.
func (s *Service) Wait(ctx context.Context, addresses ...Address) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	texts := make([]string, len(addresses))
	for i, a := range addresses {
		texts[i] = a.Host + " " + a.Path
	}
	return s.store.put(ctx, texts)
}
