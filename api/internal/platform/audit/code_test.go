package audit_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"baq.kz/portal/api/internal/platform/audit"
)

func key(t *testing.T, secret, environment string) audit.Key {
	t.Helper()
	k, err := audit.NewKey([]byte(secret), environment)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

const secret = "a secret of at least 32 bytes, yes"

// TestACodeStandsForEveryField: one that differs, or text that moves from a field
// to its neighbour, makes another code.
func TestACodeStandsForEveryField(t *testing.T) {
	k := key(t, secret, "test")
	actor, zero := int64(7), int64(0)
	row := audit.Row{
		ID: 1, UID: uuid.MustParse("01890a5d-ac96-774b-bcce-b302099a8057"), At: time.Date(2026, 11, 28, 10, 0, 0, 1000, time.UTC), ActorID: &actor, ActorName: "Әлия",
		Action: "news.publish", ObjectType: "article", ObjectID: "5", Diff: `{"a":[1,2]}`, Address: "203.0.113.9", UserAgent: "x", RequestID: "r", Key: k.ID,
	}
	row.MAC = k.Code(row)
	if !k.Matches(row) {
		t.Fatal("a right row is refused")
	}
	same := row
	same.ID, same.At = 99, row.At.In(time.FixedZone("Almaty", 5*3600))
	if !k.Matches(same) {
		t.Error("the id, or the zone that a time is written in, must not matter")
	}
	for name, change := range map[string]func(*audit.Row){
		"uid":          func(r *audit.Row) { r.UID[15]++ },
		"time":         func(r *audit.Row) { r.At = r.At.Add(time.Microsecond) },
		"actor":        func(r *audit.Row) { r.ActorID = &zero },
		"no actor":     func(r *audit.Row) { r.ActorID = nil },
		"name":         func(r *audit.Row) { r.ActorName = "Алия" },
		"action":       func(r *audit.Row) { r.Action = "news.kill" },
		"type":         func(r *audit.Row) { r.ObjectType = "page" },
		"object":       func(r *audit.Row) { r.ObjectID = "6" },
		"a shift":      func(r *audit.Row) { r.ObjectType, r.ObjectID = "article5", "" },
		"diff":         func(r *audit.Row) { r.Diff = `{"a": [1,2]}` },
		"address":      func(r *audit.Row) { r.Address = "" },
		"agent":        func(r *audit.Row) { r.UserAgent = "X" },
		"request":      func(r *audit.Row) { r.RequestID = "" },
		"key":          func(r *audit.Row) { r.Key = "" },
		"code":         func(r *audit.Row) { r.MAC = append([]byte{1}, r.MAC[1:]...) },
		"a short code": func(r *audit.Row) { r.MAC = r.MAC[:31] },
		"no code":      func(r *audit.Row) { r.MAC = nil },
	} {
		changed := row
		if change(&changed); k.Matches(changed) {
			t.Errorf("%s: not noticed", name)
		}
	}
}

func TestAKeyIsOfItsSecretAndEnvironment(t *testing.T) {
	k := key(t, secret, "test")
	row := audit.Row{Key: k.ID}
	row.MAC = k.Code(row)
	for _, other := range []audit.Key{key(t, secret+"!", "test"), key(t, secret, "production")} {
		forged := audit.Row{Key: k.ID}
		forged.MAC = other.Code(forged)
		if other.ID == k.ID || other.Matches(row) || k.Matches(forged) {
			t.Error("another key is the same")
		}
	}
	if _, err := audit.NewKey([]byte("short"), "test"); err == nil {
		t.Error("a short secret is taken")
	}
}
