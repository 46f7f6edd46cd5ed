package photobank

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/contentseal"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/outbox"
)

func (b bank) do(t *testing.T, query string, args ...any) {
	t.Helper()
	if _, err := b.deps.DB.Primary.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatal(err)
	}
}

// shownBy puts an article into the newsroom that shows the picture, and gives its id.
func (b bank) shownBy(t *testing.T, picture int64, state string) (id int64) {
	t.Helper()
	if err := b.deps.DB.Primary.NewRaw(insertArticle, state, fmt.Sprint(picture, state), picture, state).Scan(t.Context(), &id); err != nil {
		t.Fatal(err)
	}
	return id
}

const insertArticle = `WITH story AS (INSERT INTO stories DEFAULT VALUES RETURNING id), rubric AS (INSERT INTO rubrics (position) VALUES (1) RETURNING id)
	INSERT INTO articles (story_id, language, state, slug, title, lead, body, rubric_id, picture_id, published_at)
	SELECT story.id, 'kk', ?, 'm-' || story.id, ?, 'x', '{"type":"doc"}', rubric.id, ?, CASE WHEN ? = 'published' THEN now() END FROM story, rubric RETURNING id`

func (b bank) get(t *testing.T, id int64) Picture {
	t.Helper()
	p, err := b.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (b bank) ids(t *testing.T, q Query) []int64 {
	t.Helper()
	q.Limit = 100
	found, _, err := b.List(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	ids := []int64{}
	for _, p := range found {
		ids = append(ids, p.ID)
	}
	slices.Sort(ids)
	return ids
}

// sealed demands that the pictures' seals hold.
func (b bank) sealed(t *testing.T, ids ...int64) {
	t.Helper()
	for _, id := range ids {
		if n := b.count(t, "content_seals WHERE object_type = 'picture' AND object_id = ?", id); n != 1 {
			t.Errorf("picture %d has %d seals", id, n)
		}
	}
	found, err := Seals{}.Find(t.Context(), b.deps.DB.Primary, contentseal.Wanted{IDs: ids})
	for _, f := range found {
		if problem, detail := b.deps.Seals.Judge(f); problem != "" {
			t.Errorf("picture %d: %s %s", f.ID, problem, detail)
		}
	}
	if err != nil || len(found) != len(ids) {
		t.Error(len(found), err)
	}
}

func TestFilters(t *testing.T) {
	b := start(t)
	soon, past, far := time.Now().AddDate(0, 0, 3), time.Now().Add(-time.Hour), time.Now().AddDate(1, 0, 0)
	taken := time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)
	wide := b.upload(t, Upload{Description: Description{Author: "Айгүл", Keywords: []string{"Мектеп", "мектеп"}, Labels: map[lang.Code]Label{"kk": {Alt: "x"}}, RightsUntil: &soon}}).ID
	tall := b.upload(t, Upload{Description: Description{Source: "KazTAG", Persons: []string{"Абай"}, TakenAt: &taken, RightsUntil: &past}}).ID
	plain := b.upload(t, Upload{Description: Description{RightsUntil: &far, Labels: map[lang.Code]Label{"kk": {Alt: "x"}, "ru": {Alt: "y"}}}}).ID
	bin := b.upload(t, Upload{})
	l, err := b.CreateLicence(t.Context(), Licence{Name: "CC"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Change(t.Context(), []int64{tall}, []int64{0}, Values{LicenceID: &l.ID}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Trash(t.Context(), bin.ID, bin.Version); err != nil {
		t.Fatal(err)
	}
	b.do(t, "UPDATE pictures SET tone = CASE WHEN id = ? THEN 'red' ELSE 'grey' END", plain)
	b.shownBy(t, plain, "draft")
	c, err := b.CreateCollection(t.Context(), Collection{Name: "Наурыз"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Collect(t.Context(), c.ID, []int64{wide, tall}, nil); err != nil {
		t.Fatal(err)
	}
	yes, no := true, false
	after := taken.Add(time.Second)
	for name, one := range map[string]struct {
		query Query
		want  []int64
	}{
		"all": {Query{}, []int64{wide, tall, plain}}, "author": {Query{Author: "Айгүл"}, []int64{wide}}, "not a part of it": {Query{Author: "Айг"}, nil}, "source": {Query{Source: "KazTAG"}, []int64{tall}},
		"keyword": {Query{Keyword: "Мектеп"}, []int64{wide}}, "person": {Query{Person: "Абай"}, []int64{tall}}, "licence": {Query{LicenceID: l.ID}, []int64{tall}},
		"with a licence": {Query{WithoutLicence: &no}, []int64{tall}}, "without": {Query{WithoutLicence: &yes}, []int64{wide, plain}},
		"expired": {Query{Rights: "expired"}, []int64{tall}}, "expiring": {Query{Rights: "expiring"}, []int64{wide}}, "valid": {Query{Rights: "valid"}, []int64{plain}}, "open": {Query{Rights: "open"}, nil},
		"taken": {Query{TakenFrom: &taken, TakenUntil: &after}, []int64{tall}}, "taken before": {Query{TakenUntil: &taken}, nil}, "added": {Query{AddedFrom: &far}, nil},
		"tone": {Query{Tone: "red"}, []int64{plain}}, "orientation": {Query{Orientation: "portrait"}, nil}, "used": {Query{Used: &yes}, []int64{plain}}, "unused": {Query{Used: &no}, []int64{wide, tall}},
		"described": {Query{Described: "kk"}, []int64{wide, plain}}, "undescribed": {Query{Undescribed: "ru"}, []int64{wide, tall}}, "in one of two": {Query{Described: "kk", Undescribed: "ru"}, []int64{wide}},
		"in none": {Query{Described: "zz"}, nil}, "collection": {Query{CollectionID: c.ID}, []int64{wide, tall}}, "trash": {Query{Trashed: true}, []int64{bin.ID}}, "nobody's": {Query{AddedBy: 99}, nil},
		"several": {Query{CollectionID: c.ID, Described: "kk", Used: &no, Search: "мектептер"}, []int64{wide}},
	} {
		if got := b.ids(t, one.query); !slices.Equal(got, append([]int64{}, one.want...)) {
			t.Errorf("%s: %v instead of %v", name, got, one.want)
		}
	}
}

func TestFramingRefuses(t *testing.T) {
	b := start(t)
	p := b.upload(t, Upload{}) // 60 by 40
	for name, area := range map[string]Area{
		"outside": {X: 0.5, Width: 0.6, Height: 0.5}, "another proportion": {Width: 1, Height: 1}, "nothing": {}, "before it": {X: -0.1, Width: 0.5, Height: 0.4},
	} {
		_, err := b.Frame(t.Context(), p.ID, p.Version, Framing{Crops: map[string]Area{Wide: area}})
		if f, is := fault.As(err); !is || f.Code != "photobank.bad_crop" || f.Kind != fault.Unprocessable {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := b.Frame(t.Context(), p.ID, 9, Framing{}); !errors.Is(err, ErrStale) {
		t.Error(err)
	}
	framed, err := b.Frame(t.Context(), p.ID, p.Version, Framing{Focus: &Point{X: 0.2, Y: 0.9}, Crops: map[string]Area{Square: {X: 0.1, Y: 0, Width: 2.0 / 3, Height: 1}}})
	if err != nil || framed.Version != 2 || framed.Focus.X != 0.2 || len(framed.Crops) != 1 || framed.Crop(Proportions()[2]).X != 0.1 {
		t.Errorf("%+v, %v", framed, err)
	}
	b.sealed(t, p.ID)
	again, err := b.Frame(t.Context(), p.ID, 2, Framing{Focus: framed.Focus, Crops: framed.Crops})
	if err != nil || again.Version != 2 {
		t.Errorf("nothing changed and it is version %d, %v", again.Version, err)
	}
}

func TestTheTrashRefusesWhatIsUsed(t *testing.T) {
	b := start(t)
	p := b.upload(t, Upload{})
	article := b.shownBy(t, p.ID, "draft")
	if _, err := b.Trash(t.Context(), p.ID, p.Version); !errors.Is(err, ErrInUse) {
		t.Error(err)
	}
	if err := b.Delete(t.Context(), p.ID); !errors.Is(err, ErrNotTrashed) {
		t.Error(err)
	}
	b.do(t, "DELETE FROM articles WHERE id = ?", article)
	trashed, err := b.Trash(t.Context(), p.ID, p.Version)
	if err != nil || trashed.TrashedAt == nil {
		t.Fatal(err)
	}
	b.sealed(t, p.ID)
	if err := b.deps.DB.Primary.NewRaw(insertArticle, "draft", "x", p.ID, "draft").Scan(t.Context(), new(int64)); !errors.Is(inUse(err), ErrInUse) {
		t.Errorf("an article took a picture of the trash: %v", err)
	}
	restored, err := b.Restore(t.Context(), p.ID, trashed.Version)
	if err != nil || restored.TrashedAt != nil {
		t.Error(restored, err)
	}
}

// TestTheTrashAgainstAUse lets both begin at the same moment, many times: one of the
// two is refused, whichever comes first.
func TestTheTrashAgainstAUse(t *testing.T) {
	b := start(t)
	both, orders := sync.WaitGroup{}, map[bool]int{}
	for i := range 12 {
		p := b.upload(t, Upload{})
		var trash, use error
		both.Go(func() { _, trash = b.Trash(t.Context(), p.ID, p.Version) })
		both.Go(func() {
			time.Sleep(time.Duration(i%4) * time.Millisecond)
			use = b.deps.DB.Primary.NewRaw(insertArticle, "draft", "x", p.ID, "draft").Scan(t.Context(), new(int64))
		})
		both.Wait()
		if (trash == nil) == (use == nil) || trash != nil && !errors.Is(trash, ErrInUse) || use != nil && !errors.Is(inUse(use), ErrInUse) {
			t.Errorf("trash: %v, use: %v", trash, use)
		}
		orders[trash == nil]++
		if n := b.count(t, "pictures WHERE trashed_at IS NOT NULL AND used"); n > 0 {
			t.Errorf("%d are in the trash and used", n)
		}
	}
	t.Logf("the trash won %d times of %d", orders[true], orders[true]+orders[false])
}

func TestDeleteTakesEverythingAlong(t *testing.T) {
	b := start(t)
	p, other := b.upload(t, Upload{Description: Description{Labels: map[lang.Code]Label{"kk": {Alt: "x"}}}}), b.upload(t, Upload{})
	c, err := b.CreateCollection(t.Context(), Collection{Name: "x"})
	if err == nil {
		c, err = b.Collect(t.Context(), c.ID, []int64{p.ID, other.ID}, nil)
	}
	if err != nil || c.Pictures != 2 {
		t.Fatal(c, err)
	}
	alias := b.upload(t, Upload{})
	if _, err := b.Merge(t.Context(), alias.ID, p.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Trash(t.Context(), alias.ID, 0); !errors.Is(err, ErrMerged) {
		t.Error(err)
	}
	if _, err := b.Trash(t.Context(), p.ID, 0); err != nil {
		t.Fatal(err)
	}
	files := len(b.files(t))
	if err := b.Delete(t.Context(), p.ID); err != nil {
		t.Fatal(err)
	}
	for _, id := range []int64{p.ID, alias.ID} {
		if _, err := b.Get(t.Context(), id); !errors.Is(err, ErrNotFound) {
			t.Error(err)
		}
	}
	if n := b.count(t, "picture_collections WHERE pictures = 1"); n != 1 {
		t.Error("the collection counts wrong")
	}
	b.sealed(t, p.ID, alias.ID, other.ID) // gone, and rightly so
	for _, e := range *b.events {
		if gone, is := e.(Deleted); is {
			if err := errors.Join(b.RemoveFiles(t.Context(), gone), b.RemoveFiles(t.Context(), gone)); err != nil {
				t.Error(err)
			}
		}
	}
	if left := len(b.files(t)); left >= files || left == 0 {
		t.Errorf("%d files of %d are left", left, files)
	}
	if troubles, _, err := b.CheckFiles(t.Context(), b.deps.DB.Primary, []int64{other.ID}); err != nil || len(troubles) > 0 {
		t.Error(troubles, err)
	}
}

func TestPurge(t *testing.T) {
	b := start(t)
	old, young := b.upload(t, Upload{}), b.upload(t, Upload{})
	for _, p := range []Picture{old, young} {
		if _, err := b.Trash(t.Context(), p.ID, p.Version); err != nil {
			t.Fatal(err)
		}
	}
	b.do(t, "UPDATE pictures SET trashed_at = now() - interval '31 days' WHERE id = ?", old.ID)
	if n, err := b.PurgeTrash(t.Context()); n != 1 || err != nil {
		t.Error(n, err)
	}
	if n := b.count(t, "journal_entries WHERE action = 'photobank.delete' AND actor_name = 'system'"); n != 1 {
		t.Error(n)
	}
}

func TestBulkTellsOfEach(t *testing.T) {
	b := start(t)
	one, two := b.upload(t, Upload{Description: Description{Keywords: []string{"Тау", "Көл"}}}), b.upload(t, Upload{})
	author, nobody := " Айгүл  Сәрсен ", int64(99)
	ids := []int64{one.ID, 999, two.ID, two.ID}
	got, err := b.Change(t.Context(), ids, []int64{1, 0, 7, 0}, Values{Author: &author, AddKeywords: []string{"тау", "Қар"}, RemoveKeywords: []string{"көл"}})
	if err != nil || got[0].Code != "" || got[1].Code != "photobank.not_found" || got[2].Code != "photobank.version_stale" || got[3].Code != "" {
		t.Fatalf("%+v, %v", got, err)
	}
	if p := got[0].Picture; p.Author != "Айгүл Сәрсен" || !slices.Equal(p.Keywords, []string{"Тау", "Қар"}) || p.Version != 2 {
		t.Errorf("%+v", p)
	}
	if got, err = b.Change(t.Context(), []int64{one.ID}, []int64{0}, Values{LicenceID: &nobody}); err != nil || got[0].Code != "photobank.no_licence" {
		t.Errorf("%+v, %v", got, err)
	}
	many := make([]string, 51)
	for i := range many {
		many[i] = fmt.Sprint("сөз", i)
	}
	if got, err = b.Change(t.Context(), []int64{one.ID}, []int64{0}, Values{AddPersons: many}); err != nil || got[0].Code != "photobank.too_many_words" {
		t.Errorf("%+v, %v", got, err)
	}
	trash := true
	may := access.WithPrincipal(t.Context(), access.Principal{Permissions: []access.Permission{"photobank.write"}})
	if _, err := b.Change(may, ids, make([]int64, 4), Values{Trash: &trash}); !errors.Is(err, ErrMayNotTrash) {
		t.Error(err)
	}
	b.shownBy(t, one.ID, "draft")
	if got, err = b.Change(t.Context(), []int64{one.ID, two.ID}, []int64{0, 0}, Values{Trash: &trash}); err != nil || got[0].Code != "photobank.in_use" || got[1].Code != "" {
		t.Errorf("%+v, %v", got, err)
	}
	b.sealed(t, one.ID, two.ID)
}

func TestRightsFollowTheLicence(t *testing.T) {
	b := start(t)
	at := func(days int) *time.Time {
		t := time.Now().AddDate(0, 0, days).UTC().Truncate(time.Microsecond)
		return &t
	}
	l, err := b.CreateLicence(t.Context(), Licence{Name: " CC  BY ", Terms: "a\r\n\r\n b ", ExpiresAt: at(-1)})
	if err != nil || l.Name != "CC BY" || l.Terms != "a\n\nb" {
		t.Fatalf("%+v, %v", l, err)
	}
	if _, err := b.CreateLicence(t.Context(), Licence{Name: "CC BY"}); !errors.Is(err, ErrLicenceTaken) {
		t.Error(err)
	}
	own, shared := b.upload(t, Upload{}), b.upload(t, Upload{})
	for _, p := range []Picture{own, shared} {
		d := Description{LicenceID: &l.ID}
		if p.ID == own.ID {
			d.RightsUntil = at(5)
		}
		if _, err := b.Update(t.Context(), p.ID, 1, d); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.DeleteLicence(t.Context(), l.ID); !errors.Is(err, ErrLicenceInUse) {
		t.Error(err)
	}
	if p := b.get(t, own.ID); !p.ExpiresAt.Equal(*l.ExpiresAt) {
		t.Error(p.ExpiresAt)
	}
	if n, err := b.Expire(t.Context()); n != 2 || err != nil {
		t.Error(n, err)
	}
	if n, err := b.Expire(t.Context()); n != 0 || err != nil {
		t.Errorf("announced twice: %d, %v", n, err)
	}
	l.ExpiresAt = at(30)
	renewed, err := b.UpdateLicence(t.Context(), l)
	if err != nil || renewed.Version != 2 {
		t.Fatal(renewed, err)
	}
	if _, err := b.UpdateLicence(t.Context(), l); !errors.Is(err, ErrLicenceStale) {
		t.Error(err)
	}
	if p, q := b.get(t, own.ID), b.get(t, shared.ID); !p.ExpiresAt.Equal(*p.RightsUntil) || !q.ExpiresAt.Equal(*l.ExpiresAt) {
		t.Error(p.ExpiresAt, q.ExpiresAt)
	}
	if n := b.count(t, "pictures WHERE expired"); n != 0 {
		t.Errorf("%d are still noted as expired", n)
	}
	if last, is := (*b.events)[len(*b.events)-1].(RightsEnded); !is || len(last.IDs) != 2 {
		t.Errorf("%+v", *b.events)
	}
	b.sealed(t, own.ID, shared.ID)
	ends, err := b.Ends(t.Context(), time.Now().AddDate(0, 0, -2), time.Now().AddDate(0, 0, 60))
	sum := 0
	for _, n := range ends {
		sum += n
	}
	if err != nil || sum != 2 || len(ends) != 2 {
		t.Error(ends, err)
	}
	if _, err := b.Ends(t.Context(), time.Now(), time.Now().AddDate(2, 0, 0)); !errors.Is(err, ErrBadPeriod) {
		t.Error(err)
	}
	page, next, err := b.Expiring(t.Context(), Period{Limit: 1})
	if err != nil || len(page) != 1 || page[0].ID != own.ID || next == nil {
		t.Fatal(page, err)
	}
	if page, _, err = b.Expiring(t.Context(), Period{Limit: 1, Cursor: *next}); err != nil || len(page) != 1 || page[0].ID != shared.ID {
		t.Error(page, err)
	}
	ending, told, err := b.TellEnding(t.Context())
	if err != nil || !told || ending.Pictures != 1 || ending.Days != 14 {
		t.Error(ending, told, err)
	}
	if _, told, err := b.TellEnding(t.Context()); told || err != nil {
		t.Error("told twice a day", err)
	}
}

// TestALicenceOfMany: what does not fit into the change itself is a job's.
func TestALicenceOfMany(t *testing.T) {
	b := start(t)
	l, err := b.CreateLicence(t.Context(), Licence{Name: "x"})
	if err != nil {
		t.Fatal(err)
	}
	b.do(t, generated+" SELECT md5(i::text) || '00000000', 'x.jpg', 'jpeg', 1, 1, 1, '#000000', '[]' FROM generate_series(1, ?) AS i", (followBatches+1)*rightsBatch+100)
	b.do(t, "UPDATE pictures SET licence_id = ?", l.ID)
	end := time.Now().Add(time.Hour)
	l.ExpiresAt = &end
	if _, err := b.UpdateLicence(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	if n := b.count(t, "pictures WHERE expires_at IS NOT NULL"); n != rightsBatch {
		t.Errorf("%d at once", n)
	}
	for _, left := range []int{100, 0} { // a job takes so many, and hands over
		asked := *b.events
		if err := b.Follow(t.Context(), LicenceChanged{ID: l.ID}); err != nil {
			t.Fatal(err)
		}
		if n := b.count(t, "pictures WHERE expires_at IS NULL"); n != left {
			t.Errorf("%d without an end, want %d", n, left)
		}
		if again := slices.Contains((*b.events)[len(asked):], outbox.Event(LicenceChanged{ID: l.ID})); again != (left > 0) {
			t.Errorf("with %d left, another job: %t", left, again)
		}
	}
}

const generated = "INSERT INTO pictures (hash, file_name, format, width, height, bytes, colour, renditions)"

func TestMergeKeepsEveryUse(t *testing.T) {
	b := start(t)
	one, two, three := b.upload(t, Upload{}), b.upload(t, Upload{}), b.upload(t, Upload{})
	article := b.shownBy(t, one.ID, "published")
	for name, c := range map[string]struct {
		id, into int64
		want     error
	}{"itself": {one.ID, one.ID, ErrIntoItself}, "nothing": {one.ID, 999, ErrNoTarget}, "what is not there": {999, one.ID, ErrNotFound}} {
		if _, err := b.Merge(t.Context(), c.id, c.into); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := b.Separate(t.Context(), one.ID); !errors.Is(err, ErrNotMerged) {
		t.Error(err)
	}
	target, err := b.Merge(t.Context(), one.ID, two.ID)
	if err != nil || target.ID != two.ID || !target.Used {
		t.Fatalf("%+v, %v", target, err)
	}
	if target, err = b.Merge(t.Context(), two.ID, three.ID); err != nil || !target.Used {
		t.Fatal(err)
	}
	if into := b.get(t, one.ID).MergedInto; into == nil || *into != three.ID {
		t.Errorf("a chain: %v", into)
	}
	if _, err := b.Merge(t.Context(), three.ID, one.ID); !errors.Is(err, ErrIntoItself) {
		t.Error(err)
	}
	if _, err := b.Merge(t.Context(), one.ID, two.ID); !errors.Is(err, ErrMerged) {
		t.Error(err)
	}
	found, err := b.ByIDs(t.Context(), b.deps.DB.Primary, []int64{one.ID})
	if err != nil || found[one.ID].ID != three.ID {
		t.Error(found, err)
	}
	if got := b.ids(t, Query{}); !slices.Equal(got, []int64{three.ID}) {
		t.Error(got)
	}
	uses, next, err := b.Uses(t.Context(), three.ID, "", 10)
	if err != nil || next != nil || len(uses) != 1 || uses[0].ID != article || !uses[0].Live || uses[0].Role != "lead" {
		t.Error(uses, err)
	}
	if _, err := b.Trash(t.Context(), three.ID, 0); !errors.Is(err, ErrInUse) {
		t.Error(err)
	}
	b.sealed(t, one.ID, two.ID, three.ID)
	if p, err := b.Separate(t.Context(), one.ID); err != nil || p.MergedInto != nil || !p.Used {
		t.Errorf("%+v, %v", p, err)
	}
	if p := b.get(t, three.ID); p.Used {
		t.Error("it is still used")
	}
	b.sealed(t, one.ID, two.ID, three.ID)
	b.do(t, "DELETE FROM articles WHERE id = ?", article)
	if p := b.get(t, one.ID); p.Used {
		t.Error("the last use has ended")
	}
}

func TestLookAlikes(t *testing.T) {
	b := start(t)
	hash := func(id, phash int64) int {
		b.do(t, "UPDATE pictures SET phash = ? WHERE id = ?", phash, id)
		var n int
		err := b.deps.Outbox.InTx(t.Context(), func(ctx context.Context, tx bun.Tx) (err error) {
			n, err = b.noteLikenesses(ctx, tx, id, phash)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	var all []Picture
	for range 5 {
		all = append(all, b.upload(t, Upload{}))
	}
	b.do(t, "UPDATE pictures SET phash = NULL")
	b.do(t, "DELETE FROM picture_likenesses")
	const base = int64(-0x0123456789abcdef)
	for i, phash := range []int64{base, base ^ 0x0101_0101_0101_0001, base ^ 0x0303_0101_0301_0001, ^base, base} {
		want := []int{0, 1, 1, 0, 2}[i] // 7 bits, 10 bits and 3 from the second, 64, none
		if n := hash(all[i].ID, phash); n != want {
			t.Errorf("%d looks like %d others instead of %d", i, n, want)
		}
	}
	if n := hash(all[3].ID, math.MinInt64); n != 0 { // whose sign SQL reads apart
		t.Errorf("%d look like it", n)
	}
	similar, err := b.Similar(t.Context(), all[0].ID)
	if err != nil || len(similar) != 2 || similar[0].Picture.ID != all[4].ID || similar[0].Distance != 0 || similar[1].Distance != 7 {
		t.Errorf("%+v, %v", similar, err)
	}
	pairs, _, err := b.Likenesses(t.Context(), "", 10)
	if err != nil || len(pairs) != 4 || pairs[0].ID < pairs[1].ID || pairs[0].Pictures[1].ID == 0 {
		t.Fatalf("%+v, %v", pairs, err)
	}
	if err := b.DismissLikeness(t.Context(), pairs[0].ID); err != nil {
		t.Fatal(err)
	}
	if err := b.DismissLikeness(t.Context(), pairs[0].ID); !errors.Is(err, ErrNoLikeness) {
		t.Error(err)
	}
	if _, err := b.Merge(t.Context(), all[4].ID, all[0].ID); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Separate(t.Context(), all[4].ID); err != nil {
		t.Fatal(err)
	}
	pairs, _, err = b.Likenesses(t.Context(), "", 10)
	for _, l := range pairs {
		if l.FirstID == all[0].ID && l.SecondID == all[4].ID {
			t.Error("who separated two is asked about them again")
		}
	}
	if err != nil {
		t.Error(err)
	}
}

func TestWords(t *testing.T) {
	b := start(t)
	p := b.upload(t, Upload{Description: Description{Author: "Қанат", Keywords: []string{"Астана", "жаңа қала"}}})
	b.upload(t, Upload{Description: Description{Author: "Аққанат", Persons: []string{"Қасым-Жомарт"}}})
	for _, c := range []struct {
		field, part string
		want        []string
	}{
		{WordAuthor, "", []string{"Аққанат", "Қанат"}}, {WordAuthor, "ҚАН", []string{"Қанат", "Аққанат"}}, {WordKeyword, "қала", []string{"жаңа қала"}},
		{WordPerson, "жомарт", []string{"Қасым-Жомарт"}}, {WordPlace, "", []string{}}, {WordSource, "%", []string{}},
	} {
		if got, err := b.Words(t.Context(), c.field, c.part); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s %q: %q, %v", c.field, c.part, got, err)
		}
	}
	if _, err := b.Update(t.Context(), p.ID, 1, Description{}); err != nil {
		t.Fatal(err)
	}
	if got, err := b.Words(t.Context(), WordAuthor, "қан"); err != nil || !reflect.DeepEqual(got, []string{"Аққанат"}) {
		t.Errorf("a word that nobody has: %q, %v", got, err)
	}
}

func TestCollectionsAndSelections(t *testing.T) {
	b := start(t)
	p := b.upload(t, Upload{})
	c, err := b.CreateCollection(t.Context(), Collection{Name: "Әуе"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.CreateCollection(t.Context(), Collection{Name: "Әуе "}); !errors.Is(err, ErrCollectionTaken) {
		t.Error(err)
	}
	if _, err := b.Collect(t.Context(), c.ID, []int64{p.ID, 999}, nil); !errors.Is(err, ErrNoPicture) {
		t.Error(err)
	}
	if _, err := b.Collect(t.Context(), 999, []int64{p.ID}, nil); !errors.Is(err, ErrCollectionNotFound) {
		t.Error(err)
	}
	for range 2 {
		if c, err = b.Collect(t.Context(), c.ID, []int64{p.ID, p.ID}, []int64{999}); err != nil || c.Pictures != 1 || c.CoverID == nil || *c.CoverID != p.ID {
			t.Errorf("%+v, %v", c, err)
		}
	}
	if _, err := b.UpdateCollection(t.Context(), Collection{ID: c.ID, Name: "Жер", Version: 9}); !errors.Is(err, ErrCollectionStale) {
		t.Error(err)
	}
	if _, err := b.UpdateCollection(t.Context(), Collection{ID: c.ID, Name: "Жер", Version: 1}); err != nil {
		t.Error(err)
	}
	if _, err := b.CreateCollection(t.Context(), Collection{Name: "Ана"}); err != nil {
		t.Fatal(err)
	}
	page, next, err := b.Collections(t.Context(), "", "", 1)
	if err != nil || next == nil || page[0].Name != "Ана" {
		t.Fatal(page, err)
	}
	if page, next, err = b.Collections(t.Context(), "", *next, 1); err != nil || next != nil || page[0].Name != "Жер" {
		t.Error(page, err)
	}
	if err := errors.Join(b.DeleteCollection(t.Context(), c.ID)); err != nil || b.get(t, p.ID).ID == 0 {
		t.Error(err)
	}
	b.do(t, "INSERT INTO users (email, name, password_hash) VALUES ('a@baq.test', 'A', 'x'), ('b@baq.test', 'B', 'x')")
	as := func(id int64) context.Context {
		return access.WithPrincipal(t.Context(), access.Principal{UserID: id})
	}
	if _, err := b.SaveSelection(as(1), Selection{Name: "x", Query: map[string]string{"cursor": "x"}}); !errors.Is(err, ErrBadSelection) {
		t.Error(err)
	}
	mine, err := b.SaveSelection(as(1), Selection{Name: "Менікі", Query: map[string]string{"q": "тау"}})
	if err != nil {
		t.Fatal(err)
	}
	if found, err := b.Selections(as(2)); err != nil || len(found) != 0 {
		t.Error(found, err)
	}
	if _, err := b.SaveSelection(as(1), Selection{Name: "Менікі", Query: mine.Query, Shared: true}); err != nil {
		t.Fatal(err)
	}
	if found, err := b.Selections(as(2)); err != nil || len(found) != 1 || found[0].Mine || found[0].Query["q"] != "тау" {
		t.Error(found, err)
	}
	if err := b.DeleteSelection(as(2), mine.ID); !errors.Is(err, ErrSelectionNotFound) {
		t.Error(err)
	}
}

func TestSettings(t *testing.T) {
	b := start(t)
	s, err := b.Settings(t.Context())
	if err != nil || !slices.Equal(s.Required, []string{"alt", "author"}) {
		t.Fatal(s, err)
	}
	p := b.upload(t, Upload{Description: Description{Labels: map[lang.Code]Label{"kk": {Alt: "x"}}}})
	if got := p.missing(s.Required, b.deps.Languages); !slices.Equal(got, []string{"alt.ru", "author"}) {
		t.Error(got)
	}
	s.Required, s.OnExpiry = []string{"takenAt", "licence", "licence"}, ShowNothing
	changed, err := b.SetSettings(t.Context(), s)
	if err != nil || !slices.Equal(changed.Required, []string{"licence", "takenAt"}) || changed.Version != 2 {
		t.Error(changed, err)
	}
	if _, err := b.SetSettings(t.Context(), s); !errors.Is(err, ErrSettingsStale) {
		t.Error(err)
	}
	if err := b.ShowAnew(t.Context(), ExpiryRuleChanged{}); err != nil {
		t.Error(err)
	}
}

func TestUsesPage(t *testing.T) {
	b := start(t)
	p := b.upload(t, Upload{})
	for range 3 {
		b.shownBy(t, p.ID, "draft")
	}
	if _, _, err := b.Uses(t.Context(), 999, "", 2); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	if _, _, err := b.Uses(t.Context(), p.ID, "x", 2); !errors.Is(err, keyset.ErrBadCursor) {
		t.Error(err)
	}
	page, next, err := b.Uses(t.Context(), p.ID, "", 2)
	if err != nil || len(page) != 2 || next == nil || page[0].ID < page[1].ID {
		t.Fatal(page, err)
	}
	if rest, next, err := b.Uses(t.Context(), p.ID, *next, 2); err != nil || len(rest) != 1 || next != nil || rest[0].ID >= page[1].ID {
		t.Error(rest, err)
	}
}

func TestWordsOfBeforeAreRead(t *testing.T) {
	b := start(t)
	p := b.upload(t, Upload{FileName: "…", Description: Description{Labels: map[lang.Code]Label{"kk": {Caption: "Мектептің ауласы"}}}})
	b.do(t, "UPDATE pictures SET lexemes = ''")
	if got := b.ids(t, Query{Search: "мектепте"}); len(got) != 0 {
		t.Error(got)
	}
	b.do(t, generated+" VALUES ('00', '…', 'jpeg', 1, 1, 1, '#000000', '[]')")
	for _, want := range []int{2, 0} {
		if n, err := b.ReadWords(t.Context()); n != want || err != nil {
			t.Error(n, err)
		}
	}
	if got := b.ids(t, Query{Search: "мектепте"}); !slices.Equal(got, []int64{p.ID}) {
		t.Error(got)
	}
}
