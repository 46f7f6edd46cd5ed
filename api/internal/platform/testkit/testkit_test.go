package testkit

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"baq.kz/portal/api/internal/platform/cache"
)

func TestEachTestHasItsOwnDatabase(t *testing.T) {
	for i := range 4 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			begun := time.Now()
			d := DB(t)
			t.Log("after", time.Since(begun))
			if _, err := d.Primary.ExecContext(t.Context(), "CREATE TABLE mine AS SELECT 1 AS one"); err != nil {
				t.Error(err)
			}
			var tables int
			err := d.Primary.QueryRowContext(t.Context(),
				"SELECT count(*) FROM pg_tables WHERE tablename IN ('mine', 'schema_migrations')").Scan(&tables)
			if err != nil || tables != 2 {
				t.Errorf("%d tables, %v: want an own one and the migrations'", tables, err)
			}
		})
	}
}

func TestDatabaseIsDropped(t *testing.T) {
	var name string
	t.Run("inner", func(t *testing.T) {
		if err := DB(t).Primary.QueryRowContext(t.Context(), "SELECT current_database()").Scan(&name); err != nil {
			t.Fatal(err)
		}
	})
	var left int
	err := DB(t).Primary.QueryRowContext(t.Context(), "SELECT count(*) FROM pg_database WHERE datname = ?", name).Scan(&left)
	if err != nil || left != 0 {
		t.Errorf("%q is there %d times: %v", name, left, err)
	}
}

func TestTemplateIsMadeOnceByMany(t *testing.T) {
	s, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	name := "template_trial_" + strings.ToLower(rand.Text())
	t.Cleanup(func() {
		if err := execute(context.Background(), s.Primary, "ALTER DATABASE "+name+" IS_TEMPLATE false", "DROP DATABASE "+name); err != nil {
			t.Error(err)
		}
	})
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() { // without the lock all but one would find the name taken
			if err := ensureTemplate(t.Context(), s.Primary, name); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestReplicaShowsWritesAndRefusesThem(t *testing.T) {
	d := ReplicatedDB(t)
	if _, err := d.Primary.ExecContext(t.Context(), "CREATE TABLE seen AS SELECT 'first' AS title"); err != nil {
		t.Fatal(err)
	}
	CatchUp(t, d)
	var title string
	if err := d.Replica.QueryRowContext(t.Context(), "SELECT title FROM seen").Scan(&title); err != nil || title != "first" {
		t.Errorf("%q, %v", title, err)
	}
	_, err := d.Replica.ExecContext(t.Context(), "DELETE FROM seen")
	if err == nil || !strings.Contains(err.Error(), "25006") { // read_only_sql_transaction
		t.Errorf("a write on the replica: %v", err)
	}
}

// TestAReplicaIsOneTestsOwn: what one test holds back is nobody else's.
func TestAReplicaIsOneTestsOwn(t *testing.T) {
	var at atomic.Int32
	for i := range 3 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			d := ReplicatedDB(t)
			if at.Add(1) != 1 {
				t.Error("another test has it, too")
			}
			defer at.Add(-1)
			var paused bool
			if err := d.Replica.QueryRowContext(t.Context(), "SELECT pg_is_wal_replay_paused()").Scan(&paused); err != nil || paused {
				t.Errorf("held back by another: %v, %v", paused, err)
			}
			HoldBack(t, d)
			time.Sleep(100 * time.Millisecond)
		})
	}
}

func TestRedisIsOwnAndStops(t *testing.T) {
	first, second := Redis(t), Redis(t)
	one, err := cache.Open(first.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer one.Close()
	other, err := cache.Open(second.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if err := one.Do(t.Context(), one.B().Set().Key("k").Value("v").Build()).Error(); err != nil {
		t.Fatal(err)
	}
	if err := other.Do(t.Context(), other.B().Flushall().Build()).Error(); err != nil {
		t.Fatal(err)
	}
	if got, err := one.Do(t.Context(), one.B().Get().Key("k").Build()).ToString(); got != "v" {
		t.Errorf("%q, %v", got, err)
	}
	first.Stop()
	if _, err := cache.Open(first.URL); err == nil {
		t.Error("the stopped server answers")
	}
}

func TestSweepsFoldersOfTheDead(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	dead := filepath.Join(os.TempDir(), folderPrefix+"999999999-x")
	alive := filepath.Join(os.TempDir(), fmt.Sprintf("%s%d-x", folderPrefix, os.Getpid()))
	for _, folder := range []string{dead, alive} {
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	sweep()
	if _, err := os.Stat(dead); err == nil {
		t.Error("the folder of a dead process is still there")
	}
	if _, err := os.Stat(alive); err != nil {
		t.Error("the folder of a living process is gone")
	}
}

func TestAStackIsInMemoryWhereThereIsRoom(t *testing.T) {
	for _, c := range []struct {
		disk   bool
		parent string
	}{{true, os.TempDir()}, {false, map[bool]string{true: memory, false: os.TempDir()}[roomy(memory)]}} {
		dir, err := StackFolder(c.disk)
		if err != nil || filepath.Dir(dir) != filepath.Clean(c.parent) {
			t.Errorf("%q, %v, want it in %s", dir, err, c.parent)
		}
		if err := os.Remove(dir); err != nil {
			t.Error(err)
		}
	}
	if roomy(t.TempDir()+"/none") || roomy("/proc") {
		t.Error("there is room where nothing can be")
	}
}
