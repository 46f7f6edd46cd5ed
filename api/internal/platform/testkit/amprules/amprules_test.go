package amprules_test

import (
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/testkit/amprules"
)

const valid = `<!doctype html>
<html amp lang="kk"><head><meta charset="utf-8"><script async src="https://cdn.ampproject.org/v0.js"></script><title>Әңгіме</title>
<link rel="canonical" href="https://baq.kz/news/a"><meta name="viewport" content="width=device-width">
<style amp-boilerplate>body{-webkit-animation:-amp-start 8s steps(1,end) 0s 1 normal both;-moz-animation:-amp-start 8s steps(1,end) 0s 1 normal both;-ms-animation:-amp-start 8s steps(1,end) 0s 1 normal both;animation:-amp-start 8s steps(1,end) 0s 1 normal both}@-webkit-keyframes -amp-start{from{visibility:hidden}to{visibility:visible}}@-moz-keyframes -amp-start{from{visibility:hidden}to{visibility:visible}}@-ms-keyframes -amp-start{from{visibility:hidden}to{visibility:visible}}@-o-keyframes -amp-start{from{visibility:hidden}to{visibility:visible}}@keyframes -amp-start{from{visibility:hidden}to{visibility:visible}}</style><noscript><style amp-boilerplate>body{-webkit-animation:none;-moz-animation:none;-ms-animation:none;animation:none}</style></noscript>
<style amp-custom>p{color:red}</style><script type="application/ld+json">{"a":1}</script></head>
<body><p>Мәтін<br><amp-img src="/a.webp" width="4" height="3" layout="responsive" alt=""></amp-img></p></body></html>`

func TestAValidPage(t *testing.T) {
	if found := amprules.Check([]byte(valid)); len(found) > 0 {
		t.Error(found)
	}
}

// TestViolations breaks the valid page in one place at a time.
func TestViolations(t *testing.T) {
	for name, change := range map[string][2]string{
		"no doctype":                 {"<!doctype html>", ""},
		"not marked as AMP":          {"<html amp", "<html"},
		"charset late":               {`<meta charset="utf-8"><script async src="https://cdn.ampproject.org/v0.js"></script>`, `<script async src="https://cdn.ampproject.org/v0.js"></script><meta charset="utf-8">`},
		"no runtime":                 {`<script async src="https://cdn.ampproject.org/v0.js"></script>`, ""},
		"runtime twice":              {"<title>", `<script async src="https://cdn.ampproject.org/v0.js"></script><title>`},
		"another script":             {"<title>", `<script async src="https://evil.example/x.js"></script><title>`},
		"an inline script":           {"<p>", "<script>alert(1)</script><p>"},
		"no canonical":               {`<link rel="canonical" href="https://baq.kz/news/a">`, ""},
		"a relative canonical":       {"https://baq.kz/news/a", "/news/a"},
		"no viewport":                {`<meta name="viewport" content="width=device-width">`, ""},
		"another boilerplate":        {"normal both}@-webkit", "normal both }@-webkit"},
		"no boilerplate for without": {"<noscript>", "<!--"},
		"an external style sheet":    {"<title>", `<link rel="stylesheet" href="/site.css"><title>`},
		"a second style":             {"<p>", "<style>p{}</style><p>"},
		"an important style":         {"color:red", "color:red!important"},
		"too much style":             {"color:red", "color:red;" + strings.Repeat("x", 75_000)},
		"style attribute":            {"<p>", `<p style="color:red">`},
		"handler":                    {"<p>", `<p onclick="x()">`},
		"img":                        {"<amp-img", `<img src="/a.webp"><amp-img`},
		"iframe":                     {"<p>", `<iframe src="https://x.example/"></iframe><p>`},
		"form":                       {"<p>", `<form action="/"><input type="password"></form><p>`},
		"object":                     {"<p>", `<object data="/x"></object><p>`},
		"picture without width":      {` width="4"`, ""},
		"picture of no size":         {`width="4"`, `width="0"`},
		"picture without layout":     {` layout="responsive"`, ""},
		"picture left open":          {"</amp-img>", ""},
		"component without script":   {"<p>", `<amp-youtube data-videoid="x"></amp-youtube><p>`},
		"script without component":   {"<title>", `<script async custom-element="amp-youtube" src="https://cdn.ampproject.org/v0/amp-youtube-0.1.js"></script><title>`},
		"script address":             {"<p>", `<p><a href="javascript:alert(1)">x</a>`},
		"the same id":                {"<p>", `<p id="a"><span id="a"></span>`},
		"the same attribute":         {"<p>", `<p class="a" class="b">`},
		"AMP's own class":            {"<p>", `<p class="i-amphtml-element">`},
		"broken data":                {`{"a":1}`, `{"a":}`},
	} {
		broken := strings.Replace(valid, change[0], change[1], 1)
		if broken == valid {
			t.Errorf("%s: nothing was changed", name)
		}
		if len(amprules.Check([]byte(broken))) == 0 {
			t.Errorf("%s: was let through", name)
		}
	}
}
