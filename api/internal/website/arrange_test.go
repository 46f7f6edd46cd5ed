package website

import (
	"slices"
	"testing"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/website/view"
)

// stock makes articles with ids from first on; those in bare have no picture.
func stock(first, count int64, bare ...int64) []news.Summary {
	var list []news.Summary
	for id := first; id < first+count; id++ {
		a := news.Summary{ID: id}
		if !slices.Contains(bare, id) {
			a.PictureID = &id
		}
		list = append(list, a)
	}
	return list
}

func TestArrange(t *testing.T) {
	for name, c := range map[string]struct {
		counts []int64
		want   []view.Layout
	}{
		"the whole rhythm": {[]int64{9, 9, 9, 9, 9, 9, 9, 9, 9}, []view.Layout{view.Spread, view.Row, view.Half, view.Half, view.Band, view.Row, view.Half, view.Half, view.Spread}},
		"nothing":          {nil, []view.Layout{}},
		"too few to show":  {[]int64{9, 3, 0, 9}, []view.Layout{view.Spread, view.Row}},
		"a bare spread":    {[]int64{4, 4}, []view.Layout{view.Spread, view.Row}},
		"a lonely half":    {[]int64{9, 9, 9}, []view.Layout{view.Spread, view.Row, view.Row}},
	} {
		t.Run(name, func(t *testing.T) {
			var all []section
			for _, count := range c.counts {
				all = append(all, section{news: stock(1, count)})
			}
			got := []view.Layout{}
			for _, s := range arrange(all) {
				got = append(got, s.layout)
				if len(s.news) != fill[s.layout] && len(s.news) != bareSpread {
					t.Errorf("%s holds %d", s.layout, len(s.news))
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestABandLivesOnPictures(t *testing.T) {
	full := section{news: stock(1, 9)}
	bare := section{news: stock(1, 9, 1, 2, 3, 4, 5, 6, 7)}
	mixed := section{news: stock(1, 9, 1, 3)}
	if got := arrange([]section{full, full, full, full, bare})[4].layout; got != view.Row {
		t.Errorf("two pictures make a %s", got)
	}
	band := arrange([]section{full, full, full, full, mixed})[4]
	if band.layout != view.Band || band.news[0].ID != 2 || band.news[1].ID != 4 {
		t.Errorf("%s of %v", band.layout, band.news)
	}
}

func TestChooseOpening(t *testing.T) {
	ids := func(list []news.Summary) (out []int64) {
		for _, a := range list {
			out = append(out, a.ID)
		}
		return out
	}
	for name, c := range map[string]struct {
		newest              []news.Summary
		lead, second, third []int64
	}{
		"all with pictures":       {stock(1, 9), []int64{1}, []int64{2, 3}, []int64{4, 5, 6, 7}},
		"the newest has none":     {stock(1, 9, 1, 2), []int64{3}, []int64{4, 5}, []int64{1, 2, 6, 7}},
		"no pictures at all":      {stock(1, 3, 1, 2, 3), []int64{1}, []int64{2, 3}, nil},
		"one picture, few pieces": {stock(1, 2, 1), []int64{2}, []int64{1}, nil},
		"nothing":                 {nil, nil, nil, nil},
	} {
		o := choose(c.newest)
		if !slices.Equal(ids(o.lead), c.lead) || !slices.Equal(ids(o.second), c.second) || !slices.Equal(ids(o.third), c.third) {
			t.Errorf("%s: %v %v %v", name, ids(o.lead), ids(o.second), ids(o.third))
		}
	}
}

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
