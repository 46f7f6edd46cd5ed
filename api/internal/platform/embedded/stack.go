// Package embedded runs a private PostgreSQL and Redis as children of this
// process, on unix sockets that only their owner can reach. `portal dev` and
// the tests live on it; production never does.
//
// The children end with the process, whatever kills it, and a start after a
// crash recovers by itself. Nothing listens on a TCP port (with the one
// exception described at [Options.Redis]) and nothing outside Options.Dir and
// one short socket folder is written.
package embedded

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// Options say what to start and where.
type Options struct {
	// Dir is the data folder; it is made with mode 0700 when missing. Where
	// PostgreSQL has to run as another user (started by root, and user
	// namespaces are forbidden), that user must get as far as here.
	Dir string
	// Tools are further folders to search for programs after the
	// distribution's own: bin folders, or roots into which packages were
	// unpacked without installing them.
	Tools []string
	// Postgres starts the primary, with the database "portal" in it.
	Postgres bool
	// Replica adds a streaming replica of PostgreSQL (about two seconds).
	// It needs pg_basebackup, which the npm package does not carry.
	Replica bool
	// Redis adds a Redis server. Where no redis-server is found, a small one
	// inside this process takes its place: see [Stack.RedisInProcess].
	Redis bool
	// Volatile trades durability for speed: for tests only.
	Volatile bool
	// Settings are further PostgreSQL settings, by name.
	Settings map[string]string
	// Environment is added to PostgreSQL's own, "NAME=value"; tests put its clock
	// into another's hands with it.
	Environment []string
	// Log receives the life of the children; their own output goes to Dir/log.
	Log *slog.Logger
}

// Stack is a running set of children.
type Stack struct {
	Addresses
	// RedisInProcess tells that Redis is the stand-in inside this process. It
	// keeps nothing over a restart and knows no CLIENT TRACKING, so that the
	// URL switches the client-side cache off.
	RedisInProcess bool

	dir, sockets string
	options      Options
	log          *slog.Logger
	lock         *os.File
	user         *identity

	mu       sync.Mutex
	children []*child
	closers  []func()
}

// Start brings the stack up and returns when everything answers. ctx limits
// the start only; [Stack.Stop] ends the stack. A start that cannot go on
// returns a [Problem].
func Start(ctx context.Context, o Options) (*Stack, error) {
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, err
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Stack{dir: dir, options: o, log: o.Log}
	err = s.start(ctx)
	if err == nil {
		err = s.announce()
	}
	if err != nil {
		s.Stop()
		return nil, err
	}
	return s, nil
}

func (s *Stack) start(ctx context.Context) error {
	if err := s.prepare(); err != nil {
		return err
	}
	if s.postgres() {
		if err := s.startPostgres(ctx); err != nil {
			return err
		}
	}
	if s.options.Redis {
		return s.startRedis(ctx)
	}
	return nil
}

func (s *Stack) postgres() bool { return s.options.Postgres || s.options.Replica }

// prepare makes the folders, takes the lock and looks at the disk.
func (s *Stack) prepare() (err error) {
	if err := os.MkdirAll(filepath.Join(s.dir, "log"), 0o700); err != nil {
		return folderProblem(s.dir, err)
	}
	if s.lock, err = takeLock(filepath.Join(s.dir, "lock")); err != nil {
		return err
	}
	if err := checkSpace(s.dir); err != nil {
		return err
	}
	if s.sockets, err = socketFolder(s.dir); err != nil || !s.postgres() {
		return err
	}
	if s.user, err = unprivileged(); err != nil {
		return err
	}
	if err := s.user.reach(s.dir); err != nil {
		return err
	}
	return s.user.own(s.sockets)
}

// Stop ends the children in the reverse order of their start and waits for
// them: PostgreSQL gets the time for a clean shutdown. It may be called twice.
func (s *Stack) Stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range slices.Backward(s.children) {
		c.stop()
	}
	for _, closeIt := range slices.Backward(s.closers) {
		closeIt()
	}
	s.children, s.closers = nil, nil
	_ = os.Remove(s.sockets) // if it is empty, as after a clean end
	if s.lock != nil {
		_ = os.Remove(filepath.Join(s.dir, addressFile))
		_ = s.lock.Close()
		s.lock = nil
	}
}

// Psql is the command line that opens the primary's database by hand.
func (s *Stack) Psql() string {
	return "psql -h " + s.sockets + " -U " + account + " " + account
}

// supervise starts a child and remembers it for [Stack.Stop].
func (s *Stack) supervise(c *child) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.supervise()
	s.children = append(s.children, c)
}
