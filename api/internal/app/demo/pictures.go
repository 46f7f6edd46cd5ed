package demo

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/features/photobank/rendition"
	"baq.kz/portal/api/internal/platform/lang"
)

// What the photobank says of every illustration. Both words read the same in
// Kazakh and Russian.
const (
	pictureAuthor  = "BAQ"
	pictureSource  = "иллюстрация"
	pictureLicence = "Own work, Apache-2.0"
)

// uploads is how many pictures are on their way at a time.
const uploads = 2

// seedPictures uploads the illustrations; the photobank knows those it has.
func (s *seeder) seedPictures(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(s.as(ctx, photoEditor))
	defer cancel(nil)
	s.pictures = map[string]int64{}
	var wait sync.WaitGroup
	var guard sync.Mutex
	next := make(chan Picture)
	for range uploads {
		wait.Go(func() {
			for p := range next {
				id, err := s.upload(ctx, p)
				if err != nil {
					cancel(fmt.Errorf("%s: %w", p.Key, err))
				}
				guard.Lock()
				s.pictures[p.Key] = id
				if n := len(s.pictures); n%10 == 0 && ctx.Err() == nil {
					fmt.Fprintf(s.Out, "    pictures  %3d of %d\n", n, len(s.script.Pictures))
				}
				guard.Unlock()
			}
		})
	}
	for _, p := range s.script.Pictures {
		if ctx.Err() == nil {
			next <- p
		}
	}
	close(next)
	wait.Wait()
	return context.Cause(ctx)
}

// busyTries is how often an illustration is brought to a photobank that has its hands full,
// a second later each time.
const busyTries = 6

// upload brings an illustration to the photobank. A busy machine is given time.
func (s *seeder) upload(ctx context.Context, p Picture) (id int64, err error) {
	for try := 1; ; try++ {
		if id, err = s.bring(ctx, p); !errors.Is(err, rendition.ErrBusy) || try == busyTries {
			return id, err
		}
		select {
		case <-ctx.Done():
			return 0, context.Cause(ctx)
		case <-time.After(time.Duration(try) * time.Second):
		}
	}
}

func (s *seeder) bring(ctx context.Context, p Picture) (int64, error) {
	file, err := p.open()
	if err != nil {
		return 0, err
	}
	defer file.Close()
	d := photobank.Description{Author: pictureAuthor, Source: pictureSource, Licence: pictureLicence, Labels: map[lang.Code]photobank.Label{}}
	for _, l := range s.languages {
		d.Labels[l] = photobank.Label{Caption: p.In[string(l)].Caption, Alt: p.In[string(l)].Alt}
	}
	made, err := s.Photobank.Upload(ctx, photobank.Upload{FileName: p.Key + ".jpg", Content: file, Description: d})
	return made.ID, err
}
