package photobank

import (
	"context"
	"errors"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"baq.kz/portal/api/internal/features/photobank/rendition"
)

const (
	// makingMost is how many files may wait to be made in one process. Who comes
	// beyond is told to come again: a crowd must not pile up behind two cores.
	makingMost = 64
	// makingAtOnce are made in one process at a time, whatever the renderer admits:
	// each holds a connection to the database meanwhile.
	makingAtOnce = 4
	// makingTime is how long a file may take, waiting included.
	makingTime = 2 * time.Minute
	// spoiltLife is how long a picture whose file could not be made is left alone,
	// spoiltMost of how many of them that is remembered.
	spoiltLife = time.Minute
	spoiltMost = 10_000
)

// maker makes files that should be there and are not: once, however many ask.
type maker struct {
	service *Service
	flights singleflight.Group
	queue   chan struct{}
	places  chan struct{}

	mutex  sync.Mutex
	spoilt map[string]spoilt // by hash and file
}

// spoilt is a failure that is remembered.
type spoilt struct {
	until time.Time
	why   error
}

func newMaker(s *Service) *maker {
	return &maker{service: s, queue: make(chan struct{}, makingMost), places: make(chan struct{}, makingAtOnce), spoilt: map[string]spoilt{}}
}

// make makes a file of a picture, or waits for whoever makes it. It is ErrNotFound
// for a name that the picture does not have, and where nothing can be made of the
// original, and rendition.ErrBusy when too many wait. The work goes on when who asked for it goes away: others wait for it.
func (m *maker) make(ctx context.Context, id int64, hash, file string) error {
	if why := m.remembered(hash + "/" + file); why != nil {
		return why
	}
	answer := m.flights.DoChan(hash+"/"+file, func() (any, error) {
		select {
		case m.queue <- struct{}{}:
			defer func() { <-m.queue }()
		default:
			return nil, rendition.ErrBusy
		}
		making, cancel := context.WithTimeout(context.WithoutCancel(ctx), makingTime)
		defer cancel()
		select {
		case m.places <- struct{}{}:
			defer func() { <-m.places }()
		case <-making.Done():
			return nil, rendition.ErrBusy
		}
		return nil, m.remember(hash+"/"+file, m.service.makeFile(making, id, hash, file))
	})
	select {
	case <-ctx.Done():
		return ctx.Err()
	case r := <-answer:
		return r.Err
	}
}

func (m *maker) remembered(what string) error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	s, ok := m.spoilt[what]
	if ok && m.service.deps.Now().Before(s.until) {
		return s.why
	}
	delete(m.spoilt, what)
	return nil
}

// remember keeps what would fail again, which is ErrNotFound for who asked: not that
// the machine was busy or a store or database away.
func (m *maker) remember(what string, why error) error {
	var refused rendition.Refusal
	if why == nil || !errors.Is(why, ErrNotFound) && !errors.Is(why, errOriginal) && !errors.As(why, &refused) {
		return why
	}
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if len(m.spoilt) >= spoiltMost {
		clear(m.spoilt)
	}
	m.spoilt[what] = spoilt{until: m.service.deps.Now().Add(spoiltLife), why: ErrNotFound}
	return ErrNotFound
}

// makeFile makes a crop, or all files that every picture has: where one of those is
// missing, others are, too.
func (s *Service) makeFile(ctx context.Context, id int64, hash, file string) error {
	p, err := find(ctx, s.deps.DB.Primary, id)
	if err != nil {
		return err
	}
	variants, all := s.variantsFor(p, file)
	if len(variants) == 0 {
		return ErrNotFound
	}
	leave, err := s.renderer.Place(ctx)
	if err != nil {
		return err
	}
	defer leave()
	release, err := holdMaking(ctx, s.deps.DB.Primary, hash)
	if err != nil {
		return err
	}
	defer release()
	if there, err := s.deps.Store.Exists(ctx, renditionKey(hash, file)); there || err != nil {
		return err // another process was quicker
	}
	if err := s.remake(ctx, p, variants, all); err != nil {
		s.deps.Log.WarnContext(ctx, "a file of a picture could not be made", "picture", id, "file", file, "error", err.Error())
		return err
	}
	return nil
}

// variantsFor are the variants to make for a file's sake; none for a name that the
// picture does not have.
func (s *Service) variantsFor(p Picture, file string) (variants []rendition.Variant, all bool) {
	for _, v := range s.deps.Recipe.Eager() {
		if v.Name == file {
			return s.deps.Recipe.Eager(), true
		}
	}
	for _, v := range s.cuts(p) {
		if v.Name == file {
			return []rendition.Variant{v}, false
		}
	}
	return nil, false
}
