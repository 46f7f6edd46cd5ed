package app_test

import (
	"fmt"
	"testing"

	"baq.kz/portal/api/internal/contract/admin"
)

// A limit spans what stands beneath its rubrics: who moved others there would
// widen their own rights.
func TestNobodyMovesRubricsBeneathTheirLimit(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	administrator, chief := p.user("administrator"), p.user("chief_editor")
	sport := administrator.rubric("Спорт", "Спорт", nil)
	football, politics := administrator.rubric("Футбол", "Футбол", &sport.ID), administrator.rubric("Саясат", "Политика", nil)
	if _, err := p.DB.Primary.NewRaw("UPDATE users SET rubrics = ARRAY[?]::bigint[] WHERE id = ?", sport.ID, chief.id).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	change := func(r admin.Rubric, parent *int64) object {
		return object{"version": r.Version, "parentId": parent, "visible": true, "labels": r.Labels}
	}
	labels := object{"kk": object{"name": "Қоғам"}}
	for name, got := range map[string]answer{
		"moved here":      chief.send("PUT", fmt.Sprintf("/rubrics/%d", politics.ID), change(politics, &sport.ID)),
		"moved away":      chief.send("PUT", fmt.Sprintf("/rubrics/%d", football.ID), change(football, &politics.ID)),
		"moved to top":    chief.send("PUT", fmt.Sprintf("/rubrics/%d", football.ID), change(football, nil)),
		"deleted":         chief.send("DELETE", fmt.Sprintf("/rubrics/%d", politics.ID), nil),
		"added elsewhere": chief.send("POST", "/rubrics", object{"visible": true, "labels": labels}),
		"ordered":         chief.send("PUT", "/rubrics/order", object{"ids": []int64{politics.ID, sport.ID}}),
	} {
		if got.status != 403 || got.code() != "rubrics.outside_limits" {
			t.Errorf("%s: %d %s", name, got.status, got.text())
		}
	}
	if n := p.count("SELECT count(*) FROM rubrics WHERE parent_id IS NULL"); n != 2 {
		t.Errorf("%d rubrics are at the top", n)
	}
	if got := chief.send("PUT", fmt.Sprintf("/rubrics/%d", football.ID), change(football, &sport.ID)); got.status != 200 {
		t.Errorf("within the limit: %d %s", got.status, got.text())
	}
	if got := chief.send("POST", "/rubrics", object{"visible": true, "parentId": sport.ID, "labels": labels}); got.status != 201 {
		t.Errorf("added within the limit: %d %s", got.status, got.text())
	}
}

func TestPreviewLinksOfOthersStay(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	chief, writer := p.user("chief_editor"), p.user("correspondent")
	a := chief.article(object{"language": "kk", "title": "Мақала"})
	path := fmt.Sprintf("/previews/%d", read[admin.PreviewLink](t, chief.send("POST", fmt.Sprintf("/news/%d/previews", a.ID), object{}), 201).ID)
	if got := writer.send("DELETE", path, nil); got.status != 403 || got.code() != "news.not_yours" {
		t.Errorf("somebody else's: %d %s", got.status, got.text())
	}
	if n := p.count("SELECT count(*) FROM preview_links WHERE revoked_at IS NOT NULL"); n != 0 {
		t.Error("it is revoked all the same")
	}
	if got := chief.send("DELETE", path, nil); got.status != 204 {
		t.Errorf("the own one: %d %s", got.status, got.text())
	}
}
