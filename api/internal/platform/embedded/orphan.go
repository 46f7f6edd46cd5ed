package embedded

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// endOrphan deals with what a killed supervisor leaves behind. We hold the
// lock of the folder, so a PostgreSQL that still works in it is an orphan on
// its way out: it is asked again and waited for. A stale postmaster.pid whose
// number now belongs to another program would make PostgreSQL refuse to start,
// and is removed.
func endOrphan(ctx context.Context, data string) error {
	file := filepath.Join(data, "postmaster.pid")
	text, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil || pid <= 0 {
		return nil
	}
	if !worksIn(pid, data) {
		return os.Remove(file)
	}
	_ = syscall.Kill(pid, syscall.SIGINT)
	deadline := time.After(30 * time.Second)
	for worksIn(pid, data) {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-deadline:
			return problem(ErrBusy, "PostgreSQL of an earlier start (process %d) still works in %s: end it and start again", pid, data)
		case <-time.After(50 * time.Millisecond):
		}
	}
	return nil
}

// worksIn tells whether a process is a postgres started on this folder.
func worksIn(pid int, data string) bool {
	line, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "cmdline"))
	return err == nil && bytes.Contains(line, []byte("postgres")) && bytes.Contains(line, []byte(data))
}
