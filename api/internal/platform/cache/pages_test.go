package cache_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/testkit"
)

func open(t *testing.T) *cache.Pages {
	t.Helper()
	return node(t, testkit.Redis(t).URL)
}

func node(t *testing.T, url string) *cache.Pages {
	t.Helper()
	client, err := cache.Open(url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return cache.New(client, 10*time.Minute, slog.New(slog.DiscardHandler))
}

func page(text string, tags ...string) cache.Page {
	return cache.Page{Status: 200, ContentType: "text/plain", Body: []byte(text), Tags: tags}
}

func fetch(t *testing.T, p *cache.Pages, key string, render func(context.Context) (cache.Page, error)) string {
	t.Helper()
	got, err := p.Fetch(t.Context(), key, render)
	if err != nil {
		t.Fatal(err)
	}
	return string(got.Body)
}

func TestAHitDoesNotRenderAndABumpDoes(t *testing.T) {
	p := open(t)
	var renders atomic.Int64
	render := func(context.Context) (cache.Page, error) {
		return page(fmt.Sprint("render ", renders.Add(1)), "article:1", "home:kk"), nil
	}
	for range 3 {
		if got := fetch(t, p, "a", render); got != "render 1" {
			t.Fatalf("got %q", got)
		}
	}
	if err := p.Bump(t.Context(), 0, "article:2"); err != nil {
		t.Fatal(err)
	}
	if got := fetch(t, p, "a", render); got != "render 1" {
		t.Errorf("a foreign tag outdated the page: %q", got)
	}
	if err := p.Bump(t.Context(), 0, "article:1"); err != nil {
		t.Fatal(err)
	}
	// Redis pushes the news to the process's memory within about a millisecond.
	for deadline := time.Now().Add(time.Second); ; time.Sleep(time.Millisecond) {
		got := fetch(t, p, "a", render)
		if got == "render 2" {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("an outdated page was served for a second: %q", got)
		}
	}
}

func TestAPageThatTheClockOutdatesIsNotServedAfterIt(t *testing.T) {
	url := testkit.Redis(t).URL
	one, two := node(t, url), node(t, url)
	var renders atomic.Int64
	until := time.Now().Add(400 * time.Millisecond)
	render := func(context.Context) (cache.Page, error) {
		made := page(fmt.Sprint("render ", renders.Add(1)), "article:1")
		if time.Now().Before(until) {
			made.Until = until
		}
		return made, nil
	}
	for time.Now().Before(until.Add(-50 * time.Millisecond)) {
		for _, p := range []*cache.Pages{one, two} {
			if got := fetch(t, p, "a", render); got != "render 1" {
				t.Fatalf("got %q before its end", got)
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
	time.Sleep(time.Until(until))
	for _, p := range []*cache.Pages{one, two, one} { // the one after it has no end
		if got := fetch(t, p, "a", render); got != "render 2" {
			t.Errorf("got %q after its end", got)
		}
	}
}

// A render that began before a change and ended after it must never be served
// to somebody who asks after the change.
func TestARenderThatBeganBeforeTheChangeIsNotServedAfterIt(t *testing.T) {
	p := open(t)
	var truth atomic.Int64
	started, proceed := make(chan struct{}), make(chan struct{})
	var once sync.Once
	render := func(context.Context) (cache.Page, error) {
		seen := truth.Load()
		once.Do(func() {
			close(started)
			<-proceed
		})
		return page(fmt.Sprint(seen), "article:1"), nil
	}
	slow := make(chan string, 1)
	go func() {
		got, _ := p.Fetch(context.Background(), "a", render)
		slow <- string(got.Body)
	}()
	<-started
	truth.Store(1)
	if err := p.Bump(t.Context(), 0, "article:1"); err != nil {
		t.Fatal(err)
	}
	after := make(chan string, 1)
	go func() { // joins the render that is under way
		got, _ := p.Fetch(context.Background(), "a", render)
		after <- string(got.Body)
	}()
	time.Sleep(50 * time.Millisecond)
	close(proceed)
	if got := <-after; got != "1" {
		t.Errorf("who asked after the change got %q", got)
	}
	<-slow
	if got := fetch(t, p, "a", render); got != "1" {
		t.Errorf("the old render was kept: %q", got)
	}
}

func TestABumpReachesOtherNodes(t *testing.T) {
	url := testkit.Redis(t).URL
	one, two := node(t, url), node(t, url)
	var truth atomic.Int64
	render := func(context.Context) (cache.Page, error) { return page(fmt.Sprint(truth.Load()), "x"), nil }
	for round := range int64(50) {
		fetch(t, two, "a", render)
		truth.Store(round + 1)
		if err := one.Bump(t.Context(), 0, "x"); err != nil {
			t.Fatal(err)
		}
		want := fmt.Sprint(round + 1)
		deadline := time.Now().Add(time.Second)
		for fetch(t, two, "a", render) != want { // Redis pushes the news within about a millisecond
			if time.Now().After(deadline) {
				t.Fatalf("round %d: the other node served an outdated page for a second", round)
			}
		}
	}
}

func TestARenderLearnsHowFarItsDatabaseMustBe(t *testing.T) {
	client, err := cache.Open(testkit.Redis(t).URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	var told []int64
	p := cache.New(client, 10*time.Minute, slog.New(slog.DiscardHandler))
	p.RenderOn(func(ctx context.Context, position int64) context.Context {
		told = append(told, position)
		return ctx
	})
	render := func(context.Context) (cache.Page, error) { return page("x", "a"), nil }
	fetch(t, p, "a", render)
	for _, position := range []int64{7, 9_000_000_000_000, 8} { // a late job must not set it back
		if err := p.Bump(t.Context(), position, "a"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(50 * time.Millisecond) // until this process's memory has heard of it
		fetch(t, p, "a", render)
	}
	if want := []int64{0, 7, 9_000_000_000_000, 9_000_000_000_000}; !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}

func TestManyWhoMissCauseOneRender(t *testing.T) {
	p := open(t)
	var renders atomic.Int64
	var group sync.WaitGroup
	for range 200 {
		group.Go(func() {
			_, _ = p.Fetch(context.Background(), "a", func(context.Context) (cache.Page, error) {
				renders.Add(1)
				time.Sleep(100 * time.Millisecond)
				return page("x"), nil
			})
		})
	}
	group.Wait()
	if n := renders.Load(); n != 1 {
		t.Errorf("%d renders", n)
	}
}

func TestFailuresAreNotKept(t *testing.T) {
	p := open(t)
	broken := errors.New("broken")
	if _, err := p.Fetch(t.Context(), "a", func(context.Context) (cache.Page, error) { return cache.Page{}, broken }); !errors.Is(err, broken) {
		t.Fatalf("err = %v", err)
	}
	if _, err := p.Fetch(t.Context(), "a", func(context.Context) (cache.Page, error) { panic("at the disco") }); err == nil {
		t.Fatal("a panic was swallowed")
	}
	if got := fetch(t, p, "a", func(context.Context) (cache.Page, error) { return page("sound"), nil }); got != "sound" {
		t.Errorf("got %q", got)
	}
}

// A reader comes while somebody else's render has just found no such article,
// but after the article's publication.
func TestAFailureThatBeganBeforeTheChangeIsNotShared(t *testing.T) {
	p := open(t)
	begun, goOn := make(chan struct{}), make(chan struct{})
	var published atomic.Bool
	first := make(chan error, 1)
	go func() {
		_, err := p.Fetch(t.Context(), "a", func(context.Context) (cache.Page, error) {
			close(begun)
			<-goOn
			return cache.Page{}, errors.New("not there")
		})
		first <- err
	}()
	<-begun
	published.Store(true)
	second := make(chan string, 1)
	go func() {
		got, err := p.Fetch(t.Context(), "a", func(context.Context) (cache.Page, error) {
			return page(fmt.Sprint("published: ", published.Load()), "article:1"), nil
		})
		second <- fmt.Sprint(string(got.Body), err)
	}()
	time.Sleep(100 * time.Millisecond) // it has joined
	close(goOn)
	if err := <-first; err == nil {
		t.Error("the first reader got a page")
	}
	if got := <-second; got != "published: true<nil>" {
		t.Errorf("the second reader got %q", got)
	}
}

func TestOneWhoLeavesDoesNotEndTheRenderOfOthers(t *testing.T) {
	p := open(t)
	impatient, leave := context.WithCancel(t.Context())
	started := make(chan struct{})
	render := func(ctx context.Context) (cache.Page, error) {
		close(started)
		time.Sleep(50 * time.Millisecond)
		return page("x"), ctx.Err()
	}
	stayed := make(chan error, 1)
	go func() {
		_, err := p.Fetch(impatient, "a", render)
		stayed <- err
	}()
	<-started
	patient := make(chan error, 1)
	go func() {
		_, err := p.Fetch(context.Background(), "a", func(context.Context) (cache.Page, error) { return page("x"), nil })
		patient <- err
	}()
	leave()
	if err := <-stayed; !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
	if err := <-patient; err != nil {
		t.Errorf("the other one's page failed: %v", err)
	}
}

func TestWithoutRedisPagesAreRendered(t *testing.T) {
	server := testkit.Redis(t)
	p := node(t, server.URL)
	render := func(context.Context) (cache.Page, error) { return page("x"), nil }
	fetch(t, p, "a", render)
	server.Stop()
	for range 5 {
		begin := time.Now()
		if got := fetch(t, p, "a", render); got != "x" {
			t.Fatalf("got %q", got)
		}
		if took := time.Since(begin); took > time.Second {
			t.Errorf("the page took %s without Redis", took)
		}
	}
}
