package photobank

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/lang"
)

func TestUpdateDescribesAnew(t *testing.T) {
	b := start(t)
	p := b.upload(t, Upload{FileName: "a.jpg", Description: Description{Author: "Old", Labels: map[lang.Code]Label{"ru": {Caption: "Старое"}}}})
	at := time.Date(2024, 5, 1, 5, 20, 30, 0, time.UTC)
	changed, err := b.Update(t.Context(), p.ID, p.Version, Description{
		Labels: map[lang.Code]Label{"kk": {Caption: "Жаңа", Alt: "Тау"}}, Author: "New", TakenAt: &at,
	})
	if err != nil {
		t.Fatal(err)
	}
	read, err := b.Get(t.Context(), p.ID)
	if err != nil || !reflect.DeepEqual(read, changed) {
		t.Errorf("%+v is not %+v, %v", read, changed, err)
	}
	if read.Version != 2 || read.Author != "New" || !read.TakenAt.Equal(at) || len(read.Labels) != 1 || read.Labels["kk"].Alt != "Тау" || read.Hash != p.Hash {
		t.Errorf("%+v", read)
	}
	diff := b.journal(t, "photobank.update")
	if string(diff["author"][0]) != `"Old"` || string(diff["author"][1]) != `"New"` || diff["hash"][0] != nil {
		t.Errorf("%s", diff)
	}
	if got := (*b.events)[len(*b.events)-1]; got != (Changed{ID: p.ID}) || Changed.CacheTags(Changed{ID: 7})[0] != CacheTag(7) {
		t.Error(got)
	}
}

func TestUpdateRefuses(t *testing.T) {
	b := start(t)
	p := b.upload(t, Upload{})
	if _, err := b.Update(t.Context(), p.ID+1, 1, Description{}); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	_, err := b.Update(t.Context(), p.ID, 1, Description{Labels: map[lang.Code]Label{"kk": {}, "xx": {Caption: "?"}}})
	if f, ok := fault.As(err); !ok || f.Kind != fault.Unprocessable || len(f.Fields) != 1 || f.Fields[0].Field != "labels.xx" {
		t.Error(err)
	}
	if _, err := b.Update(t.Context(), p.ID, 2, Description{Author: "x"}); !errors.Is(err, ErrStale) {
		t.Error(err)
	}
	if read, err := b.Get(t.Context(), p.ID); err != nil || read.Author != "" || read.Version != 1 {
		t.Errorf("%+v, %v", read, err)
	}
}

func TestOfTwoAtOnceOneIsStale(t *testing.T) {
	b := start(t)
	p := b.upload(t, Upload{})
	results := make(chan error, 2)
	var both sync.WaitGroup
	for i := range 2 {
		both.Go(func() {
			_, err := b.Update(t.Context(), p.ID, 1, Description{Author: fmt.Sprint(i), Labels: map[lang.Code]Label{"kk": {Caption: fmt.Sprint(i)}}})
			results <- err
		})
	}
	both.Wait()
	one, other := <-results, <-results
	if (one == nil) == (other == nil) || !errors.Is(errors.Join(one, other), ErrStale) {
		t.Errorf("%v and %v", one, other)
	}
	if n := b.count(t, "journal_entries WHERE action = 'photobank.update'"); n != 1 {
		t.Errorf("%d entries", n)
	}
}

func TestSearch(t *testing.T) {
	b := start(t)
	named := map[string]Upload{
		"school":     {FileName: "IMG_0042.JPG", Description: Description{Labels: map[lang.Code]Label{"kk": {Caption: "Ұлытауда жаңа мектеп ашылды"}, "ru": {Caption: "В Улытау открыли школу"}}}},
		"mountain":   {FileName: "Іле Алатауы.jpg", Description: Description{Author: "Әсел Құрманова", Labels: map[lang.Code]Label{"kk": {Alt: "Қар басқан шың"}}}},
		"percent":    {FileName: "100%_рост.png", Description: Description{Source: "Казинформ"}},
		"decomposed": {FileName: "Семеи\u0306.jpg"}, // as macOS sends Семей
	}
	for name, u := range named {
		named[name] = Upload{FileName: b.upload(t, u).FileName}
	}
	for query, want := range map[string]string{
		"":             "school mountain percent decomposed",
		"ұлытау":       "school",
		"ҰЛЫТАУДА":     "school",
		"мектеп":       "school",
		"школу улытау": "school",
		"школу алатау": "",
		"ІЛЕ":          "mountain",
		"іле":          "mountain",
		"әсел  құрман": "mountain",
		"қар басқан":   "mountain",
		"img_0042":     "school",
		"0%_":          "percent",
		"мектептерде":  "school", // another form of a word
		"школы":        "school",
		"казакша":      "",
		"курманова":    "mountain", // from a keyboard without Kazakh letters
		"%":            "",         // two characters that are no word are nowhere
		"_":            "",
		"казинформ":    "percent",
		"семей":        "decomposed",
		"семеи\u0306":  "decomposed",
		`\`:            "",
		"' OR 1=1 --":  "",
	} {
		found, next, err := b.List(t.Context(), Query{Search: query, Limit: 10})
		if err != nil || next != nil || len(found) != len(strings.Fields(want)) {
			t.Errorf("%q finds %d instead of %q, %v", query, len(found), want, err)
			continue
		}
		for _, p := range found {
			if !strings.Contains(want, nameOf(named, p)) {
				t.Errorf("%q finds %s", query, p.FileName)
			}
		}
	}
}

func nameOf(named map[string]Upload, p Picture) string {
	for name, u := range named {
		if u.FileName == p.FileName {
			return name
		}
	}
	return "?"
}

func TestSearchFollowsTheDescription(t *testing.T) {
	b := start(t)
	p := b.upload(t, Upload{FileName: "a.jpg", Description: Description{Author: "Болат"}})
	if _, err := b.Update(t.Context(), p.ID, 1, Description{Labels: map[lang.Code]Label{"kk": {Caption: "Түркістан"}}}); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]int{"болат": 0, "түркістан": 1, "a.jpg": 1} {
		if found, _, err := b.List(t.Context(), Query{Search: query, Limit: 10}); err != nil || len(found) != want {
			t.Errorf("%q finds %d, %v", query, len(found), err)
		}
	}
}

func TestListPagesNewestFirst(t *testing.T) {
	b := start(t)
	var want []int64
	for range 5 {
		want = append([]int64{b.upload(t, Upload{}).ID}, want...)
	}
	var got []int64
	cursor := ""
	for pages := 1; ; pages++ {
		found, next, err := b.List(t.Context(), Query{Cursor: cursor, Limit: 2})
		if err != nil || pages > 3 {
			t.Fatalf("page %d, %v", pages, err)
		}
		for _, p := range found {
			got = append(got, p.ID)
		}
		if pages == 1 {
			b.upload(t, Upload{}) // moves nothing
		}
		if next == nil {
			break
		}
		cursor = *next
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v instead of %v", got, want)
	}
	if _, _, err := b.List(t.Context(), Query{Cursor: "x", Limit: 2}); !errors.Is(err, keyset.ErrBadCursor) {
		t.Error(err)
	}
}

func TestByIDs(t *testing.T) {
	b := start(t)
	one, other := b.upload(t, Upload{}), b.upload(t, Upload{Description: Description{Labels: map[lang.Code]Label{"kk": {Alt: "x"}}}})
	found, err := b.ByIDs(t.Context(), b.deps.DB.Replica, []int64{one.ID, other.ID, other.ID, 999})
	if err != nil || len(found) != 2 || found[one.ID].Hash != one.Hash || found[other.ID].Labels["kk"].Alt != "x" {
		t.Errorf("%+v, %v", found, err)
	}
	if found, err := b.ByIDs(t.Context(), b.deps.DB.Replica, nil); err != nil || len(found) != 0 {
		t.Error(found, err)
	}
}
