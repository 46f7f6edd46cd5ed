package app_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	// floodRate and floodTime are those of the acceptance: 200 attempts a second
	// for a minute.
	floodRate = 200
	floodTime = time.Minute
	// panelRate is how often somebody in the panel asks for something meanwhile;
	// thirty people at work ask less.
	panelRate = 40
)

// TestALoginFloodLeavesThePanelAlone: while a botnet of many addresses guesses
// the passwords of many accounts, those who work hardly notice, and somebody with
// a known browser still gets in.
func TestALoginFloodLeavesThePanelAlone(t *testing.T) {
	if os.Getenv(proofOfLogins) == "" {
		t.Skip("a measure, not a test: make prove-login")
	}
	p := newPortal(t, "PORTAL_TRUSTED_PROXIES", "127.0.0.1/32")
	emails := (&strangers{portal: p}).known(500)
	chief := p.user("chief_editor")
	rubric := chief.rubric("Қоғам", "Общество", nil)
	var paths []string
	for i := range 40 {
		a := chief.article(object{"language": "kk", "title": fmt.Sprint("Мақала ", i), "body": doc(strings.Repeat("Мәтін әөүқғңұһі. ", 300)), "rubricId": rubric.ID})
		paths = append(paths, fmt.Sprintf("/api/admin/v1/news/%d", a.ID), "/api/admin/v1/news")
	}
	server := httptest.NewServer(p.handler)
	defer server.Close()
	calm := panel(t, server, chief, paths, floodTime/3)
	stop := make(chan struct{})
	answers := flood(server, emails, stop)
	busy := panel(t, server, chief, paths, floodTime)
	close(stop)
	statuses := answers()
	t.Logf("panel alone: p50 %s, p99 %s; with %d logins a second: p50 %s, p99 %s; logins by status: %v",
		quantile(calm, 0.5), quantile(calm, 0.99), floodRate, quantile(busy, 0.5), quantile(busy, 0.99), statuses)
	if quantile(busy, 0.99) > 2*quantile(calm, 0.99) {
		t.Error("the panel's p99 more than doubled")
	}
	if sum := statuses[401] + statuses[429]; sum < floodRate*int(floodTime.Seconds())*9/10 || statuses[401] == 0 {
		t.Errorf("not the flood that was asked for: %v", statuses)
	}
}

// panel asks for things as people at work do, for a time, and tells how long
// each answer took from when it was due.
func panel(t *testing.T, server *httptest.Server, u user, paths []string, d time.Duration) []time.Duration {
	t.Helper()
	var mu sync.Mutex
	var took []time.Duration
	var all sync.WaitGroup
	ticks := time.NewTicker(time.Second / panelRate)
	defer ticks.Stop()
	for i := range int(d.Seconds() * panelRate) {
		<-ticks.C
		all.Go(func() {
			start := time.Now()
			r, err := http.NewRequest("GET", server.URL+paths[i%len(paths)], nil)
			if err != nil {
				t.Error(err)
				return
			}
			r.Header.Set("Authorization", "Bearer "+u.bearer)
			response, err := server.Client().Do(r)
			if err != nil {
				t.Error(err)
				return
			}
			_, _ = io.Copy(io.Discard, response.Body)
			_ = response.Body.Close()
			if response.StatusCode != 200 {
				t.Errorf("%s: %d", r.URL, response.StatusCode)
			}
			mu.Lock()
			took = append(took, time.Since(start))
			mu.Unlock()
		})
	}
	all.Wait()
	return took
}

// flood tries passwords, each time from another address, until stop; what it
// returns waits for the answers and counts them by status.
func flood(server *httptest.Server, emails []string, stop chan struct{}) func() map[int]int {
	var mu sync.Mutex
	statuses := map[int]int{}
	var all sync.WaitGroup
	all.Go(func() {
		ticks := time.NewTicker(time.Second / floodRate)
		defer ticks.Stop()
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			case <-ticks.C:
			}
			all.Go(func() {
				body := fmt.Sprintf(`{"email":%q,"password":"a wrong one %d"}`, emails[i%len(emails)], i)
				r, err := http.NewRequest("POST", server.URL+"/api/admin/v1/session", strings.NewReader(body))
				if err != nil {
					return
				}
				r.Header.Set("Content-Type", "application/json")
				r.Header.Set("X-Forwarded-For", fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255))
				response, err := server.Client().Do(r)
				status := 0
				if err == nil {
					status = response.StatusCode
					_ = response.Body.Close()
				}
				mu.Lock()
				statuses[status]++
				mu.Unlock()
			})
		}
	})
	return func() map[int]int { all.Wait(); return statuses }
}
