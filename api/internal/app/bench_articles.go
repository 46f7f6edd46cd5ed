package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/httpx"
)

// BenchArticles measures how many articles a second so many clients at once create
// through the newsroom's API, over HTTP: with journal entry, revision and event, while
// the journal is sealed and the events are delivered. Run it on a portal of its own.
func (a *App) BenchArticles(ctx context.Context, clients int, length time.Duration) (Rate, error) {
	people, tokens, base, stop, err := a.benchNewsroom(ctx, clients)
	if err != nil {
		return Rate{}, err
	}
	defer stop()
	var rubric int64
	if err := a.DB.Primary.NewRaw("SELECT min(id) FROM rubrics").Scan(ctx, &rubric); err != nil {
		return Rate{}, err
	}
	web := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
	text := json.RawMessage(`{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"Елордада жаңа мектеп ашылды. Онда мың екі жүз бала оқиды, деп хабарлайды қала әкімдігі."}]}]}`)
	return measureRate(ctx, "articles created through the API", people, length, func(ctx context.Context, client, n int) error {
		body, err := json.Marshal(map[string]any{
			"language": a.Config.Languages.Main().Code, "title": fmt.Sprintf("Елордада жаңа мектеп ашылды %d-%d", client, n),
			"lead": "Онда мың екі жүз бала оқиды.", "body": text, "rubricId": rubric,
		})
		if err != nil {
			return err
		}
		return post(ctx, web, base+"/news", tokens[client], body)
	})
}

func post(ctx context.Context, web *http.Client, url, token string, body []byte) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := web.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusCreated {
		err = fmt.Errorf("%s: %s: %s", url, answer.Status, text)
	}
	return err
}

// benchNewsroom serves the newsroom's API on a port of its own, with what goes on
// beside it, and logs the clients' users in.
func (a *App) benchNewsroom(ctx context.Context, clients int) (people []access.Principal, tokens []string, base string, stop func(), err error) {
	if people, err = a.benchPeople(ctx, clients); err != nil {
		return nil, nil, "", nil, err
	}
	handler, err := a.Handler("api-admin")
	if err != nil {
		return nil, nil, "", nil, err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, "", nil, err
	}
	serving, cancel := context.WithCancel(ctx)
	done := make(chan error, 3)
	for _, work := range []func(context.Context) error{
		a.sealJournal, a.deliver, func(ctx context.Context) error { return httpx.Serve(ctx, listener, handler, time.Second) },
	} {
		go func() { done <- work(serving) }()
	}
	stop = func() {
		cancel()
		for range cap(done) {
			<-done
		}
	}
	for i := range people {
		in, err := a.Accounts.Login(ctx, fmt.Sprintf("bench%d@baq.test", i), benchPassword)
		if err != nil {
			stop()
			return nil, nil, "", nil, err
		}
		tokens = append(tokens, in.AccessToken)
	}
	return people, tokens, "http://" + listener.Addr().String() + "/api/admin/v1", stop, nil
}
