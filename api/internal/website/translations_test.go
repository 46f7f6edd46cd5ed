package website

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	hreflang  = regexp.MustCompile(`<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">`)
	canonical = regexp.MustCompile(`<link rel="canonical" href="([^"]+)">`)
	switcher  = regexp.MustCompile(`(?s)<nav class="languages".*?</nav>`)
	switched  = regexp.MustCompile(`href="([^"]+)" lang="([^"]+)"`)
)

func alternates(body string) []string {
	var all []string
	for _, m := range hreflang.FindAllStringSubmatch(body, -1) {
		all = append(all, m[1]+" "+m[2])
	}
	return all
}

// TestHreflang visits every kind of page and every language version that it
// names: each names the same set, itself included, at absolute addresses.
func TestHreflang(t *testing.T) {
	n, e := filled(t)
	want := map[string][]string{
		"/":       {"kk https://baq.test/", "ru https://rus.baq.test/", "x-default https://baq.test/"},
		"/latest": {"kk https://baq.test/latest", "ru https://rus.baq.test/latest", "x-default https://baq.test/latest"},
		"/news/" + e.kk.Slug: {
			"kk https://baq.test/news/" + e.kk.Slug, "ru https://rus.baq.test/news/" + e.ru.Slug, "x-default https://baq.test/news/" + e.kk.Slug,
		},
		// its Russian version is a draft
		"/news/" + e.lone.Slug: {"kk https://baq.test/news/" + e.lone.Slug, "x-default https://baq.test/news/" + e.lone.Slug},
		"/page/" + e.about.Slug: {
			"kk https://baq.test/page/" + e.about.Slug, "ru https://rus.baq.test/page/ob-agentstve", "x-default https://baq.test/page/" + e.about.Slug,
		},
	}
	for _, path := range []string{"/rubric/" + e.economy.Labels["kk"].Slug, "/tag/" + e.tag.Labels["kk"].Slug, "/author/" + e.author.Labels["kk"].Slug} {
		want[path] = nil
	}
	for path, set := range want {
		body := n.page(kkHost, path)
		named := alternates(body)
		if set != nil && !slices.Equal(named, set) {
			t.Errorf("%s names %q, want %q", path, named, set)
		}
		if len(named) < 2 {
			t.Errorf("%s names no languages", path)
		}
		for _, entry := range named {
			_, address, _ := strings.Cut(entry, " ")
			u, err := url.Parse(address)
			n.must(err)
			other := n.page(u.Host, u.RequestURI())
			if !slices.Equal(alternates(other), named) {
				t.Errorf("%s names %q, but %s names %q", path, named, address, alternates(other))
			}
			if got := canonical.FindStringSubmatch(other); got == nil || got[1] != address {
				t.Errorf("%s calls itself %q", address, got)
			}
		}
	}
}

// TestSwitcher follows the switcher from every kind of page.
func TestSwitcher(t *testing.T) {
	n, e := filled(t)
	lonely := n.rubric("Тек қазақша айдар", "", nil)
	orphan := n.publish("kk", 0, "Аудармасыз мақала", lonely.ID, 3)
	ruEconomy := "/rubric/" + e.economy.Labels["ru"].Slug
	for path, want := range map[string]string{
		"/":                                      "/",
		"/latest":                                "/latest",
		"/news/" + e.kk.Slug:                     "/news/" + e.ru.Slug,
		"/news/" + e.lone.Slug:                   "/rubric/" + e.banks.Labels["ru"].Slug + "?from=missing",
		"/news/" + orphan.Slug:                   "/?from=missing",
		"/page/" + e.about.Slug:                  "/page/ob-agentstve",
		"/rubric/" + e.economy.Labels["kk"].Slug: ruEconomy,
		"/rubric/" + lonely.Labels["kk"].Slug:    "/?from=missing",
		"/tag/" + e.tag.Labels["kk"].Slug:        "/tag/" + e.tag.Labels["ru"].Slug,
		"/author/" + e.author.Labels["kk"].Slug:  "/author/" + e.author.Labels["ru"].Slug,
		"/nothing":                               "/?from=missing",
	} {
		body := n.ask(kkHost, path).Body.String()
		found := switched.FindAllStringSubmatch(switcher.FindString(body), -1)
		if len(found) != 1 || found[0][2] != "ru" {
			t.Errorf("%s: the switcher leads to %q", path, found)
			continue
		}
		through, err := url.Parse(strings.ReplaceAll(found[0][1], "&amp;", "&"))
		n.must(err)
		answer := n.ask(through.Host, through.RequestURI())
		if got := answer.Header().Get("Location"); got != "https://"+ruHost+want {
			t.Errorf("%s switches to %s, want %s", path, got, want)
			continue
		}
		landed := n.page(ruHost, want)
		if note := strings.Contains(landed, "пока нет русской версии"); note != strings.Contains(want, "missing") {
			t.Errorf("%s → %s: note %v", path, want, note)
		}
	}
}

func TestLanguageWithoutLocale(t *testing.T) {
	n := open(t)
	options := n.site.Options
	set := languageSet(t)
	options.Languages = set
	if _, err := New(options); err != nil {
		t.Errorf("English: %v", err)
	}
}
