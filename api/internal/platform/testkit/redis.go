package testkit

import (
	"context"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/redis/rueidis"

	"baq.kz/portal/api/internal/platform/embedded"
)

// RedisProcess is a Redis that a test may hurt. Whatever happens to it, it comes back at
// the same address.
type RedisProcess struct {
	URL     string
	program string
	env     []string
	args    []string
	process *exec.Cmd
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

// StartRedisCluster starts a cluster of three nodes, and gives an address that names all.
func StartRedisCluster(t testing.TB) (address string, nodes []*RedisProcess) {
	t.Helper()
	const slots = 16384
	var ports, buses []string
	for range 3 {
		port, bus := freePort(t), freePort(t)
		node := redisIn(t, t.TempDir(), []string{"--port", port, "--bind", "127.0.0.1", "--cluster-enabled", "yes", "--cluster-port", bus, "--cluster-node-timeout", "2000"})
		node.URL = "redis://127.0.0.1:" + port
		node.Start(t)
		t.Cleanup(node.Kill)
		ports, buses, nodes = append(ports, port), append(buses, bus), append(nodes, node)
	}
	for i, node := range nodes {
		from, to := i*slots/3, (i+1)*slots/3-1
		node.must(t, "CLUSTER", "ADDSLOTSRANGE", strconv.Itoa(from), strconv.Itoa(to))
		node.must(t, "CLUSTER", "SET-CONFIG-EPOCH", strconv.Itoa(i+1))
	}
	for i := range nodes[1:] {
		nodes[0].must(t, "CLUSTER", "MEET", "127.0.0.1", ports[i+1], buses[i+1])
	}
	for limit := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if joined(t, nodes) {
			return "redis://127.0.0.1:" + ports[0] + "?addr=127.0.0.1:" + ports[1] + "&addr=127.0.0.1:" + ports[2], nodes
		}
		if time.Now().After(limit) {
			t.Fatal("the nodes make no cluster")
		}
	}
}

// joined tells whether every node knows that all slots are served.
func joined(t testing.TB, nodes []*RedisProcess) bool {
	t.Helper()
	for _, node := range nodes {
		if text := node.must(t, "CLUSTER", "INFO"); !strings.Contains(text, "cluster_state:ok") || !strings.Contains(text, "cluster_known_nodes:3") {
			return false
		}
	}
	return true
}

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

// freePort is a port that nobody used a moment ago.
func freePort(t testing.TB) string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	address, ok := listener.Addr().(*net.TCPAddr)
	if !ok {
		t.Fatal("no port")
	}
	return strconv.Itoa(address.Port)
}
