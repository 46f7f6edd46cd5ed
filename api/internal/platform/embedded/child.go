package embedded

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	firstPause   = 100 * time.Millisecond // before the first restart; doubles
	longestPause = 5 * time.Second
	settled      = 30 * time.Second // a child that lived so long starts again at once
	manyFailures = 6                // of starts in a row, before a first start is given up
	largestLog   = 8 << 20          // bytes; a larger log is moved aside at start
)

// child is one program under supervision: started, restarted when it ends by
// itself, and ended with us.
type child struct {
	name    string
	command func() *exec.Cmd // a fresh one for each start
	quit    syscall.Signal   // what asks it to end
	grace   time.Duration    // how long it may take to do so
	logFile string
	log     *slog.Logger

	process  atomic.Pointer[os.Process]
	failures atomic.Int32
	stopping chan struct{}
	ended    chan struct{}
	once     sync.Once
}

// supervise starts the loop.
func (c *child) supervise() {
	c.stopping, c.ended = make(chan struct{}), make(chan struct{})
	if info, err := os.Stat(c.logFile); err == nil && info.Size() > largestLog {
		_ = os.Rename(c.logFile, c.logFile+".1")
	}
	go c.loop()
}

// loop never gives its thread back: the kernel sends Pdeathsig when the
// *thread* that started the child dies, not the process.
func (c *child) loop() {
	runtime.LockOSThread()
	defer close(c.ended)
	pause := firstPause
	for {
		begun := time.Now()
		err := c.run()
		if c.isStopping() {
			return
		}
		if time.Since(begun) > settled {
			pause = firstPause
			c.failures.Store(0)
		}
		c.failures.Add(1)
		c.log.Warn("a child ended, it will be started again", "child", c.name, "reason", err, "pause", pause)
		select {
		case <-c.stopping:
			return
		case <-time.After(pause):
		}
		pause = min(2*pause, longestPause)
	}
}

// run is one life of the child.
func (c *child) run() error {
	out, err := os.OpenFile(c.logFile, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer out.Close()
	cmd := c.command()
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		fmt.Fprintln(out, "error:", err)
		return err
	}
	c.process.Store(cmd.Process)
	if c.isStopping() {
		_ = cmd.Process.Signal(c.quit)
	}
	return cmd.Wait()
}

func (c *child) isStopping() bool {
	select {
	case <-c.stopping:
		return true
	default:
		return false
	}
}

// stop asks the child to end, waits, and kills its group when it is late.
func (c *child) stop() {
	c.once.Do(func() { close(c.stopping) })
	p := c.process.Load()
	if p != nil {
		_ = p.Signal(c.quit)
	}
	select {
	case <-c.ended:
		return
	case <-time.After(c.grace):
	}
	c.log.Warn("a child is late and gets killed", "child", c.name)
	if p := c.process.Load(); p != nil {
		_ = syscall.Kill(-p.Pid, syscall.SIGKILL)
	}
	<-c.ended
}

// await returns when probe succeeds. It gives up when the child has failed to
// start many times in a row, or ctx ends.
func (c *child) await(ctx context.Context, dir string, probe func(context.Context) error) error {
	for {
		if probe(ctx) == nil {
			return nil
		}
		if c.failures.Load() >= manyFailures {
			return childProblem(c.name, dir, c.logFile, tail(c.logFile))
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("waiting for %s: %w", c.name, ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// tail returns the last 4 KB of a log.
func tail(file string) string {
	f, err := os.Open(filepath.Clean(file))
	if err != nil {
		return ""
	}
	defer f.Close()
	const enough = 4 << 10
	if info, err := f.Stat(); err == nil && info.Size() > enough {
		_, _ = f.Seek(-enough, io.SeekEnd)
	}
	text, _ := io.ReadAll(f)
	return string(text)
}
