package photobank

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"
)

// show has something that readers see use a picture.
func (b bank) show(t *testing.T, id int64) {
	t.Helper()
	b.exec(t, "INSERT INTO authors (picture_id) VALUES (?)", id)
}

// published takes in a picture that readers see.
func (b bank) published(t *testing.T, u Upload) Picture {
	t.Helper()
	p := b.upload(t, u)
	b.show(t, p.ID)
	return p
}

// article uses a picture as its lead, in a state.
func (b bank) article(t *testing.T, picture int64, state string) (id int64) {
	t.Helper()
	err := b.deps.DB.Primary.NewRaw(`WITH s AS (INSERT INTO stories DEFAULT VALUES RETURNING id), r AS (INSERT INTO rubrics (position) VALUES (0) RETURNING id)
		INSERT INTO articles (story_id, language, state, body, picture_id, slug, rubric_id, published_at)
		SELECT s.id, 'kk', ?, '{}', ?, 'k' || s.id, r.id, now() FROM s, r RETURNING id`, state, picture).Scan(t.Context(), &id)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// clock is a time that tests set.
type clock struct{ ahead atomic.Int64 }

func (c *clock) now() time.Time           { return time.Now().Add(time.Duration(c.ahead.Load())) }
func (c *clock) forward(by time.Duration) { c.ahead.Add(int64(by)) }
func (c *clock) set(d *Deps)              { d.Now = c.now }

// Who asks for a picture that is not published learns nothing: neither the answer
// nor its headers differ from those for a picture that is not there.
func TestAPictureThatIsNotPublishedIsNotThere(t *testing.T) {
	b := start(t)
	w, p := serve(t, b), b.upload(t, Upload{})
	b.article(t, p.ID, "draft")
	b.article(t, p.ID, "unpublished")
	hidden, none := w.get(http.MethodGet, Path(p.Hash, "800.webp")), w.get(http.MethodGet, Path(strings.Repeat("0", 40), "800.webp"))
	one, _ := io.ReadAll(hidden.Body)
	two, _ := io.ReadAll(none.Body)
	for _, h := range []http.Header{hidden.Header, none.Header} {
		h.Del("X-Request-Id")
	}
	if hidden.StatusCode != http.StatusNotFound || none.StatusCode != http.StatusNotFound || !maps.EqualFunc(hidden.Header, none.Header, func(a, b []string) bool { return strings.Join(a, ",") == strings.Join(b, ",") }) {
		t.Errorf("%d %v and %d %v", hidden.StatusCode, hidden.Header, none.StatusCode, none.Header)
	}
	if !bytes.Equal(one, two) {
		t.Errorf("%s and %s", one, two)
	}
	if hidden.Header.Get("Cache-Control") != refusal404 {
		t.Error(hidden.Header)
	}
	for _, path := range []string{Path(p.Hash, "original"), Path(p.Hash, "original.webp"), "/media/originals/" + p.Hash} {
		if answer := w.get(http.MethodGet, path); answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, answer.StatusCode)
		}
	}
}

func TestTheNewsroomSeesAllBySignedAddresses(t *testing.T) {
	c := &clock{}
	b := start(t, c.set)
	w, p := serve(t, b), b.upload(t, Upload{})
	address := b.SignedPath(p.Hash, "800.webp")
	answer := w.get(http.MethodGet, address)
	if body, _ := io.ReadAll(answer.Body); answer.StatusCode != http.StatusOK || !bytes.HasPrefix(body, []byte("RIFF")) {
		t.Fatalf("%d, %q", answer.StatusCode, body[:min(len(body), 100)])
	}
	if kept := answer.Header.Get("Cache-Control"); !strings.HasPrefix(kept, "private, max-age=86400") || answer.Header.Get("Cross-Origin-Resource-Policy") != "same-origin" {
		t.Error(answer.Header)
	}
	b.exec(t, "UPDATE pictures SET trashed_at = now() WHERE id = ?", p.ID)
	if answer := w.get(http.MethodHead, b.SignedPath(p.Hash, "400.webp")); answer.StatusCode != http.StatusOK {
		t.Errorf("from the trash: %d", answer.StatusCode)
	}
	for name, wrong := range map[string]string{
		"another file":     strings.Replace(address, "800", "400", 1),
		"another end":      strings.Replace(address, "until=1", "until=2", 1),
		"no signature":     strings.Split(address, "&")[0],
		"the original":     b.SignedPath(p.Hash, "original"),
		"another picture":  strings.Replace(address, p.Hash[:4], "0000", 1),
		"what is not made": b.SignedPath(p.Hash, "801.webp"),
		"nobody's picture": b.SignedPath(strings.Repeat("0", 40), "800.webp"),
	} {
		if answer := w.get(http.MethodGet, wrong); answer.StatusCode != http.StatusNotFound || strings.Contains(answer.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d, %v", name, answer.StatusCode, answer.Header)
		}
	}
	c.forward(49 * time.Hour)
	if answer := w.get(http.MethodGet, address); answer.StatusCode != http.StatusNotFound {
		t.Errorf("after its end: %d", answer.StatusCode)
	}
}

// A picture comes and goes within seconds of what shows it.
func TestAPictureIsSeenAsLongAsSomethingShowsIt(t *testing.T) {
	c := &clock{}
	b := start(t, c.set)
	w, p, alias := serve(t, b), b.upload(t, Upload{}), b.upload(t, Upload{})
	expect := func(what string, picture Picture, status int) {
		t.Helper()
		c.forward(shownLife)
		if answer := w.get(http.MethodHead, Path(picture.Hash, "400.webp")); answer.StatusCode != status {
			t.Errorf("%s: %d", what, answer.StatusCode)
		}
	}
	expect("unused", p, http.StatusNotFound)
	id := b.article(t, p.ID, "published")
	expect("published", p, http.StatusOK)
	b.exec(t, "UPDATE articles SET state = 'corrected' WHERE id = ?", id)
	expect("corrected", p, http.StatusOK)
	b.exec(t, "UPDATE articles SET state = 'unpublished' WHERE id = ?", id)
	expect("withdrawn", p, http.StatusNotFound)
	b.exec(t, "INSERT INTO article_pictures (article_id, picture_id) VALUES (?, ?)", b.article(t, alias.ID, "published"), p.ID)
	expect("in a text", p, http.StatusOK)
	b.exec(t, "UPDATE pictures SET expires_at = ? WHERE id = ?", c.now().Add(2*shownLife+time.Minute), p.ID)
	expect("with rights for a minute", p, http.StatusOK)
	if kept := w.get(http.MethodHead, Path(p.Hash, "400.webp")).Header.Get("Cache-Control"); !strings.Contains(kept, "s-maxage=6") {
		t.Errorf("it may be kept longer than its rights last: %s", kept)
	}
	c.forward(2 * time.Minute)
	expect("without rights", p, http.StatusNotFound)
	b.exec(t, "UPDATE pictures SET expires_at = NULL WHERE id = ?", p.ID)
	expect("renewed", p, http.StatusOK)

	// What was merged is used by its uses; its own address was published and stays good.
	b.exec(t, "DELETE FROM article_pictures")
	expect("taken out of the text", p, http.StatusNotFound)
	b.exec(t, "UPDATE pictures SET merged_into = ? WHERE id = ?", p.ID, alias.ID)
	expect("that another was merged into", p, http.StatusOK)
	expect("merged", alias, http.StatusOK)
	b.exec(t, "UPDATE pictures SET expires_at = ? WHERE id = ?", c.now(), p.ID)
	expect("merged into one without rights", alias, http.StatusNotFound)
	expect("without rights, with merged ones", p, http.StatusNotFound)
	b.exec(t, "UPDATE pictures SET expires_at = NULL")
	b.exec(t, "UPDATE articles SET state = 'unpublished'")
	expect("with merged ones that nobody shows", p, http.StatusNotFound)
	b.exec(t, "UPDATE articles SET picture_id = NULL")
	b.exec(t, "DELETE FROM picture_files WHERE picture_id = ?", alias.ID)
	b.exec(t, "DELETE FROM pictures WHERE id = ?", alias.ID)
	expect("deleted", alias, http.StatusNotFound)
}

func TestACrowdCostsTheDatabaseOneQuestion(t *testing.T) {
	b := start(t)
	w, p := serve(t, b), b.published(t, Upload{})
	ctx, spent := postgres.Measure(t.Context())
	var all sync.WaitGroup
	var wrong atomic.Int64
	for range 16 {
		all.Go(func() {
			for range 100 {
				recorder := httptest.NewRecorder()
				w.ServeHTTP(recorder, httptest.NewRequestWithContext(ctx, http.MethodGet, Path(p.Hash, "400.webp"), nil))
				if recorder.Code != http.StatusOK {
					wrong.Add(1)
				}
			}
		})
	}
	all.Wait()
	if wrong.Load() > 0 || spent.Queries() > 2 {
		t.Errorf("%d wrong answers, %d questions", wrong.Load(), spent.Queries())
	}
}

// What was seen goes on being shown while the database is away, for a time.
func TestPicturesOutliveTheDatabaseForATime(t *testing.T) {
	c := &clock{}
	b := start(t, c.set)
	w, p, other := serve(t, b), b.published(t, Upload{}), b.published(t, Upload{})
	if answer := w.get(http.MethodHead, Path(p.Hash, "400.webp")); answer.StatusCode != http.StatusOK {
		t.Fatal(answer.StatusCode)
	}
	if err := b.deps.DB.Primary.Close(); err != nil {
		t.Fatal(err)
	}
	c.forward(time.Minute)
	if answer := w.get(http.MethodHead, Path(p.Hash, "400.webp")); answer.StatusCode != http.StatusOK {
		t.Errorf("after a minute: %d", answer.StatusCode)
	}
	if answer := w.get(http.MethodHead, Path(other.Hash, "400.webp")); answer.StatusCode < 500 {
		t.Errorf("what was never seen: %d", answer.StatusCode)
	}
	c.forward(blindLife)
	if answer := w.get(http.MethodHead, Path(p.Hash, "400.webp")); answer.StatusCode < 500 {
		t.Errorf("at last: %d", answer.StatusCode)
	}
}

// A replica that is behind does not keep a picture from being seen that was just
// published, and one that is away keeps none.
func TestTheReplicaHasNotTheLastWord(t *testing.T) {
	db := testkit.ReplicatedDB(t)
	box, err := outbox.New(db.Primary)
	if err != nil {
		t.Fatal(err)
	}
	b := start(t, func(d *Deps) { d.DB, d.Outbox = db, box })
	w, p := serve(t, b), b.published(t, Upload{})
	if answer := w.get(http.MethodHead, Path(p.Hash, "400.webp")); answer.StatusCode != http.StatusOK {
		t.Errorf("published just now: %d", answer.StatusCode)
	}
	if err := db.Replica.Close(); err != nil {
		t.Fatal(err)
	}
	w = serve(t, b)
	if answer := w.get(http.MethodHead, Path(p.Hash, "400.webp")); answer.StatusCode != http.StatusOK {
		t.Errorf("without a replica: %d", answer.StatusCode)
	}
}

// What is remembered does not grow without end.
func TestWhatWasSeenIsForgotten(t *testing.T) {
	s := newSeen()
	for i := range 3 * seenMost {
		s.put(fmt.Sprint(i), seenPicture{})
	}
	if n := len(s.young) + len(s.old); n > 2*seenMost {
		t.Errorf("%d are remembered", n)
	}
	if _, ok := s.get("0"); ok {
		t.Error("the first is still there")
	}
	if _, ok := s.get(fmt.Sprint(3*seenMost - 1)); !ok {
		t.Error("the last is gone")
	}
}
