package photobank

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// ErrRunning says that another process does the same work.
var ErrRunning = errors.New("the same command runs already, here or on another node")

// RunOptions are how work on the whole media store is done.
type RunOptions struct {
	Workers  int               // things done at a time
	Rate     float64           // things a second, at most; 0: as many as there can be
	Restart  bool              // from the beginning, not from where the last run was stopped
	Progress func(RunProgress) // called now and then; may be nil
}

// RunProgress is how far a run is.
type RunProgress struct {
	Done   int64
	Failed int64
	Total  int64         // about, as it was at the beginning; 0: not known
	Rate   float64       // things a second, since this process began
	Left   time.Duration // about; 0: not known
}

// RunFinding is something that a run has to tell of: what it is, where, and why.
type RunFinding struct {
	What  string `json:"what"`
	Where string `json:"where"`
	Why   string `json:"why,omitempty"`
}

// findingsMost is how many findings a run lists; it counts all.
const findingsMost = 1000

// RunReport is what a run did and found.
type RunReport struct {
	Counts   map[string]int64 `json:"counts"`
	Findings []RunFinding     `json:"findings"`
}

// Run is work on the whole media store, which goes on where it was stopped.
type Run struct {
	ID      int64
	Kind    string
	Done    int64
	Failed  int64
	Report  RunReport
	Resumed bool // an earlier process began it
}

// place is where a run is.
type place struct {
	Pass   int    `json:"pass"`
	Recipe string `json:"recipe,omitempty"`
	ID     int64  `json:"id,omitempty"`
	Key    string `json:"key,omitempty"`
}

// running is a run in this process.
type running struct {
	Run

	service *Service
	options RunOptions
	at      place
	total   int64
	begun   time.Time
	before  int64 // done when this process began
	mutex   sync.Mutex
	next    time.Time // when the rate admits the next thing
}

// run does work of a kind, of which one process does one at a time. Parameters
// tell runs of a kind apart: one with others is not gone on with.
func (s *Service) run(ctx context.Context, kind, parameters string, o RunOptions, do func(context.Context, *running) error) (Run, error) {
	release, err := holdRuns(ctx, s.deps.DB.Primary, kind)
	if err != nil {
		return Run{}, err
	}
	defer release()
	r := &running{service: s, options: o, begun: time.Now()}
	if r.Run, r.at, err = beginRun(ctx, s.deps.DB.Primary, kind, parameters, o.Restart); err != nil {
		return Run{}, err
	}
	r.before = r.Done
	err = do(ctx, r)
	if err == nil {
		err = finishRun(ctx, s.deps.DB.Primary, r.ID)
	}
	return r.Run, err
}

// step notes how far the run is: what came before is never done again.
func (r *running) step(ctx context.Context, at place) error {
	r.at = at
	if err := saveRun(ctx, r.service.deps.DB.Primary, r.Run, at); err != nil {
		return err
	}
	if r.options.Progress != nil {
		r.options.Progress(r.progress())
	}
	return nil
}

func (r *running) progress() RunProgress {
	p := RunProgress{Done: r.Done, Failed: r.Failed, Total: r.total}
	if took := time.Since(r.begun).Seconds(); took > 0 {
		p.Rate = float64(r.Done-r.before) / took
	}
	if p.Rate > 0 && p.Total > p.Done {
		p.Left = time.Duration(float64(p.Total-p.Done) / p.Rate * float64(time.Second))
	}
	return p
}

// each does something for n things, several at a time and no faster than wanted.
func (r *running) each(outer context.Context, n int, do func(context.Context, int) error) error {
	group, ctx := errgroup.WithContext(outer)
	group.SetLimit(max(1, r.options.Workers))
	for i := range n {
		if err := r.pace(ctx); err != nil {
			break
		}
		group.Go(func() error { return do(ctx, i) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return outer.Err()
}

func (r *running) pace(ctx context.Context) error {
	if r.options.Rate <= 0 {
		return ctx.Err()
	}
	now := time.Now()
	if r.next.Before(now) {
		r.next = now
	}
	wait := r.next.Sub(now)
	r.next = r.next.Add(time.Duration(float64(time.Second) / r.options.Rate))
	return pause(ctx, wait)
}

// did counts things that are done, under what became of them.
func (r *running) did(what string, n int64) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.Done += n
	r.Report.Counts[what] += n
}

// found notes that something is not as it should be.
func (r *running) found(f RunFinding) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.Failed++
	r.Report.Counts[f.What]++
	if len(r.Report.Findings) < findingsMost {
		r.Report.Findings = append(r.Report.Findings, f)
	}
}

func pictureName(id int64, fileName string) string {
	return fmt.Sprintf("picture %d (%s)", id, fileName)
}
