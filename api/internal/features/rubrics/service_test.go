package rubrics_test

import (
	"errors"
	"testing"

	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/testkit"
)

func newService(t *testing.T) *rubrics.Service {
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
	return rubrics.New(db, testkit.Journal(t), events, set)
}

func add(t *testing.T, s *rubrics.Service, name string) rubrics.Rubric {
	t.Helper()
	made, err := s.Create(t.Context(), rubrics.Rubric{Visible: true, Labels: map[lang.Code]rubrics.Label{"kk": {Name: name}}})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestANewRubricStandsLastAfterDeletions(t *testing.T) {
	s := newService(t)
	var all []rubrics.Rubric
	for _, name := range []string{"Бір", "Екі", "Үш", "Төрт"} {
		all = append(all, add(t, s, name))
	}
	for _, r := range all[:2] {
		if err := s.Delete(t.Context(), r.ID); err != nil {
			t.Fatal(err)
		}
	}
	fresh := add(t, s, "Бес")
	tree, err := s.All(t.Context())
	if err != nil || len(tree) != 3 || tree[2].ID != fresh.ID {
		t.Errorf("%+v, %v", tree, err)
	}
	if err := s.Delete(t.Context(), all[0].ID); !errors.Is(err, rubrics.ErrNotFound) {
		t.Errorf("deleted twice: %v", err)
	}
}
