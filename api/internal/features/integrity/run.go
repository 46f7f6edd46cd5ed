package integrity

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/contentseal"
)

// findingLimit is how many new findings one check keeps. Beyond it something of
// another size has happened, such as a database without seals, and more rows would
// hide it: the check's own count goes on.
const findingLimit = 1000

// RunDue begins the check of a kind when the clock asks for one, and does one that
// is to be done, from where it stands; false when there is nothing to do or another
// process does it. It returns when the check is done or somebody stopped it.
func (s *Service) RunDue(ctx context.Context, kind Kind) (bool, error) {
	return s.run(ctx, kind, true)
}

// Run is RunDue without the clock.
func (s *Service) Run(ctx context.Context, kind Kind) (bool, error) {
	return s.run(ctx, kind, false)
}

func (s *Service) run(ctx context.Context, kind Kind, byClock bool) (bool, error) {
	conn, err := s.deps.DB.Primary.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer conn.Close()
	mine, err := tryLock(ctx, conn, kind)
	if !mine || err != nil {
		return false, err
	}
	defer unlock(ctx, conn, kind)
	if byClock {
		due, err := isDue(ctx, conn, kind, s.deps.Zone)
		if err == nil && due {
			_, err = s.Start(ctx, kind, "")
		}
		if err != nil {
			return false, err
		}
	}
	check, err := running(ctx, conn, kind)
	if check == nil || err != nil {
		return false, err
	}
	r := &runner{s: s, conn: conn, check: *check}
	return true, r.run(ctx)
}

// runner does one check. All it reads goes through the connection that holds the
// lock: when that is lost, so is the right to go on.
type runner struct {
	s     *Service
	conn  bun.Conn
	check Check
	kept  int // new findings
}

// part is a portion of a check that pages through ids: it looks at some after the
// cursor and tells the last it has seen; more: there may be others.
type part func(ctx context.Context, r *runner, after int64) (last int64, more bool, err error)

func parts(kind Kind) []part {
	if kind == Sample {
		return []part{sampleArticles, samplePages, samplePictures}
	}
	all := []part{}
	for _, one := range sources() {
		all = append(all, everything(one))
	}
	for i, action := range births() {
		all = append(all, everyBirth(action, sources()[i]))
	}
	return all
}

func (r *runner) run(ctx context.Context) error {
	all := parts(r.check.Kind)
	for r.check.Part < len(all) {
		begun := time.Now()
		last, more, err := all[r.check.Part](ctx, r, r.check.Cursor)
		if errors.Is(err, errStopped) {
			return nil
		}
		if err != nil {
			return err
		}
		next := r.check.Part
		if !more {
			next, last = next+1, 0
		}
		mine, err := advance(ctx, r.conn, r.check, next, last)
		if !mine || err != nil {
			return err
		}
		r.check.Part, r.check.Cursor = next, last
		if err := rest(ctx, time.Since(begun)); err != nil {
			return err
		}
	}
	return finish(ctx, r.conn, r.check.ID)
}

// settles is how long a picture that is taken in anew may take from its files to
// its row.
const settles = 300 * time.Millisecond

// longestRest bounds the pause after a batch that took long.
const longestRest = time.Second

// rest lets the newsroom have the database and the disk half of the time.
func rest(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(min(d, longestRest)):
		return nil
	}
}

// look judges objects of one type and keeps what is wrong.
func (r *runner) look(ctx context.Context, from source, w contentseal.Wanted) ([]int64, error) {
	found, err := r.find(ctx, from, w)
	if err != nil {
		return nil, err
	}
	return r.judge(ctx, from, found)
}

func (r *runner) judge(ctx context.Context, from source, found []contentseal.Found) ([]int64, error) {
	ids := make([]int64, len(found))
	var wrong []Finding
	for i, f := range found {
		ids[i] = f.ID
		if problem, detail := r.s.deps.Seals.Judge(f); problem != "" {
			wrong = append(wrong, Finding{ObjectType: f.Type, ObjectID: f.ID, Title: short(f.Title), Problem: problem, Detail: detail})
		}
	}
	r.check.Checked += int64(len(ids))
	return ids, r.keep(ctx, from.Type(), ids, wrong, ofSeals())
}

// find reads in a transaction that takes little memory from the others.
func (r *runner) find(ctx context.Context, from source, w contentseal.Wanted) (found []contentseal.Found, err error) {
	return found, r.conn.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		if err := modest(ctx, tx); err != nil {
			return err
		}
		found, err = from.Find(ctx, tx, w)
		return err
	})
}

// lookAtFiles reads the files of pictures and keeps what is wrong.
func (r *runner) lookAtFiles(ctx context.Context, ids []int64) error {
	troubles, _, err := r.s.deps.Photobank.CheckFiles(ctx, r.conn, ids)
	if err == nil && len(troubles) > 0 { // or somebody put the files back at this moment: look again
		if err = rest(ctx, settles); err == nil {
			troubles, _, err = r.s.deps.Photobank.CheckFiles(ctx, r.conn, ids)
		}
	}
	if err != nil {
		return err
	}
	return r.keep(ctx, contentseal.Picture, ids, fileFindings(troubles), ofFiles())
}

// The problems that each look can find, and can find gone.
func ofSeals() []contentseal.Problem {
	return []contentseal.Problem{contentseal.Changed, contentseal.Missing, contentseal.Unsealed, contentseal.BadSignature}
}

func ofFiles() []contentseal.Problem {
	return []contentseal.Problem{contentseal.FileChanged, contentseal.FileMissing}
}
