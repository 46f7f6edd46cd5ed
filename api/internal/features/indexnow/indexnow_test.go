package indexnow

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"
)

// engine is a search engine of our own.
type engine struct {
	*httptest.Server
	mutex  sync.Mutex
	told   []submission
	raw    []string
	answer func(w http.ResponseWriter)
}

type desk struct {
	*testing.T
	db      *postgres.Databases
	engine  *engine
	service *Service
}

const key = "0123456789abcdef"

func open(t *testing.T) *desk {
	t.Helper()
	e := &engine{answer: func(w http.ResponseWriter) { w.WriteHeader(http.StatusAccepted) }}
	e.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var in submission
		if err := json.Unmarshal(body, &in); err != nil || r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/json; charset=utf-8" {
			t.Errorf("%s %v: %v", r.Method, r.Header, err)
		}
		e.mutex.Lock()
		e.told, e.raw = append(e.told, in), append(e.raw, string(body))
		answer := e.answer
		e.mutex.Unlock()
		answer(w)
	}))
	t.Cleanup(e.Close)
	languages, err := lang.Parse("kk=https://baq.test,ru=https://rus.baq.test")
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{T: t, db: testkit.DB(t), engine: e}
	d.service = New(Deps{DB: d.db, Languages: languages, Endpoint: e.URL, Key: key, Client: &http.Client{Timeout: 200 * time.Millisecond}})
	return d
}

func (d *desk) note(language lang.Code, slugs ...string) {
	d.Helper()
	if err := d.service.Note(d.Context(), news.Change{Language: language, Slugs: slugs}); err != nil {
		d.Fatal(err)
	}
}

// wait lets time pass for all that waits.
func (d *desk) wait(long time.Duration) {
	d.Helper()
	if _, err := d.db.Primary.NewRaw("UPDATE indexnow_addresses SET due_at = due_at - make_interval(secs => ?)", long.Seconds()).Exec(d.Context()); err != nil {
		d.Fatal(err)
	}
}

func (d *desk) tell() (Told, bool) {
	d.Helper()
	told, found, err := d.service.Tell(d.Context())
	if err != nil {
		d.Fatal(err)
	}
	return told, found
}

func (d *desk) waiting() (n int) {
	d.Helper()
	if err := d.db.Primary.NewRaw("SELECT count(*) FROM indexnow_addresses").Scan(d.Context(), &n); err != nil {
		d.Fatal(err)
	}
	return n
}

func TestNobodyIsToldWithoutAnEndpoint(t *testing.T) {
	d := open(t)
	d.service.deps.Endpoint = ""
	d.note("kk", "a")
	if _, found := d.tell(); found || d.waiting() != 0 {
		t.Error("somebody is told")
	}
}

func TestWhatIsSent(t *testing.T) {
	d := open(t)
	d.note("kk", "ukimet-byudzhetti-bekitti", "eski-mekenzhai", "")
	d.note("kk", "ukimet-byudzhetti-bekitti")
	d.note("ru", "novost")
	d.note("xx", "foreign")
	if _, found := d.tell(); found {
		t.Fatal("told before others could come")
	}
	d.wait(gather)
	for range 2 {
		if told, found := d.tell(); !found || told.Outcome != Taken || told.Why != nil {
			t.Errorf("%+v", told)
		}
	}
	if _, found := d.tell(); found || d.waiting() != 0 {
		t.Error("what was taken waits")
	}
	slices.SortFunc(d.engine.told, func(a, b submission) int { return len(b.URLs) - len(a.URLs) })
	kk, ru := d.engine.told[0], d.engine.told[1]
	slices.Sort(kk.URLs)
	if kk.Host != "baq.test" || kk.Key != key || kk.KeyLocation != "https://baq.test/"+key+".txt" ||
		!slices.Equal(kk.URLs, []string{"https://baq.test/news/eski-mekenzhai", "https://baq.test/news/ukimet-byudzhetti-bekitti"}) {
		t.Errorf("%+v", kk)
	}
	if ru.Host != "rus.baq.test" || !slices.Equal(ru.URLs, []string{"https://rus.baq.test/news/novost"}) {
		t.Errorf("%+v", ru)
	}
	var members map[string]any
	if err := json.Unmarshal([]byte(d.engine.raw[0]), &members); err != nil || len(members) != 4 {
		t.Errorf("%v %v", members, err)
	}
}

func TestTroubleIsTriedAgain(t *testing.T) {
	d := open(t)
	d.note("kk", "a")
	for _, c := range []struct {
		answer func(w http.ResponseWriter)
		wait   time.Duration // after which it is tried again, and not long before
	}{
		{func(w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) }, gather},
		{func(w http.ResponseWriter) {
			w.Header().Set("Retry-After", "300")
			w.WriteHeader(http.StatusTooManyRequests)
		}, 300 * time.Second},
		{func(http.ResponseWriter) { time.Sleep(400 * time.Millisecond) }, 4 * gather},
		{func(w http.ResponseWriter) { w.WriteHeader(http.StatusForbidden) }, 8 * gather},
	} {
		d.engine.mutex.Lock()
		d.engine.answer = c.answer
		d.engine.mutex.Unlock()
		d.wait(gather)
		if told, found := d.tell(); !found || told.Outcome != Delayed || told.Why == nil {
			t.Fatalf("%+v %v", told, found)
		}
		d.wait(c.wait - 2*time.Second)
		if _, found := d.tell(); found {
			t.Fatal("tried again too soon")
		}
		d.wait(2*time.Second - gather)
	}
	d.engine.mutex.Lock()
	d.engine.answer = func(w http.ResponseWriter) { w.WriteHeader(http.StatusOK) }
	d.engine.mutex.Unlock()
	d.wait(gather)
	if told, _ := d.tell(); told.Outcome != Taken || d.waiting() != 0 {
		t.Errorf("%+v", told)
	}
}

func TestWhatIsRefusedIsGivenUp(t *testing.T) {
	d := open(t)
	d.engine.answer = func(w http.ResponseWriter) { w.WriteHeader(http.StatusUnprocessableEntity) }
	d.note("kk", "a")
	d.wait(gather)
	if told, _ := d.tell(); told.Outcome != Refused || d.waiting() != 0 {
		t.Errorf("%+v", told)
	}
	d.engine.answer = func(w http.ResponseWriter) { w.WriteHeader(http.StatusBadGateway) }
	d.note("kk", "b")
	for range giveUp - 1 {
		d.wait(2 * time.Hour)
		if told, _ := d.tell(); told.Outcome != Delayed {
			t.Fatalf("%+v", told)
		}
	}
	d.wait(2 * time.Hour)
	if told, _ := d.tell(); told.Outcome != Dropped || d.waiting() != 0 {
		t.Errorf("%+v", told)
	}
}

// TestAChangeMeanwhileIsToldOnceMore: a page that changes while it is being told.
func TestAChangeMeanwhileIsToldOnceMore(t *testing.T) {
	d := open(t)
	d.note("kk", "a")
	d.wait(gather)
	d.engine.answer = func(w http.ResponseWriter) { d.note("kk", "a"); w.WriteHeader(http.StatusOK) }
	if told, _ := d.tell(); told.Outcome != Taken || d.waiting() != 1 {
		t.Fatalf("%+v, %d wait", told, d.waiting())
	}
	d.engine.answer = func(w http.ResponseWriter) { w.WriteHeader(http.StatusOK) }
	d.wait(gather)
	if _, found := d.tell(); !found || len(d.engine.told) != 2 || d.waiting() != 0 {
		t.Errorf("%d submissions", len(d.engine.told))
	}
}
