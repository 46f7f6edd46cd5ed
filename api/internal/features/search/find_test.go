package search_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/search"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/lang"
)

// TestAnyTextHasAnAnswer: nothing that somebody may type or send is an error.
func TestAnyTextHasAnAnswer(t *testing.T) {
	n := open(t)
	n.publish("kk", "Мектеп", "мәтін", 1)
	for _, query := range []string{
		"", " ", "\x00", "мектеп\x00", "\xff\xfe", "\u202e\u2066\u200f", "-", "--", "-мектеп", `"`, `""`, `"" -""`, `"-"`, "«", "' OR 1=1 --", `\`, `'\''`,
		"& | ! ( ) <-> :*", "мектеп:*", "мектеп & !", strings.Repeat("а", 10<<10), strings.Repeat("мектеп ", 3000), strings.Repeat("- ", 5000), strings.Repeat(`"`, 10001),
		strings.Repeat("а б ", 4000), "😀", "ә\u0301\u0301\u0301", "?", "%", "$1", "{}", "r.мектеп", "#l.kk", strings.Repeat("-а ", 2000) + "мектеп",
	} {
		n.finds(query)
	}
	n.expect("мек\u00adтеп", "Мектеп") // a hyphen that nobody sees
	n.expect("\u202eмектеп\u202c", "Мектеп")
	n.expect("-мектеп", "")
	n.expect("#l.kk", "")
	_, _, err := n.search.Find(t.Context(), search.Request{Language: "kk", Text: "мектеп", Cursor: "nonsense", Limit: 10})
	if !errors.Is(err, keyset.ErrBadCursor) {
		t.Error(err)
	}
}

func TestFormsPhrasesAndWhatMustNotBeThere(t *testing.T) {
	n := open(t)
	n.publish("kk", "Ұлытауда жаңа мектептер ашылды", "Құрылысшылар кітапхананы да бітірді", 1)
	n.publish("kk", "Қасым-Жомарт Тоқаев Өскеменге барды", "Президенттің сапары туралы", 2)
	n.publish("kk", "Мектеп туралы", "Өскемендегі жаңа ғимарат", 3)
	for query, want := range map[string]string{
		"мектеп":                 "Ұлытауда жаңа мектептер ашылды, Мектеп туралы",
		"МЕКТЕПТЕРІМІЗДІҢ":       "Ұлытауда жаңа мектептер ашылды, Мектеп туралы",
		"мeктeп":                 "Ұлытауда жаңа мектептер ашылды, Мектеп туралы", // e of the Latin alphabet
		"мектеп өскемен":         "Мектеп туралы",
		"мектеп -өскемен":        "Ұлытауда жаңа мектептер ашылды",
		`"жаңа мектеп"`:          "Ұлытауда жаңа мектептер ашылды",
		"«жаңа мектептер»":       "Ұлытауда жаңа мектептер ашылды",
		`"мектеп жаңа"`:          "",
		`мектеп -"жаңа ғимарат"`: "Ұлытауда жаңа мектептер ашылды",
		"касым-жомарт токаев":    "Қасым-Жомарт Тоқаев Өскеменге барды",
		`"ашылды құрылысшылар"`:  "", // the end of one field and the beginning of the next
		"мұражай":                "",
		`"мектеп`:                "Ұлытауда жаңа мектептер ашылды, Мектеп туралы",
	} {
		n.expect(query, want)
	}
}

func TestOnlyWhatIsOnItsSiteInItsLanguage(t *testing.T) {
	n := open(t)
	first := n.publish("kk", "Бірінші мақала", "көкжиек", 1)
	n.publish("ru", "Первая статья", "көкжиек", 1)
	if _, err := n.news.Create(t.Context(), "kk", 0, news.Content{Title: "Жоба", Body: text(t, "көкжиек"), RubricID: &n.rubric}); err != nil {
		t.Fatal(err)
	}
	n.expect("көкжиек", "Бірінші мақала")
	n.expect("көкжиек", "Первая статья", in("ru"))
	n.expect("көкжиек", "", in("en"))

	first, err := n.news.Unpublish(t.Context(), first.ID, first.Version)
	n.must(err)
	n.expect("көкжиек", "")
	first, err = n.news.Publish(t.Context(), first.ID, first.Version)
	n.must(err)
	n.expect("көкжиек", "Бірінші мақала")

	changed := first.Content
	changed.Body = text(t, "теңіз")
	first, err = n.news.Save(t.Context(), first.ID, first.Version, changed)
	n.must(err)
	n.expect("көкжиек", "")
	n.expect("теңіз", "Бірінші мақала")

	if _, err = n.news.Kill(t.Context(), first.ID, first.Version, "сот шешімі"); err != nil {
		t.Fatal(err)
	}
	n.expect("теңіз", "")
	if _, err := n.search.Backfill(t.Context(), func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	n.expect("теңіз", "")
}

func TestFilters(t *testing.T) {
	n := open(t)
	writer, err := n.authors.Create(t.Context(), authors.Author{Labels: map[lang.Code]authors.Label{"kk": {Name: "Айгерім Сәтбаева"}}})
	n.must(err)
	named, err := n.tags.Create(t.Context(), tags.Tag{Labels: map[lang.Code]tags.Label{"kk": {Name: "Су тасқыны"}}})
	n.must(err)
	n.publish("kk", "Бүгінгі", "өзен", 0, func(c *news.Content) { c.Credits = news.SignedBy(writer.ID) })
	n.publish("kk", "Төмендегі", "өзен", 10, func(c *news.Content) { c.RubricID, c.TagIDs = &n.below, []int64{named.ID} })
	n.publish("kk", "Ескі", "өзен", 2000)
	n.expect("өзен", "Бүгінгі, Төмендегі, Ескі")
	n.expect("сәтбаева", "Бүгінгі")
	n.expect("тасқын", "Төмендегі")
	n.expect("өзен", "Бүгінгі", func(r *search.Request) { r.AuthorID = writer.ID })
	n.expect("өзен", "Төмендегі", func(r *search.Request) { r.RubricIDs = []int64{n.below} })
	n.expect("өзен", "Бүгінгі, Төмендегі, Ескі", func(r *search.Request) { r.RubricIDs = []int64{n.rubric, n.below} })
	n.expect("өзен", "Бүгінгі", func(r *search.Request) { r.From = time.Now().AddDate(0, 0, -2) })
	n.expect("өзен", "Ескі", func(r *search.Request) { r.Until = time.Now().AddDate(0, 0, -11) })
	n.expect("өзен", "", func(r *search.Request) { r.From, r.Until = time.Now(), time.Now().AddDate(0, 0, -11) })
	n.expect("өзен", "", func(r *search.Request) { r.AuthorID = 404 })

	named.Labels["kk"] = tags.Label{Name: "Сел"}
	if _, err = n.tags.Update(t.Context(), named); err != nil {
		t.Fatal(err)
	}
	_, err = n.db.Primary.ExecContext(t.Context(), "INSERT INTO article_search_due SELECT article_id FROM article_tags WHERE tag_id = ?", named.ID)
	n.must(err)
	if indexed, err := n.search.CatchUp(t.Context()); err != nil || indexed != 1 {
		t.Error(indexed, err)
	}
	n.expect("сел", "Төмендегі")
	n.expect("тасқын", "")
}

// TestPagesTakeInAllOnce walks through windows of every width.
func TestPagesTakeInAllOnce(t *testing.T) {
	n := open(t)
	var want []string
	for i, days := range []int{0, 0, 1, 6, 8, 20, 29, 40, 100, 130, 140, 600, 610, 3000} {
		title := "Хабар " + string(rune('а'+i))
		want = append(want, title)
		n.publish("kk", title, "дала", days)
	}
	var got []string
	r := search.Request{Language: "kk", Text: "дала", Limit: 3}
	for {
		hits, next, err := n.search.Find(t.Context(), r)
		n.must(err)
		for _, hit := range hits {
			got = append(got, hit.Title)
		}
		if next == nil {
			break
		}
		r.Cursor = *next
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestMarks(t *testing.T) {
	n := open(t)
	n.publish("kk", `Мектеп <b>& "кітап"`, strings.Repeat("бос сөздер ", 200)+"жаңа мектептер <script>"+strings.Repeat(" тағы сөз", 200), 1)
	hits, _, err := n.search.Find(t.Context(), search.Request{Language: "kk", Text: "мектеп", Limit: 1})
	n.must(err)
	if hits[0].TitleHTML != "<mark>Мектеп</mark> &lt;b&gt;&amp; &#34;кітап&#34;" {
		t.Error(hits[0].TitleHTML)
	}
	if got := hits[0].ExcerptHTML; !strings.Contains(got, "<mark>мектептер</mark> &lt;script&gt;") || len(got) > 700 || !strings.HasPrefix(got, "… ") || !strings.HasSuffix(got, " …") {
		t.Error(got)
	}
}

// TestAPhraseAmongManyThatHaveItsWords: the index knows no order of words, and a page
// looks into so many articles and no more.
func TestAPhraseAmongManyThatHaveItsWords(t *testing.T) {
	n := open(t)
	n.publish("kk", "Жаңа стандарт", "мәтін", 300)
	apart := n.publish("kk", "Стандарт пен жаңа", "мәтін", 200)
	for _, statement := range []string{
		"INSERT INTO stories SELECT FROM generate_series(1, 1500)",
		`INSERT INTO articles (story_id, language, state, title, slug, body, rubric_id, published_at)
			SELECT s.id, 'kk', 'published', a.title, 'apart-' || s.id, a.body, a.rubric_id, a.published_at + s.id * interval '1 s'
			FROM stories AS s, articles AS a WHERE a.id = ` + fmt.Sprint(apart.ID) + ` AND NOT EXISTS (SELECT FROM articles WHERE story_id = s.id)`,
		`INSERT INTO article_search SELECT a.id, a.language, a.published_at, s.analyser, s.lexemes
			FROM articles AS a, article_search AS s WHERE a.slug LIKE 'apart-%' AND s.article_id = ` + fmt.Sprint(apart.ID),
	} {
		if _, err := n.db.Pool.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	var found []string
	r := search.Request{Language: "kk", Text: `"жаңа стандарт"`, Limit: 10}
	pages := 0
	for next := new(string); next != nil; pages++ {
		r.Cursor = *next
		var hits []search.Hit
		var err error
		hits, next, err = n.search.Find(t.Context(), r)
		n.must(err)
		for _, hit := range hits {
			found = append(found, hit.Title)
		}
	}
	if !slices.Equal(found, []string{"Жаңа стандарт"}) || pages != 2 {
		t.Errorf("%q on %d pages", found, pages)
	}
}
