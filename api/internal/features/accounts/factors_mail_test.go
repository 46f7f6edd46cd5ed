package accounts

import (
	"encoding/json"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/outbox"
)

// told does the jobs that wait and returns the letters' texts.
func (n node) told(t *testing.T, box *letterbox) []string {
	t.Helper()
	var payloads []string
	if err := n.db.NewRaw("DELETE FROM jobs.river_job RETURNING args->>'payload'").Scan(t.Context(), &payloads); err != nil {
		t.Fatal(err)
	}
	box.all = nil
	for _, payload := range payloads {
		var e FactorsChanged
		if err := json.Unmarshal([]byte(payload), &e); err != nil {
			t.Fatal(err)
		}
		if err := n.MailFactors(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	var texts []string
	for _, m := range box.all {
		if m.To != "aigul@baq.kz" || !strings.HasPrefix(m.Subject, "BAQ.KZ: кіру баптаулары өзгерді") || strings.Contains(m.Text+m.HTML, "<no value>") {
			t.Errorf("%+v", m)
		}
		texts = append(texts, m.Text)
	}
	return texts
}

func TestPeopleAreToldOfChangesToTheirLogin(t *testing.T) {
	box := &letterbox{}
	n := start(t, func(d *Deps) { d.Mail = box })
	outbox.Listen(n.deps.Outbox, "mail", n.MailFactors)
	id := n.hire(t, "aigul@baq.kz", "editor")
	p := n.enter(t, "aigul@baq.kz").Principal
	if texts := n.told(t, box); len(texts) != 0 {
		t.Errorf("a login is told as a change: %q", texts)
	}
	check := func(change string, want ...string) {
		t.Helper()
		texts := n.told(t, box)
		if len(texts) != 1 {
			t.Errorf("%s: %d letters", change, len(texts))
			return
		}
		for _, part := range append(want, "Сәлеметсіз бе, Айгүл Сейітова!", "https://baq.kz/admin/forgotten", "21.11.2026") {
			if !strings.Contains(texts[0], part) {
				t.Errorf("%s: no %q in %s", change, part, texts[0])
			}
		}
	}
	a, codes := n.withApp(t, p)
	check("app", "қолданбасы қосылды", "подключено приложение", "was set up")
	_, key := n.withPasskey(t, p)
	check("passkey", "жаңа кіру кілті қосылды", "добавлен ключ доступа", "a passkey was added")
	if _, err := n.RenamePasskey(t.Context(), p, key.ID, "Басқа"); err != nil || len(n.told(t, box)) != 0 {
		t.Errorf("a new name: %v", err)
	}
	if _, err := n.ProveSecondFactor(from(t, "192.0.2.1"), n.half(t, "aigul@baq.kz").Challenge, codes[0]); err != nil {
		t.Fatal(err)
	}
	check("recovery code", "резервтік кодпен кіру орындалды", "по резервному коду", "with a recovery code")
	if err := n.RemovePasskey(t.Context(), p, key.ID); err != nil {
		t.Fatal(err)
	}
	check("passkey removed", "кіру кілті жойылды", "удалён ключ", "was removed")
	if _, err := n.db.NewRaw("UPDATE totps SET failures = ?", mostTotpFailures-1).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := n.ProveSecondFactor(from(t, "203.0.113.5"), n.half(t, "aigul@baq.kz").Challenge, a.wrong(t)); err == nil {
		t.Fatal("a wrong code was right")
	}
	check("shut", "қатарынан 100 рет", "100 раз подряд", "100 times in a row")
	if err := n.RemoveTotp(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	check("app removed", "қолданбасы ажыратылды", "отключено приложение", "was removed")
	if err := n.SetPassword(t.Context(), id, "мүлдем басқа құпиясөз"); err != nil {
		t.Fatal(err)
	}
	check("password", "құпиясөз ауыстырылды", "пароль изменён", "the password was changed")
	// Nobody to tell, and no way to: nothing to try again.
	mute := another(t, Deps{
		DB: n.deps.DB, Journal: n.deps.Journal, Outbox: n.deps.Outbox, Secret: n.deps.Secret, Issuer: n.deps.Issuer, Environment: "test",
		Now: n.clock.now, AccessLife: n.deps.AccessLife, SessionLife: n.deps.SessionLife,
	}, n.clock)
	if err := mute.MailFactors(t.Context(), FactorsChanged{UserID: id, Change: "password"}); err != nil {
		t.Errorf("without a mail server: %v", err)
	}
	if err := n.MailFactors(t.Context(), FactorsChanged{UserID: 1 << 62, Change: "password"}); err != nil {
		t.Errorf("nobody: %v", err)
	}
	box.refuses = 1
	if err := n.MailFactors(t.Context(), FactorsChanged{UserID: id, Change: "password"}); err == nil {
		t.Error("a letter that did not go out is not tried again")
	}
}
