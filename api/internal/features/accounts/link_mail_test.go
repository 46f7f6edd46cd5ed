package accounts

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/postgres"
)

// chief is an administrator who is logged in.
func (n node) chief(t *testing.T) access.Principal {
	t.Helper()
	n.hire(t, "chief@baq.kz", Administrator)
	return n.enter(t, "chief@baq.kz").Principal
}

func TestSendingALinkIsRefused(t *testing.T) {
	n, box := posted(t)
	chief := n.chief(t)
	id := n.hire(t, "aigul@baq.kz", "editor")
	gone := n.hire(t, "gone@baq.kz", "editor")
	if err := n.SetDisabled(t.Context(), gone, true); err != nil {
		t.Fatal(err)
	}
	editor := n.enter(t, "aigul@baq.kz").Principal
	deputy := access.Principal{UserID: 99, Permissions: []access.Permission{"users.write"}}
	for name, c := range map[string]struct {
		by   access.Principal
		to   int64
		want error
	}{
		"to nobody": {chief, 999, ErrUserNotFound}, "to the own account": {chief, chief.UserID, ErrNotManageable}, "to a disabled one": {chief, gone, ErrUserDisabled},
		"by an editor": {editor, chief.UserID, ErrNotManageable}, "to who may do more": {deputy, chief.UserID, ErrNotManageable},
	} {
		if err := n.SendLink(t.Context(), c.by, c.to); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for i := range sendsPerUser + 2 {
		err := n.SendLink(t.Context(), chief, id)
		if limited := i >= sendsPerUser; limited != errors.Is(err, ErrTooManyAttempts) || !limited && err != nil {
			t.Errorf("no. %d: %v", i+1, err)
		}
	}
	if _, err := n.deliver(t); err != nil || len(box.all) != sendsPerUser || n.journalled(t, "accounts.send_link") != sendsPerUser {
		t.Errorf("%d letters, %v", len(box.all), err)
	}
	if n.count(t, "SELECT count(*) FROM account_links WHERE used_at IS NULL AND expires_at > ?", n.clock.now()) != 1 {
		t.Error("several links live")
	}
	mute := start(t)
	if err := errors.Join(mute.AskReset(t.Context(), "aigul@baq.kz")); !errors.Is(err, ErrNoMail) {
		t.Errorf("without a mail server: %v", err)
	}
	if answer := mute.send(t, http.MethodPost, base+"/password-resets", `{"email":"aigul@baq.kz"}`); answer.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("without a mail server: %d", answer.StatusCode)
	}
}

// Whoever is invited has no password: no login, until the link is used.
func TestInvitation(t *testing.T) {
	n, box := posted(t)
	id := n.invited(t, "aigul@baq.kz")
	failure := errors.New("changed my mind")
	invite := func(then error) error {
		return postgres.InTx(t.Context(), n.db, func(ctx context.Context, tx bun.Tx) error { return errors.Join(n.invite(ctx, tx, id), then) })
	}
	if err := invite(failure); !errors.Is(err, failure) {
		t.Fatal(err)
	}
	if jobs, err := n.deliver(t); jobs != 0 || err != nil || len(box.all) != 0 {
		t.Errorf("invited by a change that was rolled back: %d jobs, %v", jobs, err)
	}
	if err := invite(nil); err != nil {
		t.Fatal(err)
	}
	if _, err := n.deliver(t); err != nil {
		t.Fatal(err)
	}
	m := box.all[0]
	for _, part := range []string{m.Text, m.HTML} {
		for _, want := range []string{"Сәлеметсіз бе, Айгүл Сейітова!", "Здравствуйте, Айгүл Сейітова!", "Hello, Айгүл Сейітова!", "https://baq.kz/admin/link#" + box.last(t), "https://baq.kz/admin/forgotten"} {
			if !strings.Contains(part, want) {
				t.Errorf("no %s in %s", want, part)
			}
		}
	}
	if !strings.HasPrefix(m.Subject, "BAQ.KZ: шақыру") || strings.Contains(m.Text+m.HTML, "<no value>") || strings.Contains(m.HTML, "<img") {
		t.Errorf("%+v", m)
	}
	l, err := n.LookAtLink(from(t, "192.0.2.1"), box.last(t))
	if err != nil || l.Purpose != Invitation || l.UserID != id {
		t.Errorf("%+v, %v", l, err)
	}
	for _, guess := range []string{"", password} {
		if _, err := n.Login(from(t, "192.0.2.1"), "aigul@baq.kz", guess); !errors.Is(err, ErrWrongCredentials) {
			t.Errorf("a login without a password: %v", err)
		}
	}
	if err := n.UseLink(from(t, "192.0.2.1"), box.last(t), password); err != nil {
		t.Fatal(err)
	}
	n.enter(t, "aigul@baq.kz")
	n.asked(t, box, "aigul@baq.kz")
	if m := box.all[len(box.all)-1]; !strings.HasPrefix(m.Subject, "BAQ.KZ: жаңа құпиясөз") || !strings.Contains(m.Text, "aigul@baq.kz") {
		t.Errorf("%+v", m)
	}
}

// A mail server that comes and goes: the job is tried again, and of all letters
// only the last one's link lives.
func TestALetterThatDoesNotGoOut(t *testing.T) {
	n, box := posted(t)
	n.hire(t, "aigul@baq.kz", "editor")
	w := LinkWanted{Email: "aigul@baq.kz", At: n.clock.now()}
	box.refuses = 4
	for range 4 {
		if err := n.MailLink(t.Context(), w); err == nil || !strings.Contains(err.Error(), "451") {
			t.Fatal(err)
		}
		if n.count(t, "SELECT count(*) FROM account_links") != 0 {
			t.Fatal("a link without a letter is left")
		}
	}
	if err := n.MailLink(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	first := box.last(t)
	if err := n.MailLink(t.Context(), w); err != nil { // the job ran twice
		t.Fatal(err)
	}
	if _, err := n.LookAtLink(from(t, "192.0.2.1"), first); !errors.Is(err, ErrLinkSpent) {
		t.Errorf("the first letter's link: %v", err)
	}
	if _, err := n.LookAtLink(from(t, "192.0.2.1"), box.last(t)); err != nil {
		t.Error(err)
	}
	if _, err := n.PurgeSessions(t.Context()); err != nil || n.count(t, "SELECT count(*) FROM account_links") != 2 {
		t.Errorf("links are purged too early: %v", err)
	}
	n.clock.pass(linksKept + time.Second)
	if rows, err := n.PurgeSessions(t.Context()); err != nil || rows != 2 || n.count(t, "SELECT count(*) FROM account_links") != 0 {
		t.Errorf("%d rows are purged, %v", rows, err)
	}
	if err := n.MailLink(t.Context(), w); err != nil || len(box.all) != 2 || n.journalled(t, "accounts.give_up_link") != 1 {
		t.Errorf("after weeks: %v, %d letters", err, len(box.all))
	}
}
