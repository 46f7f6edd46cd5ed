package embedded

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
)

// Why a start cannot go on; match with errors.Is.
var (
	ErrBusy         = errors.New("another copy is running")
	ErrToolMissing  = errors.New("a program is missing")
	ErrDiskFull     = errors.New("the disk is full")
	ErrOtherVersion = errors.New("the data belong to another version")
	ErrFolder       = errors.New("the data folder cannot be used")
	ErrChild        = errors.New("a child does not start")
)

// Problem is a start that cannot go on. Its text is one sentence that says
// what to do.
type Problem struct {
	Reason error  // one of the errors above
	Advice string // the sentence
}

func (p *Problem) Error() string { return p.Advice }

// Unwrap returns the reason.
func (p *Problem) Unwrap() error { return p.Reason }

func problem(reason error, format string, args ...any) error {
	return &Problem{Reason: reason, Advice: fmt.Sprintf(format, args...)}
}

func folderProblem(dir string, err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return diskFull(dir)
	case errors.Is(err, fs.ErrPermission):
		return problem(ErrFolder, "the data folder %s cannot be written: make it yours (chown) or choose another one", dir)
	default:
		return problem(ErrFolder, "the data folder %s cannot be used: %v", dir, err)
	}
}

func diskFull(dir string) error {
	return problem(ErrDiskFull, "the disk that holds %s is full: free at least %d MB and start again", dir, leastFree>>20)
}

// leastFree is what PostgreSQL needs for its first files and its journal.
const leastFree = 300 << 20

func checkSpace(dir string) error {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return folderProblem(dir, err)
	}
	if st.Bavail*uint64(st.Bsize) < leastFree {
		return diskFull(dir)
	}
	return nil
}

// childProblem turns what a program wrote before it gave up into a sentence.
func childProblem(name, dir, logFile, output string) error {
	if strings.Contains(output, "No space left on device") {
		return diskFull(dir)
	}
	return problem(ErrChild, "%s does not start, its last words were %q: see %s", name, lastWords(output), logFile)
}

// lastWords picks the line that tells most: the last one of an error.
func lastWords(output string) string {
	last := ""
	for line := range strings.Lines(output) {
		line = strings.TrimSpace(line)
		if strings.Contains(line, "FATAL") || strings.Contains(line, "PANIC") || strings.Contains(strings.ToLower(line), "error") {
			last = line
		}
	}
	if last == "" {
		lines := strings.Split(strings.TrimSpace(output), "\n")
		last = strings.TrimSpace(lines[len(lines)-1])
	}
	return last
}
