package photobank

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"baq.kz/portal/api/internal/platform/blob"
)

// opener is what a partsReader reads from.
type opener interface {
	Open(ctx context.Context, key string) (*blob.Object, error)
}

// partsReader is the content of several objects as one. It fails with
// blob.ErrNotFound when one of them is missing.
type partsReader struct {
	ctx   context.Context
	store opener
	keys  []string
	open  *blob.Object
}

// Read implements io.Reader.
func (p *partsReader) Read(b []byte) (int, error) {
	for {
		if p.open == nil {
			if len(p.keys) == 0 {
				return 0, io.EOF
			}
			object, err := p.store.Open(p.ctx, p.keys[0])
			if err != nil {
				return 0, err
			}
			p.open, p.keys = object, p.keys[1:]
		}
		n, err := p.open.Read(b)
		if errors.Is(err, io.EOF) {
			err = p.Close()
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
}

// Close closes what is open.
func (p *partsReader) Close() (err error) {
	if p.open != nil {
		err = p.open.Close()
	}
	p.open = nil
	return err
}

// forgetParts removes the file of an upload that is done or refused. If it fails or
// is killed, the sweep does it when the upload's time is over.
func (s *Service) forgetParts(ctx context.Context, in Intake) error {
	for _, key := range in.parts {
		if err := s.deps.Store.Delete(ctx, key); err != nil {
			return err
		}
	}
	return clearParts(ctx, s.deps.DB.Primary, in.ID)
}

// clear removes an upload whose time is over: first all of its parts, also those that
// no row tells of, and then its row, so that nothing is left when it is killed.
func (s *Service) clear(ctx context.Context, id uuid.UUID) error {
	names, err := s.deps.Store.List(ctx, partsFolder(id))
	if err != nil {
		return err
	}
	for _, name := range names {
		if strings.HasPrefix(name, id.String()+"-") {
			if err := s.deps.Store.Delete(ctx, partsFolder(id)+"/"+name); err != nil {
				return err
			}
		}
	}
	return deleteIntake(ctx, s.deps.DB.Primary, id)
}

// expireBatch is how many uploads are looked for at once.
const expireBatch = 100

// ExpireUploads removes the uploads whose time is over, and tells how many. Any number
// of processes may do so at once.
func (s *Service) ExpireUploads(ctx context.Context) (removed int, err error) {
	for {
		ids, err := expiredIntakes(ctx, s.deps.DB.Primary, expireBatch)
		if err != nil || len(ids) == 0 {
			return removed, err
		}
		for _, id := range ids {
			if err := s.clear(ctx, id); err != nil {
				return removed, err
			}
			removed++
		}
	}
}

// strayAge is the age at which a part without an upload belongs to nobody: no request
// that brings one lasts that long.
const strayAge = time.Hour

// SweepParts removes parts that no upload has: those of requests that were killed, and
// came after their upload's end. It tells how many.
func (s *Service) SweepParts(ctx context.Context) (removed int, err error) {
	var old []string
	for entry, err := range s.deps.Store.Walk(ctx, uploadsFolder, "") {
		if err != nil {
			return removed, err
		}
		if s.deps.Now().Sub(entry.Modified) > strayAge {
			old = append(old, entry.Key)
		}
	}
	for keys := range slices.Chunk(old, expireBatch) {
		strays, err := strayParts(ctx, s.deps.DB.Primary, keys)
		if err != nil {
			return removed, err
		}
		for _, key := range strays {
			if err := s.deps.Store.Delete(ctx, key); err != nil {
				return removed, err
			}
			removed++
		}
	}
	return removed, nil
}
