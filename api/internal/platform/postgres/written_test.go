package postgres_test

import (
	"context"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"
)

// TestAQuietPrimaryKeepsItsReadersAtTheReplica: what it has not sent, because no commit
// needs it, does not make the replica look behind.
func TestAQuietPrimaryKeepsItsReadersAtTheReplica(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for seconds")
	}
	d, _ := far(t, "")
	eventually(t, d, true, 5*time.Second)
	for name, leave := range map[string]func(*testing.T, *postgres.Databases){
		"a transaction that is at work":    work,
		"a record that ends with its page": fillPage,
	} {
		t.Run(name, func(t *testing.T) {
			leave(t, d)
			for end := time.Now().Add(2 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
				if is, err := onReplica(t.Context(), d); !is || err != nil {
					t.Fatalf("at the replica: %v, %v", is, err)
				}
			}
		})
	}
}

// work writes in a transaction that goes on.
func work(t *testing.T, d *postgres.Databases) {
	t.Helper()
	tx, err := d.Primary.BeginTx(t.Context(), nil)
	if err == nil {
		_, err = tx.ExecContext(t.Context(), "INSERT INTO seen VALUES ('ертең')")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tx.Rollback() })
}

// TestWhatIsAcknowledgedIsWritten, also where commits are before they are on the disk.
func TestWhatIsAcknowledgedIsWritten(t *testing.T) {
	d := testkit.ReplicatedDB(t)
	if _, err := d.Primary.ExecContext(t.Context(), "CREATE TABLE seen (title text)"); err != nil {
		t.Fatal(err)
	}
	for _, commits := range []string{"on", "off", "remote_apply"} {
		// Of the database, so that it is the next connections' as an administrator's setting is.
		name := d.Pool.Config().ConnConfig.Database
		if _, err := d.Primary.ExecContext(t.Context(), "ALTER DATABASE "+name+" SET synchronous_commit = "+commits); err != nil {
			t.Fatal(err)
		}
		again, err := postgres.Open(t.Context(), postgres.Options{Primary: testkit.DSN(t, d), Replica: testkit.ReplicaDSN(t, d), Pool: 2})
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			var before postgres.Position // the commit's record comes behind it
			err := again.Primary.RunInTx(t.Context(), nil, func(ctx context.Context, tx bun.Tx) error {
				if _, err := tx.ExecContext(ctx, "INSERT INTO seen VALUES ('жаңа')"); err != nil {
					return err
				}
				return tx.QueryRowContext(ctx, "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint").Scan(&before)
			})
			if err != nil {
				t.Fatal(err)
			}
			if position, err := again.Written(t.Context()); err != nil || position <= before {
				t.Errorf("%s: of %d bytes the first %d, %v", commits, before, position, err)
			}
		}
		_ = again.Close()
	}
}

// fillPage writes records to the log until one ends where its page does: what comes next
// begins behind the next page's header.
func fillPage(t *testing.T, d *postgres.Databases) {
	t.Helper()
	const page, most, header = 8192, 7904, 56 // bytes of a page, of what a record may leave of it, and of a message but its text
	for range 100 {
		var at int
		if err := d.Primary.QueryRowContext(t.Context(), "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') % ?", page).Scan(&at); err != nil {
			t.Fatal(err)
		}
		if at == 24 || at == 40 { // SizeOfXLogShortPHD, SizeOfXLogLongPHD
			return
		}
		if _, err := d.Primary.ExecContext(t.Context(), "SELECT pg_logical_emit_message(false, '', repeat('x', ?))", page-min(at, most)-header); err != nil {
			t.Fatal(err)
		}
	}
	t.Fatal("no record ends with its page")
}
