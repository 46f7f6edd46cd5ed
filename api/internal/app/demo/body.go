package demo

import (
	"fmt"
	"regexp"
	"strings"

	"baq.kz/portal/api/internal/platform/richtext"
)

// refs turns the keys of a body into what the portal knows them by.
type refs struct {
	picture func(key string) (int64, error)
	story   func(key string) (path string, err error)
}

// The notation: blocks stand between empty lines. "## " and "### " begin a
// heading, "> " a quotation, "- " and "1. " lists, "![picture](caption)" is a
// picture; all else is a paragraph. Within a line **bold**, *italic* and
// [text](address), where "story:key" is the address of another story.
var (
	pictureLine = regexp.MustCompile(`^!\[([a-z-]+)\]\((.*)\)$`)
	numbered    = regexp.MustCompile(`^\d+\. `)
	inlineMark  = regexp.MustCompile(`\*\*(.+?)\*\*|\*(.+?)\*|\[(.+?)\]\((.+?)\)`)
)

// document builds the editor's document from a body.
func document(body string, r refs) (richtext.Document, error) {
	var blocks []richtext.Block
	for _, text := range strings.Split(strings.TrimSpace(body), "\n\n") {
		b, err := block(strings.Split(strings.TrimSpace(text), "\n"), r)
		if err != nil {
			return richtext.Document{}, err
		}
		blocks = append(blocks, b)
	}
	return richtext.New(blocks...)
}

func block(lines []string, r refs) (richtext.Block, error) {
	first := lines[0]
	if m := pictureLine.FindStringSubmatch(first); m != nil {
		id, err := r.picture(m[1])
		return richtext.Picture(id, m[2]), err
	}
	for mark, level := range map[string]int{"## ": 2, "### ": 3} {
		if text, ok := strings.CutPrefix(first, mark); ok {
			line, err := inline(text, r)
			return richtext.Heading(level, line...), err
		}
	}
	switch {
	case strings.HasPrefix(first, "> "):
		line, err := inline(joined(lines, "> "), r)
		return richtext.Quote(richtext.Paragraph(line...)), err
	case strings.HasPrefix(first, "- "):
		items, err := list(lines, func(s string) string { return strings.TrimPrefix(s, "- ") }, r)
		return richtext.BulletList(items...), err
	case numbered.MatchString(first):
		items, err := list(lines, func(s string) string { return numbered.ReplaceAllString(s, "") }, r)
		return richtext.OrderedList(1, items...), err
	}
	line, err := inline(joined(lines, ""), r)
	return richtext.Paragraph(line...), err
}

func joined(lines []string, mark string) string {
	for i, l := range lines {
		lines[i] = strings.TrimPrefix(l, mark)
	}
	return strings.Join(lines, " ")
}

func list(lines []string, text func(string) string, r refs) ([][]richtext.Block, error) {
	var items [][]richtext.Block
	for _, l := range lines {
		line, err := inline(text(l), r)
		if err != nil {
			return nil, err
		}
		items = append(items, richtext.Item(line...))
	}
	return items, nil
}

func inline(text string, r refs) ([]richtext.Inline, error) {
	var out []richtext.Inline
	plain := func(s string) {
		if s != "" {
			out = append(out, richtext.Text(s))
		}
	}
	at := 0
	for _, m := range inlineMark.FindAllStringSubmatchIndex(text, -1) {
		plain(text[at:m[0]])
		at = m[1]
		switch {
		case m[2] >= 0:
			out = append(out, richtext.Text(text[m[2]:m[3]]).Bold())
		case m[4] >= 0:
			out = append(out, richtext.Text(text[m[4]:m[5]]).Italic())
		default:
			address, err := target(text[m[8]:m[9]], r)
			if err != nil {
				return nil, err
			}
			out = append(out, richtext.Text(text[m[6]:m[7]]).Link(address))
		}
	}
	plain(text[at:])
	return out, nil
}

func target(address string, r refs) (string, error) {
	key, ok := strings.CutPrefix(address, "story:")
	if !ok {
		return address, nil
	}
	path, err := r.story(key)
	if err != nil {
		return "", fmt.Errorf("link to the story %s: %w", key, err)
	}
	return path, nil
}
