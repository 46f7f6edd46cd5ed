package alerts_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"

	"baq.kz/portal/api/internal/features/alerts"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"
)

// newsroom is a journal to be watched.
type newsroom struct {
	*alerts.Service
	outbox *outbox.Outbox
	t      *testing.T
	db     *postgres.Databases
	zone   *time.Location
	people []int64
}

func newNewsroom(t *testing.T) *newsroom {
	t.Helper()
	return newsroomOn(t, testkit.DB(t))
}

// newsroomOn is one node of a newsroom.
func newsroomOn(t *testing.T, db *postgres.Databases) *newsroom {
	t.Helper()
	events, err := outbox.New(db.Primary)
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("Asia/Almaty")
	if err != nil {
		t.Fatal(err)
	}
	return &newsroom{outbox: events, Service: alerts.New(db, testkit.Journal(t), events, zone), t: t, db: db, zone: zone}
}

func (n *newsroom) exec(query string, args ...any) {
	n.t.Helper()
	if _, err := n.db.Primary.ExecContext(n.t.Context(), query, args...); err != nil {
		n.t.Fatalf("%s: %v", query, err)
	}
}

func (n *newsroom) number(query string, args ...any) (number int) {
	n.t.Helper()
	if err := n.db.Primary.QueryRowContext(n.t.Context(), query, args...).Scan(&number); err != nil {
		n.t.Fatalf("%s: %v", query, err)
	}
	return number
}

func (n *newsroom) text(query string, args ...any) (text string) {
	n.t.Helper()
	if err := n.db.Primary.QueryRowContext(n.t.Context(), query, args...).Scan(&text); err != nil {
		n.t.Fatalf("%s: %v", query, err)
	}
	return text
}

// listenToLetters has the letters' jobs stored; nobody does them here.
func (n *newsroom) listenToLetters() {
	outbox.Listen(n.outbox, "mail", func(context.Context, alerts.LetterWanted) error { return nil })
}

// hire adds users.
func (n *newsroom) hire(count int) {
	n.t.Helper()
	for i := range count {
		n.people = append(n.people, int64(n.number("INSERT INTO users (email, name) VALUES (?, ?) RETURNING id", fmt.Sprintf("adam%d@baq.test", i), fmt.Sprintf("Қызметкер №%d", i))))
	}
}

// line is an entry of the journal as it was at its time.
type line struct {
	At         time.Time
	ActorID    *int64
	ActorName  string
	Action     string
	ObjectType string
	ObjectID   string
	Address    string
	Diff       string
	UID        uuid.UUID
}

// did is what a person did.
func (n *newsroom) did(who int, at time.Time, action, object string) line {
	return line{At: at, ActorID: &n.people[who], ActorName: fmt.Sprintf("Қызметкер №%d", who), Action: action, ObjectType: "article", ObjectID: object, Address: office, Diff: "{}"}
}

const office = "203.0.113.7"

// became is a diff of fields that were not there before.
func became(fields map[string]any) string {
	diff := map[string][2]any{}
	for name, value := range fields {
		diff[name] = [2]any{nil, value}
	}
	text, _ := json.Marshal(diff)
	return string(text)
}

// refused is a login that failed; who is -1 for an account that does not exist.
func (n *newsroom) refused(who int, email, address string, at time.Time, reason string) line {
	l := line{At: at, ActorName: "stranger", Action: "accounts.refuse_login", ObjectType: "user", Address: address, Diff: became(map[string]any{"email": email, "reason": reason})}
	if who >= 0 {
		l.ObjectID = fmt.Sprint(n.people[who])
	}
	return l
}

// write puts lines into the journal, and into its chain as the sealer does.
func (n *newsroom) write(lines ...line) {
	n.t.Helper()
	for len(lines) > 0 {
		some := lines[:min(1000, len(lines))]
		lines = lines[len(some):]
		for i := range some {
			some[i].UID = uuid.New()
		}
		if _, err := n.db.Primary.NewInsert().Model(&some).ModelTableExpr("journal_entries").Exec(n.t.Context()); err != nil {
			n.t.Fatal(err)
		}
	}
	n.seal()
}

// seal links all entries that are not linked yet. The hashes matter to features/journal alone.
func (n *newsroom) seal() {
	n.t.Helper()
	n.exec(`INSERT INTO journal_links (seq, entry_id, hash, sealed_at)
		SELECT (SELECT coalesce(max(seq), 0) FROM journal_links) + row_number() OVER (ORDER BY id), id, '', clock_timestamp()
		FROM journal_entries WHERE NOT EXISTS (SELECT FROM journal_links WHERE entry_id = journal_entries.id)`)
}

// followAll looks at everything that is sealed.
func (n *newsroom) followAll() {
	n.t.Helper()
	for more := true; more; {
		var err error
		if more, err = n.Follow(n.t.Context()); err != nil {
			n.t.Fatal(err)
		}
	}
}

func (n *newsroom) open() []alerts.Alert {
	n.t.Helper()
	all, _, err := n.List(n.t.Context(), alerts.Query{State: alerts.Open, Limit: 100})
	if err != nil {
		n.t.Fatal(err)
	}
	return all
}

// sinceForever has the watching begin before all that a test writes.
func (n *newsroom) sinceForever() { n.exec("UPDATE alert_progress SET since = '2020-01-01'") }

// week is a working week of the newsroom from a Monday on, made of what ordinary
// days are made of: everybody logs in between eight and ten, most from the
// office's one address, writes, saves and publishes; some mistype their password,
// look where they may not, put drafts into the trash, take an article down; one
// makes exports; a few are on duty at the weekend and in the evening. On Friday
// one tidies up, and once a lawyer calls.
func (n *newsroom) week(monday time.Time, r *rand.Rand) []line {
	var all []line
	for day := range 7 {
		for who := range n.people {
			if day < 5 || who%5 == 0 {
				all = append(all, n.day(who, monday.AddDate(0, 0, day), r)...)
			}
		}
	}
	friday := monday.AddDate(0, 0, 4).Add(16 * time.Hour)
	for i := range 14 {
		all = append(all, n.did(3, friday.Add(time.Duration(i)*25*time.Second), "news.trash", fmt.Sprint(9000+i)))
	}
	for i := range 6 {
		all = append(all, n.did(1, friday.Add(time.Duration(i)*40*time.Second), "news.unpublish", fmt.Sprint(9100+i)))
	}
	return all
}

// day is the working day of one person.
func (n *newsroom) day(who int, midnight time.Time, r *rand.Rand) []line {
	begin := midnight.Add(8*time.Hour + time.Duration(r.IntN(7200))*time.Second)
	length := 8 * time.Hour
	if who%6 == 0 {
		length = 12 * time.Hour // on duty until the evening
	}
	some := func() time.Time { return begin.Add(time.Duration(r.Int64N(int64(length)))) }
	from, email := office, fmt.Sprintf("adam%d@baq.test", who)
	if who%7 == 0 {
		from = fmt.Sprintf("198.51.100.%d", who) // works from home
	}
	var all []line
	add := func(l line, count int) {
		for range count {
			l.At, l.Address = some(), from
			all = append(all, l)
		}
	}
	for mistakes := r.IntN(20); mistakes >= 18; mistakes-- {
		all = append(all, n.refused(who, email, from, begin.Add(-time.Duration(mistakes)*7*time.Second), "wrong password"))
	}
	login := n.did(who, begin, "accounts.login", uuid.NewString())
	login.Address, login.Diff = from, became(map[string]any{"newDevice": false, "method": "password"})
	all = append(all, login)
	add(n.did(who, begin, "news.save", fmt.Sprint(r.IntN(500))), 20+r.IntN(40))
	add(n.did(who, begin, "photobank.upload", fmt.Sprint(r.IntN(500))), r.IntN(8))
	add(n.did(who, begin, "news.trash", fmt.Sprint(r.IntN(500))), r.IntN(3))
	if who%3 == 1 { // an editor
		add(n.did(who, begin, "news.publish", fmt.Sprint(r.IntN(500))), 5+r.IntN(15))
		add(n.did(who, begin, "news.unpublish", fmt.Sprint(r.IntN(500))), r.IntN(2))
		add(n.did(who, begin, "tags.delete", fmt.Sprint(r.IntN(500))), r.IntN(2))
	}
	denied := n.did(who, begin, "access.denied", "PUT /api/admin/v1/rubrics/:id")
	denied.Diff = became(map[string]any{"code": "access.forbidden", "times": 1 + r.IntN(2)})
	add(denied, r.IntN(2))
	if who == 2 {
		add(n.did(who, begin, "journal.export", "entries"), 1+r.IntN(3))
	}
	return all
}
