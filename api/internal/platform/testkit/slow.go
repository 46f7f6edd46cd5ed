package testkit

import (
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// SlowWay is a way to a server on which its answers come late.
type SlowWay struct {
	Address string // host:port of this end
	delay   atomic.Int64
	mu      sync.Mutex
	open    []net.Conn
}

// Slow leads to the server at a URL of Redis.
func Slow(t testing.TB, server string) *SlowWay {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	network, address := "tcp", u.Host
	if u.Scheme == "unix" {
		network, address = "unix", u.Path
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	s := &SlowWay{Address: listener.Addr().String()}
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial(network, address) //nolint:noctx // ends with the server
			if err != nil {
				_ = client.Close()
				continue
			}
			s.mu.Lock()
			s.open = append(s.open, client, server)
			s.mu.Unlock()
			go s.pass(server, client, func() time.Duration { return 0 })
			go s.pass(client, server, func() time.Duration { return time.Duration(s.delay.Load()) })
		}
	}()
	return s
}

// Delay has every byte of the server come so much later from now on.
func (s *SlowWay) Delay(by time.Duration) { s.delay.Store(int64(by)) }

// Reset cuts all connections, and delays nothing any more.
func (s *SlowWay) Reset() {
	s.Delay(0)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.open {
		_ = c.Close()
	}
	s.open = nil
}

// pass copies in order, each piece after its delay.
func (s *SlowWay) pass(to, from net.Conn, delay func() time.Duration) {
	type piece struct {
		bytes []byte
		due   time.Time
	}
	pieces := make(chan piece, 10_000)
	go func() {
		defer to.Close()
		for p := range pieces {
			time.Sleep(time.Until(p.due))
			if _, err := to.Write(p.bytes); err != nil {
				_ = from.Close()
			}
		}
	}()
	defer close(pieces)
	for {
		buffer := make([]byte, 16<<10)
		n, err := from.Read(buffer)
		if n > 0 {
			pieces <- piece{buffer[:n], time.Now().Add(delay())}
		}
		if err != nil {
			return
		}
	}
}
