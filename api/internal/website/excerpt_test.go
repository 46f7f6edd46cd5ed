package website

import "testing"

func TestExcerpt(t *testing.T) {
	for _, c := range []struct {
		text  string
		limit int
		want  string
	}{
		{"қысқа мәтін", 20, "қысқа мәтін"},
		{"  көп   бос\nорын ", 20, "көп бос орын"},
		{"Үкімет шағын қалаларды жылумен қамтиды", 20, "Үкімет шағын…"},
		{"Үкімет, шағын қалалар", 8, "Үкімет…"},
		{"ұзынбірсөз", 4, "ұзын…"},
	} {
		if got := excerpt(c.text, c.limit); got != c.want {
			t.Errorf("excerpt(%q, %d) = %q, want %q", c.text, c.limit, got, c.want)
		}
	}
}
