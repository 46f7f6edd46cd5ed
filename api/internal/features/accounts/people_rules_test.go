package accounts

import (
	"testing"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/lang"
)

func TestNobodyManagesThemselvesNorWhoMayDoMore(t *testing.T) {
	by := access.Principal{UserID: 1, Permissions: []access.Permission{"news.read", "news.write", "users.read", "users.write"}}
	limited := by
	limited.Limits = access.Limits{Languages: []lang.Code{"kk", "ru"}, Rubrics: []int64{3, 4, 5}}
	program := by
	program.KeyID = 9
	reader := access.Principal{UserID: 1, Permissions: []access.Permission{"news.read", "users.read"}}
	for _, c := range []struct {
		name   string
		by     access.Principal
		target User
		want   bool
	}{
		{"oneself", by, User{ID: 1}, false},
		{"a program", program, User{ID: 2}, false},
		{"without the right", reader, User{ID: 2}, false},
		{"one right more", by, User{ID: 2, Held: []access.Permission{"news.read", "news.publish"}}, false},
		{"the same rights", by, User{ID: 2, Held: by.Permissions}, true},
		{"fewer rights", by, User{ID: 2, Held: []access.Permission{"news.read"}}, true},
		{"none", by, User{ID: 2}, true},
		{"no limits from within limits", limited, User{ID: 2}, false},
		{"another language", limited, User{ID: 2, Limits: access.Limits{Languages: []lang.Code{"en"}, Rubrics: []int64{4}}}, false},
		{"one language more", limited, User{ID: 2, Limits: access.Limits{Languages: []lang.Code{"kk", "en"}, Rubrics: []int64{4}}}, false},
		{"every rubric", limited, User{ID: 2, Limits: access.Limits{Languages: []lang.Code{"kk"}}}, false},
		{"another rubric", limited, User{ID: 2, Limits: access.Limits{Languages: []lang.Code{"kk"}, Rubrics: []int64{4, 6}}}, false},
		{"narrower limits", limited, User{ID: 2, Limits: access.Limits{Languages: []lang.Code{"kk"}, Rubrics: []int64{4}}}, true},
	} {
		if got := manageable(c.by, c.target); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
