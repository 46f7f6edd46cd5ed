package app_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"
)

// rehearsal is a night of the schedule: so many articles due within a time, kept
// by two processes that are killed at random, on a database whose clock jumps.
type rehearsal struct {
	articles int
	within   time.Duration
	latest   time.Duration // how late a publication may be
}

// TestTheScheduleIsKept is the issue's proof on a small scale. `make
// prove-schedule` runs it with 2,000 articles and holds it to two seconds; here
// lateness is only kept below the alarm's 30 seconds, since other tests share
// the machine.
func TestTheScheduleIsKept(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	r := rehearsal{articles: 200, within: 15 * time.Second, latest: 30 * time.Second}
	if os.Getenv("PROVE_SCHEDULE") != "" {
		r = rehearsal{articles: 2000, within: 90 * time.Second, latest: 2 * time.Second}
	}
	r.run(t)
}

// startUp is how long the processes take to begin, and to catch up.
const startUp = 4 * time.Second

func (r rehearsal) run(t *testing.T) {
	clock := newClock(t)
	db, dsn := clock.database(t)
	redis := testkit.Redis(t)
	r.plan(t, db)
	began := time.Now()
	workers := []*worker{startWorker(t, dsn, redis.URL), startWorker(t, dsn, redis.URL)}
	go killNowAndThen(t.Context(), workers)
	go clock.jump(t, r.within)
	seen := r.watch(t, db)
	t.Logf("%d articles in %v, clock set %d times, workers killed %d and %d times",
		len(seen), time.Since(began).Round(time.Second), len(clock.steps()), workers[0].killed(), workers[1].killed())
	r.check(t, db, clock, began, seen)
}

// plan schedules the articles at random times; the first are due before any
// worker runs, as after a downtime.
func (r rehearsal) plan(t *testing.T, db *postgres.Databases) {
	t.Helper()
	for _, one := range []struct {
		statement string
		args      []any
	}{
		{"CREATE TABLE expected (id bigint PRIMARY KEY, due timestamptz NOT NULL)", nil},
		{"CREATE TABLE observed (id bigint NOT NULL)", nil},
		{`CREATE FUNCTION observe() RETURNS trigger LANGUAGE plpgsql AS
			'BEGIN IF NEW.live AND NOT OLD.live THEN INSERT INTO observed (id) VALUES (NEW.id); END IF; RETURN NULL; END'`, nil},
		{"CREATE TRIGGER observe AFTER UPDATE ON articles FOR EACH ROW EXECUTE FUNCTION observe()", nil},
		{"INSERT INTO rubrics (position) VALUES (1)", nil},
		{"INSERT INTO stories SELECT FROM generate_series(1, ?)", []any{r.articles}},
		{`INSERT INTO articles (story_id, language, state, title, slug, lead, body, rubric_id, publish_at)
			SELECT id, 'kk', 'scheduled', 'Жоспар ' || id, 'zhospar-' || id, 'Кіріспе', '{"type":"doc"}',
				(SELECT min(id) FROM rubrics), clock_timestamp() + random() * make_interval(secs => ?) - interval '2 s' FROM stories`, []any{r.within.Seconds()}},
		{"INSERT INTO expected SELECT id, publish_at FROM articles", nil},
	} {
		if _, err := db.Primary.ExecContext(t.Context(), one.statement, one.args...); err != nil {
			t.Fatalf("%s: %v", one.statement, err)
		}
	}
}

// watch sees each publication, by the machine's own clock.
func (r rehearsal) watch(t *testing.T, db *postgres.Databases) map[int64]time.Time {
	t.Helper()
	seen := map[int64]time.Time{}
	for limit := time.Now().Add(r.within + 2*time.Minute); len(seen) < r.articles; time.Sleep(10 * time.Millisecond) {
		var ids []int64
		// By row, not by its number: numbers may be committed out of their order.
		if err := db.Primary.NewRaw("DELETE FROM observed RETURNING id").Scan(t.Context(), &ids); err != nil {
			t.Fatal(err)
		}
		for _, id := range ids {
			if _, again := seen[id]; again {
				t.Errorf("article %d came onto its site twice", id)
			}
			seen[id] = time.Now()
		}
		if time.Now().After(limit) {
			t.Fatalf("%d of %d articles were published", len(seen), r.articles)
		}
	}
	return seen
}

func (r rehearsal) check(t *testing.T, db *postgres.Databases, clock *fakeClock, began time.Time, seen map[int64]time.Time) {
	t.Helper()
	var rows []struct {
		ID                 int64
		Due, PublishedAt   time.Time
		Revisions, Entries int
	}
	err := db.Primary.NewRaw(`SELECT e.id, e.due, a.published_at,
			(SELECT count(*) FROM article_revisions WHERE article_id = e.id AND action = 'news.publish') AS revisions,
			(SELECT count(*) FROM journal_entries WHERE object_type = 'article' AND object_id = e.id::text AND action = 'news.publish') AS entries
		FROM expected AS e JOIN articles AS a USING (id)`).Scan(t.Context(), &rows)
	if err != nil || len(rows) != r.articles {
		t.Fatal(len(rows), err)
	}
	var late []time.Duration
	ready := began.Add(startUp)
	for _, row := range rows {
		if row.PublishedAt.Before(row.Due) {
			t.Errorf("article %d, due %v, was early: %v", row.ID, row.Due, row.PublishedAt)
		}
		if row.Revisions != 1 || row.Entries != 1 {
			t.Errorf("article %d: %d revisions, %d journal entries of its publication", row.ID, row.Revisions, row.Entries)
		}
		if due := clock.dueSince(row.Due, seen[row.ID]); due.After(ready) { // else it is what a downtime left behind
			late = append(late, seen[row.ID].Sub(due))
		}
	}
	if len(late) == 0 {
		t.Fatal("all were due before the services had begun: the rehearsal proves nothing")
	}
	slices.Sort(late)
	at := func(part float64) time.Duration {
		return late[int(part*float64(len(late)-1))].Round(time.Millisecond)
	}
	t.Logf("late: median %v, 99th percentile %v, most %v", at(0.5), at(0.99), at(1))
	if at(1) > r.latest {
		t.Errorf("the latest publication was %v late", at(1))
	}
}

// worker is a content-service that is started again when it dies.
type worker struct {
	mutex   sync.Mutex
	process *os.Process
	kills   int
}

func startWorker(t *testing.T, dsn, redis string) *worker {
	w := &worker{}
	log, err := os.Create(filepath.Join(t.TempDir(), "worker.log"))
	if err != nil {
		t.Fatal(err)
	}
	run := func() *exec.Cmd {
		cmd := exec.CommandContext(t.Context(), os.Args[0], serveRole, "content-service")
		cmd.Env = append(os.Environ(), "PORTAL_ENVIRONMENT=test", "PORTAL_LISTEN="+freeAddress(t), "PORTAL_POSTGRES_PRIMARY="+dsn, "PORTAL_REDIS="+redis,
			"PORTAL_DATA_DIR="+filepath.Dir(log.Name()), "PORTAL_MEDIA_DIR="+filepath.Dir(log.Name()))
		cmd.Stderr, cmd.SysProcAttr = log, &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
		return cmd
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for t.Context().Err() == nil {
			cmd := run()
			if err := cmd.Start(); err != nil {
				t.Error(err)
				return
			}
			w.mutex.Lock()
			w.process = cmd.Process
			w.mutex.Unlock()
			_ = cmd.Wait()
			time.Sleep(50 * time.Millisecond)
		}
	}()
	t.Cleanup(func() {
		<-done
		if t.Failed() {
			text, _ := os.ReadFile(log.Name())
			t.Logf("the worker said:\n%s", text[max(0, len(text)-4000):])
		}
	})
	return w
}

func (w *worker) killed() int {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return w.kills
}

// freeAddress is one that nothing listens on; another program may be faster.
func freeAddress(t *testing.T) string {
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Error(err)
		return ""
	}
	defer l.Close()
	return l.Addr().String()
}

// killNowAndThen ends one of the workers as a power cut does, in the middle of
// whatever it does. The other one goes on meanwhile: that is what two are for.
func killNowAndThen(ctx context.Context, workers []*worker) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(2*time.Second + rand.N(3*time.Second)):
		}
		w := workers[rand.IntN(len(workers))]
		w.mutex.Lock()
		if w.process != nil {
			_ = w.process.Kill()
			w.kills++
		}
		w.mutex.Unlock()
	}
}

// fakeClock is the clock of one database server, which can be set.
type fakeClock struct {
	dir, library string
	mutex        sync.Mutex
	set          []setting
}

// setting says that from a moment on the database's clock is ahead of the machine's.
type setting struct {
	from  time.Time
	ahead time.Duration
}

// newClock skips the test where libfaketime is missing.
func newClock(t *testing.T) *fakeClock {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/*/faketime/libfaketime.so.1")
	if len(found) == 0 {
		t.Skip("libfaketime is missing: scripts/install-tools.sh tests installs it")
	}
	dir, err := testkit.Folder("portal-clock-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	c := &fakeClock{dir: dir, library: found[0]}
	c.setAhead(t, 0)
	return c
}

// database starts a PostgreSQL that goes by the clock.
func (c *fakeClock) database(t *testing.T) (*postgres.Databases, string) {
	t.Helper()
	options := testkit.Options(filepath.Join(c.dir, "servers"), false)
	options.Environment = []string{"LD_PRELOAD=" + c.library, "FAKETIME_TIMESTAMP_FILE=" + c.file(), "FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1"}
	stack := startServers(t, options)
	db, err := postgres.Open(t.Context(), postgres.Options{Primary: stack.PrimaryDSN, Pool: 6})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db, stack.PrimaryDSN
}

func (c *fakeClock) file() string { return filepath.Join(c.dir, "ahead") }

// jump sets the clock forward and back now and then, for a time.
func (c *fakeClock) jump(t *testing.T, within time.Duration) {
	for end := time.Now().Add(within); time.Now().Before(end); {
		select {
		case <-t.Context().Done():
			return
		case <-time.After(within / 8):
		}
		most := min(within/8, 10*time.Second)
		c.setAhead(t, rand.N(2*most)-most)
	}
	c.setAhead(t, 0)
}

func (c *fakeClock) setAhead(t *testing.T, d time.Duration) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	fresh := c.file() + ".new"
	if err := os.WriteFile(fresh, fmt.Appendf(nil, "%+.3f\n", d.Seconds()), 0o644); err != nil { //nolint:gosec // PostgreSQL's user reads it
		t.Error(err)
	}
	if err := os.Rename(fresh, c.file()); err != nil {
		t.Error(err)
	}
	c.set = append(c.set, setting{time.Now(), d})
}

func (c *fakeClock) steps() []setting {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return slices.Clone(c.set)
}

// dueSince is since when, by the machine's clock, the database's had shown a time
// or a later one without a break at the moment of a publication. What was due and
// was set back before it could be published is not due: it would be early.
func (c *fakeClock) dueSince(due, published time.Time) (since time.Time) {
	steps := c.steps()
	for i, s := range steps {
		if s.from.After(published) {
			break
		}
		crossed := due.Add(-s.ahead)
		switch {
		case !crossed.After(s.from) && since.IsZero(): // the clock was set past it
			since = s.from
		case !crossed.After(s.from): // and had been before
		case i+1 < len(steps) && !crossed.Before(steps[i+1].from): // not reached before the clock was set again
			since = time.Time{}
		default:
			since = crossed
		}
	}
	return since
}

func TestWhatIsDueSinceWhen(t *testing.T) {
	noon := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	at := func(seconds float64) time.Time { return noon.Add(time.Duration(seconds * float64(time.Second))) }
	c := &fakeClock{set: []setting{{at(0), 0}, {at(10), 5 * time.Second}, {at(20), -5 * time.Second}, {at(30), 0}}}
	for _, one := range []struct{ due, published, since float64 }{
		{8, 9, 8},    // an ordinary one
		{12, 11, 10}, // the clock was set past it
		{8, 12, 8},   // late, and the clock set forward meanwhile
		{23, 19, 18}, // by the clock that is ahead
		{23, 29, 28}, // and not before it was set back
		{27, 31, 30}, // set past it anew
	} {
		if got := c.dueSince(at(one.due), at(one.published)); !got.Equal(at(one.since)) {
			t.Errorf("due at %v, published at %v: since %v", one.due, one.published, got.Sub(noon))
		}
	}
}
