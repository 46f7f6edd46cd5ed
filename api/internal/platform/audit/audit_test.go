package audit_test

import (
	"testing"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"

	"context"
	"errors"
)

type thing struct {
	Name string  `json:"name"`
	Size int     `json:"size"`
	Note *string `json:"note,omitempty"`
}

func TestDiffKeepsWhatDiffers(t *testing.T) {
	note := "ескерту"
	for _, c := range []struct {
		name          string
		before, after any
		want          string
	}{
		{"nothing", thing{"a", 1, nil}, thing{"a", 1, nil}, `{}`},
		{"one field", thing{"a", 1, nil}, thing{"a", 2, nil}, `{"size":[1,2]}`},
		{"one that comes", thing{"a", 1, nil}, thing{"a", 1, &note}, `{"note":[null,"ескерту"]}`},
		{"one that goes", thing{"a", 1, &note}, thing{"a", 1, nil}, `{"note":["ескерту",null]}`},
		{"a beginning", nil, thing{"a", 1, nil}, `{"name":[null,"a"],"size":[null,1]}`},
		{"an end", thing{"a", 1, nil}, nil, `{"name":["a",null],"size":[1,null]}`},
	} {
		got, err := audit.Diff(c.before, c.after)
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %s, want %s (%v)", c.name, got, c.want, err)
		}
	}
	if _, err := audit.Diff([]int{1}, nil); err == nil {
		t.Error("a list has no fields")
	}
}

func TestAnEntryTellsWhoAndFromWhere(t *testing.T) {
	db := testkit.DB(t).Primary
	ctx := access.WithRequest(access.WithPrincipal(t.Context(), access.Principal{UserID: 7, Name: "Айгүл"}), access.Request{ID: "r1", Address: "203.0.113.9", UserAgent: "x"})
	record := func(ctx context.Context, failure error) error {
		return postgres.InTx(ctx, db, func(ctx context.Context, tx bun.Tx) error {
			return errors.Join(testkit.Journal(t).Record(ctx, tx, audit.Entry{Action: "things.save", ObjectType: "thing", ObjectID: 5, After: thing{"ә", 1, nil}}), failure)
		})
	}
	if err := record(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if err := record(ctx, errors.New("the change fails")); err == nil {
		t.Fatal("committed")
	}
	if err := record(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	var rows []struct{ ActorName, Address, RequestID, ObjectID, Diff string }
	if err := db.NewSelect().Table("journal_entries").Column("actor_name", "address", "request_id", "object_id", "diff").Order("id").Scan(t.Context(), &rows); err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 {
		t.Fatalf("%d entries: that of the failed change must be gone with it", len(rows))
	}
	if r := rows[0]; r.ActorName != "Айгүл" || r.Address != "203.0.113.9" || r.RequestID != "r1" || r.ObjectID != "5" {
		t.Errorf("%+v", r)
	}
	if rows[1].ActorName != audit.System {
		t.Errorf("%+v", rows[1])
	}
}

// TestAGuardEndsTheChange: it sees the entry before it is written, and its refusal
// takes the change with it.
func TestAGuardEndsTheChange(t *testing.T) {
	db, refusal := testkit.DB(t).Primary, errors.New("a second person is needed")
	j := testkit.Journal(t)
	j.Guard(func(ctx context.Context, tx bun.Tx, e audit.Entry) error {
		var entries int
		if err := tx.NewSelect().Table("journal_entries").ColumnExpr("count(*)").Scan(ctx, &entries); err != nil || entries != 0 {
			t.Errorf("%d entries, %v", entries, err)
		}
		if e.Action == "things.delete_all" {
			return refusal
		}
		return nil
	})
	for _, c := range []struct {
		action string
		want   error
	}{{"things.delete_all", refusal}, {"things.delete", nil}} {
		err := postgres.InTx(t.Context(), db, func(ctx context.Context, tx bun.Tx) error {
			return j.Record(ctx, tx, audit.Entry{Action: c.action, ObjectType: "thing", ObjectID: 1})
		})
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.action, err)
		}
	}
}
