package app_test

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

// drafts puts that many into the newsroom, and gives their ids.
func (p *portal) drafts(count int, state string) (ids []int64) {
	p.t.Helper()
	err := p.DB.Primary.NewRaw(`WITH rubric AS (INSERT INTO rubrics (position) VALUES (1) RETURNING id),
		made AS (INSERT INTO stories SELECT FROM generate_series(1, ?) RETURNING id)
		INSERT INTO articles (story_id, language, state, slug, title, lead, body, rubric_id, published_at)
		SELECT made.id, 'kk', ?, 'maqala-' || made.id, 'Мақала ' || made.id, 'Кіріспе', '{"type":"doc"}', rubric.id, CASE WHEN ? THEN now() END FROM made, rubric RETURNING id`,
		count, state, state == "published").Scan(p.t.Context(), &ids)
	if err != nil {
		p.t.Fatal(err)
	}
	return ids
}

// storm has 16 clients take a step with each of the articles, and counts the statuses.
func (u user) storm(step string, ids []int64) map[int]int {
	u.p.t.Helper()
	work, statuses := make(chan int64), map[int]int{}
	var mutex sync.Mutex
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			for id := range work {
				got := u.send("POST", fmt.Sprintf("/news/%d/%s", id, step), map[string]int{"version": 1})
				mutex.Lock()
				statuses[got.status]++
				if got.status != 200 && got.code() != "approvals.second_person_needed" {
					u.p.t.Errorf("%s of %d: %d %s", step, id, got.status, got.text())
				}
				mutex.Unlock()
			}
		})
	}
	for _, id := range ids {
		work <- id
	}
	close(work)
	all.Wait()
	return statuses
}

type askedApproval struct {
	ID          int64
	State       string
	Used        int
	Mine        bool
	RequestedBy struct {
		ID   int64
		Name string
	}
	DecidedBy *struct{ ID int64 }
}

// TestMassDeletionNeedsASecondPerson goes the whole way over the API: 200 drafts
// by 16 clients at once, exactly 20 go; with a word for 50, exactly 50 more.
func TestMassDeletionNeedsASecondPerson(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	t.Parallel()
	p := newPortal(t)
	editor, chief, writer := p.user("editor"), p.user("chief_editor"), p.user("correspondent")
	ids := p.drafts(200, "draft")
	if got := editor.storm("trash", ids); got[200] != 20 || got[409] != 180 {
		t.Fatalf("%v", got)
	}
	if n := p.count("SELECT count(*) FROM articles WHERE state = 'trashed'"); n != 20 {
		t.Fatalf("%d are in the trash", n)
	}
	left := p.ids("SELECT id FROM articles WHERE state = 'draft' ORDER BY id")
	refused := read[map[string]any](t, editor.send("POST", fmt.Sprintf("/news/%d/trash", left[0]), map[string]int{"version": 1}), 409)
	if refused["kind"] != "mass_delete" || refused["threshold"] != 20.0 || refused["windowSeconds"] != 600.0 {
		t.Errorf("%v", refused)
	}
	ask := map[string]any{"kind": "mass_delete", "amount": 50, "reason": "Қайталанған мақалалар"}
	made := read[askedApproval](t, editor.send("POST", "/approvals", ask), 201)
	if made.State != "open" || !made.Mine || made.RequestedBy.ID != editor.id {
		t.Errorf("%+v", made)
	}
	path := fmt.Sprintf("/approvals/%d/", made.ID)
	for name, got := range map[string]answer{
		"by the editor": editor.send("POST", path+"grant", nil), "by a writer": writer.send("POST", path+"grant", nil), "by a writer, withdrawn": writer.send("POST", path+"withdraw", nil),
	} {
		if got.status != 403 && got.status != 404 {
			t.Errorf("%s: %d %s", name, got.status, got.text())
		}
	}
	if own := read[struct{ Items []askedApproval }](t, writer.send("GET", "/approvals", nil), 200); len(own.Items) != 0 {
		t.Errorf("a writer sees %+v", own.Items)
	}
	granted := read[askedApproval](t, chief.send("POST", path+"grant", nil), 200)
	if granted.State != "granted" || granted.Mine || granted.DecidedBy == nil || granted.DecidedBy.ID != chief.id {
		t.Errorf("%+v", granted)
	}
	if got := editor.storm("trash", left); got[200] != 50 || got[409] != 130 {
		t.Errorf("with a word for 50: %v", got)
	}
	used := read[struct{ Items []askedApproval }](t, chief.send("GET", "/approvals?state=used", nil), 200)
	if len(used.Items) != 1 || used.Items[0].Used != 50 {
		t.Errorf("%+v", used.Items)
	}
	if got := chief.send("POST", path+"grant", nil); got.status != 409 || got.code() != "approvals.not_open" {
		t.Errorf("granted twice: %d %s", got.status, got.text())
	}
}

// TestMassUnpublishingNeedsASecondPerson: what is refused stays on its site.
func TestMassUnpublishingNeedsASecondPerson(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	editor := p.user("editor")
	if got := editor.storm("unpublish", p.drafts(60, "published")); got[200] != 20 || got[409] != 40 {
		t.Errorf("%v", got)
	}
	if n := p.count("SELECT count(*) FROM articles WHERE live"); n != 40 {
		t.Errorf("%d are on their site", n)
	}
	if n := p.count("SELECT count(*) FROM article_revisions WHERE action = 'news.unpublish'"); n != 20 {
		t.Errorf("%d revisions", n)
	}
}

// TestPlanningTheEndIsUnpublishing: the schedule, which takes articles off later, is
// nobody; so it is the plan that counts.
func TestPlanningTheEndIsUnpublishing(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	editor, statuses := p.user("editor"), map[int]int{}
	plan := map[string]any{"version": 1, "unpublishAt": time.Now().Add(time.Hour)}
	for _, id := range p.drafts(30, "published") {
		statuses[editor.send("POST", fmt.Sprintf("/news/%d/schedule", id), plan).status]++
	}
	if n := p.count("SELECT count(*) FROM articles WHERE unpublish_at IS NOT NULL"); statuses[200] != 20 || statuses[409] != 10 || n != 20 {
		t.Errorf("%v, %d will leave their site", statuses, n)
	}
}

func (p *portal) count(query string, args ...any) (n int) {
	p.t.Helper()
	if err := p.DB.Primary.NewRaw(query, args...).Scan(p.t.Context(), &n); err != nil {
		p.t.Fatal(err)
	}
	return n
}

func (p *portal) ids(query string) (ids []int64) {
	p.t.Helper()
	if err := p.DB.Primary.NewRaw(query).Scan(p.t.Context(), &ids); err != nil {
		p.t.Fatal(err)
	}
	return ids
}
