package demo

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"

	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/slug"
)

// Content is the whole newsroom as it is written in the content folder.
type Content struct {
	Rubrics  []Rubric
	Tags     []Tag
	Authors  []Author
	Users    []User
	Pictures []Picture
	Stories  []Story // oldest first, drafts last
	Pages    []Page
}

// Rubric is a place in the tree. Keys bind the parts of the content; they never
// reach the database. In holds what is said in each language, by its code.
type Rubric struct {
	Key    string
	Parent string
	In     map[string]struct{ Name, Description string } `yaml:",inline"`
}

// Tag is a tag's name in each language.
type Tag struct {
	Key string
	In  map[string]string `yaml:",inline"`
}

// Author is somebody who signs stories.
type Author struct {
	Key string
	In  map[string]struct{ Name, Position, Biography string } `yaml:",inline"`
}

// User is a demo login.
type User struct {
	Email string
	Name  string
	Roles []string
}

// Picture is a file of illustrations/jpeg with what is said of it.
type Picture struct {
	Key string
	In  map[string]struct{ Caption, Alt string } `yaml:",inline"`
}

// Story is one piece of news with its language versions.
type Story struct {
	Key     string `yaml:"-"` // the file's name
	Rubric  string
	Picture string
	Authors []string
	Tags    []string
	Ago     time.Duration      // how long before the first run it was published
	State   string             // where it stays before publication, as news.State; empty: it is published
	Due     time.Duration      // of a scheduled one: how long after the first run
	In      map[string]Version `yaml:",inline"`
}

// Version is a story's text in one language. Body is in the notation of body.go.
type Version struct {
	Title string
	Lead  string
	Body  string
	SEO   struct{ Title, Description, Keywords string }
}

// Slug is the version's address; links between stories are built on it.
func (v Version) Slug(language lang.Code) string { return slug.Make(v.Title, language) }

// Draft tells whether readers are not to see the story.
func (s Story) Draft() bool { return s.State != "" }

// Page is a static page.
type Page struct {
	Key string
	In  map[string]struct{ Title, Description, Body string } `yaml:",inline"`
}

// Load reads the content that is built into the program.
func Load() (Content, error) {
	var c Content
	for name, into := range map[string]any{
		"rubrics": &c.Rubrics, "tags": &c.Tags, "authors": &c.Authors, "users": &c.Users, "pictures": &c.Pictures,
	} {
		if err := read("content/"+name+".yaml", into); err != nil {
			return c, err
		}
	}
	var err error
	if c.Stories, err = readAll[Story]("content/stories", func(key string, s *Story) { s.Key = key }); err != nil {
		return c, err
	}
	slices.SortStableFunc(c.Stories, func(a, b Story) int {
		if a.Draft() != b.Draft() {
			return map[bool]int{true: 1, false: -1}[a.Draft()]
		}
		return int(b.Ago - a.Ago)
	})
	c.Pages, err = readAll[Page]("content/pages", func(string, *Page) {})
	return c, err
}

func readAll[T any](folder string, named func(key string, one *T)) ([]T, error) {
	names, err := fs.Glob(files, folder+"/*.yaml")
	if err != nil {
		return nil, err
	}
	all := make([]T, len(names))
	for i, name := range names {
		if err := read(name, &all[i]); err != nil {
			return nil, err
		}
		base := path.Base(name)
		named(base[:len(base)-len(".yaml")], &all[i])
	}
	return all, nil
}

func read(name string, into any) error {
	text, err := files.ReadFile(name)
	if err != nil {
		return err
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil && err != io.EOF {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// open opens a picture's file.
func (p Picture) open() (fs.File, error) { return files.Open("illustrations/jpeg/" + p.Key + ".jpg") }
