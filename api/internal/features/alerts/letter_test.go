package alerts_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/features/alerts"
	"baq.kz/portal/api/internal/platform/mail"
)

// letterbox keeps the letters; it refuses them with an error when it has one.
type letterbox struct {
	got     []mail.Message
	failure error
}

func (b *letterbox) Send(_ context.Context, m mail.Message) error {
	if b.failure == nil {
		b.got = append(b.got, m)
	}
	return b.failure
}

// jobs are the letters that wait to be sent, in the order of the recipients.
func (n *newsroom) jobs() (all []alerts.LetterWanted) {
	n.t.Helper()
	var payloads []string
	err := n.db.Primary.NewRaw("SELECT args->>'payload' FROM jobs.river_job WHERE args->>'event' = 'alerts.letter_wanted' ORDER BY id").Scan(n.t.Context(), &payloads)
	if err != nil {
		n.t.Fatal(err)
	}
	for _, text := range payloads {
		var w alerts.LetterWanted
		if err := json.Unmarshal([]byte(text), &w); err != nil {
			n.t.Fatal(err)
		}
		all = append(all, w)
	}
	return all
}

func TestCriticalAlertsAreToldByMail(t *testing.T) {
	n := newNewsroom(t)
	n.hire(4)
	n.listenToLetters()
	n.exec("INSERT INTO roles (key, names, permissions) VALUES ('watch', '{}', '{alerts.read,alerts.write}'), ('second', '{}', '{alerts.write}'), ('reads', '{}', '{alerts.read}')")
	n.exec("INSERT INTO user_roles SELECT id, role FROM users, unnest(ARRAY['watch', 'second']) AS role WHERE id <> ?", n.people[3])
	n.exec("INSERT INTO user_roles VALUES (?, 'reads')", n.people[3])
	n.exec("UPDATE users SET disabled = true WHERE id = ?", n.people[2])
	box := &letterbox{}
	letters := alerts.Letters{Service: n.Service, Sender: box, Site: "https://baq.test"}
	raise := func(rule string, subject int) alerts.Raised {
		err := n.Raise(t.Context(), alerts.Raise{Rule: rule, SubjectType: alerts.System, SubjectID: fmt.Sprint(subject), Subject: "Жаңалық\n\nBcc: <b>x</b>"})
		if err != nil {
			t.Fatal(err)
		}
		return alerts.Raised{ID: int64(n.number("SELECT max(id) FROM alerts")), Rule: rule, Severity: alerts.Severity(n.text("SELECT severity FROM alerts ORDER BY id DESC LIMIT 1"))}
	}
	if err := letters.Address(t.Context(), raise(alerts.RightsChange, 1)); err != nil || len(n.jobs()) != 0 {
		t.Fatalf("%v: a notice makes %d letters", err, len(n.jobs()))
	}
	critical := raise(alerts.JournalBroken, 1)
	if err := letters.Address(t.Context(), critical); err != nil {
		t.Fatal(err)
	}
	jobs := n.jobs()
	want := []alerts.LetterWanted{{AlertID: critical.ID, UserID: n.people[0]}, {AlertID: critical.ID, UserID: n.people[1]}}
	if !slices.Equal(jobs, want) {
		t.Fatalf("%+v, want %+v", jobs, want)
	}
	box.failure = errors.New("the server is away")
	if err := letters.Send(t.Context(), jobs[0]); err == nil {
		t.Error("a letter that was not sent is not tried again")
	}
	if box.failure = mail.ErrNotConfigured; letters.Send(t.Context(), jobs[0]) != nil {
		t.Error("without a server it is tried for ever")
	}
	box.failure = nil
	if err := letters.Send(t.Context(), jobs[0]); err != nil || len(box.got) != 1 {
		t.Fatal(err)
	}
	m := box.got[0]
	for _, part := range []string{"Сәлеметсіз бе, Қызметкер №0!", "журналының тұтастығы бұзылған", "целостность журнала", "does not hold together", "https://baq.test/admin/alerts", "Жаңалық Bcc: <b>x</b>"} {
		if !strings.Contains(m.Text, part) {
			t.Errorf("no %q in %s", part, m.Text)
		}
	}
	if m.To != "adam0@baq.test" || strings.Contains(m.Subject, "\n") || strings.Contains(m.HTML, "<b>") {
		t.Errorf("%+v", m)
	}
	n.exec("UPDATE users SET disabled = true WHERE id = ?", n.people[0])
	if err := letters.Send(t.Context(), jobs[0]); err != nil || len(box.got) != 1 {
		t.Errorf("%v: who was shut out is told", err)
	}
	if _, err := n.Acknowledge(n.as(1), critical.ID, "тексерілді"); err != nil {
		t.Fatal(err)
	}
	if err := letters.Send(t.Context(), jobs[1]); err != nil || len(box.got) != 1 {
		t.Errorf("%v: told of what is acknowledged", err)
	}
	for i := range 20 { // a storm: nine more within the hour
		if err := letters.Address(t.Context(), raise(alerts.IntegrityFinding, i)); err != nil {
			t.Fatal(err)
		}
	}
	if got := len(n.jobs()); got != 2+9 {
		t.Errorf("%d letters of 21 alerts", got)
	}
}

// TestEveryCriticalRuleHasItsWords keeps the letter from naming a key.
func TestEveryCriticalRuleHasItsWords(t *testing.T) {
	n := newNewsroom(t)
	n.hire(1)
	box := &letterbox{}
	letters := alerts.Letters{Service: n.Service, Sender: box, Site: "https://baq.test"}
	for _, r := range alerts.Rules() {
		if r.Severity != alerts.Critical {
			continue
		}
		if err := n.Raise(t.Context(), alerts.Raise{Rule: r.Key, SubjectType: alerts.System, Subject: "x"}); err != nil {
			t.Fatal(err)
		}
		if err := letters.Send(t.Context(), alerts.LetterWanted{AlertID: int64(n.number("SELECT max(id) FROM alerts")), UserID: n.people[0]}); err != nil {
			t.Fatal(err)
		}
		if text := box.got[len(box.got)-1].Text; strings.Contains(text, r.Key) || strings.Contains(text, "<no value>") {
			t.Errorf("%s: %s", r.Key, text)
		}
	}
}
