package website

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"baq.kz/portal/api/internal/website/locales"
)

var said = regexp.MustCompile(`\bsay\([A-Za-z.]+, "([^"]+)"`)

// TestEveryTextIsThere looks up every key that this package says; the other way
// round is a test of package view.
func TestEveryTextIsThere(t *testing.T) {
	all, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	keys := []string{}
	for _, number := range []int{problemNumber(404), problemNumber(418), problemNumber(500), problemNumber(503)} {
		keys = append(keys, fmt.Sprintf("problem.%d.title", number), fmt.Sprintf("problem.%d.text", number))
	}
	for _, group := range sightGroups {
		keys = append(keys, "sight."+group.name)
		for _, value := range group.values {
			keys = append(keys, "sight."+group.name+"."+value)
		}
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range said.FindAllSubmatch(source, -1) {
			keys = append(keys, string(match[1]))
		}
	}
	if len(keys) < 20 {
		t.Fatalf("only %d keys found", len(keys))
	}
	for code, locale := range all {
		for _, key := range keys {
			if _, err := locale.Text(key); err != nil {
				t.Errorf("%s: %v", code, err)
			}
		}
	}
}
