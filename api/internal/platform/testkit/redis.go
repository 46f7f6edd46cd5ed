package testkit

import (
	"context"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/redis/rueidis"

	"baq.kz/portal/api/internal/platform/embedded"
)

// RedisProcess is a Redis that a test may hurt. Whatever happens to it, it comes back at
// the same address.
type RedisProcess struct {
	URL       string
	program   string
	env       []string
	args      []string
	process   *exec.Cmd
	port, bus string // of a node of a cluster
}

// StartRedis starts an empty Redis with these settings beside the usual ones, and skips
// the test where none is installed. It keeps nothing when it is killed, unless the
// settings say so.
func StartRedis(t testing.TB, settings ...string) *RedisProcess {
	t.Helper()
	dir, err := Folder("portal-redis-") // a socket's path has 108 bytes at most: t.TempDir may be longer
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	socket := filepath.Join(dir, "redis.sock")
	r := redisIn(t, dir, append([]string{"--port", "0", "--unixsocket", socket}, settings...))
	r.URL = "unix://" + (&url.URL{Path: socket}).EscapedPath()
	r.Start(t)
	t.Cleanup(r.Kill)
	return r
}

func redisIn(t testing.TB, dir string, settings []string) *RedisProcess {
	t.Helper()
	program, env, found := embedded.FindRedis(embedded.ProjectTools())
	if !found {
		t.Skip("redis-server is missing: scripts/install-tools.sh tests installs it")
	}
	return &RedisProcess{program: program, env: env, args: append([]string{"--dir", dir, "--save", "", "--appendonly", "no", "--logfile", filepath.Join(dir, "log")}, settings...)}
}

// Start starts the server, also again after Kill, and waits until it answers.
func (r *RedisProcess) Start(t testing.TB) {
	t.Helper()
	r.process = exec.CommandContext(context.Background(), r.program, r.args...)
	r.process.Env = r.env
	r.process.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := r.process.Start(); err != nil {
		t.Fatal(err)
	}
	for limit := time.Now().Add(30 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		options, err := rueidis.ParseURL(r.URL)
		if err != nil {
			t.Fatal(err)
		}
		options.DisableCache, options.ForceSingleClient = true, true
		client, err := rueidis.NewClient(options)
		if err == nil {
			client.Close()
			return
		}
		if time.Now().After(limit) {
			t.Fatalf("redis-server does not answer: %v", err)
		}
	}
}

// Kill ends the server as a crash does.
func (r *RedisProcess) Kill() {
	if r.process != nil {
		_ = r.process.Process.Kill()
		_ = r.process.Wait()
		r.process = nil
	}
}

// Pause makes the server hang until Resume: it takes connections, and answers nothing.
func (r *RedisProcess) Pause() { _ = r.process.Process.Signal(syscall.SIGSTOP) }

// Resume ends Pause.
func (r *RedisProcess) Resume() { _ = r.process.Process.Signal(syscall.SIGCONT) }

// must sends one command to this very node.
func (r *RedisProcess) must(t testing.TB, words ...string) string {
	t.Helper()
	text, err := r.Do(words...)
	if err != nil {
		t.Fatalf("%v: %v", words, err)
	}
	return text
}

// Do sends one command to this very server over a connection of its own.
func (r *RedisProcess) Do(words ...string) (string, error) {
	options, err := rueidis.ParseURL(r.URL)
	if err != nil {
		return "", err
	}
	options.DisableCache, options.ForceSingleClient = true, true
	client, err := rueidis.NewClient(options)
	if err != nil {
		return "", err
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	answer := client.Do(ctx, client.B().Arbitrary(words...).Build())
	text, err := answer.ToString()
	if err != nil && answer.Error() == nil { // an answer that is no text
		return "", nil
	}
	return text, err
}
