package accounts

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/lang"
)

func TestTheRegisterIsATable(t *testing.T) {
	almaty, err := time.LoadLocation("Asia/Almaty")
	if err != nil {
		t.Fatal(err)
	}
	n := start(t, newsroom(t), func(d *Deps) { d.Zone = almaty })
	manager := n.manager(t)
	rubric := n.rubric(t, 0)
	if _, err := n.db.ExecContext(t.Context(), "INSERT INTO rubric_labels (rubric_id, language, name, slug) VALUES (?, 'ru', 'Спорт, \"футбол\"', 'sport')", rubric); err != nil {
		t.Fatal(err)
	}
	p := somebody("hostile@baq.kz", "correspondent")
	p.Name, p.Position, p.Phone = "=HYPERLINK(\"http://evil.example\"; \"Ә\")", "@SUM(A1), ; \"тілші\"", "+7 701 000 00 00"
	p.Languages, p.Rubrics = []lang.Code{"kk", "ru"}, []int64{rubric}
	if _, err := n.Invite(t.Context(), manager, p); err != nil {
		t.Fatal(err)
	}
	for language, want := range map[lang.Code][]string{
		"kk": {"Аты-жөні", "шақырылған", "Тілші"}, "ru": {"Имя и фамилия", "приглашён", "Корреспондент"}, "en": {"Name", "invited", "Correspondent"},
	} {
		table, err := n.ExportUsers(t.Context(), manager, language)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(table, []byte("\xef\xbb\xbf")) || bytes.Count(table, []byte("\r\n")) != 3 || bytes.Count(table, []byte("\n")) != 3 {
			t.Errorf("%s: %q", language, table)
		}
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(table), "\ufeff"))).ReadAll()
		if err != nil || len(rows) != 3 {
			t.Fatal(err, rows)
		}
		hostile := rows[1] // by e-mail
		if rows[0][1] != want[0] || hostile[1] != "'"+p.Name || hostile[2] != "'"+p.Position || hostile[4] != "'"+p.Phone || hostile[5] != want[1] || hostile[6] != want[2] ||
			hostile[7] != "kk, ru" || hostile[8] != `Спорт, "футбол"` || hostile[10] != "2026-11-21 15:00" || hostile[11] != "" {
			t.Errorf("%s: %q", language, hostile)
		}
		for i, row := range rows {
			if len(row) != 12 {
				t.Errorf("row %d has %d cells", i, len(row))
			}
		}
	}
	if got := n.count(t, "SELECT count(*) FROM journal_entries WHERE action = 'users.export' AND diff->'users'->>1 = '2'"); got != 3 {
		t.Errorf("%d entries of 3 exports", got)
	}
}

func TestExportsAreLimited(t *testing.T) {
	stores(t, func(t *testing.T, g *guesses, _ *clock) {
		n := start(t, newsroom(t), withRedis(g.redis))
		manager := n.manager(t)
		for range exportsPerWindow {
			if _, err := n.ExportUsers(t.Context(), manager, "kk"); err != nil {
				t.Fatal(err)
			}
		}
		n.clock.pass(10 * time.Second)
		_, err := n.ExportUsers(t.Context(), manager, "kk")
		if f, ok := fault.As(err); !ok || !errors.Is(err, ErrTooManyExports) || f.RetryAfter != exportWindow-10*time.Second {
			t.Errorf("one too many: %v", err)
		}
		colleague := manager
		colleague.UserID = 77
		if _, err := n.ExportUsers(t.Context(), colleague, "kk"); err != nil {
			t.Errorf("a colleague: %v", err)
		}
		if got := n.journalled(t, "users.export"); got != exportsPerWindow+1 {
			t.Errorf("%d entries", got)
		}
		n.clock.pass(exportWindow - 10*time.Second)
		if _, err := n.ExportUsers(t.Context(), manager, "kk"); err != nil {
			t.Errorf("a minute later: %v", err)
		}
	})
}

func TestTheRegisterOverHTTP(t *testing.T) {
	n := start(t, newsroom(t))
	n.hire(t, "clerk@baq.kz", "correspondent")
	n.hire(t, "audit@baq.kz", "auditor")
	if r := n.send(t, "GET", base+"/users/export", "", "Authorization", n.confirmed(t, "clerk@baq.kz")); r.StatusCode != http.StatusForbidden || n.journalled(t, "users.export") != 0 {
		t.Errorf("by a correspondent: %d", r.StatusCode)
	}
	auditor := n.confirmed(t, "audit@baq.kz")
	if r := n.send(t, "GET", base+"/users/export?lang=de", "", "Authorization", auditor); r.StatusCode != http.StatusBadRequest {
		t.Errorf("in German: %d", r.StatusCode)
	}
	r := n.send(t, "GET", base+"/users/export", "", "Authorization", auditor)
	table, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/csv; charset=utf-8") ||
		r.Header.Get("Cache-Control") != "no-store" || r.Header.Get("Content-Disposition") != `attachment; filename="baq-staff-2026-11-21.csv"` || !strings.Contains(string(table), "Лауазымы") {
		t.Errorf("%d %v %q", r.StatusCode, r.Header, table)
	}
}
