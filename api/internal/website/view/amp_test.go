package view

import (
	"bytes"
	"flag"
	"html/template"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/testkit/amprules"
)

var keepAMP = flag.String("keep-amp", "", "a folder that keeps the AMP samples, for another validator")

// ampPages are the samples of articles in their AMP form.
func (s sample) ampPages(t *testing.T) map[string]Page {
	t.Helper()
	css, err := AMPStylesheet()
	if err != nil {
		t.Fatal(err)
	}
	bundle, _ := renderer(t)
	if css, err = bundle.Inline(css); err != nil {
		t.Fatal(err)
	}
	forms := map[string]Page{}
	for name, page := range s.pages() {
		article, is := page.Content.(Article)
		if !is || page.Preview != nil {
			continue
		}
		article.Body = s.plain + s.drawnFor(t, true)
		page.Content = AMP{Article: article, Style: template.CSS(css)}
		forms["amp-"+name] = page
	}
	return forms
}

// TestAMP holds the AMP form of every sample against AMP's rules. To hold them
// against AMP's own validator, too, see scripts/amp-validate.sh.
func TestAMP(t *testing.T) {
	_, r := renderer(t)
	for _, s := range samples(t) {
		forms := s.ampPages(t)
		if len(forms) < 3 {
			t.Errorf("only %d samples", len(forms))
		}
		for name, page := range forms {
			var out bytes.Buffer
			if err := r.Render(&out, page); err != nil {
				t.Fatal(err)
			}
			for _, violation := range amprules.Check(out.Bytes()) {
				t.Errorf("%s %s: %s", s.code, name, violation)
			}
			if strings.Contains(out.String(), "ZgotmplZ") {
				t.Errorf("%s %s: the template engine refused a value", s.code, name)
			}
			if *keepAMP != "" {
				if err := os.WriteFile(filepath.Join(*keepAMP, s.code+"-"+name+".html"), out.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

func TestAMPTextIsEscaped(t *testing.T) {
	_, r := renderer(t)
	s := samples(t)[0]
	page := s.ampPages(t)["amp-article"]
	article := page.Content.(AMP)
	evil := `"><script>alert(1)</script>`
	article.Title, article.Lead, article.Tags, article.Authors = evil, evil, []Link{{Title: evil, URL: "javascript:alert(1)"}}, []Link{{Title: evil, URL: `/" onclick="x`}}
	page.Content, page.Head.Description, page.Head.Title = article, evil, evil
	var out bytes.Buffer
	if err := r.Render(&out, page); err != nil {
		t.Fatal(err)
	}
	if found := amprules.Check(out.Bytes()); len(found) != 0 {
		t.Error(found)
	}
	if strings.Contains(out.String(), "<script>alert") || strings.Contains(out.String(), `href="javascript:`) {
		t.Error("a text broke out of its place")
	}
}
