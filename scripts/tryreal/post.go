package main

import (
	"context"
	"fmt"
	"net/http"
)

// postAll writes and publishes all stories.
func (t *trial) postAll(ctx context.Context, stories []*story) {
	each(ctx, t.report, "stories posted and published", stories, func(ctx context.Context, s *story) {
		for _, v := range s.versions {
			if err := t.post(ctx, s, v); err != nil {
				t.report.check("article: is published", false, "%s %s: %v", s.name, v.language, err)
				return
			}
			t.report.check("article: is published", v.made.State == "published" && v.made.URL != "", "%s: %+v", s.name, v.made)
		}
	})
}

func (t *trial) post(ctx context.Context, s *story, v *version) error {
	var draft article
	if err := t.client.admin(ctx, "admin create article", http.MethodPost, "/news", v.input(s.versions[0].made.StoryID), &draft); err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	t.report.check("article: begins as a draft", draft.State == "draft", "%s: %s", s.name, draft.State)
	return t.publish(ctx, v, draft)
}

func (t *trial) publish(ctx context.Context, v *version, now article) error {
	path := fmt.Sprintf("/news/%d/publish", now.ID)
	if err := t.client.admin(ctx, "admin publish article", http.MethodPost, path, map[string]int64{"version": now.Version}, &v.made); err != nil {
		return fmt.Errorf("publishing %d: %w", now.ID, err)
	}
	return nil
}

// published are the versions that stand on the sites, by language.
func published(stories []*story) map[string][]*version {
	all := map[string][]*version{}
	for _, s := range stories {
		for _, v := range s.versions {
			if v.made.URL != "" {
				all[v.language] = append(all[v.language], v)
			}
		}
	}
	return all
}

// addresses are those of the story's published versions, by language.
func (s *story) addresses() map[string]string {
	all := map[string]string{}
	for _, v := range s.versions {
		if v.made.URL != "" {
			all[v.language] = v.made.URL
		}
	}
	return all
}
