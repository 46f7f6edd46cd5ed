package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"
)

// trial is one run of the real material through a portal.
type trial struct {
	client *client
	report *report
	sites  map[string]string // address of each language's site, no slash at its end
	ours   map[string]*version
}

// run does all of it; an error means that it could not be done at all.
func (t *trial) run(ctx context.Context, data string, limit int) error {
	stories, files, err := material(data, limit)
	if err != nil {
		return err
	}
	if err := t.findSites(ctx); err != nil {
		return err
	}
	if _, err := t.client.login.token(ctx); err != nil {
		return err
	}
	t.report.say("%d stories, %d pictures; sites %v", len(stories), len(files), t.sites)
	pictures := t.uploadAll(ctx, files)
	shelves, err := t.prepare(ctx, stories)
	if err != nil {
		return fmt.Errorf("rubrics, tags and authors: %w", err)
	}
	shelves.assign(stories, pictures)
	began := time.Now()
	t.postAll(ctx, stories)
	t.report.say("  posting took %s", time.Since(began).Round(time.Millisecond))
	for _, versions := range published(stories) {
		for _, v := range versions {
			t.report.check("article: address of its own", t.ours[v.made.URL] == nil, "%s", v.made.URL)
			t.ours[v.made.URL] = v
		}
	}
	t.checkDraft(ctx, stories[0])
	t.checkArticles(ctx, stories)
	t.checkLists(ctx, stories)
	t.checkTakingBack(ctx, stories)
	return ctx.Err()
}

// material reads stories and pictures; limit (0: none) shortens both for a quick look.
func material(data string, limit int) ([]*story, []*file, error) {
	var stories []*story
	for _, name := range []string{"kk_official_2011-2015.jsonl", "ru_nerel.jsonl"} {
		more, err := readStories(filepath.Join(data, "news", name))
		if err != nil {
			return nil, nil, err
		}
		stories = append(stories, head(more, limit)...)
	}
	files, err := readManifest(filepath.Join(data, "images"))
	return stories, head(files, limit), err
}

func head[T any](all []T, limit int) []T {
	if limit > 0 && limit < len(all) {
		return all[:limit]
	}
	return all
}

// findSites asks the portal for its languages; the material is in two of them.
func (t *trial) findSites(ctx context.Context) error {
	var got struct{ Items []language }
	if err := t.client.public(ctx, "public languages", "/languages", &got); err != nil {
		return fmt.Errorf("asking for the languages: %w", err)
	}
	for _, l := range got.Items {
		t.sites[l.Code] = l.SiteURL
	}
	if t.sites["kk"] == "" || t.sites["ru"] == "" {
		return fmt.Errorf("the portal must have the languages kk and ru; it has %v", t.sites)
	}
	return nil
}
