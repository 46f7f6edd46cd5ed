package embedded

import (
	"context"
	"crypto/rand"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/alicebob/miniredis/v2"
)

func (s *Stack) startRedis(ctx context.Context) error {
	program, env, ok := FindRedis(s.options.Tools)
	if !ok {
		return s.standIn()
	}
	data := filepath.Join(s.dir, "redis")
	if err := os.MkdirAll(data, 0o700); err != nil {
		return folderProblem(data, err)
	}
	socket := filepath.Join(s.sockets, "redis.sock")
	c := &child{name: "redis", quit: syscall.SIGTERM, grace: 10 * time.Second, logFile: s.logFile("redis"), log: s.log}
	c.command = func() *exec.Cmd {
		cmd := exec.Command(program, s.redisSettings(data, socket)...)
		cmd.Env, cmd.Dir = env, data
		// Not SIGTERM: an orphan that shuts down in an orderly way removes the
		// socket, which may be its successor's by then.
		cmd.SysProcAttr = (&identity{uid: -1}).attributes(syscall.SIGKILL)
		return cmd
	}
	s.supervise(c)
	s.RedisURL = "unix://" + (&url.URL{Path: socket}).EscapedPath()
	return c.await(ctx, s.dir, func(ctx context.Context) error { return ping(ctx, socket) })
}

// redisSettings: the cache may use 256 MB and then drops what has a time
// limit anyway, so that page versions, which have none, stay.
func (s *Stack) redisSettings(data, socket string) []string {
	appendOnly := "yes"
	if s.options.Volatile {
		appendOnly = "no"
	}
	return []string{"--port", "0", "--unixsocket", socket, "--unixsocketperm", "700",
		"--dir", data, "--save", "", "--appendonly", appendOnly, "--daemonize", "no",
		"--databases", "1024", "--maxmemory", "256mb", "--maxmemory-policy", "volatile-lru"}
}

// ping asks the server itself: an open socket is not yet a server that answers.
func ping(ctx context.Context, socket string) error {
	conn, err := new(net.Dialer).DialContext(ctx, "unix", socket)
	if err != nil {
		return err
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(time.Second))
	if _, err := conn.Write([]byte("PING\r\n")); err != nil {
		return err
	}
	answer := make([]byte, 5)
	if _, err := conn.Read(answer); err != nil {
		return err
	}
	if string(answer) != "+PONG" {
		return ErrChild
	}
	return nil
}

// standIn runs the small Redis inside this process, on a loopback port of the
// kernel's choice behind a password that nobody else knows.
func (s *Stack) standIn() error {
	s.log.Warn("no redis-server was found: a small stand-in inside this process takes its place, and forgets everything at the end")
	password := rand.Text()
	m := miniredis.NewMiniRedis()
	m.RequireAuth(password)
	if err := m.StartAddr("127.0.0.1:0"); err != nil {
		return err
	}
	done := make(chan struct{})
	go expire(m, done)
	s.closers = append(s.closers, func() { close(done); m.Close() })
	s.RedisURL = "redis://:" + password + "@" + m.Addr() + "?client_cache=0"
	s.RedisInProcess = true
	return nil
}

// expire moves the stand-in's clock, which does not go by itself.
func expire(m *miniredis.Miniredis, done <-chan struct{}) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return
		case <-tick.C:
			m.FastForward(time.Second)
		}
	}
}
