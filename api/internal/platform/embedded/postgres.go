package embedded

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	account     = "portal" // name of the role and of the database
	primaryPort = 5432     // only names the socket file: nothing listens on TCP
	replicaPort = 5433
)

// server is one PostgreSQL of the stack.
type server struct {
	name, data string
	port       int
	programs   Postgres
}

func (s *Stack) startPostgres(ctx context.Context) error {
	data := filepath.Join(s.dir, "postgres")
	programs, err := FindPostgres(majorOf(data), s.options.Tools)
	if err != nil {
		return err
	}
	if s.options.Replica && !programs.Replica {
		return problem(ErrToolMissing, "a replica needs pg_basebackup, which is not in %s: install the package postgresql-%d, or start without a replica", programs.Bin, programs.Major)
	}
	if err := s.initialise(ctx, programs, data); err != nil {
		return err
	}
	primary := server{name: "postgres", data: data, port: primaryPort, programs: programs}
	if _, err := s.launch(ctx, primary); err != nil {
		return err
	}
	s.PrimaryDSN = s.dsn(primaryPort, account)
	if err := s.createDatabase(ctx); err != nil {
		return err
	}
	return s.startReplica(ctx, primary)
}

// majorOf reads which PostgreSQL made a data folder; 0 when there is none.
func majorOf(data string) int {
	text, _ := os.ReadFile(filepath.Join(data, "PG_VERSION"))
	major, _ := strconv.Atoi(strings.TrimSpace(string(text)))
	return major
}

// initialise makes the cluster beside its place and renames it, so that an
// interrupted initdb leaves nothing half made.
func (s *Stack) initialise(ctx context.Context, p Postgres, data string) error {
	if majorOf(data) > 0 {
		return nil
	}
	s.log.Info("making a new PostgreSQL cluster", "version", p.Major, "folder", data)
	fresh := data + ".new"
	args := []string{"--pgdata=" + fresh, "--username=" + account, "--auth=trust", "--encoding=UTF8",
		"--locale=C.UTF-8", "--data-checksums", "--no-instructions"}
	if p.Major >= 15 {
		args = append(args, "--locale-provider=icu", "--icu-locale=und")
	}
	if s.options.Volatile {
		args = append(args, "--no-sync")
	}
	return s.make(ctx, data, p, "initdb", args...)
}

// make runs a program that fills data+".new" and moves the result to data.
func (s *Stack) make(ctx context.Context, data string, p Postgres, program string, args ...string) error {
	fresh := data + ".new"
	for _, leftover := range []string{fresh, data} {
		if err := os.RemoveAll(leftover); err != nil {
			return folderProblem(leftover, err)
		}
	}
	if err := os.Mkdir(fresh, 0o700); err != nil {
		return folderProblem(fresh, err)
	}
	if err := s.user.own(fresh); err != nil {
		return folderProblem(fresh, err)
	}
	cmd := exec.CommandContext(ctx, p.program(program), args...)
	cmd.Env, cmd.Dir = p.env, s.dir
	cmd.SysProcAttr = s.user.attributes(syscall.SIGKILL)
	if out, err := s.finish(cmd); err != nil {
		return childProblem(program, s.dir, s.logFile(program), out)
	}
	return os.Rename(fresh, data)
}

// launch supervises one server and waits until it answers a query.
func (s *Stack) launch(ctx context.Context, sv server) (*child, error) {
	if err := endOrphan(ctx, sv.data); err != nil {
		return nil, err
	}
	// Ours for sure, as the folder is locked; PostgreSQL can't know that.
	_ = os.Remove(filepath.Join(s.sockets, fmt.Sprintf(".s.PGSQL.%d.lock", sv.port)))
	c := &child{name: sv.name, quit: syscall.SIGINT, grace: 30 * time.Second, logFile: s.logFile(sv.name), log: s.log}
	c.command = func() *exec.Cmd {
		cmd := exec.Command(sv.programs.program("postgres"), append([]string{"-D", sv.data}, s.settings(sv.port)...)...)
		cmd.Env, cmd.Dir = slices.Concat(sv.programs.env, s.options.Environment), s.dir
		cmd.SysProcAttr = s.user.attributes(syscall.SIGINT)
		return cmd
	}
	s.supervise(c)
	dsn := s.dsn(sv.port, "postgres")
	return c, c.await(ctx, s.dir, func(ctx context.Context) error {
		return query(ctx, dsn, "SELECT 1")
	})
}

// settings are sensible ones for a desk: small memory, a durable journal, slow
// statements in the log, and no replication slot that could fill the disk.
func (s *Stack) settings(port int) []string {
	all := map[string]string{
		"listen_addresses": "", "port": strconv.Itoa(port),
		"unix_socket_directories": s.sockets, "unix_socket_permissions": "0700",
		"max_connections": "200", "shared_buffers": "128MB", "max_wal_size": "1GB",
		"random_page_cost": "1.1", // plans as in deploy/postgres/postgresql.conf
		"wal_level":        "replica", "max_wal_senders": "4", "max_slot_wal_keep_size": "512MB", "hot_standby_feedback": "on",
		"timezone": "UTC", "log_timezone": "UTC", "lc_messages": "C",
		"log_min_duration_statement": "500ms", "log_line_prefix": "%m [%p] ",
	}
	if s.options.Volatile {
		// Not synchronous_commit: a replica is sent a commit only when it is written.
		all["fsync"], all["full_page_writes"] = "off", "off"
		all["log_min_duration_statement"], all["autovacuum_naptime"] = "-1", "1h"
	}
	maps.Copy(all, s.options.Settings)
	var args []string
	for _, name := range slices.Sorted(maps.Keys(all)) {
		args = append(args, "-c", name+"="+all[name])
	}
	return args
}

func (s *Stack) createDatabase(ctx context.Context) error {
	err := query(ctx, s.dsn(primaryPort, "postgres"), "CREATE DATABASE "+account)
	if err != nil && !strings.Contains(err.Error(), "42P04") { // duplicate_database
		return fmt.Errorf("creating the database: %w", err)
	}
	return nil
}

// dsn is a pgx URL over the unix socket.
func (s *Stack) dsn(port int, database string) string {
	v := url.Values{"host": {s.sockets}, "port": {strconv.Itoa(port)}}
	u := url.URL{Scheme: "postgres", User: url.User(account), Path: "/" + database, RawQuery: v.Encode()}
	return u.String()
}

// query runs one statement on a connection of its own.
func query(ctx context.Context, dsn, sql string, args ...any) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, sql, args...)
	return err
}
