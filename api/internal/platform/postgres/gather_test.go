package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"
)

// words gathers questions for words: each is answered by itself, as often as it is long,
// and waits first for whoever holds the lock of its first letter.
func words(d *postgres.Databases) *postgres.Gather[string, string] {
	return postgres.NewGather(d, `SELECT number, word FROM unnest($1::text[]) WITH ORDINALITY AS wanted (word, number),
		generate_series(1, length(word)) WHERE pg_advisory_xact_lock_shared(ascii(word)) IS NOT NULL`, func(all []string) []any { return []any{all} }, scanWord)
}

func scanWord(row pgx.Rows, number *int64, into *string) error { return row.Scan(number, into) }

// hold keeps those who ask for words with a letter waiting until the test lets go.
func hold(t *testing.T, d *postgres.Databases, letter byte) (letGo func()) {
	t.Helper()
	tx, err := d.Primary.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.ExecContext(t.Context(), "SELECT pg_advisory_xact_lock(?)", int(letter)); err != nil {
		t.Fatal(err)
	}
	return func() { _ = tx.Rollback() }
}

// waitFor waits until so many statements wait for a lock.
func waitFor(t *testing.T, d *postgres.Databases, n int) {
	t.Helper()
	testkit.Eventually(t, fmt.Sprint(n, " statements wait"), func() bool {
		var got int
		err := d.Primary.QueryRowContext(t.Context(), "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted").Scan(&got)
		return err == nil && got == n
	})
}

// together has g asked for words at a time when as many statements are on their way as may
// be, so that one statement asks for all of them.
func together(t *testing.T, d *postgres.Databases, g *postgres.Gather[string, string], words []string, ask func(word string)) {
	t.Helper()
	letGo := hold(t, d, '-')
	defer letGo()
	var all sync.WaitGroup
	for n := range 6 { // each past those before
		all.Go(func() {
			if _, err := g.Ask(t.Context(), "-"); err != nil {
				t.Error(err)
			}
		})
		waitFor(t, d, n+1)
	}
	for _, word := range words {
		all.Go(func() { ask(word) })
	}
	time.Sleep(200 * time.Millisecond) // all have asked
	letGo()
	all.Wait()
}

// TestQuestionsAreAskedTogether that come while others are asked, and each is told what is
// its own.
func TestQuestionsAreAskedTogether(t *testing.T) {
	d := testkit.DB(t)
	d.Primary.SetMaxOpenConns(10)
	g := words(d)
	ctx, spent := postgres.Measure(t.Context())
	together(t, d, g, []string{"aә", "aa", "aa", "aқбқ", "ab"}, func(word string) {
		got, err := g.Ask(ctx, word)
		if want := slices.Repeat([]string{word}, len([]rune(word))); err != nil || !slices.Equal(got, want) {
			t.Errorf("of %q: %q, %v", word, got, err)
		}
	})
	told := map[string]bool{}
	for _, s := range spent.Statements() {
		told[fmt.Sprint(s.Args)] = true
	}
	if len(told) != 1 || spent.Queries() != 5 {
		t.Errorf("%d questions, asked by %v", spent.Queries(), told)
	}
	if none, err := g.Ask(t.Context(), ""); err != nil || none != nil {
		t.Errorf("of nothing: %q, %v", none, err)
	}
}

// TestAQuestionThatCantBeTakenFailsByItself, and not those that are asked with it.
func TestAQuestionThatCantBeTakenFailsByItself(t *testing.T) {
	d := testkit.DB(t)
	d.Primary.SetMaxOpenConns(10)
	g := words(d)
	together(t, d, g, []string{"a", "a\x00", "b", "\xff", "c"}, func(word string) {
		got, err := g.Ask(t.Context(), word)
		if bad := !utf8.ValidString(word) || strings.ContainsRune(word, 0); bad != (err != nil) || bad != (len(got) == 0) {
			t.Errorf("of %q: %q, %v", word, got, err)
		}
	})
}

// TestASlowQuestionHoldsNobodyUp: others are asked past it, and it ends with its own time.
func TestASlowQuestionHoldsNobodyUp(t *testing.T) {
	d := testkit.DB(t)
	g := words(d)
	letGo := hold(t, d, 's')
	defer letGo()
	slow, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		_, err := g.Ask(slow, "slow")
		ended <- err
	}()
	waitFor(t, d, 1)
	for range 3 {
		soon, stop := context.WithTimeout(t.Context(), 10*time.Second)
		if got, err := g.Ask(soon, "x"); err != nil || !slices.Equal(got, []string{"x"}) {
			t.Errorf("%q, %v", got, err)
		}
		stop()
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	waitFor(t, d, 0) // the server has given it up, too
}

// TestOneWhoLeavesTakesNobodyAlong of those that are asked together.
func TestOneWhoLeavesTakesNobodyAlong(t *testing.T) {
	d := testkit.DB(t)
	g := words(d)
	letGo := hold(t, d, 'a')
	defer letGo()
	leaving, leave := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for _, word := range []string{"a1", "a2", "a3", "a4"} {
		all.Go(func() {
			if _, err := g.Ask(leaving, word); !errors.Is(err, context.Canceled) {
				t.Errorf("%q: %v", word, err)
			}
		})
		all.Go(func() {
			if got, err := g.Ask(t.Context(), word); err != nil || len(got) != 2 {
				t.Errorf("%q: %q, %v", word, got, err)
			}
		})
	}
	time.Sleep(50 * time.Millisecond) // all are sent
	leave()
	time.Sleep(50 * time.Millisecond)
	letGo()
	all.Wait()
}

// TestAFailureIsToldToAllThatAsked, and is over with them; so is a panic.
func TestAFailureIsToldToAllThatAsked(t *testing.T) {
	d := testkit.DB(t)
	g := postgres.NewGather(d, `SELECT number, (1 / length(word))::text FROM unnest($1::text[]) WITH ORDINALITY AS wanted (word, number)`,
		func(all []string) []any { return []any{all} }, func(row pgx.Rows, number *int64, into *string) error {
			err := row.Scan(number, into)
			if *into == "0" {
				panic("a word of two letters")
			}
			return err
		})
	if _, err := g.Ask(t.Context(), ""); err == nil || !strings.Contains(err.Error(), "division by zero") {
		t.Error(err)
	}
	if _, err := g.Ask(t.Context(), "ab"); err == nil || !strings.Contains(err.Error(), "two letters") {
		t.Error(err)
	}
	if got, err := g.Ask(t.Context(), "a"); err != nil || !slices.Equal(got, []string{"1"}) {
		t.Errorf("%q, %v", got, err)
	}
}

// TestQuestionsGoWhereReadersRead: where the context asks for the primary, there.
func TestQuestionsGoWhereReadersRead(t *testing.T) {
	d := testkit.ReplicatedDB(t)
	where := postgres.NewGather(d, `SELECT number, pg_is_in_recovery() FROM unnest($1::int[]) WITH ORDINALITY AS wanted (n, number)`,
		func(all []int) []any { return []any{all} }, func(row pgx.Rows, number *int64, into *bool) error { return row.Scan(number, into) })
	for ctx, want := range map[context.Context]bool{t.Context(): true, postgres.WithPrimary(t.Context()): false} {
		if got, err := where.Ask(ctx, 1); err != nil || !slices.Equal(got, []bool{want}) {
			t.Errorf("on the replica: %v instead of %v, %v", got, want, err)
		}
	}
}
