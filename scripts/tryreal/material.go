package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// story is a real item: a text in one language, or its two in two.
type story struct {
	name     string // the item's id in its file
	rubric   string
	year     string
	versions []*version
}

// version is one text of a story, and what the portal made of it.
type version struct {
	language   string
	title      string
	lead       string
	paragraphs []string

	picture *picture // the lead picture; nil without
	inside  *picture // a picture within the text; nil without
	made    article  // after publication
	rubric  *labelled
	tag     *labelled
	author  *labelled
}

// The contract's limits.
const (
	maxTitle = 300
	maxLead  = 2000
)

type item struct {
	ID       string  `json:"id"`
	Lang     string  `json:"lang"`
	Title    string  `json:"title"`
	Body     string  `json:"body"`
	Date     *string `json:"date"`
	Category *string `json:"category"`
	RuTitle  *string `json:"ru_title"`
	RuBody   *string `json:"ru_body"`
}

// readStories reads the items of a file of JSON lines.
func readStories(file string) ([]*story, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []*story
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 4<<20)
	for lines.Scan() {
		var in item
		if err := json.Unmarshal(lines.Bytes(), &in); err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", filepath.Base(file), len(all)+1, err)
		}
		all = append(all, in.story())
	}
	return all, lines.Err()
}

func (in item) story() *story {
	s := &story{name: in.ID, rubric: or(in.Category, "news"), year: or(in.Date, "2016")[:4]}
	s.versions = append(s.versions, newVersion(in.Lang, in.Title, in.Body))
	if title := or(in.RuTitle, ""); title != "" {
		s.versions = append(s.versions, newVersion("ru", title, or(in.RuBody, "")))
	}
	return s
}

func or(s *string, otherwise string) string {
	if s == nil || *s == "" {
		return otherwise
	}
	return *s
}

// newVersion divides a text into title, lead and paragraphs. A title that is
// longer than the contract allows is cut between words, and stands whole as the
// first paragraph; so does the title of an item that has no text but itself.
func newVersion(language, title, body string) *version {
	v := &version{language: language, title: fold(title)}
	for line := range strings.SplitSeq(body, "\n") {
		if line = norm.NFC.String(line); strings.TrimSpace(line) != "" {
			v.paragraphs = append(v.paragraphs, line)
		}
	}
	if utf8.RuneCountInString(v.title) > maxTitle || len(v.paragraphs) == 0 {
		v.paragraphs = append([]string{v.title}, v.paragraphs...)
		v.title = cut(v.title, maxTitle)
	}
	if len(v.paragraphs) > 1 && utf8.RuneCountInString(v.paragraphs[0]) <= maxLead {
		v.lead, v.paragraphs = fold(v.paragraphs[0]), v.paragraphs[1:]
	}
	return v
}

func cut(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return strings.TrimSpace(string(r[:most])[:strings.LastIndex(string(r[:most]), " ")])
}

// fold is how texts are compared: NFC, and any white space is one space.
func fold(s string) string { return strings.Join(strings.Fields(norm.NFC.String(s)), " ") }
