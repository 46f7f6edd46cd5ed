package blocks_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"baq.kz/portal/api/internal/features/blocks"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/lang"
)

// list is a block of the newest stories under a title.
func list(id, title string) blocks.Block {
	return blocks.Block{ID: id, Kind: blocks.List, Languages: map[lang.Code]blocks.Words{"kk": {Title: title}}}
}

func TestAPageThatNobodyHasArranged(t *testing.T) {
	n := open(t)
	economy := n.rubric("Экономика", "Экономика")
	a, err := n.blocks.Layout(t.Context(), blocks.Home)
	n.must(err)
	if a.Version != 0 || a.Changed || a.Published != nil || len(a.Blocks) != 3 || a.Blocks[0].Kind != blocks.Lead || a.Blocks[2].Rule.RubricID != economy.ID {
		t.Errorf("%+v", a)
	}
	if a, err := n.blocks.Layout(t.Context(), blocks.Place{RubricID: economy.ID}); err != nil || len(a.Blocks) != 0 {
		t.Errorf("a rubric's page: %+v, %v", a, err)
	}
	if _, err := n.blocks.Layout(t.Context(), blocks.Place{RubricID: 999}); !errors.Is(err, blocks.ErrNotFound) {
		t.Errorf("a rubric that is not there: %v", err)
	}
	for what, err := range map[string]error{
		"published": second(n.blocks.Publish(t.Context(), blocks.Home, 0, "", nil)),
		"discarded": second(n.blocks.Discard(t.Context(), blocks.Home, 0)),
		"deleted":   n.blocks.Delete(t.Context(), blocks.Home),
	} {
		if !errors.Is(err, blocks.ErrNothingToDo) {
			t.Errorf("%s what nobody arranged: %v", what, err)
		}
	}
	if rows := row[int](n, "SELECT count(*) FROM layouts"); rows != 0 {
		t.Errorf("refusals left %d rows", rows)
	}
}

func second[T any](_ T, err error) error { return err }

func TestDraftPublishRestoreDelete(t *testing.T) {
	n := open(t)
	n.rubric("Спорт", "Спорт")
	ctx := n.as("blocks.write", "blocks.publish")
	one, err := n.blocks.Save(ctx, blocks.Home, 0, []blocks.Block{list("aaaaaaaa", "Ең жаңасы: әғқңөұүһі")})
	n.must(err)
	if !one.Changed || one.Version != 1 || one.Published != nil || one.UpdatedBy == nil {
		t.Errorf("the first draft: %+v", one)
	}
	if len(n.events) != 1 { // the rubric's
		t.Errorf("a draft told %d events", len(n.events))
	}
	if _, err := n.blocks.Save(ctx, blocks.Home, 0, nil); !errors.Is(err, blocks.ErrStale) {
		t.Errorf("a stale save: %v", err)
	}
	if _, err := n.blocks.Publish(ctx, blocks.Home, 7, "", nil); !errors.Is(err, blocks.ErrStale) {
		t.Errorf("a stale publication: %v", err)
	}
	one, err = n.blocks.Publish(ctx, blocks.Home, one.Version, " Жаңа бет ", nil)
	n.must(err)
	if one.Changed || one.Published.Number != 1 || one.Published.Note != "Жаңа бет" || one.Published.By == nil {
		t.Errorf("published: %+v %+v", one, one.Published)
	}
	if last := n.events[len(n.events)-1]; last.EventName() != "blocks.changed" || last.(blocks.Changed).CacheTags()[0] != blocks.CacheTag(blocks.Home) {
		t.Errorf("the event: %+v", last)
	}
	two, err := n.blocks.Save(ctx, blocks.Home, one.Version, []blocks.Block{list("bbbbbbbb", "Екінші")})
	n.must(err)
	if !two.Changed || two.Published.Blocks[0].ID != "aaaaaaaa" {
		t.Errorf("a draft over what is published: %+v", two)
	}
	dropped, err := n.blocks.Discard(ctx, blocks.Home, two.Version)
	n.must(err)
	if dropped.Changed || dropped.Blocks[0].ID != "aaaaaaaa" {
		t.Errorf("discarded: %+v", dropped)
	}
	two, err = n.blocks.Save(ctx, blocks.Home, dropped.Version, []blocks.Block{list("bbbbbbbb", "Екінші")})
	n.must(err)
	two, err = n.blocks.Publish(ctx, blocks.Home, two.Version, "", nil)
	n.must(err)
	if _, err := n.blocks.Restore(ctx, blocks.Home, 9, two.Version); !errors.Is(err, blocks.ErrVersionNotFound) {
		t.Errorf("a version that never was: %v", err)
	}
	back, err := n.blocks.Restore(ctx, blocks.Home, 1, two.Version)
	n.must(err)
	if back.Published.Number != 3 || back.Blocks[0].ID != "aaaaaaaa" || back.Changed || !strings.Contains(back.Published.Note, "Жаңа бет") {
		t.Errorf("restored: %+v %+v", back, back.Published)
	}
	all, next, err := n.blocks.Versions(ctx, blocks.Home, "", 2)
	if err != nil || len(all) != 2 || all[0].Number != 3 || next == nil {
		t.Fatalf("versions: %+v, %v", all, err)
	}
	if rest, next, err := n.blocks.Versions(ctx, blocks.Home, *next, 2); err != nil || len(rest) != 1 || next != nil {
		t.Errorf("the rest: %+v, %v", rest, err)
	}
	n.must(n.blocks.Delete(ctx, blocks.Home))
	if a, err := n.blocks.Layout(ctx, blocks.Home); err != nil || a.Version != 0 || a.Blocks[0].Kind != blocks.Lead {
		t.Errorf("given back: %+v, %v", a, err)
	}
	if _, err := n.blocks.Save(ctx, blocks.Home, 1, nil); !errors.Is(err, blocks.ErrStale) {
		t.Errorf("a version from before it was given back: %v", err)
	}
	if again, err := n.blocks.Restore(ctx, blocks.Home, 2, 0); err != nil || again.Published.Number != 4 {
		t.Errorf("a version from before: %+v, %v", again, err)
	}
	if _, err := n.db.Primary.NewRaw("UPDATE layout_versions SET note = 'x'").Exec(ctx); err == nil {
		t.Error("a published version could be changed")
	}
	want := map[string]int{"blocks.save": 3, "blocks.publish": 2, "blocks.discard": 1, "blocks.restore": 2, "blocks.delete": 1}
	for action, times := range want {
		if got := row[int](n, "SELECT count(*) FROM journal_entries WHERE action = ?", action); got != times {
			t.Errorf("%s stands %d times in the journal, want %d", action, got, times)
		}
	}
}

func TestOfTwoPublishersOneIsRefused(t *testing.T) {
	n := open(t)
	ctx := n.as("blocks.write", "blocks.publish")
	one, err := n.blocks.Save(ctx, blocks.Home, 0, []blocks.Block{list("aaaaaaaa", "Бір")})
	n.must(err)
	var group sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		group.Go(func() { _, errs[i] = n.blocks.Publish(ctx, blocks.Home, one.Version, "", nil) })
	}
	group.Wait()
	done := 0
	for _, err := range errs {
		switch {
		case err == nil:
			done++
		case !errors.Is(err, blocks.ErrStale):
			t.Error(err)
		}
	}
	if versions := row[int](n, "SELECT count(*) FROM layout_versions"); done != 1 || versions != 1 {
		t.Errorf("%d published, %d versions", done, versions)
	}
}

func TestScheduledOnceAndCaughtUp(t *testing.T) {
	n := open(t)
	ctx := n.as("blocks.write", "blocks.publish")
	one, err := n.blocks.Save(ctx, blocks.Home, 0, []blocks.Block{list("aaaaaaaa", "Бір")})
	n.must(err)
	past, later := time.Now().Add(-time.Minute), time.Now().Add(time.Hour)
	if _, err := n.blocks.Publish(ctx, blocks.Home, one.Version, "", &past); !errors.Is(err, blocks.ErrTimePassed) {
		t.Errorf("a time that has passed: %v", err)
	}
	if _, err := n.blocks.Unschedule(ctx, blocks.Home, one.Version); !errors.Is(err, blocks.ErrNotScheduled) {
		t.Errorf("nothing planned: %v", err)
	}
	one, err = n.blocks.Publish(ctx, blocks.Home, one.Version, "Таңғы бет", &later)
	n.must(err)
	if one.PublishAt == nil || one.Published != nil {
		t.Fatalf("planned: %+v", one)
	}
	if _, found, err := n.blocks.RunDue(t.Context()); found || err != nil {
		t.Errorf("done before its time: %v", err)
	}
	one, err = n.blocks.Unschedule(ctx, blocks.Home, one.Version)
	n.must(err)
	one, err = n.blocks.Publish(ctx, blocks.Home, one.Version, "Таңғы бет", &later)
	n.must(err)
	n.exec("UPDATE layouts SET publish_at = now() - interval '2 hours'") // the portal was down
	if wait, err := n.blocks.NextDue(ctx, time.Second); err != nil || wait > -time.Hour {
		t.Errorf("due in %s, %v", wait, err)
	}
	var group sync.WaitGroup
	var mutex sync.Mutex
	times := 0
	for range 6 {
		group.Go(func() {
			due, found, err := n.blocks.RunDue(context.Background())
			mutex.Lock()
			defer mutex.Unlock()
			if err != nil {
				t.Error(err)
			}
			if found {
				times++
				if due.Late < time.Hour || due.Place != blocks.Home {
					t.Errorf("%+v", due)
				}
			}
		})
	}
	group.Wait()
	after, err := n.blocks.Layout(ctx, blocks.Home)
	n.must(err)
	if times != 1 || after.PublishAt != nil || after.Published == nil || after.Published.Note != "Таңғы бет" || after.Published.By == nil || after.Changed {
		t.Errorf("done %d times: %+v %+v", times, after, after.Published)
	}
	if wait, err := n.blocks.NextDue(ctx, time.Second); err != nil || wait != time.Second {
		t.Errorf("nothing due: %s, %v", wait, err)
	}
}

func TestRightsThatEndAtRubrics(t *testing.T) {
	n := open(t)
	sport, other := n.rubric("Спорт", ""), n.rubric("Қоғам", "")
	ctx := access.WithPrincipal(t.Context(), access.Principal{Permissions: []access.Permission{"blocks.write"}, Limits: access.Limits{Rubrics: []int64{sport.ID}}})
	for _, p := range []blocks.Place{blocks.Home, {RubricID: other.ID}} {
		if _, err := n.blocks.Save(ctx, p, 0, nil); !errors.Is(err, blocks.ErrOutsideLimits) {
			t.Errorf("%s: %v", p, err)
		}
	}
}

func TestPreviews(t *testing.T) {
	n := open(t)
	now := time.Now()
	if _, _, err := n.blocks.Preview(t.Context(), blocks.Home, "de", now); !errors.Is(err, blocks.ErrUnknownLanguage) {
		t.Errorf("a language that is not there: %v", err)
	}
	_, err := n.blocks.Save(n.as(), blocks.Home, 0, []blocks.Block{list("aaaaaaaa", "Жоба")})
	n.must(err)
	token, ends, err := n.blocks.Preview(t.Context(), blocks.Home, "kk", now)
	n.must(err)
	if life := ends.Sub(now); life > time.Hour || life < 59*time.Minute {
		t.Errorf("it lives for %s", life)
	}
	foreign, _, err := n.with(n.blocks.Outbox, n.blocks.Languages, "another secret of 32 bytes or more").Preview(t.Context(), blocks.Home, "kk", now)
	n.must(err)
	for what, c := range map[string]struct {
		token    string
		language lang.Code
		at       time.Time
	}{
		"too late": {token, "kk", now.Add(time.Hour)}, "another site": {token, "ru", now}, "foreign": {foreign, "kk", now}, "empty": {"", "kk", now},
		"cut": {token[:len(token)-2], "kk", now}, "changed": {"A" + token[1:], "kk", now}, "endless": {strings.Repeat("A", 100_000), "kk", now}, "no token": {"../../қ", "kk", now},
	} {
		if _, _, err := n.blocks.Previewed(t.Context(), c.token, c.language, c.at); !errors.Is(err, blocks.ErrPreviewNotFound) {
			t.Errorf("%s: %v", what, err)
		}
	}
	p, draft, err := n.blocks.Previewed(t.Context(), token, "kk", now.Add(59*time.Minute))
	if err != nil || p != blocks.Home || len(draft) != 1 || draft[0].ID != "aaaaaaaa" {
		t.Errorf("%v %+v %v", p, draft, err)
	}
}
