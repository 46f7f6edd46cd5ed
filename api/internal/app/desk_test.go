package app_test

import (
	"testing"

	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"
)

// desk is a newsroom with its people and a rubric.
type desk struct {
	*portal
	chief, editor, writer, reader user
	rubric                        int64
}

// firstDesk is what all desks are copies of: to hash four passwords and compare them takes
// longer than most tests do.
var firstDesk struct {
	testkit.Original
	desk
}

// deskSecret is that of all desks: the first one has signed and sealed with it.
const deskSecret = "a secret of desks that is long enough"

// newDesk makes one; more is as for newPortal.
func newDesk(t *testing.T, more ...string) desk {
	t.Helper()
	more = append([]string{"PORTAL_SECRET", deskSecret}, more...)
	db := firstDesk.Copy(t, func(db *postgres.Databases) {
		p := newPortalOn(t, db, more...)
		d := desk{chief: p.user("chief_editor"), editor: p.user("editor"), writer: p.user("correspondent"), reader: p.user("analyst")}
		d.rubric = d.chief.rubric("Қоғам", "Общество", nil).ID
		firstDesk.desk = d
	})
	d := firstDesk.desk
	d.portal = newPortalOn(t, db, more...)
	// They come in now, however long ago the first desk was made.
	if _, err := db.Primary.ExecContext(t.Context(), "UPDATE sessions SET confirmed_at = now()"); err != nil {
		t.Fatal(err)
	}
	for _, u := range []*user{&d.chief, &d.editor, &d.writer, &d.reader} {
		in, err := d.Accounts.Refresh(t.Context(), u.refresh)
		if err != nil {
			t.Fatal(err)
		}
		*u = user{d.portal, u.id, in.AccessToken, in.RefreshToken}
	}
	return d
}
