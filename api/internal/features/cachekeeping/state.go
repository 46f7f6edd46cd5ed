package cachekeeping

import (
	"context"
	"slices"
	"time"

	"baq.kz/portal/api/internal/platform/cache"
)

// topPages is how many pages are named that are asked for most.
const topPages = 20

// TopPage is a page that many ask for.
type TopPage struct {
	Key   string
	Place Place
	Hits  int64 // within the last five minutes, on all nodes
}

// State is how the page cache does.
type State struct {
	At         time.Time
	AnsweredBy string
	Total      cache.Counts
	Classes    Classes
	Nodes      []Node
	Redis      RedisFigures
	Clock      int64 // the present tick; 0: none
	Top        []TopPage
	Warmed     Warmed
}

// State is how all nodes do. While Redis is down this one answers for itself.
func (s *Service) State(ctx context.Context) (State, error) {
	self := s.self(ctx)
	st := State{At: s.deps.Now(), AnsweredBy: s.node, Nodes: []Node{self}, Clock: self.Clock}
	if self.Reached {
		if err := s.gather(ctx, &st); err != nil {
			if err = refusal(ctx, err); err != ErrUnreachable {
				return State{}, err
			}
			st.Nodes, st.Redis, st.Top = []Node{self}, RedisFigures{}, nil
		}
	}
	for _, n := range st.Nodes {
		st.Total = sum(st.Total, n.Counts)
		st.Classes.HTML.add(n.Classes.HTML)
		st.Classes.API.add(n.Classes.API)
		st.Classes.Media.add(n.Classes.Media)
	}
	return st, nil
}

// gather reads what the others told.
func (s *Service) gather(ctx context.Context, st *State) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	others, err := s.store.nodes(ctx)
	if err != nil {
		return err
	}
	others = slices.DeleteFunc(others, func(n Node) bool { return n.ID == s.node })
	st.Nodes = append(st.Nodes, others...)
	if st.Redis, err = s.store.figures(ctx); err != nil {
		return err
	}
	if st.Warmed, err = s.store.warmed(ctx); err != nil {
		return err
	}
	st.Top, err = s.top(ctx, topPages)
	return err
}

func (s *Service) top(ctx context.Context, limit int) ([]TopPage, error) {
	found, err := s.deps.Cache.Top(ctx, limit)
	out := make([]TopPage, 0, len(found))
	for _, one := range found {
		if place, known := s.deps.Locate(one.Key); known {
			out = append(out, TopPage{one.Key, place, one.Hits})
		}
	}
	return out, err
}

func sum(a, b cache.Counts) cache.Counts {
	return cache.Counts{
		Hits: a.Hits + b.Hits, Aged: a.Aged + b.Aged, Misses: a.Misses + b.Misses, Shared: a.Shared + b.Shared,
		Refused: a.Refused + b.Refused, Bypasses: a.Bypasses + b.Bypasses, Busy: a.Busy + b.Busy,
	}
}

// hitRate is how many of those who asked got what was kept, 0 to 1.
func hitRate(c cache.Counts) float64 {
	asked := c.Hits + c.Misses + c.Shared + c.Bypasses
	if asked == 0 {
		return 0
	}
	return float64(c.Hits) / float64(asked)
}
