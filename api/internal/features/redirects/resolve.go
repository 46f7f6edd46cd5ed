package redirects

import (
	"context"
	"net/http"
	"time"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
)

const (
	// lookUps is how many addresses one process looks up in the database at a time,
	// however many are asked for: a flood of addresses that are not there takes no
	// more connections than these.
	lookUps = 4
	// turn is how long a look-up waits for others before it gives up.
	turn = time.Second
)

// Resolve is where an address of a site leads that has no page, and whether it leads
// anywhere. path may carry a query: a redirect with just that query comes before one
// of the path alone. What leads to a thing that readers don't see leads nowhere. It
// fails with ErrBusy when too many others wait.
func (s *Service) Resolve(ctx context.Context, language lang.Code, path string) (Answer, bool, error) {
	canonical, ok := Canonical(path)
	if !ok || foreign(canonical) {
		return Answer{}, false, nil
	}
	cache.Reads(ctx, Changed{}.CacheTags()...)
	ctx = s.deps.Cache.ForReaders(ctx)
	known := cache.Keeps(ctx)
	key := page{language, canonical}
	a, err := s.memory.One(ctx, key, func() (Answer, error) { return s.lookUp(ctx, key, known) })
	if err != nil {
		s.deps.Log.WarnContext(ctx, "an old address could not be looked up", "error", err.Error())
		return Answer{}, false, err
	}
	return a, a.Status != 0, nil
}

// lookUp asks a database that shows all that the clock knows of.
func (s *Service) lookUp(ctx context.Context, p page, known bool) (Answer, error) {
	waiting := time.NewTimer(turn)
	defer waiting.Stop()
	select {
	case s.turns <- struct{}{}:
		defer func() { <-s.turns }()
	case <-waiting.C:
		return Answer{}, ErrBusy
	case <-ctx.Done():
		return Answer{}, ctx.Err()
	}
	if !known {
		ctx = postgres.WithPrimary(ctx)
	}
	var found []row
	err := s.deps.DB.Steady(ctx, func(ctx context.Context) (err error) {
		found, err = endsAt(ctx, s.deps.DB.Reader(ctx), p.language, p.path, withoutQuery(p.path))
		return err
	})
	if err != nil {
		return Answer{}, err
	}
	for _, r := range found {
		if a := s.answer(r); a.Status != 0 {
			return a, nil
		}
	}
	return Answer{}, nil
}

// answer is what readers get; its status is 0 where the redirect leads nowhere.
func (s *Service) answer(r row) Answer {
	switch {
	case r.Ended:
		return Answer{ID: r.ID, Status: http.StatusGone}
	case r.Shown && r.Address != "" && (r.TargetLanguage != r.Language || r.Address != r.Path):
		return Answer{ID: r.ID, Status: status(false, r.Temporary), Target: s.address(r.Language, r.TargetLanguage, r.Address)}
	}
	return Answer{}
}

// Check is what a reader gets at an address: 200 where there is a page, a redirect's
// status and target, or 404 when nothing leads on. The redirect is 0 where there is
// none.
func (s *Service) Check(ctx context.Context, language lang.Code, path string) (Answer, error) {
	if _, known := s.deps.Languages.Get(language); !known {
		return Answer{}, ErrLanguage
	}
	canonical, ok := Canonical(path)
	if !ok {
		return Answer{}, ErrBadPath
	}
	live, err := shown(ctx, s.deps.DB.Primary, language, withoutQuery(canonical))
	if err != nil || live || fixed(withoutQuery(canonical)) {
		return Answer{Status: http.StatusOK}, err
	}
	found, err := endsAt(ctx, s.deps.DB.Primary, language, canonical, withoutQuery(canonical))
	for _, r := range found {
		if a := s.answer(r); a.Status != 0 {
			return a, err
		}
	}
	return Answer{Status: http.StatusNotFound}, err
}
