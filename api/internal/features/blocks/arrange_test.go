package blocks

import (
	"slices"
	"testing"

	"baq.kz/portal/api/internal/features/news"
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

// arrange settles sections as a page does.
func arrange(all []Filled) []Filled {
	var p pace
	var out []Filled
	for _, b := range all {
		b.Kind = OfRubric
		if p.settle(&b) {
			out = append(out, b)
		}
	}
	pairHalves(out)
	return out
}

func TestArrange(t *testing.T) {
	for name, c := range map[string]struct {
		counts []int64
		want   []Layout
	}{
		"the whole rhythm": {[]int64{9, 9, 9, 9, 9, 9, 9, 9, 9}, []Layout{Spread, Row, Half, Half, Band, Row, Half, Half, Spread}},
		"nothing":          {nil, nil},
		"too few to show":  {[]int64{9, 3, 0, 9}, []Layout{Spread, Row}},
		"a bare spread":    {[]int64{4, 4}, []Layout{Spread, Row}},
		"a lonely half":    {[]int64{9, 9, 9}, []Layout{Spread, Row, Row}},
	} {
		t.Run(name, func(t *testing.T) {
			var all []Filled
			for _, count := range c.counts {
				all = append(all, Filled{Stories: stock(1, count)})
			}
			var got []Layout
			for _, b := range arrange(all) {
				got = append(got, b.Layout)
				if len(b.Stories) != fill[b.Layout] && len(b.Stories) != bareSpread {
					t.Errorf("%s holds %d", b.Layout, len(b.Stories))
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestABandLivesOnPictures(t *testing.T) {
	full := Filled{Stories: stock(1, 9)}
	bare := Filled{Stories: stock(1, 9, 1, 2, 3, 4, 5, 6, 7)}
	mixed := Filled{Stories: stock(1, 9, 1, 3)}
	if got := arrange([]Filled{full, full, full, full, bare})[4].Layout; got != Row {
		t.Errorf("two pictures make a %s", got)
	}
	band := arrange([]Filled{full, full, full, full, mixed})[4]
	if band.Layout != Band || band.Stories[0].ID != 2 || band.Stories[1].ID != 4 {
		t.Errorf("%s of %v", band.Layout, band.Stories)
	}
	none := Filled{Layout: Band, Stories: stock(1, 2, 1, 2)}
	if got := arrange([]Filled{none})[0]; got.Layout != Row || len(got.Stories) != 2 {
		t.Errorf("a chosen band without pictures: %s of %d", got.Layout, len(got.Stories))
	}
}

func TestAsManyAsAskedFor(t *testing.T) {
	got := arrange([]Filled{{Stories: stock(1, 9), asked: 2}, {Layout: Row, Stories: stock(1, 9), asked: 8}, {Layout: Half, Stories: stock(1, 9)}, {Layout: Spread, Stories: stock(1, 2)}})
	for i, want := range []int{2, 8, 4, 2} {
		if len(got[i].Stories) != want {
			t.Errorf("%d: %d stories, want %d", i, len(got[i].Stories), want)
		}
	}
	if got[2].Layout != Row || got[3].Layout != Row {
		t.Errorf("a half alone: %s; a spread of two: %s", got[2].Layout, got[3].Layout)
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
		pinned, newest      []news.Summary
		lead, second, third []int64
	}{
		"all with pictures":       {nil, stock(1, 9), []int64{1}, []int64{2, 3}, []int64{4, 5, 6, 7}},
		"the newest has none":     {nil, stock(1, 9, 1, 2), []int64{3}, []int64{4, 5}, []int64{1, 2, 6, 7}},
		"no pictures at all":      {nil, stock(1, 3, 1, 2, 3), []int64{1}, []int64{2, 3}, nil},
		"one picture, few pieces": {nil, stock(1, 2, 1), []int64{2}, []int64{1}, nil},
		"pinned without picture":  {stock(20, 1, 20), stock(1, 9, 1), []int64{20}, []int64{2, 3}, []int64{1, 4, 5, 6}},
		"nothing":                 {nil, nil, nil, nil, nil},
	} {
		o := Open(choose(c.pinned, c.newest, leadLength))
		if !slices.Equal(ids(o.Lead), c.lead) || !slices.Equal(ids(o.Second), c.second) || !slices.Equal(ids(o.Third), c.third) {
			t.Errorf("%s: %v %v %v", name, ids(o.Lead), ids(o.Second), ids(o.Third))
		}
	}
}
