package app_test

import (
	"fmt"
	"testing"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/features/integrity"
)

// TestWhatIsChangedPastTheSystemRaisesAnAlert: a title changed by hand in the
// database becomes a finding and a critical alert that people with the right see.
func TestWhatIsChangedPastTheSystemRaisesAnAlert(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	chief, reader := d.chief, d.reader
	a := chief.publish(d.draft("Өзгермеуі керек"))
	alerts := func() []admin.Alert {
		return read[admin.AlertPage](t, chief.send("GET", "/alerts?severity=critical", nil), 200).Items
	}
	if found := alerts(); len(found) > 0 {
		t.Fatalf("before anything happened: %+v", found)
	}
	if _, err := d.DB.Primary.ExecContext(t.Context(), "UPDATE articles SET title = 'Бұзылған тақырып' WHERE id = ?", a.ID); err != nil {
		t.Fatal(err)
	}
	admin1 := d.user("administrator")
	read[admin.IntegrityCheck](t, admin1.send("POST", "/integrity/checks", nil), 202)
	if ran, err := d.Integrity.Run(t.Context(), integrity.Full); err != nil || !ran { // as the loop does
		t.Fatal(ran, err)
	}
	found := alerts()
	if len(found) != 1 || found[0].Rule != "integrity_finding" || found[0].SubjectID == nil || *found[0].SubjectID != fmt.Sprintf("article %d", a.ID) {
		t.Fatalf("%+v", found)
	}
	path := fmt.Sprintf("/alerts/%d/acknowledge", found[0].ID)
	if got := reader.send("POST", path, object{"note": "мен емес"}); got.status != 403 {
		t.Errorf("an analyst acknowledges: %d", got.status)
	}
	read[admin.Alert](t, chief.send("POST", path, object{"note": "Сынақ болды"}), 200)
	if left := alerts(); len(left) > 0 {
		t.Errorf("%+v", left)
	}
}
