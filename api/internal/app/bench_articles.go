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
// the journal is sealed and the events are delivered. The second rate is the yardstick:
// the same rows, put by plain SQL into tables with the same indexes, one transaction and
// one round trip each. Run it on a portal of its own.
func (a *App) BenchArticles(ctx context.Context, clients int, length time.Duration) ([]Rate, error) {
	people, tokens, base, stop, err := a.benchNewsroom(ctx, clients)
	if err != nil {
		return nil, err
	}
	written, err := a.benchCreation(ctx, people, tokens, base, length)
	stop() // what is measured beside it has the machine for itself
	if err != nil {
		return nil, err
	}
	bare, err := a.benchBareRows(ctx, people, length)
	return []Rate{written, bare}, err
}

// Rest waits until the events that have been published are delivered and the journal is
// sealed, by whoever does so.
func (a *App) Rest(ctx context.Context) error {
	for {
		var busy bool
		err := a.DB.Primary.NewRaw("SELECT EXISTS (SELECT FROM jobs.river_job WHERE state IN ('available', 'running', 'retryable')) OR EXISTS (SELECT FROM journal_pending)").Scan(ctx, &busy)
		if err != nil || !busy {
			return err
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// benchCreation measures the API of a portal that has come to rest.
func (a *App) benchCreation(ctx context.Context, people []access.Principal, tokens []string, base string, length time.Duration) (Rate, error) {
	if err := a.Rest(ctx); err != nil {
		return Rate{}, err
	}
	var rubric int64
	if err := a.DB.Primary.NewRaw("SELECT min(id) FROM rubrics").Scan(ctx, &rubric); err != nil {
		return Rate{}, err
	}
	run := time.Now().Unix() // other titles than those of a run before
	web := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: len(people)}}
	text := json.RawMessage(`{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"Елордада жаңа мектеп ашылды. Онда мың екі жүз бала оқиды, деп хабарлайды қала әкімдігі."}]}]}`)
	return a.measureRate(ctx, "articles created through the API", people, length, func(ctx context.Context, client, n int) error {
		body, err := json.Marshal(map[string]any{
			"language": a.Config.Languages.Main().Code, "title": fmt.Sprintf("Елордада жаңа мектеп ашылды %d-%d-%d", run, client, n),
			"lead": "Онда мың екі жүз бала оқиды.", "body": text, "rubricId": rubric,
		})
		if err != nil {
			return err
		}
		return post(ctx, web, base+"/news", tokens[client], body)
	})
}

// bareTables are those that a creation writes to, without triggers and foreign keys.
var bareTables = []string{"stories", "articles", "article_revisions", "journal_entries", "journal_pending"}

// benchBareRows writes what the last creation wrote.
func (a *App) benchBareRows(ctx context.Context, people []access.Principal, length time.Duration) (Rate, error) {
	for _, table := range bareTables {
		if _, err := a.DB.Pool.Exec(ctx, fmt.Sprintf("DROP TABLE IF EXISTS bare_%[1]s; CREATE TABLE bare_%[1]s (LIKE %[1]s INCLUDING ALL)", table)); err != nil {
			return Rate{}, err
		}
	}
	return a.measureRate(ctx, "the same rows by plain SQL", people, length, func(ctx context.Context, client, n int) error {
		_, err := a.DB.Pool.Exec(ctx, `WITH this AS (SELECT * FROM articles ORDER BY id DESC LIMIT 1), story AS (INSERT INTO bare_stories DEFAULT VALUES RETURNING id),
			article AS (INSERT INTO bare_articles (story_id, language, state, title, slug, lead, body, rubric_id, created_by, updated_by, urgency, text_version)
				SELECT story.id, language, state, title || $1, slug || $1, lead, body, rubric_id, created_by, updated_by, urgency, text_version FROM this, story RETURNING id),
			revision AS (INSERT INTO bare_article_revisions (article_id, version, text_version, actor_id, action, state, content, address, user_agent, request_id)
				SELECT article.id, version, text_version, actor_id, action, state, content, address, user_agent, request_id
				FROM article, article_revisions WHERE article_id = (SELECT id FROM this) AND version = 1),
			entry AS (INSERT INTO bare_journal_entries (uid, at, actor_id, actor_name, action, object_type, object_id, diff, address, user_agent, request_id, key, mac)
				SELECT gen_random_uuid(), at, actor_id, actor_name, action, object_type, object_id, diff, address, user_agent, request_id, key, mac
				FROM journal_entries WHERE object_type = 'article' AND object_id = (SELECT id::text FROM this) LIMIT 1 RETURNING id)
			INSERT INTO bare_journal_pending SELECT id FROM entry`, fmt.Sprintf("-%d-%d", client, n))
		return err
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
		in, err := a.Accounts.Login(ctx, benchEmail(i), benchPassword)
		if err != nil {
			stop()
			return nil, nil, "", nil, err
		}
		tokens = append(tokens, in.AccessToken)
	}
	return people, tokens, "http://" + listener.Addr().String() + "/api/admin/v1", stop, nil
}
