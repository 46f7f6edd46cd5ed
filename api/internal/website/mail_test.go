package website

import (
	"strings"
	"testing"
)

// TestNoAddressForRobots is requirement SE-9.
func TestNoAddressForRobots(t *testing.T) {
	const code = "aW5mb0BiYXEua3o="
	for html, want := range map[string]string{
		`<body>info@baq.kz.`: `<body><span data-mail="` + code + `">info (at) baq.kz</span>.`,
		`<body><a href="mailto:info@baq.kz?subject=x" class="b">info@baq.kz</a>`:                                      `<body><a data-mail="` + code + `" class="b"><span data-mail="` + code + `">info (at) baq.kz</span></a>`,
		`<title>info@baq.kz</title><meta content="info@baq.kz"><body>`:                                                `<title>info (at) baq.kz</title><meta content="info (at) baq.kz"><body>`,
		`<body><script type="application/ld+json">{"@context":"https://schema.org","email":"info@baq.kz"}</script>@x`: `<body><script type="application/ld+json">{"@context":"https://schema.org","email":"info (at) baq.kz"}</script>@x`,
		`<body><a href="https://www.tiktok.com/@baq.kz/video/1">@baq.kz</a> a @ b`:                                    `<body><a href="https://www.tiktok.com/@baq.kz/video/1">@baq.kz</a> a @ b`,
		`<body>ешқандай мекенжай жоқ`:                                                                                 `<body>ешқандай мекенжай жоқ`,
		`<body>a < b@c.kz > d`: `<body>a < <span data-mail="YkBjLmt6">b (at) c.kz</span> > d`,
	} {
		if got := string(concealAddresses([]byte(html), " (at) ")); got != want {
			t.Errorf("%s\n  is  %s\nwant %s", html, got, want)
		}
	}
	long := "<body>" + strings.Repeat("a.", 200_000) + "@"
	if got := concealAddresses([]byte(long), " (at) "); string(got) != long {
		t.Error("a long run of letters was changed")
	}
}
