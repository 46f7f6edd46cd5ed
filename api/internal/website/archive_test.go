package website

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/features/news"
)

func id(n int64) string { return strconv.FormatInt(n, 10) }

// at publishes an article at a moment.
func (n *newsroom) at(title string, rubric int64, moment string) news.Article {
	n.Helper()
	t, err := time.Parse(time.RFC3339, moment)
	n.must(err)
	a := n.draft("kk", 0, title, rubric)
	a, err = n.news.PublishAt(n.Context(), a.ID, a.Version, t)
	n.must(err)
	return a
}

func TestArchive(t *testing.T) {
	n := open(t)
	sport := n.rubric("Спорт", "Спорт", nil).ID
	n.at("Түн ортасына дейін", sport, "2020-10-05T23:59:59+05:00")
	n.at("Түн ортасынан кейін", sport, "2020-10-06T00:00:00+05:00")
	last := n.at("Соңғысы", sport, "2020-11-20T12:00:00+05:00")
	for path, code := range map[string]int{
		"/archive": 200, "/archive/2020-10-05": 200, "/archive/2020-10-06": 200, "/archive/2020-10-07": 200, "/archive/2020-10": 200, "/archive/2020-11-21": 200,
		"/archive/2020-10-04": 404, "/archive/2020-11-22": 404, "/archive/2020-09": 404, "/archive/2020-12": 404, "/archive/9999-12-31": 404, "/archive/0000-01-01": 404,
		"/archive/2020-02-30": 404, "/archive/2020-1-1": 404, "/archive/x": 404, "/archive/-1": 404, "/archive/2020-10-05?before=nonsense": 404,
	} {
		if answer := n.ask(kkHost, path); answer.Code != code {
			t.Errorf("%s: %d", path, answer.Code)
		}
	}
	fifth, sixth := n.page(kkHost, "/archive/2020-10-05"), n.page(kkHost, "/archive/2020-10-06")
	if !strings.Contains(fifth, "Түн ортасына дейін") || strings.Contains(fifth, "Түн ортасынан кейін") || !strings.Contains(sixth, "Түн ортасынан кейін") {
		t.Error("the days do not end at midnight in Almaty")
	}
	for _, says := range []string{`<link rel="canonical" href="https://baq.test/archive/2020-10-05">`, "5 қазан 2020", `href="/archive/2020-10-06"`, "Қазан 2020", `href="/archive/2020-11"`, `aria-current="date"`} {
		if !strings.Contains(fifth, says) {
			t.Errorf("the day does not say %q", says)
		}
	}
	if strings.Contains(fifth, "noindex") || strings.Contains(fifth, "/archive/2020-09") || strings.Contains(fifth, `hreflang="ru" href="https://rus.baq.test/archive/2020-10-05"`) {
		t.Error("the day is kept from search engines, or leads to what is not there")
	}
	if empty := n.page(kkHost, "/archive/2020-10-07"); !strings.Contains(empty, "noindex") || !strings.Contains(empty, `href="/archive/2020-11-20"`) || !strings.Contains(empty, `href="/archive/2020-10-06"`) {
		t.Error("an empty day does not lead on")
	}
	if answer := n.ask(ruHost, "/archive"); answer.Code != http.StatusOK {
		t.Error(answer.Code)
	}
	_, err := n.news.Unpublish(t.Context(), last.ID, last.Version)
	n.must(err)
	if !n.becomes(kkHost, "/archive/2020-11-20", func(_ int, body string) bool { return !strings.Contains(body, "Соңғысы") }) {
		t.Error("the archive shows what has left its site")
	}
}

func TestADayOfTheArchiveIsPaged(t *testing.T) {
	n := open(t)
	sport := n.rubric("Спорт", "Спорт", nil).ID
	for i := range listLength + 3 {
		n.at("Хабар "+strconv.Itoa(100+i), sport, time.Date(2020, 10, 5, 10, i, 0, 0, time.UTC).Format(time.RFC3339))
	}
	first := n.page(kkHost, "/archive/2020-10-05")
	_, rest, _ := strings.Cut(first, `href="/archive/2020-10-05?before=`)
	cursor, _, _ := strings.Cut(rest, `"`)
	second := n.page(kkHost, "/archive/2020-10-05?before="+cursor)
	if cursor == "" || strings.Contains(first, "Хабар 102<") || !strings.Contains(second, "Хабар 102<") || strings.Contains(second, "Хабар 103<") || !strings.Contains(second, "noindex") {
		t.Error("the day's second page is not what follows the first")
	}
}

// TestDaysOfOtherLengths: on 1 March 2024 Almaty's clocks went back from UTC+6 to UTC+5,
// so that 29 February had 25 hours.
func TestDaysOfOtherLengths(t *testing.T) {
	almaty, err := time.LoadLocation("Asia/Almaty")
	if err != nil {
		t.Fatal(err)
	}
	day := dayOf(time.Date(2024, 2, 29, 12, 0, 0, 0, almaty))
	if day.until.Sub(day.from) != 25*time.Hour || dayOf(day.until).from != day.until || dayOf(day.until.Add(-time.Second)).from != day.from {
		t.Errorf("%s to %s", day.from, day.until)
	}
	if day.path() != "/archive/2024-02-29" || dayOf(day.until).path() != "/archive/2024-03-01" {
		t.Error(day.path(), dayOf(day.until).path())
	}
	month := monthOf(day.from)
	if month.until != dayOf(day.until).from {
		t.Error(month)
	}
}
