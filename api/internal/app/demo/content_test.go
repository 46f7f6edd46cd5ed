package demo

import (
	"errors"
	"fmt"
	"image/jpeg"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"baq.kz/portal/api/internal/platform/lang"
)

// both are the languages that the demo newsroom is written in.
var both = []string{"kk", "ru"}

// single are stories that stand in one language on purpose, so that the
// language switch can be seen without a pair.
var single = map[string]string{"girls-team": "kk", "tram-museum": "ru", "archive-fashion": "kk"}

func load(t *testing.T) Content {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAmounts(t *testing.T) {
	c := load(t)
	paired, drafts, day := 0, 0, 0
	used := map[string]bool{}
	for _, s := range c.Stories {
		used[s.Rubric] = true
		if s.Draft() {
			drafts++
			continue
		}
		if len(s.In) == len(both) {
			paired++
		}
		if s.Ago < 24*time.Hour {
			day++
		}
		if s.Ago < 12*time.Minute || s.Ago > 12*24*time.Hour {
			t.Errorf("%s was published %s ago: outside 12 minutes to 12 days", s.Key, s.Ago)
		}
	}
	if paired < 44 || drafts < 1 || day < 15 || len(c.Authors) < 6 || len(c.Pages) < 4 {
		t.Errorf("too little: %d pairs, %d drafts, %d of the last day, %d authors, %d pages", paired, drafts, day, len(c.Authors), len(c.Pages))
	}
	if len(c.Tags) < 25 || len(c.Tags) > 40 {
		t.Errorf("%d tags", len(c.Tags))
	}
	for _, r := range c.Rubrics {
		if !used[r.Key] && r.Parent != "" {
			t.Errorf("nothing stands under the rubric %s", r.Key)
		}
	}
}

func TestReferences(t *testing.T) {
	c := load(t)
	known := map[string]map[string]bool{"rubric": {}, "tag": {}, "author": {}, "picture": {}}
	add := func(kind, key string) {
		if known[kind][key] {
			t.Errorf("the %s %q is there twice", kind, key)
		}
		known[kind][key] = true
	}
	for _, r := range c.Rubrics {
		if r.Parent != "" && !known["rubric"][r.Parent] {
			t.Errorf("the rubric %s stands before its parent", r.Key)
		}
		add("rubric", r.Key)
	}
	for _, x := range c.Tags {
		add("tag", x.Key)
	}
	for _, a := range c.Authors {
		add("author", a.Key)
	}
	for _, p := range c.Pictures {
		add("picture", p.Key)
	}
	need := func(story, kind string, keys ...string) {
		for _, key := range keys {
			if !known[kind][key] {
				t.Errorf("%s: there is no %s %q", story, kind, key)
			}
		}
	}
	for _, s := range c.Stories {
		need(s.Key, "rubric", s.Rubric)
		need(s.Key, "picture", s.Picture)
		need(s.Key, "author", s.Authors...)
		need(s.Key, "tag", s.Tags...)
		if len(s.Authors) == 0 || len(s.Tags) < 2 {
			t.Errorf("%s: authors %v, tags %v", s.Key, s.Authors, s.Tags)
		}
	}
}

func TestUsers(t *testing.T) {
	for _, u := range load(t).Users {
		if !strings.HasSuffix(u.Email, "@baq.local") || len(u.Roles) != 1 || u.Name == "" {
			t.Errorf("%+v", u)
		}
	}
}

// TestLanguages wants every text in both languages, and nothing left untranslated.
func TestLanguages(t *testing.T) {
	c := load(t)
	for _, s := range c.Stories {
		want := both
		if only, ok := single[s.Key]; ok {
			want = []string{only}
		}
		if got := codes(s.In); !slices.Equal(got, want) {
			t.Errorf("%s is in %v, want %v", s.Key, got, want)
		}
	}
	for _, r := range c.Rubrics {
		inBoth(t, r.Key, codes(r.In))
	}
	for _, x := range c.Tags {
		inBoth(t, x.Key, codes(x.In))
	}
	for _, a := range c.Authors {
		inBoth(t, a.Key, codes(a.In))
	}
	for _, p := range c.Pictures {
		inBoth(t, p.Key, codes(p.In))
	}
	for _, p := range c.Pages {
		inBoth(t, p.Key, codes(p.In))
	}
}

func inBoth(t *testing.T, key string, got []string) {
	t.Helper()
	if !slices.Equal(got, both) {
		t.Errorf("%s is in %v", key, got)
	}
}

func codes[V any](m map[string]V) []string {
	var all []string
	for c := range m {
		all = append(all, c)
	}
	slices.Sort(all)
	return all
}

// texts visits every text that readers see, with the place where it stands.
func texts(c Content, visit func(place string, language string, text string)) {
	for _, s := range c.Stories {
		for l, v := range s.In {
			for name, text := range map[string]string{"title": v.Title, "lead": v.Lead, "seo title": v.SEO.Title, "seo description": v.SEO.Description, "seo keywords": v.SEO.Keywords} {
				visit(s.Key+" "+name, l, text)
			}
			for i, b := range strings.Split(v.Body, "\n\n") {
				visit(fmt.Sprintf("%s body %d", s.Key, i), l, b)
			}
		}
	}
	for _, p := range c.Pages {
		for l, v := range p.In {
			visit(p.Key+" title", l, v.Title)
			visit(p.Key+" description", l, v.Description)
			for i, b := range strings.Split(v.Body, "\n\n") {
				visit(fmt.Sprintf("%s body %d", p.Key, i), l, b)
			}
		}
	}
	for _, p := range c.Pictures {
		for l, v := range p.In {
			visit(p.Key+" caption", l, v.Caption)
			visit(p.Key+" alt", l, v.Alt)
		}
	}
	for _, a := range c.Authors {
		for l, v := range a.In {
			visit(a.Key+" name", l, v.Name)
			visit(a.Key+" position", l, v.Position)
			visit(a.Key+" biography", l, v.Biography)
		}
	}
	for _, r := range c.Rubrics {
		for l, v := range r.In {
			visit(r.Key+" name", l, v.Name)
			visit(r.Key+" description", l, v.Description)
		}
	}
	for _, x := range c.Tags {
		for l, v := range x.In {
			visit(x.Key, l, v)
		}
	}
}

func TestLengths(t *testing.T) {
	within := func(place, text string, low, high int) {
		if n := utf8.RuneCountInString(text); n < low || n > high {
			t.Errorf("%s: %d characters, want %d to %d: %s", place, n, low, high, text)
		}
	}
	for _, s := range load(t).Stories {
		for l, v := range s.In {
			at := s.Key + " " + l
			within(at, v.Title, 55, 95)
			if s.Draft() {
				continue
			}
			within(at, v.Lead, 80, 330)
			within(at, v.SEO.Title, 0, 120)
			within(at, v.SEO.Description, 0, 320)
			if n := len(strings.Split(v.Body, "\n\n")); n < 4 {
				t.Errorf("%s: %d blocks", at, n)
			}
		}
	}
}

var (
	word    = regexp.MustCompile(`[\p{L}]+`)
	doubled = regexp.MustCompile(`  |\t| [,.;:!?»]|« |\( | \)`)
	kazakh  = "әғқңөұүһі"
	foreign = regexp.MustCompile(`[A-Za-z]+@|https?://`)
)

// TestSpelling finds what a proof-reader would: look-alike letters of the other
// alphabet, letters that the language doesn't have, double spaces, raw addresses.
func TestSpelling(t *testing.T) {
	texts(load(t), func(place string, l string, text string) {
		for _, w := range word.FindAllString(strings.ReplaceAll(text, "BAQ", ""), -1) {
			if hasScript(w, unicode.Latin) && hasScript(w, unicode.Cyrillic) {
				t.Errorf("%s (%s): %q mixes alphabets", place, l, w)
			}
		}
		if bad := doubled.FindString(strings.ReplaceAll(text, "\n", " ")); bad != "" && !strings.Contains(text, "\n  ") {
			t.Errorf("%s (%s): %q in %q", place, l, bad, text)
		}
		if l == "ru" && strings.ContainsAny(strings.ToLower(quoted.ReplaceAllString(text, "")), kazakh) {
			t.Errorf("%s: a Kazakh letter in Russian text: %s", place, text)
		}
		if foreign.MatchString(text) {
			t.Errorf("%s (%s): an address that robots collect: %s", place, l, text)
		}
		if strings.Contains(text, "—") && l == "kk" || strings.Contains(text, " – ") && l == "ru" {
			t.Errorf("%s (%s): the other language's dash: %s", place, l, text)
		}
	})
}

// quoted is what a Russian text cites in Kazakh.
var quoted = regexp.MustCompile(`«[^»]*»`)

func hasScript(w string, s *unicode.RangeTable) bool {
	return strings.ContainsFunc(w, func(r rune) bool { return unicode.Is(s, r) })
}

func TestNothingTwice(t *testing.T) {
	seen := map[string]string{}
	texts(load(t), func(place string, l string, text string) {
		if utf8.RuneCountInString(text) < 45 {
			return
		}
		if before, ok := seen[text]; ok {
			t.Errorf("%s and %s (%s) say the same: %s", before, place, l, text)
		}
		seen[text] = place
	})
	slugs := map[string]string{}
	for _, s := range load(t).Stories {
		for l, v := range s.In {
			key := l + "/" + v.Slug(lang.Code(l))
			if before, ok := slugs[key]; ok || v.Slug(lang.Code(l)) == "" {
				t.Errorf("%s and %s have the slug %q", before, s.Key, key)
			}
			slugs[key] = s.Key
		}
	}
}

// TestBodies builds every document; links lead to older stories in the same language.
func TestBodies(t *testing.T) {
	c := load(t)
	order := map[string]int{}
	for i, s := range c.Stories {
		order[s.Key] = i
	}
	pictures, quotes, lists := 0, 0, 0
	for i, s := range c.Stories {
		for l, v := range s.In {
			doc, err := document(v.Body, refs{
				picture: func(key string) (int64, error) { pictures++; return 1, has(c.Pictures, key) },
				story: func(key string) (string, error) {
					at, ok := order[key]
					if !ok || at >= i || c.Stories[at].In[l].Title == "" {
						return "", errors.New("no older story of that key in the language")
					}
					return "/news/x", nil
				},
			})
			if err != nil || doc.Empty() {
				t.Errorf("%s %s: %v", s.Key, l, err)
			}
			quotes += strings.Count(v.Body, "\n> ")
			lists += strings.Count(v.Body, "\n\n- ") + strings.Count(v.Body, "\n\n1. ")
			if strings.Contains(doc.Text(), "](") || strings.Contains(doc.Text(), "##") || strings.Contains(doc.Text(), "**") {
				t.Errorf("%s %s: notation is left in the text", s.Key, l)
			}
		}
	}
	if pictures < 6 || quotes < 20 || lists < 20 {
		t.Errorf("monotonous: %d pictures, %d quotations, %d lists in bodies", pictures, quotes, lists)
	}
}

func has(all []Picture, key string) error {
	if !slices.ContainsFunc(all, func(p Picture) bool { return p.Key == key }) {
		return errors.New("no such picture: " + key)
	}
	return nil
}

const (
	pictureLimit  = 200 << 10
	picturesLimit = 4500 << 10
)

func TestPictureFiles(t *testing.T) {
	total := int64(0)
	described := map[string]bool{}
	for _, p := range load(t).Pictures {
		described[p.Key+".jpg"] = true
		file, err := p.open()
		if err != nil {
			t.Error(err)
			continue
		}
		info, err := file.Stat()
		if err != nil {
			t.Fatal(err)
		}
		total += info.Size()
		config, err := jpeg.DecodeConfig(file)
		_ = file.Close()
		if err != nil || max(config.Width, config.Height) < 1500 || info.Size() > pictureLimit {
			t.Errorf("%s: %dx%d, %d bytes, %v", p.Key, config.Width, config.Height, info.Size(), err)
		}
	}
	entries, err := files.ReadDir("illustrations/jpeg")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !described[e.Name()] {
			t.Errorf("%s is not described", e.Name())
		}
	}
	if total > picturesLimit {
		t.Errorf("the pictures are %d bytes", total)
	}
}
