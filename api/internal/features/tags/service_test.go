package tags_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"golang.org/x/sync/errgroup"

	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"
)

func newService(t *testing.T) (*tags.Service, *postgres.Databases) {
	t.Helper()
	db := testkit.DB(t)
	events, err := outbox.New(db.Primary)
	if err != nil {
		t.Fatal(err)
	}
	set, err := lang.Parse("kk=http://baq.test,ru=http://rus.baq.test")
	if err != nil {
		t.Fatal(err)
	}
	return tags.New(db, testkit.Journal(t), events, set), db
}

func labelled(kk, ru string) tags.Tag {
	return tags.Tag{Labels: map[lang.Code]tags.Label{"kk": {Name: kk}, "ru": {Name: ru}}}
}

// Several people type the same new tag at the same moment: each gets one.
func TestOneNameAtOneMomentMakesSeveralAddresses(t *testing.T) {
	s, _ := newService(t)
	slugs := make([]string, 8)
	var group errgroup.Group
	for i := range slugs {
		group.Go(func() error {
			made, err := s.Create(t.Context(), labelled("Сайлау", "Выборы"))
			slugs[i] = made.Labels["kk"].Slug + " " + made.Labels["ru"].Slug
			return err
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(slugs)
	if len(slices.Compact(slugs)) != 8 {
		t.Errorf("%q", slugs)
	}
}

func TestATagIsDeletedOnce(t *testing.T) {
	s, db := newService(t)
	made, err := s.Create(t.Context(), labelled("Бір", "Один"))
	if err != nil {
		t.Fatal(err)
	}
	results := make(chan error, 6)
	for range cap(results) {
		go func() { results <- s.Delete(t.Context(), made.ID) }()
	}
	deleted := 0
	for range cap(results) {
		switch err := <-results; {
		case err == nil:
			deleted++
		case !errors.Is(err, tags.ErrNotFound):
			t.Error(err)
		}
	}
	var entries int
	if err := db.Primary.QueryRowContext(t.Context(), "SELECT count(*) FROM journal_entries WHERE action = 'tags.delete'").Scan(&entries); err != nil {
		t.Fatal(err)
	}
	if deleted != 1 || entries != 1 {
		t.Errorf("deleted %d times, journalled %d times", deleted, entries)
	}
}

func TestLabelsThatAreRefused(t *testing.T) {
	s, _ := newService(t)
	taken, err := s.Create(t.Context(), tags.Tag{Labels: map[lang.Code]tags.Label{"kk": {Name: "Бюджет", Slug: "byudzhet"}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, field, code string
		labels            map[lang.Code]tags.Label
	}{
		{"a blank name with a slug", "labels.kk.name", "min_length", map[lang.Code]tags.Label{"kk": {Name: " \u00a0", Slug: "blank"}}},
		{"a name that nobody sees", "labels.kk.name", "min_length", map[lang.Code]tags.Label{"kk": {Name: "\u200b", Slug: "blank"}}},
		{"a name that makes no slug", "labels.ru.name", "no_slug", map[lang.Code]tags.Label{"ru": {Name: "☀"}}},
		{"another tag's slug", "labels.kk.slug", "taken", map[lang.Code]tags.Label{"kk": {Name: "Б", Slug: "byudzhet"}}},
		{"a language that is not configured", "labels.en", "unknown_language", map[lang.Code]tags.Label{"en": {Name: "x"}}},
	} {
		_, err := s.Create(t.Context(), tags.Tag{Labels: c.labels})
		f, ok := fault.As(err)
		if !ok || len(f.Fields) != 1 || f.Fields[0].Field != c.field || f.Fields[0].Code != c.code {
			t.Errorf("%s: %v %+v", c.name, err, f)
		}
	}
	// Its own slug is no other's, given or made.
	for i, slug := range []string{"byudzhet", ""} {
		changed, err := s.Update(t.Context(), tags.Tag{ID: taken.ID, Version: int64(1 + i), Labels: map[lang.Code]tags.Label{"kk": {Name: "Бюджет", Slug: slug}}})
		if err != nil || changed.Labels["kk"].Slug != "byudzhet" {
			t.Errorf("%+v, %v", changed, err)
		}
	}
}

func TestTagsByNameGoOnWithoutGapOrDouble(t *testing.T) {
	s, _ := newService(t)
	want := []string{}
	for _, name := range []string{"А", "Ә", "Әә", "Б", "б", "Я"} {
		made, err := s.Create(t.Context(), tags.Tag{Labels: map[lang.Code]tags.Label{"kk": {Name: name}}})
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, fmt.Sprint(made.ID))
	}
	var got []string
	for cursor, pages := "", 0; pages < 10; pages++ {
		found, next, err := s.List(t.Context(), tags.Query{Language: "kk", Cursor: cursor, Limit: 2})
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range found {
			got = append(got, fmt.Sprint(one.ID))
		}
		if next == nil {
			break
		}
		cursor = *next
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v in any order", got, want)
	}
	for _, search := range []string{"ӘӘ", " әә "} {
		if found, _, err := s.List(t.Context(), tags.Query{Language: "kk", Search: search, Limit: 5}); err != nil || len(found) != 1 {
			t.Errorf("%q: %d found, %v", search, len(found), err)
		}
	}
}
