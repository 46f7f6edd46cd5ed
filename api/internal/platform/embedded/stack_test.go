package embedded

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/redis/rueidis"
)

func options(dir string) Options {
	return Options{Dir: dir, Postgres: true, Redis: true, Volatile: true}
}

// folder is a temporary one that PostgreSQL's user can reach: testing makes
// the folder above it for its maker alone.
func folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o711); err != nil {
		t.Fatal(err)
	}
	return dir
}

func start(t *testing.T, o Options) *Stack {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
	defer cancel()
	s, err := Start(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return s
}

// ask runs a query that yields one text, trying again for a while: a server
// that was killed needs a moment.
func ask(t *testing.T, dsn, sql string) string {
	t.Helper()
	var text string
	eventually(t, func() error {
		conn, err := pgx.Connect(t.Context(), dsn)
		if err != nil {
			return err
		}
		defer conn.Close(t.Context())
		return conn.QueryRow(t.Context(), sql).Scan(&text)
	})
	return text
}

func eventually(t *testing.T, try func() error) {
	t.Helper()
	var err error
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if err = try(); err == nil {
			return
		}
	}
	t.Fatal(err)
}

func execute(t *testing.T, s *Stack, sql string) {
	t.Helper()
	if err := query(t.Context(), s.PrimaryDSN, sql); err != nil {
		t.Fatal(err)
	}
}

func redisClient(t *testing.T, s *Stack) rueidis.Client {
	t.Helper()
	o, err := rueidis.ParseURL(s.RedisURL)
	if err != nil {
		t.Fatal(err)
	}
	c, err := rueidis.NewClient(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func postmaster(t *testing.T, dir string) int {
	t.Helper()
	var pid int
	eventually(t, func() error {
		text, err := os.ReadFile(filepath.Join(dir, "postgres", "postmaster.pid"))
		if err != nil {
			return err
		}
		_, err = fmt.Sscan(string(text), &pid)
		return err
	})
	return pid
}

func TestKeepsDataOverStarts(t *testing.T) {
	dir := folder(t)
	begun := time.Now()
	s := start(t, options(dir))
	t.Log("cold start", time.Since(begun))
	execute(t, s, `CREATE TABLE stories (title text)`)
	execute(t, s, `INSERT INTO stories VALUES ('Қазақстан жаңалықтары')`)
	if a, ok := Running(dir); !ok || a != s.Addresses {
		t.Errorf("running: %v, %+v", ok, a)
	}
	s.Stop()
	if _, ok := Running(dir); ok {
		t.Error("the stopped stack is said to run")
	}
	if _, err := os.Stat(filepath.Join(dir, "postgres", "postmaster.pid")); err == nil {
		t.Error("PostgreSQL was not shut down cleanly")
	}

	begun = time.Now()
	s = start(t, options(dir))
	t.Log("second start", time.Since(begun))
	if got := ask(t, s.PrimaryDSN, `SELECT upper(title) FROM stories`); got != "ҚАЗАҚСТАН ЖАҢАЛЫҚТАРЫ" {
		t.Errorf("got %q", got)
	}
	if got := ask(t, s.PrimaryDSN, `SELECT string_agg(w, ' ' ORDER BY w COLLATE "kk-x-icu") FROM unnest('{Яблоко,Іс,Һ,Ата,Әлем}'::text[]) w`); got != "Ата Әлем Һ Іс Яблоко" {
		t.Errorf("the Kazakh alphabet is sorted as %q", got)
	}
	if got := ask(t, s.PrimaryDSN, `SELECT to_tsvector('russian', 'Новости агентства')::text`); got != "'агентств':2 'новост':1" {
		t.Errorf("Russian words become %q", got)
	}
}

func TestRestartsKilledServers(t *testing.T) {
	dir := folder(t)
	s := start(t, Options{Dir: dir, Postgres: true, Redis: true}) // durable: a commit must outlive the server
	execute(t, s, `CREATE TABLE kept AS SELECT 'here' AS word`)
	old := postmaster(t, dir)
	if err := syscall.Kill(old, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, s.PrimaryDSN, `SELECT word FROM kept`); got != "here" {
		t.Errorf("got %q", got)
	}
	if postmaster(t, dir) == old {
		t.Error("the server was not started anew")
	}

	redis := redisClient(t, s)
	for _, c := range s.children {
		if c.name == "redis" {
			_ = syscall.Kill(c.process.Load().Pid, syscall.SIGKILL)
		}
	}
	eventually(t, func() error { return redis.Do(t.Context(), redis.B().Ping().Build()).Error() })
}

// TestSupervisorProcess is not a test: it is the process that
// TestSurvivesKilledSupervisor starts and kills.
func TestSupervisorProcess(t *testing.T) {
	if flag.NArg() != 1 {
		t.Skip("only as a child of TestSurvivesKilledSupervisor")
	}
	s := start(t, Options{Dir: flag.Arg(0), Redis: true, Replica: true})
	execute(t, s, `CREATE TABLE kept AS SELECT 'here' AS word`)
	redis := redisClient(t, s)
	if err := redis.Do(t.Context(), redis.B().Set().Key("kept").Value("here").Build()).Error(); err != nil {
		t.Fatal(err)
	}
	for _, c := range s.children {
		fmt.Println("child", c.process.Load().Pid)
	}
	fmt.Println("ready")
	select {}
}

func TestSurvivesKilledSupervisor(t *testing.T) {
	dir := folder(t)
	cmd := exec.Command(os.Args[0], "-test.run=^TestSupervisorProcess$", dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var pids []int
	for lines := bufio.NewScanner(out); lines.Scan() && lines.Text() != "ready"; {
		var pid int
		if _, err := fmt.Sscanf(lines.Text(), "child %d", &pid); err == nil {
			pids = append(pids, pid)
		}
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if len(pids) != 3 {
		t.Fatalf("children: %v, want a primary, a replica and a Redis", pids)
	}

	// At once, while the children may still be on their way out.
	s := start(t, Options{Dir: dir, Redis: true, Replica: true})
	for _, dsn := range []string{s.PrimaryDSN, s.ReplicaDSN} {
		if got := ask(t, dsn, `SELECT word FROM kept`); got != "here" {
			t.Errorf("got %q", got)
		}
	}
	redis := redisClient(t, s)
	if got, _ := redis.Do(t.Context(), redis.B().Get().Key("kept").Build()).ToString(); got != "here" && !s.RedisInProcess {
		t.Errorf("Redis has %q", got)
	}
	for _, pid := range pids {
		if alive(pid) {
			t.Errorf("process %d lives on", pid)
		}
	}
}

// alive does not count what has ended and only waits for somebody to notice.
func alive(pid int) bool {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && !strings.Contains(string(text), ") Z ")
}

func TestReplicaFollowsAndRefusesWrites(t *testing.T) {
	s := start(t, Options{Dir: folder(t), Replica: true, Volatile: true})
	execute(t, s, `CREATE TABLE stories AS SELECT 'first' AS title`)
	if got := ask(t, s.ReplicaDSN, `SELECT title FROM stories`); got != "first" {
		t.Errorf("got %q", got)
	}
	err := query(t.Context(), s.ReplicaDSN, `INSERT INTO stories VALUES ('second')`)
	if err == nil || !strings.Contains(err.Error(), "25006") { // read_only_sql_transaction
		t.Errorf("a write on the replica: %v", err)
	}
}

func TestSecondCopyIsRefused(t *testing.T) {
	dir := folder(t)
	start(t, options(dir))
	_, err := Start(t.Context(), options(dir))
	if !errors.Is(err, ErrBusy) || !strings.Contains(err.Error(), fmt.Sprint(os.Getpid())) {
		t.Errorf("got %v", err)
	}
}

func TestLongDataPath(t *testing.T) {
	dir := filepath.Join(folder(t), strings.Repeat("жаңалық", 12))
	s := start(t, options(dir))
	if got := ask(t, s.PrimaryDSN, `SELECT 'ok'`); got != "ok" {
		t.Errorf("got %q", got)
	}
	redis := redisClient(t, s)
	if err := redis.Do(t.Context(), redis.B().Ping().Build()).Error(); err != nil {
		t.Error(err)
	}
	s.Stop()
	if _, err := os.Stat(s.sockets); err == nil {
		t.Errorf("%s was left behind", s.sockets)
	}
}

func TestOtherVersion(t *testing.T) {
	dir := folder(t)
	write(t, filepath.Join(dir, "postgres", "PG_VERSION"), "9\n")
	_, err := Start(t.Context(), options(dir))
	if !errors.Is(err, ErrOtherVersion) || !strings.Contains(err.Error(), "PostgreSQL 9") {
		t.Errorf("got %v", err)
	}
}

func TestForeignSocketFolderIsRefused(t *testing.T) {
	dir := folder(t)
	if err := os.Mkdir(filepath.Join(dir, "run"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Start(t.Context(), options(dir)); !errors.Is(err, ErrFolder) {
		t.Errorf("got %v", err)
	}
}

func TestBrokenClusterIsOneSentence(t *testing.T) {
	dir := folder(t)
	p, err := FindPostgres(0, nil)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "postgres", "PG_VERSION"), fmt.Sprintln(p.Major))
	_, err = Start(t.Context(), options(dir))
	if !errors.Is(err, ErrChild) || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "postgres.log") {
		t.Errorf("got %v", err)
	}
}

func TestFullDiskIsOneSentence(t *testing.T) {
	err := childProblem("initdb", "/data", "/data/log/initdb.log", "running bootstrap script ...\ninitdb: error: could not write: No space left on device\n")
	if !errors.Is(err, ErrDiskFull) || !strings.Contains(err.Error(), "free at least") {
		t.Errorf("got %v", err)
	}
}

func TestRunsFurtherPrograms(t *testing.T) {
	s := start(t, options(folder(t)))
	socket := filepath.Join(s.sockets, "redis.sock")
	var asked int
	err := s.Run(t.Context(), Program{Name: "sleeper", Path: "/bin/sleep", Args: []string{"600"}, Ready: func(ctx context.Context) error {
		asked++
		return ping(ctx, socket)
	}})
	if err != nil || asked == 0 {
		t.Fatal(err, asked)
	}
	var pid int
	eventually(t, func() error {
		if p := s.children[len(s.children)-1].process.Load(); p != nil {
			pid = p.Pid
			return nil
		}
		return errors.New("not started yet")
	})
	s.Stop()
	if alive(pid) {
		t.Error("the program lives on")
	}
}

func TestProgramThatNeverStarts(t *testing.T) {
	s := start(t, Options{Dir: folder(t)})
	err := s.Run(t.Context(), Program{Name: "false", Path: "/bin/false", Ready: func(ctx context.Context) error {
		_, err := new(net.Dialer).DialContext(ctx, "unix", "/nowhere")
		return err
	}})
	if !errors.Is(err, ErrChild) {
		t.Errorf("got %v", err)
	}
}

func TestStandInExpiresKeys(t *testing.T) {
	s := &Stack{log: slog.New(slog.DiscardHandler)}
	if err := s.standIn(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	redis := redisClient(t, s)
	if err := redis.Do(t.Context(), redis.B().Set().Key("brief").Value("x").ExSeconds(1).Build()).Error(); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() error {
		if err := redis.Do(t.Context(), redis.B().Get().Key("brief").Build()).Error(); rueidis.IsRedisNil(err) {
			return nil
		}
		return errors.New("the key is still there")
	})
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
