package website

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/features/news"
)

// TestSearchTakesWhateverIsAsked: a page, never an error, and nothing breaks out of it.
func TestSearchTakesWhateverIsAsked(t *testing.T) {
	n, _ := filled(t)
	for _, query := range []string{
		"", "q=", "q=%00", "q=%ff%fe", "q=%E2%80%AEtxet", "q=-", "q=%22", "q=" + strings.Repeat("%D0%B0", 5000), "q=a&rubric=x", "q=a&rubric=99999999999999999999",
		"q=a&period=eon", "q=a&q=b", "q=%3Cscript%3Ealert(1)%3C/script%3E", "q=%22%20autofocus%20onfocus=alert(1)%20x=%22", "q=%3Cmark%3E", "q='--",
	} {
		answer := n.ask(kkHost, "/search?"+query)
		if body := answer.Body.String(); answer.Code != http.StatusOK || strings.Contains(body, "<script>alert") || strings.Contains(body, `" autofocus`) {
			t.Errorf("%s: %d", query, answer.Code)
		}
		if answer.Code == http.StatusTooManyRequests {
			t.Fatal("the tests ask too fast")
		}
	}
	for _, broken := range []string{"/search?q=a&before=nonsense", "/search?q=" + url.QueryEscape("бюджет") + "&before=AAAA"} {
		if answer := n.ask(kkHost, broken); answer.Code != http.StatusNotFound {
			t.Errorf("%s: %d", broken, answer.Code)
		}
	}
}

func TestSearchPage(t *testing.T) {
	n, e := filled(t)
	empty := n.page(kkHost, "/search")
	for _, says := range []string{"<h1>Іздеу</h1>", `<meta name="robots" content="noindex, follow">`, "Бюджет жобасы", "Соңғы жаңалықтар", `role="search"`, `<option value="" selected>Барлық айдар</option>`} {
		if !strings.Contains(empty, says) {
			t.Errorf("the empty form does not say %q", says)
		}
	}
	ask := func(host string, pairs ...string) string {
		values := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			values.Set(pairs[i], pairs[i+1])
		}
		return n.page(host, "/search?"+values.Encode())
	}
	found := ask(kkHost, "q", "бюджетті")
	for _, says := range []string{"«бюджетті» бойынша табылғандар", "Үкімет <mark>бюджетті</mark> бекітті", `href="/news/` + e.kk.Slug + `"`, `value="бюджетті"`} {
		if !strings.Contains(found, says) {
			t.Errorf("the results do not say %q", says)
		}
	}
	if strings.Contains(found, "Правительство") || strings.Contains(ask(kkHost, "q", "құпия"), "Жарияланбаған") {
		t.Error("another language's article, or a draft, was found")
	}
	if !strings.Contains(ask(ruHost, "q", "бюджет"), "Правительство утвердило <mark>бюджет</mark>") {
		t.Error("nothing is found in Russian")
	}
	if !strings.Contains(ask(kkHost, "q", "жаңалығы"), "before=") {
		t.Error("there is no way to more results")
	}
	if none := ask(kkHost, "q", "жоқсөз"); !strings.Contains(none, "«жоқсөз» бойынша ештеңе табылмады.") || !strings.Contains(none, "Бюджет жобасы") {
		t.Error("whoever finds nothing is not helped on")
	}
	if in := ask(kkHost, "q", "банктер", "rubric", id(e.economy.ID)); !strings.Contains(in, "<mark>Банктер</mark>") {
		t.Error("an article of a rubric below is not found")
	}
	if out := ask(kkHost, "q", "банктер", "rubric", id(e.sport.ID)); strings.Contains(out, "<mark>Банктер</mark>") {
		t.Error("an article of another rubric is found")
	}
	_, err := n.news.Unpublish(t.Context(), e.kk.ID, e.kk.Version)
	n.must(err)
	if strings.Contains(ask(kkHost, "q", "бюджетті"), "<mark>бюджетті</mark> бекітті") {
		t.Error("what has left its site is found")
	}
}

func TestOneAddressMayNotSearchAllTheTime(t *testing.T) {
	n := open(t)
	refused := 0
	for range searchBurst + 30 {
		if answer := n.ask(kkHost, "/search?q=a"); answer.Code == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused == 0 {
		t.Error("a program may search as fast as it can")
	}
	if code := n.ask(kkHost, "/latest").Code; code != http.StatusOK {
		t.Errorf("the other pages suffer: %d", code)
	}
}

func TestOnwardFromAnArticle(t *testing.T) {
	n, e := filled(t)
	rare, common := n.tagged("Сирек", "Редкий"), n.tagged("Жиі", "Частый")
	with := func(ids ...int64) func(*news.Content) { return func(c *news.Content) { c.TagIDs = ids } }
	main := n.publish("kk", 0, "Негізгі мақала", e.sport.ID, 100, with(rare.ID, common.ID))
	other := n.publish("ru", main.StoryID, "Основная статья", e.sport.ID, 100, with(rare.ID))
	near := n.publish("kk", 0, "Сирек тегі бар мақала", e.economy.ID, 105, with(rare.ID))
	for i := range 12 {
		n.publish("kk", 0, "Жиі тегі бар мақала "+string(rune('а'+i)), e.economy.ID, 103+i, with(common.ID))
	}
	gone := n.publish("kk", 0, "Алынатын мақала", e.economy.ID, 104, with(rare.ID, common.ID))

	n.publish("kk", 0, "Айдардың ескі мақаласы", e.sport.ID, 200)

	related, err := n.news.Related(t.Context(), main, 4)
	n.must(err)
	if len(related) != 4 || related[0].ID != gone.ID || related[1].ID != near.ID {
		t.Errorf("%+v", related)
	}
	for _, one := range related {
		if one.ID == main.ID || one.ID == other.ID || one.Language != "kk" {
			t.Errorf("%q does not belong there", one.Title)
		}
	}
	first := n.publish("kk", 0, "Екі тегі бар ең ескі мақала", e.economy.ID, 5000, with(rare.ID, common.ID))
	later, err := n.news.Related(t.Context(), first, 3) // all came out after it
	n.must(err)
	if len(later) != 3 || later[0].ID != gone.ID || later[1].ID != main.ID || later[2].ID != near.ID {
		t.Errorf("%+v", later)
	}
	path := "/news/" + main.Slug
	if body := n.page(kkHost, path); !strings.Contains(body, gone.Title) || !strings.Contains(body, "Тақырып бойынша") || !strings.Contains(body, "Оқуды жалғастыру") || !strings.Contains(body, "Айдардың ескі мақаласы") {
		t.Error("nothing leads on from the article")
	}
	_, err = n.news.Kill(t.Context(), gone.ID, gone.Version, "сот шешімі")
	n.must(err)
	if !n.becomes(kkHost, path, func(_ int, body string) bool { return !strings.Contains(body, gone.Title) }) {
		t.Error("what was taken down is still offered")
	}
	lone, err := n.news.Related(t.Context(), e.lone, 4) // without tags: its rubric's newest, of which there are none
	if err != nil || len(lone) != 0 {
		t.Error(lone, err)
	}
}

// TestWhoeverGotLostCanSearch: with the words of the address that leads nowhere.
func TestWhoeverGotLostCanSearch(t *testing.T) {
	n, e := filled(t)
	for path, words := range map[string]string{
		"/news/ukimet-budjetti-2020-bekitti.html": "ukimet budjetti bekitti", "/x/%D0%B1%D1%8E%D0%B4%D0%B6%D0%B5%D1%82": "бюджет", "/none/": "", "/12345": "",
		"/%22%3E%3Cscript%3Ealert(1)": "script alert", "/%00%ff": "", "/" + strings.Repeat("a-", 500): "a a a a a a a a",
	} {
		answer := n.ask(kkHost, path)
		if body := answer.Body.String(); answer.Code != http.StatusNotFound || !strings.Contains(body, `type="search" value="`+words+`"`) || strings.Contains(body, "<script>alert") {
			t.Errorf("%s: %d", path, answer.Code)
		}
	}
	body := n.ask(kkHost, "/none").Body.String()
	if !strings.Contains(body, "Соңғы жаңалықтар") || strings.Contains(body, "Көп оқылған") {
		t.Error("the page does not help on with the newest, or has read what nobody read")
	}
	_, err := n.news.Kill(t.Context(), e.kk.ID, e.kk.Version, "сот шешімі")
	n.must(err)
	if !n.becomes(kkHost, "/news/"+e.kk.Slug, func(code int, body string) bool {
		return code == http.StatusGone && strings.Contains(body, "Материал алынып тасталды") && strings.Contains(body, `role="search"`)
	}) {
		t.Error("what was taken down is not told so, or its page does not help on")
	}
	latin := "/search?q=" + strings.ReplaceAll(e.lone.Slug, "-", "+")
	if !strings.Contains(n.page(kkHost, latin), e.lone.Slug) {
		t.Error("an article is not found by the words of its address")
	}
}
