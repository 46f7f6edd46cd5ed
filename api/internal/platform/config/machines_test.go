package config

import (
	"strings"
	"testing"
)

func TestIndexNowIsWholeOrNotAtAll(t *testing.T) {
	for _, bad := range []map[string]string{
		{"PORTAL_INDEXNOW": "https://api.indexnow.org/indexnow"}, {"PORTAL_INDEXNOW": "indexnow", "PORTAL_INDEXNOW_KEY": "0123456789"},
		{"PORTAL_INDEXNOW_KEY": "short"}, {"PORTAL_INDEXNOW_KEY": "../../etc/passwd"}, {"PORTAL_INDEXNOW_KEY": strings.Repeat("a", 129)},
	} {
		if _, err := Load(bad); err == nil || !strings.Contains(err.Error(), "PORTAL_INDEXNOW") {
			t.Errorf("%v: %v", bad, err)
		}
	}
	if _, err := Load(map[string]string{"PORTAL_INDEXNOW": "https://api.indexnow.org/indexnow", "PORTAL_INDEXNOW_KEY": "01234567-ab"}); err != nil {
		t.Error(err)
	}
}

func TestOnlyProductionIsFoundByItself(t *testing.T) {
	for _, c := range []struct {
		environment, robots string
		want                bool
	}{{Production, "", true}, {Production, "refuse", false}, {Development, "", false}, {Test, "", false}, {Development, "allow", true}} {
		if got := (Config{Environment: c.environment, Robots: c.robots}).Indexed(); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
	if _, err := Load(map[string]string{"PORTAL_ROBOTS": "maybe"}); err == nil {
		t.Error("maybe")
	}
}
