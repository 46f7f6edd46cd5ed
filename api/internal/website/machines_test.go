package website

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	dataBlock = regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`)
	metaTag   = regexp.MustCompile(`<meta (?:property|name)="([^"]+)" content="([^"]*)">`)
)

// thing is a thing of schema.org, as a search engine reads it.
type thing map[string]any

// things are what a page tells search engines, by their types.
func (n *newsroom) things(body string) map[string]thing {
	n.Helper()
	found := map[string]thing{}
	for _, block := range dataBlock.FindAllStringSubmatch(body, -1) {
		var read struct {
			Context string  `json:"@context"`
			Graph   []thing `json:"@graph"`
		}
		n.must(json.Unmarshal([]byte(block[1]), &read))
		for _, one := range read.Graph {
			found[one["@type"].(string)] = one
		}
	}
	return found
}

func metas(body string) map[string][]string {
	all := map[string][]string{}
	for _, m := range metaTag.FindAllStringSubmatch(body, -1) {
		all[m[1]] = append(all[m[1]], m[2])
	}
	return all
}

func TestWhatIsNobodysTellsMachinesNothing(t *testing.T) {
	n, e := filled(t)
	killed := n.publish("kk", 0, "Жойылатын мақала", e.sport.ID, 3)
	_, err := n.news.Kill(t.Context(), killed.ID, killed.Version, "қате")
	n.must(err)
	_, preview := n.link(e.hidden, time.Hour)
	for path, status := range map[string]int{
		"/news/" + killed.Slug: http.StatusGone, "/nothing": http.StatusNotFound, preview: http.StatusOK,
	} {
		answer := n.ask(kkHost, path)
		body := answer.Body.String()
		if answer.Code != status {
			t.Errorf("%s: %d", path, answer.Code)
		}
		for _, part := range []string{"ld+json", "application/rss+xml", "oembed", `rel="canonical"`, "og:"} {
			if strings.Contains(body, part) {
				t.Errorf("%s has %s", path, part)
			}
		}
	}
	older := n.page(kkHost, "/rubric/"+e.sport.Labels["kk"].Slug)
	next := regexp.MustCompile(`href="([^"]+)" rel="next"`).FindStringSubmatch(older)
	if len(n.things(n.page(kkHost, next[1]))) != 0 {
		t.Error("an older page of a list tells search engines what they are not to keep")
	}
}

func TestAnArticleTellsMachines(t *testing.T) {
	n, e := filled(t)
	a, err := n.news.Correct(t.Context(), e.kk.ID, e.kk.Version, e.kk.Content, "Соманы <b>түзеттік</b> & «растадық»")
	n.must(err)
	body := n.page(kkHost, "/news/"+a.Slug)
	address := "https://baq.test/news/" + a.Slug
	article := n.things(body)["NewsArticle"]
	for member, want := range map[string]any{
		"headline": "Үкімет бюджетті бекітті", "inLanguage": "kk", "isAccessibleForFree": true, "articleSection": "Экономика",
		"datePublished": "2020-11-21T11:59:00+05:00",
	} {
		if article[member] != want {
			t.Errorf("%s: %v, want %v", member, article[member], want)
		}
	}
	if article["mainEntityOfPage"].(map[string]any)["@id"] != address || article["wordCount"].(float64) < 5 {
		t.Errorf("%v", article)
	}
	images := article["image"].([]any)
	for i, size := range [][2]float64{{1200, 675}, {1200, 900}, {1200, 1200}} {
		image := images[i].(map[string]any)
		if image["width"] != size[0] || image["height"] != size[1] || !strings.HasPrefix(image["url"].(string), "https://baq.test/media/aa11/") || !strings.HasSuffix(image["url"].(string), ".jpg") {
			t.Errorf("image %d: %v", i, image)
		}
	}
	author := article["author"].([]any)[0].(map[string]any)
	if author["name"] != "Айгерім Сәтбаева" || author["url"] != "https://baq.test/author/"+e.author.Labels["kk"].Slug {
		t.Errorf("author %v", author)
	}
	publisher := article["publisher"].(map[string]any)
	if publisher["logo"].(map[string]any)["width"].(float64) < 112 {
		t.Errorf("publisher %v", publisher)
	}
	correction := article["correction"].([]any)[0].(map[string]any)
	if !strings.Contains(correction["text"].(string), "<b>түзеттік</b>") || strings.Contains(dataBlock.FindString(body), "<b>") {
		t.Errorf("correction %v", correction)
	}
	if article["dateModified"] == article["datePublished"] {
		t.Error("a correction is no change")
	}
	way := n.things(body)["BreadcrumbList"]["itemListElement"].([]any)
	if len(way) != 3 || way[2].(map[string]any)["item"] != address || way[1].(map[string]any)["name"] != "Экономика" {
		t.Errorf("the way %v", way)
	}
	told := metas(body)
	for name, want := range map[string]string{
		"article:author": author["url"].(string), "article:tag": "Бюджет жобасы", "article:section": "Экономика", "og:image:type": "image/jpeg",
		"og:image:alt": "Сипаттама", "og:site_name": "BAQ.KZ", "og:type": "article", "twitter:card": "summary_large_image", "twitter:image:alt": "Сипаттама",
		"og:locale": "kk_KZ", "og:locale:alternate": "ru_RU",
	} {
		if !slices.Contains(told[name], want) {
			t.Errorf("%s: %v, want %s", name, told[name], want)
		}
	}
	if !strings.Contains(body, `type="application/json&#43;oembed"`) && !strings.Contains(body, `type="application/json+oembed"`) {
		t.Error("how to embed the article is not said")
	}
}

// TestAWithheldPictureIsToldToNobody also of a picture whose rights end later.
func TestAWithheldPictureIsToldToNobody(t *testing.T) {
	n, e := filled(t)
	_, err := n.db.Primary.NewRaw("UPDATE pictures SET rights_until = ?, expires_at = ? WHERE id = ?", noon().AddDate(0, 0, -1), noon().AddDate(0, 0, -1), e.picture).Exec(t.Context())
	n.must(err)
	body := n.page(kkHost, "/news/"+e.kk.Slug)
	if _, has := n.things(body)["NewsArticle"]["image"]; has || strings.Contains(body, "aa11") {
		t.Error("a withheld picture is told")
	}
}

func TestListsTellMachines(t *testing.T) {
	n, e := filled(t)
	home := n.things(n.page(ruHost, "/"))
	search := home["WebSite"]["potentialAction"].(map[string]any)
	if home["NewsMediaOrganization"]["name"] != "BAQ.KZ" || search["target"].(map[string]any)["urlTemplate"] != "https://rus.baq.test/search?q={search_term_string}" {
		t.Errorf("%v", home)
	}
	for path, want := range map[string]struct {
		kind  string
		steps int
	}{
		"/latest": {"CollectionPage", 2}, "/rubric/" + e.banks.Labels["kk"].Slug: {"CollectionPage", 3}, "/tag/" + e.tag.Labels["kk"].Slug: {"CollectionPage", 2},
		"/author/" + e.author.Labels["kk"].Slug: {"ProfilePage", 2}, "/page/" + e.about.Slug: {"WebPage", 2},
	} {
		body := n.page(kkHost, path)
		found := n.things(body)
		way, _ := found["BreadcrumbList"]["itemListElement"].([]any)
		if found[want.kind] == nil || len(way) != want.steps {
			t.Errorf("%s: %v", path, found)
		}
		if list := found["CollectionPage"]; list != nil {
			items := list["mainEntity"].(map[string]any)["itemListElement"].([]any)
			if first := items[0].(map[string]any)["url"].(string); !strings.HasPrefix(first, "https://baq.test/news/") {
				t.Errorf("%s begins with %s", path, first)
			}
		}
		if strings.Contains(body, "oembed") {
			t.Errorf("%s is no article and says how to embed it", path)
		}
	}
	person := n.things(n.page(kkHost, "/author/"+e.author.Labels["kk"].Slug))["ProfilePage"]["mainEntity"].(map[string]any)
	if person["@type"] != "Person" || person["name"] != "Айгерім Сәтбаева" {
		t.Errorf("%v", person)
	}
}
