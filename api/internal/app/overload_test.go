package app_test

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"
)

// TestAFloodOfReadersLeavesRoomForTheNewsroom: while nothing that readers ask for gets
// done, those who come too late are refused at once, the newsroom works on, and when
// it is over everybody is served again.
func TestAFloodOfReadersLeavesRoomForTheNewsroom(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for twenty seconds")
	}
	t.Parallel() // for it waits

	p := newPortal(t, "PORTAL_POSTGRES_POOL", "4") // three places for readers
	chief := p.user("chief_editor")
	chief.rubric("Қоғам", "Общество", nil)
	ctx, cancel := context.WithCancel(t.Context())
	stuck, release := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		err := p.DB.Primary.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
			_, err := tx.ExecContext(ctx, "LOCK TABLE articles IN ACCESS EXCLUSIVE MODE")
			close(stuck)
			<-release
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-stuck
	const flood = 3 + 256 + 40
	answers := make(chan answer, flood)
	for i := range flood {
		all.Go(func() {
			path := "/api/v1/news?limit=" + strconv.Itoa(1+i%100)
			if i%2 == 0 {
				path = "/latest?before=" + strconv.Itoa(i) // no cursor, and a page to be made all the same
			}
			answers <- p.page("http://baq.test" + path)
		})
	}
	refused := 0
	for range 40 {
		a := <-answers
		again, _ := strconv.Atoi(a.header.Get("Retry-After"))
		if a.status != http.StatusServiceUnavailable && a.status != http.StatusNotFound || a.status == http.StatusServiceUnavailable && again < 1 {
			t.Fatalf("%d, Retry-After %d: %s", a.status, again, a.text())
		}
		if a.status == http.StatusServiceUnavailable {
			refused++
		}
	}
	if refused == 0 {
		t.Error("nobody was refused")
	}
	if a := chief.send("GET", "/rubrics", nil); a.status != http.StatusOK {
		t.Errorf("the newsroom: %d %s", a.status, a.text())
	}
	close(release)
	time.AfterFunc(time.Minute, cancel)
	all.Wait()
	cancel()
	if a := p.page("http://baq.test/api/v1/news"); a.status != http.StatusOK {
		t.Errorf("afterwards: %d %s", a.status, a.text())
	}
}

// TestAnAnswerTakesOnePlace: neither a page nor an answer of the API waits for a second
// place while it has one, whether the page cache keeps it or not.
func TestAnAnswerTakesOnePlace(t *testing.T) {
	p := newPortal(t, "PORTAL_POSTGRES_POOL", "2")
	_, leave, err := p.EnterAsReader(t.Context()) // of two places
	if err != nil {
		t.Fatal(err)
	}
	defer leave()
	for _, path := range []string{"/latest", "/search?q=abc", "/search?q=" + strings.Repeat("abc+", 60), "/api/v1/news", "/api/v1/languages", "/api/v1/news?limit=5&limit=5"} {
		begun := time.Now()
		if a := p.page("http://baq.test" + path); a.status >= 500 || time.Since(begun) > 2*time.Second {
			t.Errorf("%s: %d after %s", path, a.status, time.Since(begun))
		}
	}
}
