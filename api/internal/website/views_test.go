package website

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestOnlyArticlesOnTheSiteAreCounted: an article's page says which it is, to the
// script that counts; its preview, and lists, say nothing.
func TestOnlyArticlesOnTheSiteAreCounted(t *testing.T) {
	n, e := filled(t)
	live := n.publish("kk", 0, "Оқылатын мақала", e.economy.ID, 3)
	if mark := fmt.Sprintf(`data-article="%d"`, live.ID); !strings.Contains(n.page(kkHost, "/news/"+live.Slug), mark) {
		t.Errorf("the article's page has no %s", mark)
	}
	_, preview := n.link(n.written(e, n.publish("ru", 0, "Проект", e.economy.ID, 3), "Жоба", breaks), time.Hour)
	for _, path := range []string{"/", preview} {
		if strings.Contains(n.ask(kkHost, path).Body.String(), "data-article") {
			t.Errorf("%s is counted", path)
		}
	}
}
