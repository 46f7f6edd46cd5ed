package schemaorg

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestHostileTextStaysInTheElement(t *testing.T) {
	hostile := "</script><script>alert(1)</script><!-- \u2028 ]]> 😀 Қазақ «мәтіні» & co"
	text, err := Script(NewsArticle{Headline: hostile, Publisher: new(Organization{ID: "x", Name: hostile})})
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"<", ">", "&", "\u2028"} {
		if strings.Contains(string(text), bad) {
			t.Errorf("the block holds %q: %s", bad, text)
		}
	}
	var read struct {
		Context string `json:"@context"`
		Graph   []struct {
			Type      string `json:"@type"`
			Headline  string `json:"headline"`
			Publisher struct {
				Type string `json:"@type"`
			} `json:"publisher"`
		} `json:"@graph"`
	}
	if err := json.Unmarshal([]byte(text), &read); err != nil {
		t.Fatal(err)
	}
	if read.Context != "https://schema.org" || len(read.Graph) != 1 || read.Graph[0].Headline != hostile ||
		read.Graph[0].Type != "NewsArticle" || read.Graph[0].Publisher.Type != "NewsMediaOrganization" {
		t.Errorf("%+v", read)
	}
}

func TestAnEmptyListIsNotTold(t *testing.T) {
	text, err := Script(CollectionPage{ID: "a", List: List(nil)}, Breadcrumbs(Step{"Басты бет", "https://baq.kz/"}))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "mainEntity") || !strings.Contains(string(text), `"position":1,"name":"Басты бет","item":"https://baq.kz/"`) {
		t.Error(text)
	}
}
