package website

import (
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/photobank"
)

// TestEndedRights: a picture leaves the pages with its rights, by the rule of the
// photobank, and is back when they are renewed.
func TestEndedRights(t *testing.T) {
	n, e := filled(t)
	picture := n.picture("dd44", "Мерзімі өткен сурет", 400, 800, 1200)
	a := n.publish("kk", 0, "Құқығы аяқталатын сурет", e.sport.ID, 5, func(c *news.Content) { c.PictureID = &picture })
	path := "/news/" + a.Slug
	const said = "Бұл суретті көрсету құқығының мерзімі аяқталды"
	for _, c := range []struct {
		name, rule    string
		until         *time.Time
		shown, placed bool
	}{
		{"no end", "placeholder", nil, true, false},
		{"ends later", "placeholder", new(noon().Add(time.Second)), true, false},
		{"ends now", "placeholder", new(noon()), false, true},
		{"ended, removal", "removal", new(noon().Add(-time.Hour)), false, false},
		{"renewed", "removal", new(noon().AddDate(1, 0, 0)), true, false},
	} {
		_, err := n.db.Primary.NewRaw("UPDATE pictures SET expires_at = ? WHERE id = ?", c.until, picture).Exec(t.Context())
		n.must(err)
		_, err = n.db.Primary.NewRaw("UPDATE picture_settings SET on_expiry = ?", c.rule).Exec(t.Context())
		n.must(err)
		n.site.Cache.Hint(t.Context(), 0, photobank.CacheTag(picture)) // as a change does: it waits until the processes have heard
		body := n.page(kkHost, path)
		if strings.Contains(body, "/media/dd44/") != c.shown || strings.Contains(body, said) != c.placed {
			t.Errorf("%s: shown %t, place %t", c.name, strings.Contains(body, "/media/dd44/"), strings.Contains(body, said))
		}
		if home := n.page(kkHost, "/"); strings.Contains(home, said) {
			t.Errorf("%s: the front page makes room for what may not be shown", c.name)
		}
	}
}
