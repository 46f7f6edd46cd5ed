package embedded

import (
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// identity is how a child runs that refuses to be root, as PostgreSQL does.
type identity struct {
	namespace bool // in a user namespace of its own, where root looks like user 1000
	uid, gid  int  // as this user of the machine; -1 for "as we are"
}

// unprivileged picks the identity. An ordinary user needs none. Root takes a
// user namespace: files stay root's and folders below root's home stay
// reachable. Where namespaces are forbidden, root takes another user, who must
// then be able to reach the data folder.
func unprivileged() (*identity, error) {
	if os.Getuid() != 0 {
		return &identity{uid: -1, gid: -1}, nil
	}
	namespaced := &identity{namespace: true, uid: -1, gid: -1}
	probe := exec.Command("/bin/true")
	probe.SysProcAttr = namespaced.attributes(syscall.SIGKILL)
	if probe.Run() == nil {
		return namespaced, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			uid, _ := strconv.Atoi(u.Uid)
			gid, _ := strconv.Atoi(u.Gid)
			return &identity{uid: uid, gid: gid}, nil
		}
	}
	return nil, problem(ErrToolMissing, "PostgreSQL refuses to run as root and there is no user postgres or nobody: start as an ordinary user")
}

// attributes returns fresh start attributes: its own process group, so that
// Ctrl-C reaches us first, and the signal that it gets when our thread dies.
func (id *identity) attributes(death syscall.Signal) *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{Setpgid: true, Pdeathsig: death}
	switch {
	case id.namespace:
		const inside = 1000
		a.Cloneflags = syscall.CLONE_NEWUSER
		a.UidMappings = []syscall.SysProcIDMap{{ContainerID: inside, HostID: 0, Size: 1}}
		a.GidMappings = []syscall.SysProcIDMap{{ContainerID: inside, HostID: 0, Size: 1}}
		a.Credential = &syscall.Credential{Uid: inside, Gid: inside, NoSetGroups: true}
	case id.uid >= 0:
		a.Credential = &syscall.Credential{Uid: uint32(id.uid), Gid: uint32(id.gid)}
	}
	return a
}

// reach lets another user pass through the data folder (not read it) to the
// folders that are his. Whether he gets as far as that is tried out.
func (id *identity) reach(dir string) error {
	if id.uid < 0 {
		return nil
	}
	if err := os.Chmod(dir, 0o711); err != nil {
		return folderProblem(dir, err)
	}
	probe := exec.Command("/bin/true")
	probe.Dir = dir
	probe.SysProcAttr = id.attributes(syscall.SIGKILL)
	if probe.Run() != nil {
		return problem(ErrFolder, "PostgreSQL refuses to run as root, and user %d, as whom it would run, cannot reach %s: put the data folder elsewhere or start as an ordinary user", id.uid, dir)
	}
	return nil
}

// own hands a folder and what is in it to the identity, if it is another user.
func (id *identity) own(folder string) error {
	if id.uid < 0 {
		return nil
	}
	return filepath.WalkDir(folder, func(path string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, id.uid, id.gid)
	})
}
