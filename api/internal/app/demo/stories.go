package demo

import (
	"context"
	"fmt"
	"time"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/pages"
	"baq.kz/portal/api/internal/platform/lang"
)

// translation is how long after the first language version the next appears.
const translation = 3 * time.Minute

func (s *seeder) seedStories(ctx context.Context) error {
	s.paths = map[lang.Code]map[string]string{}
	for _, l := range s.languages {
		s.paths[l] = map[string]string{}
	}
	for _, story := range s.script.Stories {
		if err := s.story(ctx, story); err != nil {
			return fmt.Errorf("%s: %w", story.Key, err)
		}
	}
	return nil
}

func (s *seeder) story(ctx context.Context, story Story) error {
	var storyID int64
	at := s.began.Add(-story.Ago)
	for _, l := range s.languages {
		v, ok := story.In[string(l)]
		if !ok {
			continue
		}
		article, err := s.version(ctx, story, l, v, storyID)
		if err != nil {
			return err
		}
		storyID = article.StoryID
		s.paths[l][story.Key] = news.Path(article.Slug)
		if article.State == news.Draft && !story.Draft() {
			if _, err := s.News.PublishAt(s.as(ctx, editor), article.ID, article.Version, at); err != nil {
				return err
			}
		}
		if article.State == news.Draft && story.Draft() {
			if err := s.advance(ctx, story, article); err != nil {
				return err
			}
		}
		at = at.Add(translation)
	}
	return nil
}

// advance leads a draft to where the story stays. What an interrupted run left on
// the way stays there: it is somebody's desk.
func (s *seeder) advance(ctx context.Context, story Story, a news.Article) (err error) {
	ctx = s.as(ctx, editor)
	switch news.State(story.State) {
	case news.InReview:
		_, err = s.News.Submit(ctx, a.ID, a.Version)
	case news.Ready:
		_, err = s.News.Approve(ctx, a.ID, a.Version)
	case news.Scheduled:
		due := s.began.Add(story.Due)
		if until := time.Now().Add(time.Hour); due.Before(until) { // begun long ago
			due = until
		}
		_, err = s.News.Schedule(ctx, a.ID, a.Version, &due, nil)
	}
	return err
}

// version finds the story's text in a language, or writes it.
func (s *seeder) version(ctx context.Context, story Story, l lang.Code, v Version, storyID int64) (news.Article, error) {
	found, _, err := s.News.List(ctx, news.Filter{Language: l, Search: v.Title, Limit: lookUp})
	if err != nil {
		return news.Article{}, err
	}
	for _, a := range found {
		if a.Slug == v.Slug(l) {
			return s.News.Get(ctx, a.ID)
		}
	}
	content, err := s.content(story, l, v)
	if err != nil {
		return news.Article{}, err
	}
	writer := correspondent
	if story.Authors[0] != "dosanova" { // she is the one whose login is there
		writer = editor
	}
	return s.News.Create(s.as(ctx, writer), l, storyID, content)
}

func (s *seeder) content(story Story, l lang.Code, v Version) (news.Content, error) {
	body, err := document(v.Body, refs{
		picture: func(key string) (int64, error) { return known(s.pictures, "picture", key) },
		story: func(key string) (string, error) {
			if path := s.paths[l][key]; path != "" {
				return path, nil
			}
			return "", fmt.Errorf("there is no story %q before this one in %s", key, l)
		},
	})
	if err != nil {
		return news.Content{}, err
	}
	rubric, picture := s.rubrics[story.Rubric], s.pictures[story.Picture]
	c := news.Content{
		Title: v.Title, Slug: v.Slug(l), Lead: v.Lead, Body: body, RubricID: &rubric, PictureID: &picture,
		SEOTitle: v.SEO.Title, SEODescription: v.SEO.Description, SEOKeywords: v.SEO.Keywords,
	}
	for _, key := range story.Tags {
		c.TagIDs = append(c.TagIDs, s.tags[key])
	}
	for _, key := range story.Authors {
		c.Credits = append(c.Credits, news.SignedBy(s.authors[key])...)
	}
	return c, nil
}

func known(ids map[string]int64, kind, key string) (int64, error) {
	id, ok := ids[key]
	if !ok {
		return 0, fmt.Errorf("there is no %s %q", kind, key)
	}
	return id, nil
}

func (s *seeder) seedPages(ctx context.Context) error {
	there, err := s.Pages.All(ctx)
	if err != nil {
		return err
	}
	have := map[string]bool{}
	for _, p := range there {
		have[p.Key+" "+string(p.Language)] = true
	}
	for _, p := range s.script.Pages {
		for _, l := range s.languages {
			if have[p.Key+" "+string(l)] {
				continue
			}
			in := p.In[string(l)]
			body, err := document(in.Body, refs{})
			if err != nil {
				return err
			}
			page := pages.Page{Key: p.Key, Language: l, Title: in.Title, Body: body, SEODescription: in.Description, State: pages.Published}
			if _, err := s.Pages.Create(s.as(ctx, chief), page); err != nil {
				return err
			}
		}
	}
	return nil
}
