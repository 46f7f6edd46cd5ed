package config

import (
	"strings"
	"testing"
)

func TestScripts(t *testing.T) {
	for text, want := range map[string]string{
		"kk=latin-2019": "there are arabic-tote, latin-2018, latin-2021", "kk=": "is no alphabet", "ru=latin-2018": "alphabets for kk only", "latin-2018": "alphabets for kk only",
		"kk=latin-2018+latin-2021": "two alphabets for kk-Latn",
	} {
		if _, err := Load(map[string]string{"PORTAL_SCRIPTS": text}); err == nil || !strings.Contains(err.Error(), "PORTAL_SCRIPTS") || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
	c, err := Load(map[string]string{})
	if err != nil {
		t.Fatal(err)
	}
	kk, ru := c.Languages.All()[0], c.Languages.All()[1]
	if len(kk.Scripts) != 2 || len(ru.Scripts) != 0 || kk.Written != "kk-Cyrl" {
		t.Fatalf("%+v, %+v", kk, ru)
	}
	if s, ok := kk.Script("arab"); !ok || s.Tag != "kk-Arab" || !s.RightToLeft || s.Path("/") != "/arab" || s.Path("/?a=1") != "/arab?a=1" || s.Path("/news/x") != "/arab/news/x" {
		t.Errorf("%+v", s)
	}
	// A site without Kazakh has none, whatever the setting.
	for name, value := range map[string]string{"PORTAL_SITES": "ru=http://localhost:8080", "PORTAL_SCRIPTS": "none"} {
		c, err := Load(map[string]string{name: value})
		if err != nil || len(c.Languages.Main().Scripts) != 0 {
			t.Errorf("%s=%s: %+v, %v", name, value, c.Languages.Main().Scripts, err)
		}
	}
}
