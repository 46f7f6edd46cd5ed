package website

import (
	"testing"

	"baq.kz/portal/api/internal/website/assets"
	"baq.kz/portal/api/internal/website/locales"
)

// TestEdition: a cached page of the last version would ask for its style sheet.
func TestEdition(t *testing.T) {
	edition := func(css, home string) string {
		all, err := locales.Load()
		if err != nil {
			t.Fatal(err)
		}
		all["kk"].Texts["home.title"] = home
		bundle, err := assets.New(css)
		if err != nil {
			t.Fatal(err)
		}
		text, err := editionOf(all, bundle)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	first := edition("a{}", "Бір")
	if edition("a{}", "Бір") != first {
		t.Error("one version has two editions")
	}
	if edition("b{}", "Бір") == first || edition("a{}", "Екі") == first {
		t.Error("two versions are one edition")
	}
}
