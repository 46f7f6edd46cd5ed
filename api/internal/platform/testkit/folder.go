package testkit

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// Folder makes a temporary folder that other users can pass through, as
// PostgreSQL may have to when it was started by root.
func Folder(prefix string) (string, error) { return folderIn(os.TempDir(), prefix) }

// StackFolder makes the folder of this process's stack, in memory where there is room: a
// test's database is 1,700 files, and a disk that others write to takes a second for them.
// Folders of processes that are gone are removed.
func StackFolder(disk bool) (string, error) {
	sweep()
	parent := os.TempDir()
	if !disk && roomy(memory) {
		parent = memory
	}
	return folderIn(parent, folderPrefix+strconv.Itoa(os.Getpid())+"-")
}

const (
	folderPrefix = "portal-test-"
	memory       = "/dev/shm"
	// room is many times what the tests write: some have databases of their own beside the stack's.
	room = 3 << 30
)

// roomy tells whether a folder is in memory, and has room for a stack.
func roomy(folder string) bool {
	const tmpfs = 0x01021994 // statfs(2)
	var st syscall.Statfs_t
	return syscall.Statfs(folder, &st) == nil && st.Type == tmpfs && st.Bavail*uint64(st.Bsize) >= room
}

func folderIn(parent, prefix string) (string, error) {
	dir, err := os.MkdirTemp(parent, prefix)
	if err != nil {
		return "", err
	}
	return dir, os.Chmod(dir, 0o711)
}

// sweep removes the folders of test processes that are gone.
func sweep() {
	for _, parent := range []string{os.TempDir(), memory} {
		folders, _ := filepath.Glob(filepath.Join(parent, folderPrefix+"*"))
		for _, folder := range folders {
			number, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(folder), folderPrefix), "-")
			pid, err := strconv.Atoi(number)
			if err == nil && syscall.Kill(pid, 0) == syscall.ESRCH {
				_ = os.RemoveAll(folder)
			}
		}
	}
}
