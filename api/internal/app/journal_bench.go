package app

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"baq.kz/portal/api/internal/features/accounts"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/lang"
)

// Rate is how often something was done in a second.
type Rate struct {
	Name   string
	Writes int64
	PerSec float64
	// Processor time for each: of this program, which is the clients' too, and of the
	// primary's processes.
	ProgramCPU, DatabaseCPU time.Duration
}

// benchWrite is one write of a client, the n-th.
type benchWrite func(ctx context.Context, client, n int) error

// BenchJournal measures how often so many clients at once write while the sealer
// works: a plain row as the yardstick, and what a newsroom does, each with its
// entry. Run it on a portal of its own.
func (a *App) BenchJournal(ctx context.Context, clients int, length time.Duration) ([]Rate, error) {
	people, err := a.benchPeople(ctx, clients)
	if err != nil {
		return nil, err
	}
	sealing, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- a.sealJournal(sealing) }()
	defer func() { stop(); <-done }()
	main := a.Config.Languages.Main().Code
	var rates []Rate
	for _, one := range []struct {
		name  string
		write benchWrite
	}{
		{"a plain row: INSERT and COMMIT", func(ctx context.Context, client, n int) error {
			_, err := a.DB.Primary.ExecContext(ctx, "INSERT INTO yardstick (text) VALUES (?)", fmt.Sprint("Жаңа пікір ", client, n))
			return err
		}},
		{"a comment on a story, journalled", func(ctx context.Context, client, n int) error {
			_, err := a.News.AddComment(ctx, int64(client+1), nil, fmt.Sprint("Жаңа пікір ", n))
			return err
		}},
		{"a new tag, journalled (one at a time, for its address)", func(ctx context.Context, client, n int) error {
			_, err := a.Tags.Create(ctx, tags.Tag{Labels: map[lang.Code]tags.Label{main: {Name: fmt.Sprintf("Жаңа тег %d %d", client, n)}}})
			return err
		}},
	} {
		rate, err := a.measureRate(ctx, one.name, people, length, one.write)
		if err != nil {
			return nil, err
		}
		rates = append(rates, rate)
	}
	return rates, nil
}

// benchPassword is of users on a portal that lives as long as a measurement.
const benchPassword = "Өлшеу ғана, басқа ештеңе емес"

func benchEmail(client int) string { return fmt.Sprintf("bench%d@baq.test", client) }

// benchPeople makes the clients' users, the stories that they comment on, and the
// yardstick.
func (a *App) benchPeople(ctx context.Context, clients int) ([]access.Principal, error) {
	if err := a.Accounts.EnsureRoles(ctx); err != nil {
		return nil, err
	}
	people := make([]access.Principal, clients)
	for i := range people {
		name := fmt.Sprint("Өлшеуші ", i)
		email := benchEmail(i)
		var id int64
		err := a.DB.Primary.NewRaw("SELECT id FROM users WHERE email = ?", email).Scan(ctx, &id)
		if errors.Is(err, sql.ErrNoRows) { // else the portal was kept
			id, err = a.Accounts.CreateUser(ctx, accounts.NewUser{Email: email, Name: name, Password: benchPassword, Roles: []string{"editor"}})
		}
		if err != nil {
			return nil, err
		}
		people[i] = access.Principal{UserID: id, Name: name}
	}
	_, err := a.DB.Pool.Exec(ctx, "INSERT INTO stories SELECT FROM generate_series(1, $1)", clients)
	if err == nil {
		_, err = a.DB.Pool.Exec(ctx, "CREATE TABLE IF NOT EXISTS yardstick (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text NOT NULL)")
	}
	return people, err
}

// measureRate has every client write, one after the other, for the time given.
func (a *App) measureRate(ctx context.Context, name string, clients []access.Principal, length time.Duration, write benchWrite) (Rate, error) {
	var writes atomic.Int64
	program := CPU(os.Getpid())
	database, err := DatabaseCPU(ctx, a.DB.Primary)
	if err != nil {
		return Rate{}, err
	}
	begun := time.Now()
	group, working := errgroup.WithContext(ctx)
	for client, person := range clients {
		ctx := access.WithPrincipal(working, person)
		ctx = access.WithRequest(ctx, access.Request{ID: uuid.NewString(), Address: "203.0.113.9", UserAgent: "portal bench"})
		group.Go(func() error {
			for n := 0; time.Since(begun) < length; n++ {
				if err := write(ctx, client, n); err != nil {
					return err
				}
				writes.Add(1)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return Rate{}, err
	}
	took, each := time.Since(begun), time.Duration(max(writes.Load(), 1))
	program = CPU(os.Getpid()) - program
	spent, err := DatabaseCPU(ctx, a.DB.Primary)
	return Rate{
		Name: name, Writes: writes.Load(), PerSec: float64(writes.Load()) / took.Seconds(),
		ProgramCPU: program / each, DatabaseCPU: (spent - database) / each,
	}, err
}

// FillJournal writes and seals entries as the portal would, only in bulk: with
// right codes, in batches of the size that one round of sealing finds. Run it on
// a portal of its own.
func (a *App) FillJournal(ctx context.Context, entries, perHead int, progress io.Writer) error {
	secret, err := a.secret()
	if err != nil {
		return err
	}
	key, err := audit.NewKey(secret, a.Config.Environment)
	if err != nil {
		return err
	}
	for done := 0; done < entries; done += perHead {
		rows := make([]audit.Row, min(perHead, entries-done))
		for i := range rows {
			if rows[i], err = volumeRow(key, done+i, entries); err != nil {
				return err
			}
		}
		if err := a.storeRows(ctx, rows); err != nil {
			return err
		}
		if _, err := a.Entries.Seal(ctx); err != nil {
			return err
		}
		if done/100_000 != (done+perHead)/100_000 {
			fmt.Fprintf(progress, "%d entries\n", done+perHead)
		}
	}
	_, err = a.DB.Pool.Exec(ctx, "VACUUM ANALYZE journal_entries, journal_links, journal_heads")
	return err
}

// volumeRow is the entry of one of many changes, a few seconds after the one before.
func volumeRow(key audit.Key, n, of int) (audit.Row, error) {
	uid, err := uuid.NewV7()
	actor := int64(1 + n%60)
	actions := []string{"news.update", "news.publish", "news.create", "photobank.upload", "accounts.login", "tags.create", "news.unpublish", "pages.update"}
	types := []string{"article", "article", "article", "picture", "user", "tag", "article", "page"}
	kind := n * 7 / 5 % len(actions)
	r := audit.Row{
		UID: uid, At: time.Now().UTC().Add(time.Duration(n-of) * 20 * time.Second).Truncate(time.Microsecond), ActorID: &actor, ActorName: fmt.Sprint("Тілші ", actor),
		Action: actions[kind], ObjectType: types[kind], ObjectID: fmt.Sprint(n / 9),
		Diff:    fmt.Sprintf(`{"title":["Елордада жаңа мектеп ашылды %d","Елордада екі жаңа мектеп ашылды %d"],"version":[%d,%d],"urgency":["ordinary","urgent"]}`, n, n, n%9, n%9+1),
		Address: fmt.Sprintf("203.0.113.%d", n%200), UserAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", RequestID: uuid.NewString(), Key: key.ID,
	}
	if n%10 == 0 {
		r.ActorID, r.ActorName, r.Address, r.UserAgent, r.RequestID = nil, audit.System, "", "", ""
	}
	r.MAC = key.Code(r)
	return r, err
}

func (a *App) storeRows(ctx context.Context, rows []audit.Row) error {
	return pgx.BeginFunc(ctx, a.DB.Pool, func(tx pgx.Tx) error {
		columns := []string{"uid", "at", "actor_id", "actor_name", "action", "object_type", "object_id", "diff", "address", "user_agent", "request_id", "key", "mac"}
		_, err := tx.CopyFrom(ctx, pgx.Identifier{"journal_entries"}, columns, pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
			r := rows[i]
			return []any{r.UID, r.At, r.ActorID, r.ActorName, r.Action, r.ObjectType, r.ObjectID, []byte(r.Diff), r.Address, r.UserAgent, r.RequestID, r.Key, r.MAC}, nil
		}))
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "INSERT INTO journal_pending SELECT id FROM journal_entries ORDER BY id DESC LIMIT $1", len(rows))
		return err
	})
}
