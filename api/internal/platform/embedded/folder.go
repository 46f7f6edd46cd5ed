package embedded

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// takeLock holds the data folder for this process. The lock ends with the
// process, whatever kills it; the file stays and names the last owner.
func takeLock(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|syscall.O_CLOEXEC, 0o600)
	if err != nil {
		return nil, folderProblem(filepath.Dir(path), err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		owner, _ := os.ReadFile(path)
		return nil, problem(ErrBusy, "the data folder %s is in use by process %s: stop that one first, or choose another data folder",
			filepath.Dir(path), strings.TrimSpace(string(owner)))
	}
	if err = f.Truncate(0); err == nil {
		_, err = f.WriteAt(fmt.Appendln(nil, os.Getpid()), 0)
	}
	if err != nil {
		_ = f.Close()
		return nil, folderProblem(filepath.Dir(path), err)
	}
	return f, nil
}

// longestSocket is the length of the longest path that a unix socket can have
// on Linux: sun_path has 108 bytes, one of them is the closing zero.
const longestSocket = 107

// socketFolder returns a folder for the sockets that is short enough: inside
// the data folder, else below the system's temporary folder under a name
// derived from the data folder, so that every start finds the same one.
func socketFolder(dir string) (string, error) {
	folder := filepath.Join(dir, "run")
	if len(filepath.Join(folder, ".s.PGSQL.5432")) > longestSocket {
		sum := sha256.Sum256([]byte(dir))
		folder = filepath.Join(os.TempDir(), fmt.Sprintf("portal-%d-%s", os.Getuid(), hex.EncodeToString(sum[:6])))
	}
	if err := os.Mkdir(folder, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return "", folderProblem(folder, err)
	}
	return folder, checkPrivate(folder)
}

// checkPrivate refuses a folder that somebody else could have laid out for us:
// whoever owns the socket folder owns the data base.
func checkPrivate(folder string) error {
	info, err := os.Lstat(folder)
	if err != nil {
		return folderProblem(folder, err)
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	foreign := !ok || (int(st.Uid) != os.Getuid() && os.Getuid() != 0) // root may have given it to another user
	if !info.IsDir() || foreign || info.Mode().Perm() != 0o700 {
		return problem(ErrFolder, "the socket folder %s is not a private folder of this user: remove it and start again", folder)
	}
	return nil
}
