package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/contract/public"
)

// draft is an article that nothing is missing for publication.
func (d desk) draft(title string, more ...object) admin.Article {
	d.t.Helper()
	return d.writer.article(d.content(title, append(more, object{"language": "kk"})...))
}

func (d desk) content(title string, more ...object) object {
	out := object{"title": title, "lead": "Кіріспе.", "body": doc(title + " мәтіні"), "rubricId": d.rubric}
	for _, one := range more {
		for name, value := range one {
			out[name] = value
		}
	}
	return out
}

// send takes a step.
func (u user) step(step string, a admin.Article, more ...object) answer {
	u.p.t.Helper()
	body := object{"version": a.Version}
	for _, one := range more {
		for name, value := range one {
			body[name] = value
		}
	}
	method, path := "POST", fmt.Sprintf("/news/%d/%s", a.ID, step)
	if step == "save" {
		method, path = "PUT", fmt.Sprintf("/news/%d", a.ID)
	}
	return u.send(method, path, body)
}

func (u user) take(step string, a admin.Article, more ...object) admin.Article {
	u.p.t.Helper()
	return read[admin.Article](u.p.t, u.step(step, a, more...), 200)
}

func (u user) get(id int64) admin.Article {
	u.p.t.Helper()
	return read[admin.Article](u.p.t, u.send("GET", fmt.Sprintf("/news/%d", id), nil), 200)
}

func in(d time.Duration) string { return time.Now().Add(d).UTC().Format(time.RFC3339Nano) }

// bring leads a draft into a state.
func (d desk) bring(state string) admin.Article {
	d.t.Helper()
	a := d.draft("Мақала " + state)
	live := func() admin.Article { return d.chief.take("publish", a) }
	switch state {
	case "draft":
		return a
	case "in_review":
		return d.writer.take("submit", a)
	case "ready":
		return d.editor.take("approve", a)
	case "scheduled":
		return d.editor.take("schedule", a, object{"publishAt": in(time.Hour)})
	case "published":
		return live()
	case "corrected":
		return d.chief.take("correct", live(), d.content(a.Title), object{"note": "Түзету"})
	case "unpublished":
		return d.chief.take("unpublish", live())
	case "killed":
		return d.chief.take("kill", live(), object{"reason": "Сот шешімі"})
	case "trashed":
		return d.writer.take("trash", a)
	}
	d.t.Fatalf("no state %s", state)
	return a
}

// rules is the workflow as the issue tells it: for each state, who of writer,
// editor and chief may take which step. The order is from the least to the most
// powerful: "w" stands for all three, "e" for editor and chief, "c" for the chief.
var rules = map[string]map[string]string{
	"draft":       {"save": "w", "submit": "w", "approve": "e", "schedule": "e", "publish": "e", "trash": "w"},
	"in_review":   {"save": "w", "return": "w", "approve": "e", "schedule": "e", "publish": "e", "trash": "w"},
	"ready":       {"save": "e", "return": "e", "schedule": "e", "publish": "e", "trash": "e"},
	"scheduled":   {"save": "e", "schedule": "e", "unschedule": "e", "publish": "e"},
	"published":   {"save": "e", "schedule": "e", "correct": "e", "unpublish": "e", "kill": "c"},
	"corrected":   {"save": "e", "schedule": "e", "correct": "e", "unpublish": "e", "kill": "c"},
	"unpublished": {"save": "w", "submit": "w", "approve": "e", "schedule": "e", "publish": "e", "kill": "c", "trash": "e"},
	"killed":      {},
	"trashed":     {"restore": "w"},
}

var allSteps = []string{"save", "submit", "approve", "return", "schedule", "unschedule", "publish", "correct", "unpublish", "kill", "trash", "restore"}

// TestEveryStepOfEveryStateByEveryRole: what is not allowed is refused with the
// allowed ones named, and changes nothing.
func TestEveryStepOfEveryStateByEveryRole(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	t.Parallel()
	d := newDesk(t)
	people := []struct {
		user
		as string
	}{{d.writer, "w"}, {d.editor, "e"}, {d.chief, "c"}, {d.reader, ""}}
	for state, allowed := range rules {
		a := d.bring(state)
		if string(a.State) != state {
			t.Fatalf("%s became %s", state, a.State)
		}
		for _, who := range people {
			var offered []string
			for _, step := range who.get(a.ID).Steps {
				offered = append(offered, string(step))
			}
			for _, step := range allSteps {
				may := who.as != "" && allowed[step] != "" && strings.Contains("wec"[strings.Index("wec", allowed[step]):], who.as)
				if slices.Contains(offered, step) != may {
					t.Errorf("%s to %s %s: offered %v", state, who.as, step, offered)
				}
				if may {
					continue
				}
				got := who.step(step, a, d.whatItTakes(step, a, state))
				switch {
				case allowed[step] == "" && got.status != 409 && got.status != 403,
					allowed[step] != "" && got.status != 403,
					who.as != "" && allowed[step] == "" && got.status == 409 && (got.code() != "news.forbidden_step" || !strings.Contains(got.text(), `"allowed":`)):
					t.Errorf("%s %s by %q: %d %s", state, step, who.as, got.status, got.code())
				}
				if now := d.chief.get(a.ID); now.Version != a.Version || string(now.State) != state || now.Title != a.Title {
					t.Fatalf("%s %s by %q was refused and left %+v", state, step, who.as, now)
				}
			}
		}
	}
}

// whatItTakes is the body of a step that would be right if the step were.
func (d desk) whatItTakes(step string, a admin.Article, state string) object {
	switch step {
	case "save":
		return d.content("Басқа тақырып")
	case "correct":
		return d.content("Басқа тақырып", object{"note": "Түзету мәтіні"})
	case "kill":
		return object{"reason": "Сот шешімі"}
	case "schedule":
		if state == "published" || state == "corrected" {
			return object{"unpublishAt": in(time.Hour)}
		}
		return object{"publishAt": in(time.Hour)}
	}
	return nil
}

// TestEveryAllowedStep walks the other half of the table.
func TestEveryAllowedStep(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	leads := map[string]string{
		"submit": "in_review", "approve": "ready", "schedule": "scheduled", "unschedule": "ready", "publish": "published",
		"correct": "corrected", "unpublish": "unpublished", "kill": "killed", "trash": "trashed", "restore": "draft", "return": "draft",
	}
	for state, allowed := range rules {
		for step, who := range allowed {
			a := d.bring(state)
			by := map[string]user{"w": d.writer, "e": d.editor, "c": d.chief}[who]
			after := by.take(step, a, d.whatItTakes(step, a, state))
			want := leads[step]
			if step == "save" || step == "schedule" && (state == "published" || state == "corrected") {
				want = state
			}
			if string(after.State) != want || after.Version != a.Version+1 {
				t.Errorf("%s %s led to %s, version %d", state, step, after.State, after.Version)
			}
			if stale := by.step(step, a, d.whatItTakes(step, a, state)); stale.status != 409 || stale.code() != "news.version_stale" || !strings.Contains(stale.text(), `"current":`) {
				t.Errorf("%s %s of an old version: %d %s", state, step, stale.status, stale.code())
			}
		}
	}
}

func TestACorrectionKeepsWhatStoodBefore(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	live := d.bring("published")
	for _, note := range []string{"", "  ", "ab", strings.Repeat("ә", 1001)} {
		if a := d.chief.step("correct", live, d.content("Жаңа"), object{"note": note}); a.status != 400 {
			t.Errorf("note %q: %d", note, a.status)
		}
	}
	fixed := d.chief.take("correct", live, d.content("Түзетілген тақырып"), object{"note": "Сан түзетілді: 12 емес, 21."})
	if fixed.State != "corrected" || fixed.CorrectedAt == nil || len(fixed.Corrections) != 1 || fixed.Corrections[0].BeforeVersion != live.Version {
		t.Fatalf("%+v", fixed)
	}
	var journal string
	if err := d.DB.Primary.NewRaw("SELECT diff->'note'->>1 FROM journal_entries WHERE action = 'news.correct'").Scan(t.Context(), &journal); err != nil || journal != "Сан түзетілді: 12 емес, 21." {
		t.Errorf("the journal says %q: %v", journal, err)
	}
	before := read[admin.RevisionContent](t, d.reader.send("GET", fmt.Sprintf("/news/%d/revisions/%d", live.ID, live.Version), nil), 200)
	if before.Content.Title != live.Title {
		t.Errorf("before the correction stood %q", before.Content.Title)
	}
	shown := read[public.PublicArticle](t, d.page(fmt.Sprintf("http://baq.test/api/v1/news/%d", live.ID)), 200)
	if shown.Title != "Түзетілген тақырып" || len(*shown.Corrections) != 1 || (*shown.Corrections)[0].Note != "Сан түзетілді: 12 емес, 21." {
		t.Errorf("%+v", shown)
	}
}

func TestAKilledArticleIsGoneAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	live := d.bring("published")
	address, api := live.URL, fmt.Sprintf("http://baq.test/api/v1/news/%d", live.ID)
	link := read[admin.PreviewLink](t, d.writer.send("POST", fmt.Sprintf("/news/%d/previews", live.ID), object{}), 201)
	for _, url := range []string{address, api, "http://baq.test/", *link.URL} {
		if a := d.page(url); a.status != 200 {
			t.Fatalf("%s: %d", url, a.status)
		}
	}
	d.chief.take("kill", live, object{"reason": "Құпия себеп"})
	for url, want := range map[string]int{address: 410, api: 410, *link.URL: 404} {
		a := d.page(url)
		if a.status != want || strings.Contains(a.text(), live.Title) || strings.Contains(a.text(), "Құпия") {
			t.Errorf("%s: %d %s", url, a.status, a.text())
		}
	}
	for _, url := range []string{"http://baq.test/", "http://baq.test/latest", "http://baq.test/api/v1/news"} {
		if strings.Contains(d.page(url).text(), live.Title) {
			t.Errorf("%s still shows it", url)
		}
	}
}

// TestAnEmbargoHoldsEverywhere: in no state that an article under embargo can
// have does anything of it reach readers, and no way leads to the site before.
func TestAnEmbargoHoldsEverywhere(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const secret = "Құпиятақырып"
	until := object{"embargoUntil": in(2 * time.Hour)}
	a := d.draft(secret, until)
	if got := d.chief.step("publish", a); got.status != 409 || got.code() != "news.embargoed" {
		t.Errorf("published under embargo: %d %s", got.status, got.text())
	}
	if got := d.chief.step("schedule", a, object{"publishAt": in(time.Hour)}); got.status != 422 || got.code() != "news.before_embargo" {
		t.Errorf("scheduled before the embargo: %d %s", got.status, got.text())
	}
	if got := d.writer.send("POST", fmt.Sprintf("/news/%d/previews", a.ID), object{}); got.status != 409 || got.code() != "news.embargoed" {
		t.Errorf("a preview link under embargo: %d %s", got.status, got.text())
	}
	other := d.draft("Басқа")
	link := read[admin.PreviewLink](t, d.writer.send("POST", fmt.Sprintf("/news/%d/previews", other.ID), object{}), 201)
	d.writer.take("save", other, d.content("Басқа "+secret, until))
	for _, lifted := range []object{nil, {"embargoUntil": in(time.Hour)}} {
		if got := d.writer.step("save", a, d.content(secret, lifted)); got.status != 403 || got.code() != "news.embargo_held" {
			t.Errorf("a writer lifts the embargo: %d %s", got.status, got.text())
		}
	}
	live := d.bring("published")
	if got := d.chief.step("save", live, d.content(live.Title, until)); got.status != 422 || got.code() != "news.embargo_on_live" {
		t.Errorf("an embargo on a live article: %d %s", got.status, got.text())
	}
	scheduled := d.chief.take("schedule", a, object{"publishAt": in(3 * time.Hour)})
	if got := d.chief.step("save", scheduled, d.content(secret, object{"embargoUntil": in(4 * time.Hour)})); got.status != 422 || got.code() != "news.before_embargo" {
		t.Errorf("an embargo after the planned time: %d %s", got.status, got.text())
	}
	if got := d.chief.step("publish", scheduled); got.status != 409 {
		t.Errorf("a scheduled one published under embargo: %d", got.status)
	}
	for _, url := range []string{
		"http://baq.test/", "http://baq.test/latest", "http://baq.test/news/" + a.Slug, live.URL, "http://baq.test/api/v1/news",
		fmt.Sprintf("http://baq.test/api/v1/news/%d", a.ID), *link.URL, "http://rus.baq.test/", "http://baq.test/rubric/qogam",
	} {
		if strings.Contains(d.page(url).text(), secret) {
			t.Errorf("%s shows what is under embargo", url)
		}
	}
	// Nor does the database let it out, whoever writes.
	for _, state := range []string{"published", "corrected"} {
		_, err := d.DB.Primary.ExecContext(t.Context(), "UPDATE articles SET state = ?, publish_at = NULL, published_at = now(), updated_at = now() WHERE id = ?", state, a.ID)
		if err == nil || !strings.Contains(err.Error(), "articles_embargo") {
			t.Errorf("the database admits %s under embargo: %v", state, err)
		}
	}
}

func TestPlansThatMakeNoSense(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	draft, live, bare := d.bring("draft"), d.bring("published"), d.writer.article(object{"language": "kk", "title": "Рубрикасыз"})
	for _, one := range []struct {
		name string
		a    admin.Article
		plan object
		code string
	}{
		{"nothing", draft, object{}, "news.no_time"},
		{"an end alone for a draft", draft, object{"unpublishAt": in(time.Hour)}, "news.no_time"},
		{"the past", draft, object{"publishAt": in(-time.Second)}, "news.time_passed"},
		{"year 1", draft, object{"publishAt": "0001-01-01T00:00:00Z"}, "news.time_passed"},
		{"an end before the beginning", draft, object{"publishAt": in(2 * time.Hour), "unpublishAt": in(time.Hour)}, "news.unpublish_before_publish"},
		{"an end in the past", live, object{"unpublishAt": in(-time.Hour)}, "news.time_passed"},
		{"a beginning for a live article", live, object{"publishAt": in(time.Hour)}, "news.no_time"},
		{"an incomplete article", bare, object{"publishAt": in(time.Hour)}, "news.incomplete"},
	} {
		if got := d.chief.step("schedule", one.a, one.plan); got.status != 422 || got.code() != one.code {
			t.Errorf("%s: %d %s", one.name, got.status, got.text())
		}
	}
	if got := d.chief.step("schedule", draft, object{"publishAt": "tomorrow"}); got.status != 400 {
		t.Errorf("tomorrow: %d", got.status)
	}
}

func TestAPublicationEndsByItself(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.chief.take("schedule", d.bring("published"), object{"unpublishAt": in(time.Hour)})
	if _, err := d.DB.Primary.ExecContext(t.Context(), "UPDATE articles SET unpublish_at = now() - interval '1 s' WHERE id = ?", a.ID); err != nil {
		t.Fatal(err)
	}
	due, found, err := d.News.RunDue(t.Context())
	if err != nil || !found || due.What != "unpublish" || due.ArticleID != a.ID {
		t.Fatalf("%+v %v %v", due, found, err)
	}
	if now := d.chief.get(a.ID); now.State != "unpublished" || now.UnpublishAt != nil || d.page(a.URL).status != 404 {
		t.Errorf("%+v", now)
	}
	if _, found, err := d.News.RunDue(t.Context()); found || err != nil {
		t.Errorf("something is due again: %v", err)
	}
}

// TestWhatCannotBePublishedWhenDueIsGivenBack: it neither blocks the others nor
// is tried for ever, and says why.
func TestWhatCannotBePublishedWhenDueIsGivenBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	bad, good := d.bring("scheduled"), d.bring("scheduled")
	for i, statement := range []string{
		"UPDATE articles SET publish_at = now() - interval '2 s', lead = '', body = '{\"type\":\"doc\"}' WHERE id = ?",
		"UPDATE articles SET publish_at = now() - interval '1 s' WHERE id = ?",
	} {
		if _, err := d.DB.Primary.ExecContext(t.Context(), statement, []int64{bad.ID, good.ID}[i]); err != nil {
			t.Fatal(err)
		}
	}
	for {
		_, found, err := d.News.RunDue(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !found {
			break
		}
	}
	if now := d.chief.get(bad.ID); now.State != "ready" || now.PublishAt != nil {
		t.Errorf("the bad one: %+v", now)
	}
	if now := d.chief.get(good.ID); now.State != "published" {
		t.Errorf("the good one: %s", now.State)
	}
	page := read[admin.RevisionPage](t, d.chief.send("GET", fmt.Sprintf("/news/%d/revisions", bad.ID), nil), 200)
	if page.Items[0].Action != "news.schedule_failed" || !strings.Contains(page.Items[0].Note, "news.incomplete") {
		t.Errorf("%+v", page.Items[0])
	}
}

// TestBreakingNewsEndsByItself and is no change of the text.
func TestBreakingNewsEndsByItself(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.chief.take("publish", d.draft("Шұғыл хабар", object{"urgency": "breaking"}))
	if a.BreakingUntil == nil || time.Until(*a.BreakingUntil) > time.Hour || time.Until(*a.BreakingUntil) < 59*time.Minute {
		t.Fatalf("%v", a.BreakingUntil)
	}
	if _, err := d.DB.Primary.ExecContext(t.Context(), "UPDATE articles SET breaking_until = now() - interval '1 s' WHERE id = ?", a.ID); err != nil {
		t.Fatal(err)
	}
	due, found, err := d.News.RunDue(t.Context())
	if err != nil || !found || due.What != "breaking" {
		t.Fatalf("%+v %v %v", due, found, err)
	}
	now := d.chief.get(a.ID)
	if now.BreakingUntil != nil || now.Version != a.Version || now.State != "published" {
		t.Errorf("%+v", now)
	}
	again := d.chief.take("breaking", now, object{"minutes": 5})
	if again.BreakingUntil == nil || time.Until(*again.BreakingUntil) > 5*time.Minute {
		t.Errorf("%v", again.BreakingUntil)
	}
	if calm := d.chief.take("breaking", again, object{"minutes": 0}); calm.BreakingUntil != nil || calm.Urgency != "urgent" {
		t.Errorf("%+v", calm)
	}
	if ordinary := d.chief.take("breaking", d.bring("published"), object{"minutes": 0}); ordinary.Urgency != "ordinary" {
		t.Errorf("what never was breaking news became %s", ordinary.Urgency)
	}
	if got := d.chief.step("breaking", d.bring("draft"), object{"minutes": 5}); got.status != 409 || got.code() != "news.not_live" {
		t.Errorf("a draft as breaking news: %d %s", got.status, got.text())
	}
}

// TestOneLanguageNeverTouchesTheOther walks a pair through everything.
func TestOneLanguageNeverTouchesTheOther(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	kk := d.bring("draft")
	ru := read[admin.Article](t, d.writer.send("POST", fmt.Sprintf("/news/%d/translations", kk.ID), object{"language": "ru"}), 201)
	for _, step := range []string{"submit", "approve", "publish", "correct", "unpublish", "publish", "kill"} {
		kk = d.chief.take(step, kk, d.whatItTakes(step, kk, string(kk.State)))
		if now := d.chief.get(ru.ID); now.State != "draft" || now.Version != ru.Version || now.Title != ru.Title {
			t.Fatalf("after %s of the other: %s, version %d", step, now.State, now.Version)
		}
	}
}

func TestATranslationFallsBehindItsSource(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	kk := d.bring("draft")
	ru := read[admin.Article](t, d.writer.send("POST", fmt.Sprintf("/news/%d/translations", kk.ID), object{"language": "ru"}), 201)
	if ru.Translation == nil || ru.Translation.SourceID != kk.ID || ru.Translation.Behind || kk.Translation != nil {
		t.Fatalf("%+v", ru.Translation)
	}
	behind := func() bool { return d.chief.get(ru.ID).Translation.Behind }
	kk = d.writer.take("save", kk, d.content(kk.Title, object{"seoTitle": "Іздеу үшін"}))
	if behind() {
		t.Error("behind after a change that nobody translates")
	}
	kk = d.writer.take("save", kk, d.content("Жаңа тақырып"))
	if !behind() {
		t.Error("not behind after the headline changed")
	}
	list := read[admin.ArticlePage](t, d.chief.send("GET", "/news?behind=true", nil), 200)
	if len(list.Items) != 1 || list.Items[0].ID != ru.ID || !list.Items[0].Behind {
		t.Errorf("%+v", list.Items)
	}
	if got := d.writer.step("translated", d.chief.get(ru.ID), object{"sourceTextVersion": kk.TextVersion - 1}); got.status != 409 || got.code() != "news.source_changed" || !behind() {
		t.Errorf("up to date with a text that nobody looked at: %d %s", got.status, got.code())
	}
	ru = d.writer.take("translated", d.chief.get(ru.ID), object{"sourceTextVersion": kk.TextVersion})
	if ru.Translation.Behind || ru.Translation.SourceTextVersion != kk.TextVersion {
		t.Errorf("%+v", ru.Translation)
	}
	if got := d.writer.step("translated", kk, object{"sourceTextVersion": 1}); got.status != 409 || got.code() != "news.no_translation" {
		t.Errorf("the original as up to date: %d", got.status)
	}
}

func TestTheTrashKeepsAndGivesBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.writer.take("trash", d.bring("draft"))
	for query, want := range map[string]int{"": 0, "?state=trashed": 1, "?state=draft": 0} {
		if list := read[admin.ArticlePage](t, d.writer.send("GET", "/news"+query, nil), 200); len(list.Items) != want {
			t.Errorf("GET /news%s lists %d", query, len(list.Items))
		}
	}
	if back := d.writer.take("restore", a); back.State != "draft" || back.Title != a.Title || back.Slug != a.Slug {
		t.Errorf("%+v", back)
	}
	once := d.chief.take("trash", d.bring("unpublished"))
	if got := d.writer.step("restore", once); got.status != 403 {
		t.Errorf("a writer restored what was published: %d", got.status)
	}
	if back := d.chief.take("restore", once); back.State != "unpublished" {
		t.Errorf("%s", back.State)
	}
}

// TestAPlanThatADowntimeOvertook: nothing comes out for a moment whose end has passed.
func TestAPlanThatADowntimeOvertook(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.chief.take("schedule", d.bring("ready"), object{"publishAt": in(time.Hour), "unpublishAt": in(2 * time.Hour)})
	if _, err := d.DB.Primary.ExecContext(t.Context(), "UPDATE articles SET publish_at = now() - interval '2 h', unpublish_at = now() - interval '1 h' WHERE id = ?", a.ID); err != nil {
		t.Fatal(err)
	}
	due, found, err := d.News.RunDue(t.Context())
	if err != nil || !found || due.Failed == nil {
		t.Fatalf("%+v %v %v", due, found, err)
	}
	if now := d.chief.get(a.ID); now.State != "ready" || now.PublishAt != nil || now.UnpublishAt != nil || now.PublishedAt != nil {
		t.Errorf("%+v", now)
	}
}

// TestABrokenArticleDoesNotHoldUpTheSchedule, even one that can't be read.
func TestABrokenArticleDoesNotHoldUpTheSchedule(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	bad := d.bring("scheduled")
	if _, err := d.DB.Primary.ExecContext(t.Context(), `UPDATE articles SET publish_at = now() - interval '1 s', body = '{"type":"script"}' WHERE id = ?`, bad.ID); err != nil {
		t.Fatal(err)
	}
	if due, found, err := d.News.RunDue(t.Context()); err != nil || !found || due.Failed == nil {
		t.Fatalf("%+v %v %v", due, found, err)
	}
	if _, found, err := d.News.RunDue(t.Context()); found || err != nil {
		t.Errorf("it is tried again: %v", err)
	}
}

// TestTheAPILeavesOutWhatIsNotOnItsSite: a text may lead to an article that was
// taken down since.
func TestTheAPILeavesOutWhatIsNotOnItsSite(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	t.Parallel()
	d, c := newDesk(t), newChecker(t)
	other := d.bring("published")
	related := object{"type": "related", "attrs": object{"articleId": other.ID}}
	a := d.chief.take("publish", d.draft("Сілтемесі бар", object{"body": object{"type": "doc", "content": []object{related}}}))
	url := fmt.Sprintf("/api/v1/news/%d", a.ID)
	if got := d.page("http://baq.test" + url); got.status != 200 || !strings.Contains(got.text(), other.Title) {
		t.Fatalf("%d %s", got.status, got.text())
	}
	other = d.chief.take("unpublish", other)
	for _, gone := range []string{"unpublished", "killed"} {
		got := d.page("http://baq.test" + url)
		c.check("GET", url, got)
		if got.status != 200 || strings.Contains(got.text(), other.Title) {
			t.Errorf("an article that leads to one that is %s: %d %s", gone, got.status, got.text())
		}
		if gone == "unpublished" {
			other = d.chief.take("kill", other, object{"reason": "Сот шешімі"})
		}
	}
}
