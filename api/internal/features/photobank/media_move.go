package photobank

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"baq.kz/portal/api/internal/features/photobank/rendition"
	"baq.kz/portal/api/internal/platform/blob"
)

const (
	// moveBatch is how many objects are copied between two notes.
	moveBatch = 200
	// clocksApart is how far the clocks of two stores may differ: a copy must be
	// younger than its original by that much to be taken for one.
	clocksApart = 10 * time.Minute
)

// Move copies every object of one store to another and reads each copy back. What
// is there already, as large and younger, is passed over: run it while the portal
// works, and once more right before it is switched over. Nothing is deleted. The
// names tell runs apart.
func (s *Service) Move(ctx context.Context, from, to blob.Store, fromName, toName string, o RunOptions) (Run, error) {
	parameters, err := json.Marshal(map[string]string{"from": fromName, "to": toName})
	if err != nil {
		return Run{}, err
	}
	return s.run(ctx, "move", string(parameters), o, func(ctx context.Context, r *running) error { return s.moveAll(ctx, r, from, to) })
}

func (s *Service) moveAll(ctx context.Context, r *running, from, to blob.Store) error {
	there := newFollower(to.Walk(ctx, "", r.at.Key))
	defer there.stop()
	var batch []string
	copyBatch := func(last string) error {
		err := r.each(ctx, len(batch), func(ctx context.Context, i int) error { return s.moveOne(ctx, r, from, to, batch[i]) })
		batch = nil
		if err != nil || last == "" {
			return err
		}
		return r.step(ctx, place{Key: last})
	}
	seen, last := 0, ""
	for entry, err := range from.Walk(ctx, "", r.at.Key) {
		if err != nil {
			return err
		}
		copied, found, err := there.find(entry.Key)
		if err != nil {
			return err
		}
		last = entry.Key
		if found && copied.Size == entry.Size && copied.Modified.After(entry.Modified.Add(clocksApart)) {
			r.did("there already", 1)
		} else {
			batch = append(batch, entry.Key)
		}
		if seen++; len(batch) == moveBatch || seen%(10*moveBatch) == 0 {
			if err := copyBatch(last); err != nil {
				return err
			}
		}
	}
	return copyBatch(last)
}

// moveOne copies an object and reads the copy back.
func (s *Service) moveOne(ctx context.Context, r *running, from, to blob.Store, key string) error {
	object, err := from.Open(ctx, key)
	if errors.Is(err, blob.ErrNotFound) {
		r.did("deleted meanwhile", 1)
		return nil
	}
	if err != nil {
		return err
	}
	defer object.Close()
	file, err := rendition.Scratch(s.deps.TempDir)
	if err != nil {
		return err
	}
	defer file.Close()
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(file, sum), object)
	if err == nil {
		err = to.Put(ctx, key, io.NewSectionReader(file, 0, size))
	}
	if err != nil {
		return fmt.Errorf("copying %s: %w", key, blob.Explain(err))
	}
	if err := readBack(ctx, to, key, hex.EncodeToString(sum.Sum(nil))); err != nil {
		return err
	}
	r.did("copied", 1)
	r.mutex.Lock()
	r.Report.Counts["bytes copied"] += size
	r.mutex.Unlock()
	return nil
}

func readBack(ctx context.Context, store blob.Store, key, want string) error {
	object, err := store.Open(ctx, key)
	if err != nil {
		return fmt.Errorf("reading the copy of %s: %w", key, err)
	}
	defer object.Close()
	held, err := sumUp(key, object)
	if err == nil && held.Sum != want {
		err = errors.New("it is not what was copied")
	}
	if err != nil {
		return fmt.Errorf("reading the copy of %s: %w", key, err)
	}
	return nil
}

// follower goes through a walk beside another one, in the order of keys.
type follower struct {
	next    func() (blob.Entry, error, bool)
	stop    func()
	present blob.Entry
	ended   bool
}

func newFollower(walk iter.Seq2[blob.Entry, error]) *follower {
	f := &follower{}
	f.next, f.stop = iter.Pull2(walk)
	return f
}

// find goes on to a key, which must come after those that were asked for before.
func (f *follower) find(key string) (blob.Entry, bool, error) {
	for f.present.Key < key && !f.ended {
		entry, err, more := f.next()
		if err != nil {
			return blob.Entry{}, false, err
		}
		f.present, f.ended = entry, !more
	}
	return f.present, f.present.Key == key, nil
}
