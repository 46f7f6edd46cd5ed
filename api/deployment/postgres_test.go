package deployment

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"baq.kz/portal/api/internal/platform/embedded"
)

const (
	primaryPort = "18150"
	replicaPort = "18151"
)

// cluster runs the entry scripts of db-master and db-replica with this
// machine's PostgreSQL, as the images do with theirs.
type cluster struct {
	folder   string
	programs embedded.Postgres
}

func newCluster(t *testing.T) *cluster {
	t.Helper()
	programs, err := embedded.FindPostgres(0, embedded.ProjectTools())
	if err != nil {
		t.Fatal(err)
	}
	if !programs.Replica {
		t.Skip("this PostgreSQL comes without pg_basebackup")
	}
	folder, err := os.MkdirTemp("", "portal-deploy-") // t.TempDir's parent lets no other user in
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	c := &cluster{folder: folder, programs: programs}
	if err := os.CopyFS(filepath.Join(folder, "conf"), os.DirFS(filepath.Join(root, "deploy/postgres"))); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"portal_password": "first-'secret", "replication_password": "second secret"} {
		c.write(t, name, text)
	}
	// The system user that "peer" asks for is not there on every desk.
	hba := string(read(t, "deploy/postgres/pg_hba.conf"))
	c.write(t, "conf/pg_hba.conf", strings.Replace(hba, "peer", "trust", 1))
	c.own(t)
	return c
}

func (c *cluster) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(c.folder, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// own gives the folder to the user as whom PostgreSQL runs.
func (c *cluster) own(t *testing.T) {
	t.Helper()
	id := serverUser(t)
	if id == nil {
		return
	}
	_ = filepath.WalkDir(c.folder, func(path string, _ os.DirEntry, err error) error {
		return os.Lchown(path, int(id.Uid), int(id.Gid))
	})
}

// serverUser is nil for an ordinary user, who runs PostgreSQL himself.
func serverUser(t *testing.T) *syscall.Credential {
	t.Helper()
	if os.Getuid() != 0 {
		return nil
	}
	u, err := user.Lookup("nobody")
	if err != nil {
		t.Fatal(err)
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

func (c *cluster) command(t *testing.T, data string, name string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = c.folder
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: serverUser(t)}
	cmd.Env = []string{"PATH=" + c.programs.Bin + ":/usr/bin:/bin", "LC_ALL=C.UTF-8", "PGDATA=" + data,
		"PORTAL_PASSWORD_FILE=" + c.folder + "/portal_password", "REPLICATION_PASSWORD_FILE=" + c.folder + "/replication_password",
		"PGHOST=" + c.folder, "PGPORT=" + primaryPort, "PRIMARY_HOST=127.0.0.1", "PRIMARY_PORT=" + primaryPort}
	return cmd
}

func (c *cluster) run(t *testing.T, data, name string, args ...string) {
	t.Helper()
	if out, err := c.command(t, data, name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %s", name, err, out)
	}
}

// serve starts a server that ends with the test.
func (c *cluster) serve(t *testing.T, data, port, name string, args ...string) {
	t.Helper()
	args = append(args, "-c", "config_file="+c.folder+"/conf/postgresql.conf", "-c", "hba_file="+c.folder+"/conf/pg_hba.conf",
		"-c", "listen_addresses=127.0.0.1", "-c", "port="+port, "-c", "unix_socket_directories="+c.folder, "-c", "shared_buffers=32MB")
	cmd := c.command(t, data, name, args...)
	log, err := os.Create(filepath.Join(c.folder, "server-"+port+".log"))
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGINT)
		_ = cmd.Wait()
		if t.Failed() {
			text, _ := os.ReadFile(log.Name())
			t.Logf("%s", text)
		}
	})
}

func dsn(user, password, port, database string) string {
	return fmt.Sprintf("host=127.0.0.1 port=%s user=%s password='%s' dbname=%s sslmode=disable",
		port, user, strings.ReplaceAll(password, "'", `\'`), database)
}

// query tries for a while: servers and replicas need a moment.
func query(t *testing.T, dsn, sql string) string {
	t.Helper()
	var text string
	var err error
	for range 400 {
		if text, err = queryOnce(t.Context(), dsn, sql); err == nil {
			return text
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatal(err)
	return ""
}

func queryOnce(ctx context.Context, dsn, sql string) (text string, err error) {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx)
	return text, conn.QueryRow(ctx, sql).Scan(&text)
}

func TestPrimaryAndReplicaOfTheDeployment(t *testing.T) {
	c := newCluster(t)
	primary, replica := filepath.Join(c.folder, "primary"), filepath.Join(c.folder, "replica")
	arguments := strings.Fields(*project(t).Services["db-master"].Environment["POSTGRES_INITDB_ARGS"])
	c.run(t, primary, "initdb", append(arguments, "--username=postgres", "--auth=trust")...)
	c.serve(t, primary, primaryPort, "postgres")
	socket := "host=" + c.folder + " port=" + primaryPort + " user=postgres dbname=postgres"
	query(t, socket, "SELECT 'up'")
	c.run(t, primary, "sh", c.folder+"/conf/roles.sh")

	if err := os.Mkdir(replica, 0o700); err != nil {
		t.Fatal(err)
	}
	c.own(t)
	c.serve(t, replica, replicaPort, "sh", c.folder+"/conf/replica.sh", "postgres")

	portal := dsn("portal", "first-'secret", primaryPort, "portal")
	query(t, portal, "WITH made AS (SELECT 1) SELECT current_user::text FROM made")
	conn, err := pgx.Connect(t.Context(), portal)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), "CREATE EXTENSION pg_trgm; CREATE TABLE stories AS SELECT 'бірінші' AS title"); err != nil {
		t.Fatal(err)
	}
	reader := dsn("portal", "first-'secret", replicaPort, "portal")
	if got := query(t, reader, "SELECT title FROM stories"); got != "бірінші" {
		t.Errorf("the replica shows %q", got)
	}
	if _, err := queryOnce(t.Context(), reader, "DELETE FROM stories RETURNING title"); err == nil || !strings.Contains(err.Error(), "25006") {
		t.Errorf("a write on the replica: %v", err)
	}
	for _, server := range []string{portal, reader} {
		if got := query(t, server, "SHOW pg_prewarm.autoprewarm"); got != "on" { // known only where the library is loaded
			t.Errorf("what is in the buffers does not come back after a restart: %s", got)
		}
	}
	refused := map[string]string{
		"a wrong password":                dsn("portal", "wrong", primaryPort, "portal"),
		"the superuser from outside":      dsn("postgres", "first-'secret", primaryPort, "postgres"),
		"the portal in another database":  dsn("portal", "first-'secret", primaryPort, "postgres"),
		"the replicator in the database":  dsn("replicator", "second secret", primaryPort, "portal"),
		"nobody in particular":            dsn("nobody", "", primaryPort, "portal"),
		"the portal's role as superuser?": dsn("postgres", "", replicaPort, "postgres"),
	}
	for who, dsn := range refused {
		if _, err := queryOnce(t.Context(), dsn, "SELECT 'in'"); err == nil {
			t.Errorf("%s gets in", who)
		}
	}
	if got := query(t, portal, "SELECT rolsuper::text FROM pg_roles WHERE rolname = 'portal'"); got != "false" {
		t.Error("the portal's role is a superuser")
	}
	if got := query(t, socket, "SELECT active::text FROM pg_replication_slots WHERE slot_name = 'db_replica'"); got != "true" {
		t.Errorf("slot active: %s", got)
	}
}
