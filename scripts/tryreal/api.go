package main

import "time"

// What this client reads of the contracts.
type (
	language struct {
		Code    string `json:"code"`
		SiteURL string `json:"siteUrl"`
	}
	picture struct {
		ID         int64       `json:"id"`
		Version    int64       `json:"version"`
		Format     string      `json:"format"`
		Width      int         `json:"width"`
		Height     int         `json:"height"`
		Renditions []rendition `json:"renditions"`
	}
	rendition struct {
		Name   int    `json:"name"`
		Width  int    `json:"width"`
		Height int    `json:"height"`
		URL    string `json:"url"`
	}
	article struct {
		ID          int64  `json:"id"`
		StoryID     int64  `json:"storyId"`
		Version     int64  `json:"version"`
		Slug        string `json:"slug"`
		State       string `json:"state"`
		URL         string `json:"url"`
		PublishedAt string `json:"publishedAt"`
	}
	summary struct {
		ID          int64     `json:"id"`
		Language    string    `json:"language"`
		Title       string    `json:"title"`
		URL         string    `json:"url"`
		PublishedAt time.Time `json:"publishedAt"`
	}
	labelled struct {
		ID     int64                        `json:"id"`
		Labels map[string]map[string]string `json:"labels"`
	}
	page[T any] struct {
		Items      []T     `json:"items"`
		NextCursor *string `json:"nextCursor"`
	}
	publicArticle struct {
		summary
		Lead     string `json:"lead"`
		BodyHTML string `json:"bodyHtml"`
		Versions []struct {
			ID       int64  `json:"id"`
			Language string `json:"language"`
			URL      string `json:"url"`
		} `json:"versions"`
	}
)
