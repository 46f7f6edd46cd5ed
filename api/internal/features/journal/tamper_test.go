package journal

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	mathrand "math/rand/v2"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"baq.kz/portal/api/internal/platform/testkit"
)

// tampering is what a superuser does to the journal, and the place that the
// verification must name: a seq, or an entry that has none.
type tampering struct {
	name string
	do   func(*villain) (seq, entry int64)
}

// villain owns the database: triggers are off, constraints fall, and the chain's
// hashes need no secret. The keys are what the villain does not have, and the
// files of heads what is out of reach.
type villain struct {
	t     *testing.T
	tx    pgx.Tx
	s     *Service
	r     *mathrand.Rand
	links []link
	heads []Head
	old   int // how many entries are from before there were codes
}

func (v *villain) exec(statement string, args ...any) {
	v.t.Helper()
	if _, err := v.tx.Exec(v.t.Context(), statement, args...); err != nil {
		v.t.Fatalf("%s: %v", statement, err)
	}
}

func (v *villain) end() int64              { return int64(len(v.links)) }
func (v *villain) any() *link              { return &v.links[v.r.IntN(len(v.links))] }
func (v *villain) anyCoded() *link         { return &v.links[v.old+v.r.IntN(len(v.links)-v.old)] }
func (v *villain) anyHead() (i int)        { return v.r.IntN(len(v.heads)) }
func (v *villain) pick(n ...string) string { return n[v.r.IntN(len(n))] }

// headAt is the first head at or after a seq.
func (v *villain) headAt(seq int64) int64 {
	for _, h := range v.heads {
		if h.Seq >= seq {
			return h.Seq
		}
	}
	return 0
}

// headBefore is the last head at or before a seq; 0: none.
func (v *villain) headBefore(seq int64) (found int64) {
	for _, h := range v.heads {
		if h.Seq <= seq {
			found = h.Seq
		}
	}
	return found
}

// insert writes an entry past the portal and gives its id; what is given as
// content replaces what a forger would write.
func (v *villain) insert(columns, values string) (id int64) {
	v.t.Helper()
	err := v.tx.QueryRow(v.t.Context(), `INSERT INTO journal_entries (actor_name, action, object_type, object_id`+columns+`)
		VALUES ('Әлия', 'news.publish', 'article', '7'`+values+`) RETURNING id`).Scan(&id)
	if err != nil {
		v.t.Fatal(err)
	}
	return id
}

// rechain makes the links after a place right again for the entries that stand
// there now, as anybody can.
func (v *villain) rechain(links []link) {
	v.t.Helper()
	v.exec("DELETE FROM journal_links")
	previous := genesis()
	rows := make([]link, len(links))
	for i, l := range links {
		l.seq, l.entryID = int64(i+1), l.entry.ID
		l.hash = l.sum(previous)
		rows[i], previous = l, l.hash
	}
	if err := addLinks(v.t.Context(), v.tx, rows); err != nil {
		v.t.Fatal(err)
	}
}

// read gets the links as they stand now.
func (v *villain) read() (all []link) {
	v.t.Helper()
	if err := eachLink(v.t.Context(), v.tx, func(l link) error { all = append(all, l); return nil }); err != nil {
		v.t.Fatal(err)
	}
	return all
}

// seal lets the portal seal what waits.
func (v *villain) seal() Sealed {
	v.t.Helper()
	done, err := v.s.seal(v.t.Context(), v.tx, time.Now().UTC().Truncate(time.Microsecond), nil)
	if err != nil {
		v.t.Fatal(err)
	}
	return done
}

func tamperings() []tampering {
	return []tampering{
		{"edit an entry", func(v *villain) (int64, int64) {
			l := v.any()
			v.exec("UPDATE journal_entries SET "+v.pick(
				"at = at + interval '1 microsecond'", "at = 'infinity'", "actor_id = coalesce(actor_id, 0) + 1", "actor_name = actor_name || '\u200b'", "action = action || 'd'",
				"object_type = 'article'", "object_id = object_id || '1'", "diff = (diff::text || ' ')::json", `diff = '{"title":["а","б"]}'`, "address = '198.51.100.1'",
				"user_agent = user_agent || ' '", "request_id = ''||gen_random_uuid()", "key = key || 'x'", "mac = sha256(mac)", "uid = gen_random_uuid()",
			)+" WHERE id = $1", l.entryID)
			return l.seq, l.entryID
		}},
		{"take an entry's code away", func(v *villain) (int64, int64) {
			l := v.anyCoded()
			v.exec("UPDATE journal_entries SET key = '', mac = '' WHERE id = $1", l.entryID)
			return l.seq, l.entryID
		}},
		{"give an entry another id", func(v *villain) (int64, int64) {
			l := v.any()
			v.exec("ALTER TABLE journal_entries ALTER COLUMN id DROP IDENTITY")
			v.exec("UPDATE journal_entries SET id = id + 100000 WHERE id = $1", l.entryID)
			return l.seq, l.entryID
		}},
		{"edit a link", func(v *villain) (int64, int64) {
			l := v.any()
			v.exec("UPDATE journal_links SET "+v.pick("hash = sha256(hash)", "sealed_at = sealed_at + interval '1 microsecond'", "sealed_at = '-infinity'")+" WHERE seq = $1", l.seq)
			return l.seq, l.entryID
		}},
		{"let a link stand for another entry", func(v *villain) (int64, int64) {
			l, other := v.any(), v.any()
			if l.seq == other.seq {
				other = &v.links[l.seq%v.end()]
			}
			v.exec("ALTER TABLE journal_links DROP CONSTRAINT journal_links_entry_key")
			v.exec("UPDATE journal_links SET entry_id = $2 WHERE seq = $1", l.seq, other.entryID)
			return l.seq, other.entryID
		}},
		{"give a link another place", func(v *villain) (int64, int64) {
			l := v.any()
			v.exec("UPDATE journal_links SET seq = seq + 1000 WHERE seq = $1", l.seq)
			return l.seq, 0
		}},
		{"edit a head", func(v *villain) (int64, int64) {
			h := v.heads[v.anyHead()]
			v.exec("UPDATE journal_heads SET "+v.pick("hash = sha256(hash)", "at = at - interval '1 microsecond'", "at = 'infinity'", "previous = previous + 1",
				"key = 'x'", "signature = sha256(signature) || sha256(signature)", "signature = ''")+" WHERE seq = $1", h.Seq)
			return h.Seq, 0
		}},
		{"give a head another place", func(v *villain) (int64, int64) {
			h := v.heads[v.anyHead()]
			to := h.Seq + 1
			if v.headAt(to) == to {
				to = h.Seq + 5000
			}
			v.exec("UPDATE journal_heads SET seq = $2 WHERE seq = $1", h.Seq, to)
			return h.Seq, 0
		}},
		{"delete an entry", func(v *villain) (int64, int64) {
			l := v.any()
			v.exec("DELETE FROM journal_entries WHERE id = $1", l.entryID)
			return l.seq, l.entryID
		}},
		{"delete a link", func(v *villain) (int64, int64) {
			l := v.any()
			v.exec("DELETE FROM journal_links WHERE seq = $1", l.seq)
			return l.seq, 0
		}},
		{"delete a head", func(v *villain) (int64, int64) {
			h := v.heads[v.anyHead()]
			v.exec("DELETE FROM journal_heads WHERE seq = $1", h.Seq)
			if h.Seq == v.end() {
				return v.headBefore(h.Seq-1) + 1, 0
			}
			return h.Seq, 0
		}},
		{"delete all of an entry", func(v *villain) (int64, int64) {
			l := v.any()
			v.exec("DELETE FROM journal_entries WHERE id = $1", l.entryID)
			v.exec("DELETE FROM journal_links WHERE seq = $1", l.seq)
			v.exec("DELETE FROM journal_heads WHERE seq = $1", l.seq)
			if v.headAt(l.seq) == l.seq && l.seq == v.end() {
				return v.headBefore(l.seq-1) + 1, 0 // the end, and its head: as if the tail had been cut
			}
			return l.seq, 0
		}},
		{"insert an entry that stands nowhere", func(v *villain) (int64, int64) {
			return 0, v.insert("", "")
		}},
		{"insert an entry with a link of its own", func(v *villain) (int64, int64) {
			id := v.insert("", "")
			v.exec("INSERT INTO journal_links VALUES ($1, $2, sha256('x'), now())", v.end()+1, id)
			return v.end() + 1, id
		}},
		{"insert a head", func(v *villain) (int64, int64) {
			seq := v.end() + 1 + v.r.Int64N(50)
			v.exec("INSERT INTO journal_heads SELECT $1, seq, hash, at, key, signature FROM journal_heads ORDER BY seq DESC LIMIT 1", seq)
			return seq, 0
		}},
		{"forge an entry and have it sealed", func(v *villain) (int64, int64) {
			mac := make([]byte, 32)
			_, _ = rand.Read(mac)
			id := v.insert(", key, mac", fmt.Sprintf(", '%s', '\\x%x'", v.links[v.old].entry.Key, mac))
			v.exec("INSERT INTO journal_pending VALUES ($1)", id)
			if v.r.IntN(2) == 0 {
				return 0, id // it waits
			}
			if done := v.seal(); len(done.Problems) != 1 || done.Entries != 1 {
				v.t.Errorf("the sealer sealed %d and said %v", done.Entries, done.Problems)
			}
			return v.end() + 1, id
		}},
		{"forge an entry with the code of another", func(v *villain) (int64, int64) {
			l := v.anyCoded()
			id := v.insert(", key, mac", fmt.Sprintf(", '%s', '\\x%x'", l.entry.Key, l.entry.MAC))
			v.exec("INSERT INTO journal_pending VALUES ($1)", id)
			if done := v.seal(); len(done.Problems) != 1 {
				v.t.Errorf("the sealer said %v", done.Problems)
			}
			return v.end() + 1, id
		}},
		{"play an entry again, code and all", func(v *villain) (seq int64, id int64) {
			l := v.anyCoded()
			v.exec("DROP INDEX journal_entries_uid")
			err := v.tx.QueryRow(v.t.Context(), `INSERT INTO journal_entries (uid, at, actor_id, actor_name, action, object_type, object_id, diff, address, user_agent, request_id, key, mac)
				SELECT uid, at, actor_id, actor_name, action, object_type, object_id, diff, address, user_agent, request_id, key, mac FROM journal_entries WHERE id = $1 RETURNING id`, l.entryID).Scan(&id)
			if err != nil {
				v.t.Fatal(err)
			}
			v.exec("INSERT INTO journal_pending VALUES ($1)", id)
			v.seal()
			return v.end() + 1, id
		}},
		{"have an entry sealed twice", func(v *villain) (int64, int64) {
			l := v.any()
			v.exec("INSERT INTO journal_pending VALUES ($1)", l.entryID)
			return 0, l.entryID
		}},
		{"link an entry twice, and have a head made over it", func(v *villain) (int64, int64) {
			l := v.any()
			again := link{seq: v.end() + 1, entryID: l.entryID, entry: l.entry, sealed: l.sealed}
			again.hash = again.sum(v.links[v.end()-1].hash)
			v.exec("ALTER TABLE journal_links DROP CONSTRAINT journal_links_entry_key")
			if err := addLinks(v.t.Context(), v.tx, []link{again}); err != nil {
				v.t.Fatal(err)
			}
			if v.r.IntN(2) == 0 {
				return again.seq, 0
			}
			v.writeRight(1)
			if done := v.seal(); len(done.Problems) != 1 {
				v.t.Errorf("the sealer said %v", done.Problems)
			}
			return again.seq, l.entryID
		}},
		{"edit an entry and make the chain right again", func(v *villain) (int64, int64) {
			l := v.any()
			v.exec("UPDATE journal_entries SET actor_name = 'Басқа біреу' WHERE id = $1", l.entryID)
			v.rechain(v.read())
			if l.seq <= int64(v.old) { // it has no code
				return v.headAt(l.seq), 0
			}
			return l.seq, l.entryID
		}},
		{"edit an entry and make chain and heads right but for the signatures", func(v *villain) (int64, int64) {
			l := v.any()
			v.exec("UPDATE journal_entries SET object_id = '77' WHERE id = $1", l.entryID)
			v.rechain(v.read())
			v.exec("UPDATE journal_heads AS h SET hash = l.hash FROM journal_links AS l WHERE l.seq = h.seq")
			if l.seq <= int64(v.old) {
				return v.headAt(l.seq), 0
			}
			return l.seq, l.entryID
		}},
		{"swap two entries", func(v *villain) (int64, int64) {
			a, b := v.anyCoded(), v.anyCoded()
			if a.seq == b.seq {
				b = &v.links[v.old+int(a.seq)%(len(v.links)-v.old)]
			}
			if a.seq > b.seq {
				a, b = b, a
			}
			if v.r.IntN(2) == 0 {
				v.exec("ALTER TABLE journal_links DROP CONSTRAINT journal_links_entry_key")
				v.exec("UPDATE journal_links SET entry_id = CASE seq WHEN $1 THEN $4 ELSE $3::bigint END WHERE seq IN ($1, $2)", a.seq, b.seq, a.entryID, b.entryID)
				return a.seq, b.entryID
			}
			links := v.read()
			links[a.seq-1].entry, links[b.seq-1].entry = links[b.seq-1].entry, links[a.seq-1].entry
			v.rechain(links)
			return v.headAt(a.seq), 0
		}},
		{"delete an entry and make the chain right again", func(v *villain) (int64, int64) {
			l := v.any()
			links := v.read()
			v.exec("DELETE FROM journal_entries WHERE id = $1", l.entryID)
			v.rechain(append(links[:l.seq-1], links[l.seq:]...))
			if v.r.IntN(2) == 0 {
				return v.headAt(l.seq), 0
			}
			v.exec("DELETE FROM journal_heads WHERE seq >= $1", l.seq)
			if l.seq == v.end() && v.headBefore(l.seq-1) == l.seq-1 {
				return l.seq, 0 // no more than a cut
			}
			return v.headBefore(l.seq-1) + 1, 0
		}},
		{"cut the tail, heads and all", func(v *villain) (int64, int64) {
			n := v.cut()
			return v.headBefore(n) + 1, 0
		}},
		{"cut the tail and have others grow", func(v *villain) (int64, int64) {
			n := v.cut()
			more := 1 + v.r.IntN(6)
			v.writeRight(more)
			v.seal()
			return min(v.headAt(n+1), n+int64(more)+1), 0
		}},
		{"empty everything", func(v *villain) (int64, int64) {
			v.exec("DELETE FROM journal_entries")
			v.exec("DELETE FROM journal_links")
			v.exec("DELETE FROM journal_heads")
			return 1, 0
		}},
		{"delete an entry before it is sealed", func(v *villain) (int64, int64) {
			id := v.writeRight(1)
			v.exec("DELETE FROM journal_entries WHERE id = $1", id)
			return 0, id
		}},
		{"keep an entry from being sealed", func(v *villain) (int64, int64) {
			id := v.writeRight(1)
			v.exec("DELETE FROM journal_pending")
			return 0, id
		}},
		{"edit an entry before it is sealed", func(v *villain) (int64, int64) {
			id := v.writeRight(1)
			v.exec("UPDATE journal_entries SET action = 'things.nothing' WHERE id = $1", id)
			return 0, id
		}},
	}
}

// cut takes the tail away with all that tells of it in the database, and gives
// where the chain then ends.
func (v *villain) cut() int64 {
	n := int64(v.old) + v.r.Int64N(v.end()-int64(v.old))
	v.exec("DELETE FROM journal_entries WHERE id IN (SELECT entry_id FROM journal_links WHERE seq > $1)", n)
	v.exec("DELETE FROM journal_links WHERE seq > $1", n)
	v.exec("DELETE FROM journal_heads WHERE seq > $1", n)
	return n
}

// writeRight has the portal write entries, and gives the last id.
func (v *villain) writeRight(n int) (id int64) {
	v.t.Helper()
	for range n {
		r := *v.anyCoded().entry
		_, _ = rand.Read(r.UID[:])
		r.MAC = v.s.keys.codes[r.Key].Code(r)
		err := v.tx.QueryRow(v.t.Context(), `WITH e AS (INSERT INTO journal_entries (uid, at, actor_id, actor_name, action, object_type, object_id, diff, address, user_agent, request_id, key, mac)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8::text::json, $9, $10, $11, $12, $13) RETURNING id) INSERT INTO journal_pending SELECT id FROM e RETURNING entry_id`,
			r.UID, r.At, r.ActorID, r.ActorName, r.Action, r.ObjectType, r.ObjectID, r.Diff, r.Address, r.UserAgent, r.RequestID, r.Key, r.MAC).Scan(&id)
		if err != nil {
			v.t.Fatal(err)
		}
	}
	return id
}

// tamperingRounds is how often somebody tampers (issue: 1,000 random tamperings).
const tamperingRounds = 1000

// TestEveryTamperingIsFoundAndItsPlaceNamed lets a superuser tamper 1,000 times,
// each time undone by a savepoint, with no false alarm between.
func TestEveryTamperingIsFoundAndItsPlaceNamed(t *testing.T) {
	rounds := tamperingRounds
	if testing.Short() {
		rounds = 100
	}
	db := testkit.DB(t)
	s := newTestService(t, db, t.TempDir())
	const old = 8
	superuser(t, db, fmt.Sprintf(`WITH e AS (INSERT INTO journal_entries (actor_name, action, object_type, object_id) SELECT 'system', 'old', 'thing', n::text
		FROM generate_series(1, %d) AS n RETURNING id) INSERT INTO journal_pending SELECT id FROM e`, old))
	s.sealAll(t)
	for n := range 14 {
		write(t, db, 1+n%7)
		s.sealAll(t)
	}
	files, err := s.heads.files()
	if err != nil {
		t.Fatal(err)
	}
	seed := mathrand.Uint64()
	r := mathrand.New(mathrand.NewPCG(seed, 0))
	tx, err := db.Pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(t.Context())) }()
	if _, err := tx.Exec(t.Context(), "SET LOCAL session_replication_role = replica"); err != nil {
		t.Fatal(err)
	}
	base := &villain{t: t, tx: tx, s: s, r: r, old: old}
	base.links = base.read()
	if err := eachHead(t.Context(), tx, func(h Head, _ []byte) error { base.heads = append(base.heads, h); return nil }); err != nil {
		t.Fatal(err)
	}
	all := tamperings()
	done := map[string]int{}
	for round := range rounds {
		if round%25 == 0 {
			if report, err := s.verify(t.Context(), tx, files, nil); err != nil || report.Bad != nil || report.FileHeads == 0 {
				t.Fatalf("a false alarm, or none could be: %+v %+v %v", report, report.Bad, err)
			}
		}
		one := all[round%len(all)]
		base.round(one, files, seed, round)
		done[one.name]++
	}
	t.Logf("%d entries under %d heads; %d kinds of tampering, %d rounds, seed %d", len(base.links), len(base.heads), len(done), rounds, seed)
}

// round tampers once, verifies, and undoes it.
func (v *villain) round(one tampering, files []headFile, seed uint64, round int) {
	v.t.Helper()
	savepoint, err := v.tx.Begin(v.t.Context())
	if err != nil {
		v.t.Fatal(err)
	}
	now := *v
	now.tx = savepoint
	seq, entry := one.do(&now)
	report, err := v.s.verify(v.t.Context(), savepoint, files, nil)
	switch {
	case err != nil:
		v.t.Fatalf("%s (seed %d, round %d): %v", one.name, seed, round, err)
	case report.Bad == nil:
		v.t.Errorf("%s (seed %d, round %d): not found", one.name, seed, round)
	case report.Bad.Seq != seq || entry != 0 && report.Bad.Entry != entry:
		v.t.Errorf("%s (seed %d, round %d): found at seq %d, entry %d, want %d, %d: %s", one.name, seed, round, report.Bad.Seq, report.Bad.Entry, seq, entry, report.Bad.Text)
	}
	if err := savepoint.Rollback(v.t.Context()); err != nil {
		v.t.Fatal(err)
	}
}

// TestHeadsInFilesAreLookedAt: what stands in them may be wrong, too.
func TestHeadsInFilesAreLookedAt(t *testing.T) {
	db := testkit.DB(t)
	dir := t.TempDir()
	s := newTestService(t, db, dir)
	write(t, db, 4)
	s.sealAll(t)
	head, err := s.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	path := t.TempDir() + "/mail.txt"
	add := func(line string) {
		t.Helper()
		if err := appendLine(path, line); err != nil {
			t.Fatal(err)
		}
	}
	add("Күнделікті хат:")
	add("   " + head.Line())
	if report := s.mustVerify(t, path); report.Bad != nil || report.FileHeads != 2 || report.Ignored != 1 {
		t.Errorf("%+v %+v", report, report.Bad)
	}
	ahead := s.keys.sign(Head{Seq: 9, Previous: 4, Hash: bytes.Repeat([]byte{1}, 32), At: time.Now()})
	add(ahead.Line())
	if report := s.mustVerify(t, path); report.Bad == nil || report.Bad.Seq != 5 {
		t.Errorf("a head beyond the end: %+v", report.Bad)
	}
	forged := *head
	forged.Seq = 3
	add(forged.Line())
	if report := s.mustVerify(t, path); report.Bad == nil || report.Bad.Seq != 3 {
		t.Errorf("a head with a wrong signature: %+v", report.Bad)
	}
	if _, err := s.Verify(t.Context(), Examination{Files: []string{path + ".missing"}}); err == nil {
		t.Error("a file that is missing is no complaint")
	}
}
