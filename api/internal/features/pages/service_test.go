package pages_test

import (
	"errors"
	"testing"

	"baq.kz/portal/api/internal/features/pages"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/testkit"
)

func TestAPageHasATitleThatIsSeen(t *testing.T) {
	db := testkit.DB(t)
	events, err := outbox.New(db.Primary)
	if err != nil {
		t.Fatal(err)
	}
	set, err := lang.Parse("kk=http://baq.test")
	if err != nil {
		t.Fatal(err)
	}
	s := pages.New(db, testkit.Journal(t), events, testkit.Seals(t), set)
	page := pages.Page{Key: "about", Language: "kk", Title: "  Біз   туралы ", State: pages.Draft}
	made, err := s.Create(t.Context(), page)
	if err != nil || made.Title != "Біз туралы" || made.Slug != "biz-turaly" {
		t.Fatalf("%+v, %v", made, err)
	}
	for _, blank := range []string{"", " \u00a0 ", "\u200b"} {
		if _, err := s.Create(t.Context(), pages.Page{Key: "other", Language: "kk", Title: blank, Slug: "other", State: pages.Draft}); !errors.Is(err, pages.ErrNoTitle) {
			t.Errorf("%q: %v", blank, err)
		}
		changed := made
		changed.Title = blank
		if _, err := s.Update(t.Context(), changed); !errors.Is(err, pages.ErrNoTitle) {
			t.Errorf("%q: %v", blank, err)
		}
	}
}
