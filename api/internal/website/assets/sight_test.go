package assets

import (
	"strings"
	"testing"
)

// TestContrastOfSight asks 7 of every pair in the colours for weak sight: WCAG 2.1
// AAA (success criterion 1.4.6).
func TestContrastOfSight(t *testing.T) {
	css, err := embedded.ReadFile("css/4-sight.css")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(css), `html[data-contrast="`)[1:]
	if len(blocks) != 3 {
		t.Fatalf("%d colour schemes, want light, dark and blue", len(blocks))
	}
	for _, block := range blocks {
		colours := map[string]string{}
		for _, match := range token.FindAllStringSubmatch(block[:strings.Index(block, "}")], -1) {
			colours[match[1]] = match[2]
		}
		for _, pair := range pairs {
			if got := contrast(t, colours[pair[0]], colours[pair[1]]); got < 7 {
				t.Errorf("%s on %s: %.2f in %.6s", pair[0], pair[1], got, block)
			}
		}
	}
}
