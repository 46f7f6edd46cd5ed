package richtext_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"baq.kz/portal/api/internal/platform/richtext"
)

// The texts of real news go through document and HTML unchanged.
func TestRealTexts(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "..", "..", "shared", "data", "news")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("the real texts are not here; TestHTML and the fuzz seeds cover the same code")
	}
	checked := 0
	for _, name := range []string{"kk_official_2011-2015.jsonl", "ru_nerel.jsonl"} {
		for _, body := range bodies(t, filepath.Join(folder, name)) {
			assertUnchanged(t, body)
			assertUnchangedInBlocks(t, body)
			checked++
		}
	}
	if checked < 1_300 {
		t.Errorf("only %d texts were checked", checked)
	}
}

func assertUnchanged(t *testing.T, body string) {
	t.Helper()
	paragraphs := strings.Split(body, "\n")
	d, err := richtext.FromParagraphs(paragraphs...)
	if err != nil {
		t.Fatal(err)
	}
	want := norm.NFC.String(strings.Join(nonEmpty(paragraphs), "\n"))
	again := parsed(t, string(d.JSON()))
	if got := again.Text(); got != want {
		t.Errorf("document: %q, want %q", got, want)
	}
	if got := textOf(assertAllowed(t, again.HTML(richtext.Resolve{}))); got != want {
		t.Errorf("page: %q, want %q", got, want)
	}
}

// assertUnchangedInBlocks sends the text through a box, a table and a gallery's captions.
func assertUnchangedInBlocks(t *testing.T, body string) {
	t.Helper()
	lines := nonEmpty(strings.Split(body, "\n"))
	if len(lines) == 0 { // a twin without a text
		return
	}
	var inBox []richtext.Block
	var rows [][]richtext.Cell
	for _, line := range lines {
		inBox = append(inBox, richtext.Paragraph(richtext.Text(line)))
		if len(rows) < richtext.MaxRows {
			rows = append(rows, []richtext.Cell{richtext.HeaderCell(richtext.Paragraph(richtext.Text(line))), richtext.DataCell()})
		}
	}
	caption := string([]rune(lines[0])[:min(len([]rune(lines[0])), richtext.MaxTitle)])
	d, err := richtext.New(
		richtext.InfoBox(caption, inBox...), richtext.Table(rows...),
		richtext.Gallery(richtext.Picture(1, caption), richtext.Picture(2, caption)), richtext.Embed("youtube", "dQw4w9WgXcQ", caption),
	)
	if err != nil {
		t.Fatal(err)
	}
	want := slices.Concat([]string{caption}, lines, lines[:len(rows)], []string{caption, caption, caption})
	again := parsed(t, string(d.JSON()))
	if got := again.Text(); got != norm.NFC.String(strings.Join(want, "\n")) {
		t.Errorf("document: %q, want %q", got, want)
	}
	if got := textOf(assertAllowed(t, again.HTML(everything))); got != again.Text() {
		t.Errorf("page: %q, want %q", got, again.Text())
	}
}

func nonEmpty(lines []string) []string {
	var out []string
	for _, l := range lines {
		if l != "" {
			out = append(out, l)
		}
	}
	return out
}

// bodies are the texts of a file of JSON lines, the twins' too.
func bodies(t *testing.T, file string) []string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []string
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var item struct {
			Body string  `json:"body"`
			Twin *string `json:"ru_body"`
		}
		if err := json.Unmarshal(lines.Bytes(), &item); err != nil {
			t.Fatal(err)
		}
		all = append(all, item.Body)
		if item.Twin != nil {
			all = append(all, *item.Twin)
		}
	}
	if lines.Err() != nil {
		t.Fatal(lines.Err())
	}
	return all
}
