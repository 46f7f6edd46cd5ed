package app_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/contract/admin"
)

// TestTimesThatCannotBeKeptAreRefused: what PostgreSQL can't write, or JSON can't
// after it, would make lists, calendar and schedule fail for everybody.
func TestTimesThatCannotBeKeptAreRefused(t *testing.T) {
	t.Parallel()
	d, c := newDesk(t), newChecker(t)
	draft := d.bring("draft")
	schedule := fmt.Sprintf("/news/%d/schedule", draft.ID)
	for _, when := range []string{"9999-12-31T23:59:59-12:00", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "10000-01-01T00:00:00Z", "infinity"} {
		for _, one := range []struct {
			method, path, field string
			body                object
		}{
			{"POST", "/news", "embargoUntil", d.content("Эмбарго", object{"language": "kk", "embargoUntil": when})},
			{"PUT", fmt.Sprintf("/news/%d/working-copy", draft.ID), "embargoUntil", object{"baseVersion": 1, "title": "", "embargoUntil": when}},
			{"POST", schedule, "publishAt", object{"version": draft.Version, "publishAt": when}},
			{"POST", schedule, "unpublishAt", object{"version": draft.Version, "publishAt": in(time.Hour), "unpublishAt": when}},
		} {
			got := d.chief.send(one.method, one.path, one.body)
			c.check(one.method, "/api/admin/v1"+one.path, got)
			if got.status != 400 || got.code() != "request.invalid" || !strings.Contains(got.text(), one.field) {
				t.Errorf("%s as %s: %d %s", when, one.field, got.status, got.text())
			}
		}
		at := strings.ReplaceAll(when, "+", "%2B")
		if got := d.chief.send("GET", "/newsroom/calendar?from="+at+"&until="+at, nil); got.status != 400 {
			t.Errorf("a calendar from %s: %d", when, got.status)
		}
	}
	// PostgreSQL reads no offset of a day; what it names is a time all the same.
	if a := d.draft("Ығысу", object{"embargoUntil": "2027-01-02T00:00:00+24:00"}); !a.EmbargoUntil.Equal(time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("%v", a.EmbargoUntil)
	}
	// PostgreSQL keeps microseconds.
	if got := d.chief.step("schedule", draft, object{"publishAt": "2077-01-01T00:00:00.0000001Z", "unpublishAt": "2077-01-01T00:00:00.0000002Z"}); got.code() != "news.unpublish_before_publish" {
		t.Errorf("an end in the same microsecond: %d %s", got.status, got.text())
	}
	last := d.chief.take("schedule", draft, object{"publishAt": "9999-12-31T23:59:59Z"})
	if got := d.reader.send("GET", "/news?state=scheduled", nil); got.status != 200 || !strings.Contains(got.text(), last.Title) {
		t.Errorf("the last second that can be kept: %d", got.status)
	}
}

// TestWhatCannotBeWrittenDoesNotHoldUpTheSchedule: nor does it leave the newsroom's
// lists of tags in another order than they are paged by.
func TestWhatCannotBeWrittenDoesNotHoldUpTheSchedule(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	tag := read[admin.Tag](t, d.chief.send("POST", "/tags", object{"labels": object{"kk": object{"name": "Белгі"}}}), 201)
	bad := d.chief.take("schedule", d.draft("Оқылмайтын", object{"tagIds": []int64{tag.ID}}), object{"publishAt": in(time.Hour)})
	good := d.bring("scheduled")
	for i, statement := range []string{
		"UPDATE articles SET publish_at = now() - interval '2 s', unpublish_at = '10000-01-01T00:00:00Z' WHERE id = ?",
		"UPDATE articles SET publish_at = now() - interval '1 s' WHERE id = ?",
	} {
		if _, err := d.DB.Primary.ExecContext(t.Context(), statement, []int64{bad.ID, good.ID}[i]); err != nil {
			t.Fatal(err)
		}
	}
	if due, found, err := d.News.RunDue(t.Context()); err != nil || !found || due.ArticleID != bad.ID || due.Failed == nil {
		t.Fatalf("%+v %v %v", due, found, err)
	}
	if due, found, err := d.News.RunDue(t.Context()); err != nil || !found || due.ArticleID != good.ID || due.Failed != nil {
		t.Fatalf("%+v %v %v", due, found, err)
	}
	if now := d.chief.get(bad.ID); now.State != "ready" || now.PublishAt != nil || now.UnpublishAt != nil {
		t.Errorf("%+v", now)
	}
	var apart int
	err := d.DB.Primary.NewRaw("SELECT count(*) FROM article_tags AS t JOIN articles AS a ON a.id = t.article_id WHERE t.updated_at <> a.updated_at").Scan(t.Context(), &apart)
	if err != nil || apart != 0 {
		t.Errorf("%d links bear another time than their article: %v", apart, err)
	}
}
