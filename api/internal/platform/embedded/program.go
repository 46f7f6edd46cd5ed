package embedded

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// Program is a further process to supervise beside the servers.
type Program struct {
	Name string   // of the child in messages, and of its log file
	Path string   // of the program
	Args []string // without the program's own name
	Env  []string // complete environment, "NAME=value"
	Dir  string   // working folder
	// Ready is asked until it returns nil; nil means "ready at once".
	Ready func(context.Context) error
}

// Run starts a program under the stack's supervision and waits until it is
// ready. It is ended by SIGTERM before the servers are.
func (s *Stack) Run(ctx context.Context, p Program) error {
	c := &child{name: p.Name, quit: syscall.SIGTERM, grace: 5 * time.Second, logFile: s.logFile(p.Name), log: s.log}
	c.command = func() *exec.Cmd {
		cmd := exec.Command(p.Path, p.Args...)
		cmd.Env, cmd.Dir = p.Env, p.Dir
		cmd.SysProcAttr = (&identity{uid: -1}).attributes(syscall.SIGKILL)
		return cmd
	}
	s.supervise(c)
	if p.Ready == nil {
		return nil
	}
	return c.await(ctx, s.dir, p.Ready)
}

// finish runs a helper program to its end and keeps what it wrote in its log.
// The thread is held for the time: see [child.loop].
func (s *Stack) finish(cmd *exec.Cmd) (string, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	out, err := cmd.CombinedOutput()
	if len(out) == 0 && err != nil {
		out = []byte(err.Error())
	}
	_ = os.WriteFile(s.logFile(filepath.Base(cmd.Path)), out, 0o600)
	return string(out), err
}

func (s *Stack) logFile(name string) string {
	return filepath.Join(s.dir, "log", name+".log")
}
