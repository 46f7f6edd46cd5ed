package search_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/search"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/wordform"
)

func (n *newsroom) suggests(text string) string {
	n.Helper()
	tree := rubrics.Tree{{ID: n.rubric, Visible: true, Labels: map[lang.Code]rubrics.Label{"kk": {Name: "Қоғам", Slug: "qogham"}}}}
	found, err := n.search.Suggest(n.Context(), "kk", tree, text)
	n.must(err)
	var all []string
	for _, one := range found {
		all = append(all, one.Kind+" "+one.Text+" "+one.Path())
	}
	return strings.Join(all, ", ")
}

func TestSuggestions(t *testing.T) {
	n := open(t)
	made, err := n.tags.Create(t.Context(), tags.Tag{Labels: map[lang.Code]tags.Label{"kk": {Name: "Қоғамдық көлік"}, "ru": {Name: "Общественный транспорт"}}})
	n.must(err)
	_, err = n.tags.Create(t.Context(), tags.Tag{Labels: map[lang.Code]tags.Label{"kk": {Name: "Қоғамсыз"}}})
	n.must(err)
	article := n.publish("kk", "Қоғамдық тыңдау өтті 100% _", "мәтін", 1, func(c *news.Content) { c.TagIDs = []int64{made.ID} })
	hidden := n.publish("kk", "Қоғамнан тыс", "мәтін", 1)
	n.must(func() error { _, err := n.news.Unpublish(t.Context(), hidden.ID, hidden.Version); return err }())
	want := "rubric Қоғам /rubric/qogham, tag Қоғамдық көлік /tag/" + made.Labels["kk"].Slug + ", article Қоғамдық тыңдау өтті 100% _ /news/" + article.Slug
	for text, want := range map[string]string{
		"қоғам": want, "ҚОҒАМ": want, "когам": want, "qoğam": want, "qogam": want, " «Қоғам": want, "قوعام": want, "қо\u00adғам": want,
		"қоғамдық к":                  "tag Қоғамдық көлік /tag/" + made.Labels["kk"].Slug,
		"қоғамдық тыңдау өтті 100% _": "article Қоғамдық тыңдау өтті 100% _ /news/" + article.Slug,
		"қоғамдық%":                   "", "қоғамдық_": "", "қоғамс": "", "қ": "", "": "", "обще": "", "\x00\xff": "", "қоғам\x00дық к": "",
		strings.Repeat("қ", 5000): "", "' OR 1=1 --": "", `\`: "", "%%": "", "__": "",
	} {
		if got := n.suggests(text); got != want {
			t.Errorf("%.40q suggests %q, want %q", text, got, want)
		}
	}
}

// TestTypedAsInTheDatabase: titles are kept by the database's function and looked for by ours.
func TestTypedAsInTheDatabase(t *testing.T) {
	n := open(t)
	text := "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі Ыы Йй Ёё Ээ ЩЪЬЮЯ abc XYZ 19 «—»"
	var typed string
	n.must(n.db.Primary.NewRaw("SELECT search_typed(?)", text).Scan(t.Context(), &typed))
	if want := wordform.Typed(strings.ToLower(text)); typed != want {
		t.Errorf("%q, want %q", typed, want)
	}
}

func (n *newsroom) meant(text string, found int) string {
	n.Helper()
	meant, err := n.search.Meant(n.Context(), search.Request{Language: "kk", Text: text, Limit: 10}, found)
	n.must(err)
	return meant
}

func TestWhatWasMeant(t *testing.T) {
	n := open(t)
	n.publish("kk", "Мектептер мен балабақшалар", "мәтін", 1)
	n.publish("kk", "Президент Өскеменде", "мәтін", 1)
	gone := n.publish("kk", "Қызылорда", "мәтін", 1)
	n.must(n.search.Learn(t.Context()))
	n.must(n.search.Learn(t.Context()))
	for text, want := range map[string]string{
		"мектптер": "мектептер", "мкетептер": "мектептер", "Прецидент": "президент", `"прецидент" өскеменде`: `"президент" өскеменде`,
		"мектептер": "", "мүлдебасқасөз": "", "": "", "-прецидент": "", "12345": "", "\x00\xff": "", "қызылрда": "қызылорда",
		strings.Repeat("прецидент ", 1000): "",
	} {
		if got := n.meant(text, 0); got != want {
			t.Errorf("%.40q means %q, want %q", text, got, want)
		}
	}
	if got := n.meant("прецидент", 3); got != "" {
		t.Errorf("enough was found, and yet it means %q", got)
	}
	_, err := n.news.Unpublish(t.Context(), gone.ID, gone.Version)
	n.must(err)
	if got := n.meant("қызылрда", 0); got != "" {
		t.Errorf("nothing is found by %q", got)
	}
}

// TestWordsAreCountedOnce: saves count no word again, and those who count at once lose none.
func TestWordsAreCountedOnce(t *testing.T) {
	n := open(t)
	for i := range 20 {
		made := n.publish("kk", fmt.Sprint("Теңіз жағасы ", i), "мәтін", 1)
		changed := made.Content
		changed.Lead = "Жаңа кіріспе"
		_, err := n.news.Save(t.Context(), made.ID, made.Version, changed)
		n.must(err)
	}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			if err := n.search.Learn(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	n.must(n.search.Learn(t.Context()))
	var seen, due int
	n.must(n.db.Primary.NewRaw("SELECT seen, (SELECT count(*) FROM search_words_due) FROM search_words WHERE language = 'kk' AND word = 'теңіз'").Scan(t.Context(), &seen, &due))
	if seen != 20 || due != 0 {
		t.Errorf("seen %d times, %d words are due", seen, due)
	}
}
