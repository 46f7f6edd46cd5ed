package main

import (
	"encoding/json"
	"time"

	"github.com/uptrace/bun"
)

// article has the columns that the portal's own answers tell of.
type article struct {
	bun.BaseModel `bun:"table:articles,alias:a"`

	ID          int64           `bun:",pk" json:"id"`
	Title       string          `json:"title"`
	Slug        string          `json:"slug"`
	Lead        string          `json:"lead"`
	Body        json.RawMessage `bun:"type:jsonb" json:"body,omitempty"`
	Urgency     string          `json:"urgency"`
	Source      string          `json:"source"`
	Location    string          `json:"location"`
	PublishedAt time.Time       `json:"publishedAt"`
	UpdatedAt   time.Time       `json:"updatedAt"`
	RubricID    int64           `json:"-"`
	PictureID   *int64          `json:"pictureId"`

	Rubric  *rubric  `bun:"rel:belongs-to,join:rubric_id=rubric_id" json:"rubric"`
	Authors []author `bun:"m2m:article_authors,join:Article=Author" json:"authors"`
	Tags    []tag    `bun:"m2m:article_tags,join:Article=Tag" json:"tags"`
}

type rubric struct {
	bun.BaseModel `bun:"table:rubric_labels,alias:rubric"`

	ID   int64  `bun:"rubric_id,pk" json:"id"`
	Name string `json:"name"`
	Slug string `json:"slug"`
}

type author struct {
	bun.BaseModel `bun:"table:author_labels,alias:author"`

	ID   int64  `bun:"author_id,pk" json:"id"`
	Name string `json:"name"`
	Slug string `json:"slug"`
}

type tag struct {
	bun.BaseModel `bun:"table:tag_labels,alias:tag"`

	ID   int64  `bun:"tag_id,pk" json:"id"`
	Name string `json:"name"`
	Slug string `json:"slug"`
}

type articleAuthor struct {
	bun.BaseModel `bun:"table:article_authors"`

	ArticleID int64    `bun:",pk"`
	Article   *article `bun:"rel:belongs-to,join:article_id=id"`
	AuthorID  int64    `bun:",pk"`
	Author    *author  `bun:"rel:belongs-to,join:author_id=author_id"`
}

type articleTag struct {
	bun.BaseModel `bun:"table:article_tags"`

	ArticleID int64    `bun:",pk"`
	Article   *article `bun:"rel:belongs-to,join:article_id=id"`
	TagID     int64    `bun:",pk"`
	Tag       *tag     `bun:"rel:belongs-to,join:tag_id=tag_id"`
}
