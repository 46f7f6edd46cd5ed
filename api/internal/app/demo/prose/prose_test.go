package prose

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func writer(t testing.TB) *Writer {
	t.Helper()
	w, err := New("kk", "ru", "xx")
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// TestTables wants the same of both languages, so that pairs tell the same.
func TestTables(t *testing.T) {
	w := writer(t)
	if len(w.languages) != 2 {
		t.Fatalf("%d languages", len(w.languages))
	}
	kk, ru := w.languages["kk"], w.languages["ru"]
	for name, pair := range map[string][2][]string{
		"title": {kk.Title, ru.Title}, "lead": {kk.Lead, ru.Lead}, "open": {kk.Open, ru.Open}, "detail": {kk.Detail, ru.Detail},
		"figure": {kk.Figure, ru.Figure}, "quote": {kk.Quote, ru.Quote}, "said": {kk.Said, ru.Said}, "outlook": {kk.Outlook, ru.Outlook},
		"heading": {kk.Heading, ru.Heading}, "list": {kk.List, ru.List}, "item": {kk.Item, ru.Item},
	} {
		if len(pair[0]) != len(pair[1]) || len(pair[0]) < 3 {
			t.Errorf("%s: %d Kazakh, %d Russian", name, len(pair[0]), len(pair[1]))
		}
	}
	for _, f := range w.topics {
		if len(f["kk"]) != 4 || len(f["ru"]) != 5 {
			t.Errorf("cases are missing: %v", f)
		}
	}
	for _, r := range w.world.Rubrics {
		if len(w.groups[r.Group]) < 5 {
			t.Errorf("%s has no topics", r.Key)
		}
	}
}

func TestStories(t *testing.T) {
	w := writer(t)
	titles, bodies := map[string]int{}, map[string]bool{}
	words := []int{}
	const many = 3000
	for i := range uint64(many) {
		s, err := w.Story(i, []int64{7})
		if err != nil {
			t.Fatal(err)
		}
		for l, text := range s.In {
			all := text.Title + "\n" + text.Lead + "\n" + text.Body.Text()
			if strings.ContainsAny(all, "{}") || strings.Contains(all, "  ") {
				t.Fatalf("story %d: an unfilled slot: %s", i, all)
			}
			if n := utf8.RuneCountInString(text.Title); n < 20 || n > 130 {
				t.Errorf("story %d: the title has %d letters: %s", i, n, text.Title)
			}
			if !unicode.IsUpper([]rune(text.Title)[0]) || !unicode.IsUpper([]rune(text.Lead)[0]) {
				t.Errorf("story %d begins small: %s %s", i, text.Title, text.Lead)
			}
			if strings.ContainsFunc(all, func(r rune) bool { return unicode.Is(unicode.Latin, r) }) {
				t.Errorf("story %d: a Latin letter: %s", i, all)
			}
			if l == "ru" && strings.ContainsAny(strings.ToLower(all), "әғқңөұүһі") {
				t.Errorf("story %d: a Kazakh letter in Russian: %s", i, all)
			}
			titles[text.Title]++
			bodies[string(text.Body.JSON())] = true
			words = append(words, len(strings.Fields(all)))
		}
	}
	slices.Sort(words)
	if low, high := words[len(words)/100], words[len(words)*99/100]; low < 100 || high > 420 {
		t.Errorf("%d to %d words", low, high)
	}
	if len(titles) < many || len(bodies) < 2*many-many/100 {
		t.Errorf("%d titles and %d bodies of %d stories: not various enough", len(titles), len(bodies), many)
	}
	t.Logf("%d to %d words, median %d; %d titles", words[0], words[len(words)-1], words[len(words)/2], len(titles))
}

func TestTheSameNumberGivesTheSameStory(t *testing.T) {
	a, _ := writer(t).Story(42, nil)
	b, _ := writer(t).Story(42, nil)
	c, _ := writer(t).Story(43, nil)
	if a.In["kk"].Title != b.In["kk"].Title || !bytes.Equal(a.In["ru"].Body.JSON(), b.In["ru"].Body.JSON()) {
		t.Error("not the same")
	}
	if bytes.Equal(a.In["kk"].Body.JSON(), c.In["kk"].Body.JSON()) {
		t.Error("the same for another number")
	}
}

func TestRank(t *testing.T) {
	dice, hits := rand.New(rand.NewPCG(1, 2)), make([]int, 20)
	for range 20000 {
		hits[Rank(dice, len(hits))]++
	}
	if hits[0] < 3*hits[4] || hits[19] == 0 || !slices.IsSortedFunc(hits[:4], func(a, b int) int { return b - a }) {
		t.Errorf("%v is not Zipf's law", hits)
	}
}

func TestTags(t *testing.T) {
	w := writer(t)
	s, err := w.Story(5, nil)
	if err != nil {
		t.Fatal(err)
	}
	all := w.Tags()
	for _, at := range s.Tags {
		if name := all[at]["kk"]; name == "" || !strings.Contains(strings.ToLower(s.In["kk"].Title+s.In["kk"].Lead+s.In["kk"].Body.Text()), strings.ToLower(string([]rune(name)[:5]))) {
			t.Errorf("the tag %q is not what the story is about: %s", name, s.In["kk"].Title)
		}
	}
	seen := map[string]bool{}
	for _, names := range append(all, w.Authors(24)...) {
		for l, name := range names {
			if seen[l+name] || name == "" {
				t.Errorf("%s is there twice", name)
			}
			seen[l+name] = true
		}
	}
}

func BenchmarkStory(b *testing.B) {
	w := writer(b)
	for i := 0; b.Loop(); i++ {
		if _, err := w.Story(uint64(i), []int64{1, 2}); err != nil {
			b.Fatal(err)
		}
	}
}
