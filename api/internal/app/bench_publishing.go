package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"baq.kz/portal/api/internal/features/accounts"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/lang"
)

// Publisher writes and publishes articles through the newsroom's API of any node, for
// measurements. One goroutine at a time may use it.
type Publisher struct {
	languages []lang.Language
	token     string
	rubrics   map[lang.Code]label
	tags      map[lang.Code][]label
	web       *http.Client
	written   int
}

// label is a rubric or a tag in a language.
type label struct {
	ID   int64
	Slug string
}

const (
	// movingTags are those that publications carry in turn, tagsEach at a time.
	movingTags = 100
	tagsEach   = 10
)

// Publisher makes one with a person of its own.
func (a *App) Publisher(ctx context.Context) (*Publisher, error) {
	if err := a.Accounts.EnsureRoles(ctx); err != nil {
		return nil, err
	}
	email := fmt.Sprintf("publisher%d@baq.test", time.Now().UnixNano()) // a kept portal has those of before
	if _, err := a.Accounts.CreateUser(ctx, accounts.NewUser{Email: email, Name: "Өлшеуші", Password: benchPassword, Roles: []string{"chief_editor"}}); err != nil {
		return nil, err
	}
	in, err := a.Accounts.Login(ctx, email, benchPassword)
	if err != nil {
		return nil, err
	}
	p := &Publisher{languages: a.Config.Languages.All(), token: in.AccessToken, rubrics: map[lang.Code]label{}, tags: map[lang.Code][]label{}, web: &http.Client{}}
	for _, l := range p.languages {
		var rubric label
		if err := a.DB.Primary.NewRaw("SELECT rubric_id AS id, slug FROM rubric_labels WHERE language = ? ORDER BY 1 LIMIT 1", l.Code).Scan(ctx, &rubric); err != nil {
			return nil, err
		}
		var tags []label
		if err := a.DB.Primary.NewRaw("SELECT tag_id AS id, slug FROM tag_labels WHERE language = ? ORDER BY 1 LIMIT ?", l.Code, movingTags).Scan(ctx, &tags); err != nil {
			return nil, err
		}
		if len(tags) < movingTags {
			return nil, fmt.Errorf("there are %d tags, and not %d", len(tags), movingTags)
		}
		p.rubrics[l.Code], p.tags[l.Code] = rubric, tags
	}
	return p, nil
}

// MovingPages are the pages, on the main site, of the tags that publications carry, and the
// newest articles of each.
func (a *App) MovingPages(ctx context.Context) (paths []string, err error) {
	main := a.Config.Languages.Main().Code
	var slugs []string
	err = a.DB.Primary.NewRaw(`WITH moving AS (SELECT tag_id FROM tag_labels WHERE language = ?0 ORDER BY 1 LIMIT ?1)
		SELECT DISTINCT newest.slug FROM moving, LATERAL (SELECT slug FROM article_tags x JOIN articles a ON a.id = x.article_id
			WHERE x.tag_id = moving.tag_id AND x.language = ?0 AND x.published_at IS NOT NULL ORDER BY x.published_at DESC LIMIT 3) newest`,
		main, movingTags).Scan(ctx, &slugs)
	if err != nil {
		return nil, err
	}
	for _, slug := range slugs {
		paths = append(paths, news.Path(slug))
	}
	slugs = nil
	err = a.DB.Primary.NewRaw("SELECT slug FROM tag_labels WHERE language = ? ORDER BY tag_id LIMIT ?", main, movingTags).Scan(ctx, &slugs)
	for _, slug := range slugs {
		paths = append(paths, tagPath+slug)
	}
	return paths, err
}

const tagPath = "/tag/"

// Publication is an article that has just been published.
type Publication struct {
	Mark            string // all that shows the article leads to its address
	Host            string
	Begun, Answered time.Time // when it was sent to be published, and when that was answered
	Pages           []PublishedAt
}

// PublishedAt is an address that shows a publication.
type PublishedAt struct{ Kind, Path string }

// Publish writes an article through one node, in each language in turn, and publishes it
// through another.
func (p *Publisher) Publish(ctx context.Context, writeAt, publishAt string) (out Publication, err error) {
	language := p.languages[p.written%len(p.languages)]
	tags, rubric := p.tags[language.Code], p.rubrics[language.Code]
	carried := make([]int64, tagsEach)
	first := p.written / len(p.languages) * tagsEach
	for i := range carried {
		carried[i] = tags[(first+i)%len(tags)].ID
	}
	p.written++
	word := strconv.FormatInt(time.Now().UnixNano(), 10)
	out = Publication{Host: language.Site.Host}
	var article struct {
		ID, Version int64
		Slug        string
	}
	text := json.RawMessage(`{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"Елордада жаңа мектеп ашылды. Онда мың екі жүз бала оқиды, деп хабарлайды қала әкімдігі."}]}]}`)
	err = p.send(ctx, writeAt, "/news", http.StatusCreated, map[string]any{
		"language": language.Code, "title": "Мектеп " + word, "lead": "Онда мың екі жүз бала оқиды.", "body": text, "rubricId": rubric.ID, "tagIds": carried,
	}, &article)
	if err != nil {
		return out, err
	}
	out.Begun = time.Now()
	err = p.send(ctx, publishAt, fmt.Sprintf("/news/%d/publish", article.ID), http.StatusOK, map[string]any{"version": article.Version}, &article)
	out.Answered, out.Mark = time.Now(), article.Slug
	api, tag := "/api/v1/news?lang="+string(language.Code), tags[first%len(tags)]
	out.Pages = []PublishedAt{
		{"article", news.Path(article.Slug)}, {"AMP", "/amp" + news.Path(article.Slug)}, {"tag", tagPath + tag.Slug}, {"rubric", "/rubric/" + rubric.Slug},
		{"front page", "/"}, {"latest", "/latest"}, {"feed", "/feed.rss"}, {"tag's feed", tagPath + tag.Slug + "/feed.atom"}, {"news sitemap", "/sitemap-news.xml"},
		{"list API", api}, {"list API, tag", fmt.Sprintf("%s&tag=%d", api, tag.ID)}, {"article API by slug", fmt.Sprintf("/api/v1/addresses/%s?lang=%s", url.PathEscape(article.Slug), language.Code)},
		{"search", "/search?q=" + word}, {"search API", "/api/v1/search?lang=" + string(language.Code) + "&q=" + word},
	}
	return out, err
}

func (p *Publisher) send(ctx context.Context, base, path string, want int, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/api/admin/v1"+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+p.token)
	answer, err := p.web.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode != want {
		return fmt.Errorf("%s: %s: %s", path, answer.Status, text)
	}
	return json.Unmarshal(text, out)
}
