package photobank

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/blob"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/malware"
)

const (
	// lease is how long a claim holds without a sign of life of its holder: so long
	// an upload waits when its maker was killed.
	lease   = 15 * time.Second
	renewal = lease / 5
	// longestPause is the most between two attempts, the first is firstPause.
	firstPause   = time.Second
	longestPause = 5 * time.Minute
	// patience is how often our own trouble is put up with: about three hours. Then
	// somebody has to look, and the upload can be tried again by hand.
	patience = 45
	// deaths is how often it is not held against a picture that its process was killed:
	// somebody or a full machine may have done it. After a second of CPU it may as well
	// have been its limit, and heavyDeaths counts. Nor is the file given up then: it can
	// be tried again by hand.
	deaths      = 10
	heavyDeaths = 3
	// scannerTries is how often the scanner is asked before a file is refused for its
	// silence: it takes some seconds to be started anew.
	scannerTries = 5
)

// Worked is what became of an upload that somebody worked at.
type Worked struct {
	Intake Intake
	Err    error // why there is no picture yet, or none at all; see Intake.State
}

// WorkUpload makes the picture of one complete upload; false when none waits. Any number
// of processes may call it at once. Whoever dies at it is followed by another, and
// the picture and the note of it come in one commit.
func (s *Service) WorkUpload(ctx context.Context) (Worked, bool, error) {
	in, err := claimIntake(ctx, s.deps.DB.Primary)
	if errors.Is(err, ErrNoUpload) {
		return Worked{}, false, nil
	}
	if err != nil {
		return Worked{}, false, err
	}
	working, cancel := context.WithCancelCause(as(ctx, in))
	go s.renewLease(working, cancel, in)
	why := s.workAt(working, in)
	cancel(nil)
	if cause := context.Cause(working); errors.Is(cause, errLeaseLost) {
		return Worked{in, cause}, true, nil
	}
	// Also when the process is told to end: the next one need not wait for the lease.
	after, err := s.settle(context.WithoutCancel(ctx), in, why)
	return Worked{after, why}, true, err
}

// NextUpload is how long it is until an upload is due, at most limit.
func (s *Service) NextUpload(ctx context.Context, limit time.Duration) (time.Duration, error) {
	return nextIntake(ctx, s.deps.DB.Primary, limit)
}

// as lets the journal say whose upload it was.
func as(ctx context.Context, in Intake) context.Context {
	if in.UserID == nil {
		return ctx
	}
	return access.WithPrincipal(ctx, access.Principal{UserID: *in.UserID, Name: in.userName})
}

// errLeaseLost says that another one has taken the upload over meanwhile.
var errLeaseLost = errors.New("photobank: another one makes the picture of this upload")

// renewLease gives signs of life until ctx ends, and ends it when the lease was lost.
func (s *Service) renewLease(ctx context.Context, cancel context.CancelCauseFunc, in Intake) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(renewal):
		}
		held, err := renewIntake(ctx, s.deps.DB.Primary, in)
		if err == nil && !held {
			cancel(errLeaseLost)
		}
	}
}

// workAt makes the picture. With nil, all is noted. A panic is a failure: else one file
// would end every process that begins its picture, one after the other.
func (s *Service) workAt(ctx context.Context, in Intake) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("photobank: panic: %v\n%s", p, debug.Stack())
		}
	}()
	o, err := s.assemble(ctx, in)
	if err != nil {
		return err
	}
	defer o.Close()
	_, err = s.take(ctx, Upload{FileName: in.FileName}, o, func(ctx context.Context, tx bun.Tx, t taken) error {
		held, err := finishIntake(ctx, tx, in, t)
		if err == nil && !held {
			err = errLeaseLost
		}
		return err
	})
	return err
}

// settle notes what became of an upload, and removes what is no longer needed.
func (s *Service) settle(ctx context.Context, in Intake, why error) (Intake, error) {
	var next step
	switch {
	case why == nil:
		next = step{state: Done}
	case errors.Is(why, errLeaseLost):
		return in, nil
	default:
		next = s.after(in, why)
	}
	if why != nil {
		if held, err := settleIntake(ctx, s.deps.DB.Primary, in, next); err != nil || !held {
			return in, err
		}
	}
	in.State, in.Code = next.state, next.code
	if next.state == Done || next.final {
		return in, s.forgetParts(ctx, in)
	}
	return in, nil
}

// step is how an upload goes on.
type step struct {
	state IntakeState
	code  string
	pause time.Duration
	final bool // the file is not kept
}

// after tells how an upload goes on after a failure: what is wrong with the file is
// final, what is wrong with us is tried again.
func (s *Service) after(in Intake, why error) step {
	var refused = asRefusal(why)
	bearable := killable(why)
	pause := min(firstPause<<min(max(in.attempts-1, 0), 20), longestPause)
	switch {
	case errors.Is(why, context.Canceled):
		return step{state: Waiting}
	case in.attempts < bearable:
		return step{state: Waiting, pause: pause}
	case refused != nil:
		return step{state: Failed, code: refused.Code, final: bearable == 0}
	case errors.Is(why, malware.ErrDown) && s.deps.Quarantine:
		return step{state: Quarantined, pause: min(pause, time.Minute)}
	case errors.Is(why, malware.ErrDown) && in.attempts < scannerTries:
		return step{state: Waiting, pause: pause}
	case errors.Is(why, malware.ErrDown):
		return step{state: Failed, code: ErrScannerDown.Code}
	case in.attempts < patience:
		return step{state: Waiting, pause: pause}
	}
	if f, ok := fault.As(why); ok {
		return step{state: Failed, code: f.Code}
	}
	return step{state: Failed, code: "internal"}
}

// killable is how often an upload may be begun whose picture's process was killed; 0
// for one that gave up by itself, which is the picture's fault.
func killable(why error) int {
	var death *exec.ExitError
	if !errors.As(why, &death) {
		return 0
	}
	status, ok := death.Sys().(syscall.WaitStatus)
	switch {
	case !ok || !status.Signaled() || status.Signal() != syscall.SIGKILL:
		return 0
	case death.UserTime()+death.SystemTime() < time.Second:
		return deaths
	}
	return heavyDeaths
}

// asRefusal is the fault of a file that is refused for what it holds; nil for others.
func asRefusal(err error) *fault.Fault {
	f, ok := fault.As(refusalOf(err))
	if ok && (f.Kind == fault.Unprocessable || f.Kind == fault.TooLarge) {
		return f
	}
	return nil
}

// assemble puts the parts of an upload together, into a file without a name.
func (s *Service) assemble(ctx context.Context, in Intake) (original, error) {
	parts := &partsReader{ctx: ctx, store: s.deps.Store, keys: in.parts}
	defer parts.Close()
	o, err := s.spool(parts)
	switch {
	case errors.Is(err, blob.ErrNotFound):
		return original{}, ErrIncomplete
	case err == nil && o.size != in.Bytes:
		_ = o.Close()
		return original{}, ErrIncomplete
	}
	return o, err
}
