package app_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/features/integrity"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/pages"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/contentseal"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/testkit"
)

// TestOrdinaryWorkIsNoFinding: whatever the newsroom and the schedule do is sealed
// by what does it.
func TestOrdinaryWorkIsNoFinding(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	t.Parallel()
	a, d := newArchive(t), desk{}
	d.portal, d.chief, d.editor, d.writer = a.portal, a.user("chief_editor"), a.user("editor"), a.user("correspondent")
	d.rubric = *a.content.RubricID
	ctx := t.Context()
	for _, state := range []string{"draft", "in_review", "ready", "scheduled", "published", "corrected", "unpublished", "killed", "trashed"} {
		d.bring(state)
	}
	soon, end := time.Now().Add(time.Second), time.Now().Add(time.Hour)
	ready, live, barred := d.bring("ready"), d.bring("published"), d.bring("corrected")
	must(a.News.Schedule(ctx, ready.ID, ready.Version, &soon, &end))(t)
	must(a.News.Schedule(ctx, live.ID, live.Version, nil, &soon))(t)
	must(a.News.SetBreaking(ctx, barred.ID, barred.Version, time.Second))(t)
	a.untilDone(3)
	d.chief.publish(d.chief.get(live.ID))                                          // once more
	for _, id := range append(a.content.Body.PictureIDs(), *a.content.PictureID) { // the rules ask for a description in each language
		p := must(a.Photobank.Get(ctx, id))(t)
		p.Labels["ru"] = photobank.Label{Alt: "Снимок"}
		must(a.Photobank.Update(ctx, id, p.Version, p.Description))(t)
	}
	a.picture = must(a.Photobank.Get(ctx, a.picture.ID))(t)
	translated := must(a.News.Translate(ctx, a.article.ID, "ru"))(t)
	translated.Title = "В столице открылась школа"
	translated = must(a.News.Save(ctx, translated.ID, translated.Version, translated.Content))(t)
	translated = must(a.News.Publish(ctx, translated.ID, translated.Version))(t)
	changed := a.content
	changed.Lead, changed.TagIDs, changed.Credits = "Кеше.", nil, nil
	original := must(a.News.Save(ctx, a.article.ID, a.article.Version, changed))(t)
	must(a.News.MarkTranslated(ctx, translated.ID, translated.Version, original.TextVersion))(t)
	must(a.News.RestoreRevision(ctx, original.ID, 1, original.Version))(t)
	tag := must(a.Tags.Get(ctx, a.content.TagIDs[0]))(t)
	tag.Labels = map[lang.Code]tags.Label{"kk": {Name: "Білім"}, "ru": {Name: "Образование"}}
	must(a.Tags.Update(ctx, tag))(t)
	description := a.picture.Description
	description.Source = "Басқа"
	must(a.Photobank.Update(ctx, a.picture.ID, a.picture.Version, description))(t)
	a.page.Title = "Агенттік туралы"
	page := must(a.Pages.Update(ctx, a.page))(t)
	page.State = pages.Draft
	must(a.Pages.Update(ctx, page))(t)
	for _, kind := range []integrity.Kind{integrity.Full, integrity.Sample} {
		if found := a.check(kind); len(found) > 0 {
			t.Errorf("%s: %+v", kind, found)
		}
	}
}

// untilDone has the schedule do so many things.
func (a archive) untilDone(things int) {
	a.t.Helper()
	for done := 0; done < things; {
		due, found, err := a.News.RunDue(a.t.Context())
		if err != nil || due.Failed != nil {
			a.t.Fatal(due, err)
		}
		if found {
			done++
			continue
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// TestWorkDuringACheckIsNoFinding: a change that is being made is seen whole or not
// at all.
func TestWorkDuringACheckIsNoFinding(t *testing.T) {
	t.Parallel()
	a := newArchive(t)
	limit := 6 * time.Second
	if testing.Short() {
		limit = 2 * time.Second
	}
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	var work errgroup.Group
	var changes atomic.Int64
	for worker := range 3 {
		work.Go(func() error {
			one, err := a.News.Create(t.Context(), "kk", 0, a.contentOf(worker))
			for ; err == nil && ctx.Err() == nil; changes.Add(1) {
				if one.State.Live() && one.Version%3 == 0 {
					one, err = a.News.Unpublish(t.Context(), one.ID, one.Version)
				} else if one.State.Live() {
					one.Lead += " Жаңарды."
					one, err = a.News.Save(t.Context(), one.ID, one.Version, one.Content)
				} else {
					one, err = a.News.Publish(t.Context(), one.ID, one.Version)
				}
			}
			return err
		})
	}
	work.Go(func() error {
		p, err := a.picture, error(nil)
		for ; err == nil && ctx.Err() == nil; changes.Add(1) {
			p.Source = fmt.Sprint("Дереккөз ", p.Version)
			p, err = a.Photobank.Update(t.Context(), p.ID, p.Version, p.Description)
		}
		return err
	})
	checks := 0
	for kind := integrity.Full; ctx.Err() == nil; checks++ {
		if found := a.check(kind); len(found) > 0 {
			t.Fatalf("%s: %+v", kind, found)
		}
		if kind = integrity.Sample; checks%2 == 1 {
			kind = integrity.Full
		}
	}
	if err := work.Wait(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d changes, %d checks", changes.Load(), checks)
	if changes.Load() < 20 || checks < 3 {
		t.Error("too little happened to prove anything")
	}
}

func (a archive) contentOf(worker int) news.Content {
	c := a.content
	c.Slug, c.Title = "", fmt.Sprint("Мақала ", worker)
	return c
}

// imported writes articles past the service, as an import would.
func (a archive) imported(count int) {
	a.t.Helper()
	a.exec("INSERT INTO stories SELECT FROM generate_series(1, $1)", count)
	a.exec(`INSERT INTO articles (story_id, language, state, title, slug, body, rubric_id, published_at)
		SELECT id, 'kk', 'published', 'Мақала ' || id, 'import-' || id, '{"type":"doc"}', $1, now()
		FROM stories ORDER BY id DESC LIMIT $2`, *a.content.RubricID, count)
}

// TestAdoptionSealsWhatHasNoSeal, and only that.
func TestAdoptionSealsWhatHasNoSeal(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	t.Parallel()
	a := newArchive(t)
	a.imported(1203)
	a.exec("DELETE FROM content_seals WHERE object_type = 'picture'") // as before there were seals
	a.exec("DELETE FROM picture_files")
	a.exec("UPDATE articles SET title = 'Жалған' WHERE id = $1", a.article.ID)
	check := must(a.Integrity.Start(t.Context(), integrity.Full, ""))(t)
	must(a.Integrity.Run(t.Context(), integrity.Full))(t)
	check = must(a.Integrity.Check(t.Context(), check.ID))(t)
	if open := a.number("SELECT count(*) FROM integrity_findings"); check.Found != 1207 || open != 1000 {
		t.Fatalf("%d found, %d kept of 1,203 articles, 3 pictures, and one that was changed", check.Found, open)
	}
	sealed := map[contentseal.Type]int{}
	count := func(t contentseal.Type, n int) { sealed[t] = n }
	if err := a.Integrity.Adopt(t.Context(), count); err != nil {
		t.Fatal(err)
	}
	if sealed["article"] != 1203 || sealed["picture"] != 3 || sealed["page"] != 0 {
		t.Errorf("%v", sealed)
	}
	if entries := a.number("SELECT count(*) FROM journal_entries WHERE action = 'integrity.adopt'"); entries < 4 {
		t.Errorf("%d journal entries", entries)
	}
	a.exec("UPDATE integrity_findings SET resolved_at = now() WHERE problem <> 'unsealed'")
	if open := a.number("SELECT count(*) FROM integrity_findings WHERE resolved_at IS NULL"); open != 0 {
		t.Errorf("%d findings are open of what is sealed now", open)
	}
	if found := a.check(integrity.Full); len(found) != 1 || !says(found, "article", a.article.ID, "changed") {
		t.Errorf("adoption touched what had a seal: %+v", found)
	}
	if err := a.Integrity.Adopt(t.Context(), count); err != nil || sealed["article"] != 0 || sealed["picture"] != 0 {
		t.Errorf("%v %v", sealed, err)
	}
}

func (p *portal) number(query string, args ...any) (n int) {
	p.t.Helper()
	if err := p.DB.Pool.QueryRow(p.t.Context(), query, args...).Scan(&n); err != nil {
		p.t.Fatal(query, err)
	}
	return n
}

// TestACheckStopsAndGoesOn: by a person, and by the death of its process.
func TestACheckStopsAndGoesOn(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	t.Parallel()
	a := newArchive(t)
	a.imported(4000)
	if err := a.Integrity.Adopt(t.Context(), func(contentseal.Type, int) {}); err != nil {
		t.Fatal(err)
	}
	a.exec("UPDATE articles SET title = 'Жалған' WHERE id = (SELECT max(id) FROM articles)")
	check := must(a.Integrity.Start(t.Context(), integrity.Full, ""))(t)
	if _, err := a.Integrity.Start(t.Context(), integrity.Full, ""); err != integrity.ErrRunning {
		t.Errorf("a second one: %v", err)
	}
	// A process takes it and dies.
	dying, die := context.WithCancel(t.Context())
	died := make(chan error)
	go func() { _, err := a.Integrity.Run(dying, integrity.Full); died <- err }()
	a.until(check.ID, func(c integrity.Check) bool { return c.Checked > 0 })
	if ran, err := a.Integrity.Run(t.Context(), integrity.Full); ran || err != nil {
		t.Errorf("two at once: %v %v", ran, err)
	}
	die()
	if err := <-died; err == nil {
		t.Fatal("it came to its end before it died")
	}
	a.exec("UPDATE integrity_checks SET seen_at = now() - interval '2 minutes'")
	if c := must(a.Integrity.Check(t.Context(), check.ID))(t); c.State != integrity.Interrupted || c.Checked >= 4000 {
		t.Errorf("%+v", c)
	}
	// Another goes on with it, until somebody stops it.
	go func() { _, err := a.Integrity.RunDue(t.Context(), integrity.Full); died <- err }()
	before := must(a.Integrity.Check(t.Context(), check.ID))(t).Checked
	a.until(check.ID, func(c integrity.Check) bool { return c.Checked > before })
	if c := must(a.Integrity.Stop(t.Context(), check.ID))(t); c.State != integrity.Stopped || c.FinishedAt == nil {
		t.Errorf("%+v", c)
	}
	if err := <-died; err != nil {
		t.Error(err)
	}
	if _, err := a.Integrity.Stop(t.Context(), check.ID); err != integrity.ErrNotRunning {
		t.Errorf("stopped twice: %v", err)
	}
	if ran, err := a.Integrity.RunDue(t.Context(), integrity.Full); ran || err != nil {
		t.Errorf("a stopped one goes on by itself: %v %v", ran, err)
	}
	must(a.Integrity.Resume(t.Context(), check.ID))(t)
	must(a.Integrity.Run(t.Context(), integrity.Full))(t)
	if c := must(a.Integrity.Check(t.Context(), check.ID))(t); c.State != integrity.Done || c.Found != 1 || c.Checked != c.Total || c.Checked < 4000 || c.Checked > 4020 {
		t.Errorf("%+v", c)
	}
	if _, err := a.Integrity.Resume(t.Context(), check.ID); err != integrity.ErrNotStopped {
		t.Errorf("a done one goes on: %v", err)
	}
	if _, err := a.Integrity.Stop(t.Context(), 999); err != integrity.ErrCheckNotFound {
		t.Errorf("%v", err)
	}
}

func (a archive) until(id int64, so func(integrity.Check) bool) {
	a.t.Helper()
	for range 2000 {
		if so(must(a.Integrity.Check(a.t.Context(), id))(a.t)) {
			return
		}
		time.Sleep(2 * time.Millisecond)
	}
	a.t.Fatal("it never came so far")
}

// TestTheClockAsksForChecks: a full one since three o'clock last night, a sample
// within the last hour; also after a downtime.
func TestTheClockAsksForChecks(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	runs := func(kind integrity.Kind, want bool) {
		t.Helper()
		if ran, err := p.Integrity.RunDue(t.Context(), kind); ran != want || err != nil {
			t.Errorf("%s: %v %v", kind, ran, err)
		}
	}
	for _, kind := range []integrity.Kind{integrity.Full, integrity.Sample} {
		runs(kind, true)
		runs(kind, false)
	}
	for since, want := range map[string][2]bool{ // full, sample
		"now() - interval '59 minutes'": {false, false},
		"now() - interval '61 minutes'": {false, true},
		"now() - interval '25 hours'":   {true, true},
	} {
		p.exec("DELETE FROM integrity_checks WHERE id NOT IN (SELECT min(id) FROM integrity_checks GROUP BY kind)")
		p.exec("UPDATE integrity_checks SET started_at = " + since)
		if night := p.number("SELECT (extract(hour FROM now() AT TIME ZONE 'Asia/Almaty'))::int"); want[0] || night != 3 {
			runs(integrity.Full, want[0])
		}
		runs(integrity.Sample, want[1])
	}
}

// TestAnOlderVersionDoesNotComeBack, though its seal was a right one: the journal
// knows of the younger.
func TestAnOlderVersionDoesNotComeBack(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	t.Parallel()
	a := newArchive(t)
	for _, table := range sealed {
		a.exec("CREATE TABLE kept_" + table + " AS SELECT * FROM " + table)
	}
	a.content.Lead = "Кеше."
	must(a.News.Save(t.Context(), a.article.ID, a.article.Version, a.content))(t)
	a.putBack()
	a.exec("DELETE FROM article_revisions WHERE version > $1", a.article.Version)
	c := must(a.Integrity.Start(t.Context(), integrity.Full, ""))(t)
	must(a.Integrity.Run(t.Context(), integrity.Full))(t)
	found := must(a.Integrity.FindingsOf(t.Context(), c.ID, 9))(t)
	if len(found) != 1 || !says(found, "article", a.article.ID, "changed") || found[0].Detail != fmt.Sprintf("journal: version %d → %d", a.article.Version+1, a.article.Version) {
		t.Fatalf("%+v", found)
	}
	must(a.Integrity.Resolve(t.Context(), found[0].ID, "көшірмеден қайтарылды", true))(t)
	if found := a.check(integrity.Full); len(found) > 0 {
		t.Errorf("taken as right, and yet %+v", found)
	}
	must(a.News.Save(t.Context(), a.article.ID, a.article.Version, a.content))(t)
	if found := a.check(integrity.Full); len(found) > 0 {
		t.Errorf("saved since, and yet %+v", found)
	}
}

// TestAFindingIsLookedAtByAPerson: over the API.
func TestAFindingIsLookedAtByAPerson(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	t.Parallel()
	a := newArchive(t)
	admins, reader := a.user("administrator"), a.user("analyst")
	var heard []integrity.Finding
	a.Integrity.OnFinding(func(_ context.Context, f integrity.Finding) { heard = append(heard, f) })
	list := func(query string) []admin.IntegrityFinding {
		t.Helper()
		return read[admin.IntegrityFindingPage](t, admins.send("GET", "/integrity/findings"+query, nil), 200).Items
	}
	full := func() {
		t.Helper()
		read[admin.IntegrityCheck](t, admins.send("POST", "/integrity/checks", nil), 202)
		must(a.Integrity.Run(t.Context(), integrity.Full))(t)
	}
	for method, path := range map[string]string{"GET": "/integrity/findings", "POST": "/integrity/checks"} {
		if got := reader.send(method, path, nil); got.status != 403 {
			t.Errorf("%s %s: %d", method, path, got.status)
		}
	}
	title := a.article.Title
	a.exec("UPDATE articles SET title = 'Жалған' WHERE id = $1", a.article.ID)
	full()
	full() // the same finding
	open := list("")
	if len(open) != 1 || open[0].Problem != "changed" || open[0].ObjectID != a.article.ID || open[0].Title != "Жалған" || len(heard) != 1 || heard[0].ID != open[0].ID {
		t.Fatalf("%+v, heard %+v", open, heard)
	}
	a.exec("UPDATE articles SET title = $2 WHERE id = $1", a.article.ID, title)
	full()
	if open = list(""); len(open) != 1 || !strings.Contains(*open[0].Detail, "✓ 20") {
		t.Errorf("it is right again, and somebody must look all the same: %+v", open)
	}
	a.exec("UPDATE articles SET title = 'Жаңа' WHERE id = $1", a.article.ID)
	path := fmt.Sprintf("/integrity/findings/%d/resolve", open[0].ID)
	if got := admins.send("POST", path, object{"note": "", "accept": true}); got.status != 400 {
		t.Errorf("without a note: %d", got.status)
	}
	closed := read[admin.IntegrityFinding](t, admins.send("POST", path, object{"note": "Дұрыс", "accept": true}), 200)
	if closed.State != "resolved" || *closed.ResolvedBy != "Сынақ administrator" || *closed.Note != "Дұрыс" || closed.ResolvedAt == nil {
		t.Errorf("%+v", closed)
	}
	if got := admins.send("POST", path, object{"note": "Тағы", "accept": false}); got.code() != "integrity.resolved" {
		t.Errorf("closed twice: %s", got.text())
	}
	if got := admins.send("POST", "/integrity/findings/999/resolve", object{"note": "Жоқ", "accept": false}); got.status != 404 {
		t.Errorf("%d", got.status)
	}
	full()
	if len(list("")) != 0 || len(list("?state=resolved")) != 1 {
		t.Errorf("%+v", list(""))
	}
	if n := a.number(`SELECT count(*) FROM journal_entries WHERE action = 'integrity.accept' AND length(diff->'hash'->>0) = 64 AND length(diff->'hash'->>1) = 64`); n != 1 {
		t.Errorf("%d entries of what was taken as right, with both hashes", n)
	}
	seen := read[admin.Integrity](t, admins.send("GET", "/integrity", nil), 200)
	if seen.OpenFindings != 0 || seen.LastFull == nil || seen.LastFull.StartedBy != "Сынақ administrator" || seen.Sealed < 5 || seen.PublicKey == "" || seen.Running != nil {
		t.Errorf("%+v", seen)
	}
}

// TestWhatIsGoneCanBeTakenAsGone, and a file that is missing can't be taken as right.
func TestWhatIsGoneCanBeTakenAsGone(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	t.Parallel()
	a := newArchive(t)
	a.exec("DELETE FROM articles WHERE id = $1", a.article.ID)
	path := a.fileOf("renditions")
	whole := must(os.ReadFile(path))(t)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	c := must(a.Integrity.Start(t.Context(), integrity.Full, ""))(t)
	must(a.Integrity.Run(t.Context(), integrity.Full))(t)
	for _, f := range must(a.Integrity.FindingsOf(t.Context(), c.ID, 9))(t) {
		_, err := a.Integrity.Resolve(t.Context(), f.ID, "жойылды", true)
		if want := map[contentseal.Problem]error{"missing": nil, "file_missing": integrity.ErrNotAcceptable}[f.Problem]; err != want {
			t.Errorf("%+v: %v", f, err)
		}
	}
	if err := os.WriteFile(path, append(whole, 0), 0o600); err != nil { // another one in its place
		t.Fatal(err)
	}
	c = must(a.Integrity.Start(t.Context(), integrity.Full, ""))(t)
	must(a.Integrity.Run(t.Context(), integrity.Full))(t)
	for _, f := range must(a.Integrity.FindingsOf(t.Context(), c.ID, 9))(t) {
		if f.Problem != "file_changed" {
			t.Errorf("%+v", f)
		}
		must(a.Integrity.Resolve(t.Context(), f.ID, "жаңа", true))(t)
	}
	if found := a.check(integrity.Full); len(found) > 0 {
		t.Errorf("%+v", found)
	}
}

// TestAFileComesBackByUpload: whoever uploads the same original repairs it all.
func TestAFileComesBackByUpload(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	t.Parallel()
	a := newArchive(t)
	for _, folder := range []string{"originals", "renditions"} {
		if err := os.WriteFile(a.fileOf(folder), []byte("жоқ"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if found := a.check(integrity.Full); !says(found, "picture", a.picture.ID, "file_changed") {
		t.Fatalf("%+v", found)
	}
	if again := a.upload("Бірінші", red); again.ID != a.picture.ID {
		t.Fatalf("%+v", again)
	}
	if found := a.check(integrity.Full); len(found) > 0 {
		t.Errorf("%+v", found)
	}
}

// TestASecretIsReplaced: what the former one sealed holds as long as it is named,
// and is then sealed anew.
func TestASecretIsReplaced(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	t.Parallel()
	db, dir := testkit.DB(t), t.TempDir()
	file := func(name string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(name+" secret of more than 32 bytes for this test\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	former, present, media := file("former"), file("present"), t.TempDir()
	a := archive{portal: newPortalOn(t, db, "PORTAL_SECRET_FILE", former, "PORTAL_MEDIA_DIR", media)}
	a.upload("Сурет", red)
	b := archive{portal: newPortalOn(t, db, "PORTAL_SECRET_FILE", present, "PORTAL_MEDIA_DIR", media)}
	if found := b.check(integrity.Full); len(found) != 1 || found[0].Problem != "bad_signature" {
		t.Errorf("a seal by an unknown key: %+v", found)
	}
	both := archive{portal: newPortalOn(t, db, "PORTAL_SECRET_FILE", present, "PORTAL_PREVIOUS_SECRET_FILES", former, "PORTAL_MEDIA_DIR", media)}
	if found := both.check(integrity.Full); len(found) > 0 {
		t.Errorf("%+v", found)
	}
	if err := both.Integrity.Reseal(t.Context(), func(contentseal.Type, int) {}); err != nil {
		t.Fatal(err)
	}
	if found := b.check(integrity.Full); len(found) > 0 {
		t.Errorf("sealed anew, and yet %+v", found)
	}
	if found := a.check(integrity.Full); len(found) != 1 {
		t.Errorf("the former secret still seals: %+v", found)
	}
}
