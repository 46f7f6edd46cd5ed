package scripts_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"baq.kz/portal/api/internal/features/scripts"
	"baq.kz/portal/api/internal/platform/kazscript"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"
)

// desk is the feature on a database of its own.
type desk struct {
	*testing.T
	*scripts.Service
	db     *postgres.Databases
	events int
}

func open(t *testing.T) *desk {
	t.Helper()
	d := &desk{T: t, db: testkit.DB(t)}
	events, err := outbox.New(d.db.Primary)
	if err != nil {
		t.Fatal(err)
	}
	events.OnCommit(func(_ context.Context, all []outbox.Event) { d.events += len(all) })
	set, err := lang.Parse("kk=https://baq.test,ru=https://rus.baq.test")
	if err != nil {
		t.Fatal(err)
	}
	set = set.Render("kk", "kk-Cyrl", []lang.Script{
		{Code: "latn", Tag: "kk-Latn", Alphabet: "latin-2018"}, {Code: "arab", Tag: "kk-Arab", Alphabet: "arabic-tote", RightToLeft: true},
	})
	if d.Service, err = scripts.New(d.db, testkit.Journal(t), events, set); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *desk) made(in scripts.Input) scripts.Exception {
	d.Helper()
	made, err := d.Create(d.Context(), in)
	if err != nil {
		d.Fatalf("%+v: %v", in, err)
	}
	return made
}

// spells checks how a text reads in Latin and Arabic letters.
func (d *desk) spells(text, latin, arabic string) {
	d.Helper()
	all, err := d.Try(d.Context(), text)
	if err != nil || len(all) != 2 || all[0].Text != latin || all[1].Text != arabic {
		d.Errorf("%s: %+v (%v), want %s and %s", text, all, err, latin, arabic)
	}
}

func TestWhatIsRefused(t *testing.T) {
	d := open(t)
	d.made(scripts.Input{Stem: "Цой", Latin: "Tsoi"})
	for _, c := range []struct {
		in   scripts.Input
		want error
	}{
		{scripts.Input{Stem: "", Latin: "a"}, scripts.ErrStem},
		{scripts.Input{Stem: "ә", Latin: "a"}, scripts.ErrStem},
		{scripts.Input{Stem: "Tsoi", Latin: "Tsoi"}, scripts.ErrStem},
		{scripts.Input{Stem: "екі сөз", Latin: "eki"}, scripts.ErrStem},
		{scripts.Input{Stem: "сөз-", Latin: "soz"}, scripts.ErrStem},
		{scripts.Input{Stem: strings.Repeat("ә", 61), Latin: "a"}, scripts.ErrStem},
		{scripts.Input{Stem: "сөз"}, scripts.ErrNoForm},
		{scripts.Input{Stem: "сөз", Latin: " \u00a0"}, scripts.ErrNoForm},
		{scripts.Input{Stem: "сөз", Latin: "сөз"}, scripts.ErrLatin},
		{scripts.Input{Stem: "сөз", Latin: "<b>soz"}, scripts.ErrLatin},
		{scripts.Input{Stem: "сөз", Arabic: "soz"}, scripts.ErrArabic},
		{scripts.Input{Stem: "цой", Latin: "tsoi"}, scripts.ErrTaken},
		{scripts.Input{Stem: "ЦОЙ", Arabic: "سوي"}, scripts.ErrTaken},
	} {
		if _, err := d.Create(t.Context(), c.in); !errors.Is(err, c.want) {
			t.Errorf("%+v: %v, want %v", c.in, err, c.want)
		}
	}
	var rows, entries int
	if err := d.db.Primary.QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM script_exceptions), (SELECT count(*) FROM journal_entries WHERE object_type = 'script_exception')`).Scan(&rows, &entries); err != nil || rows != 1 || entries != 1 || d.events != 1 {
		t.Errorf("%d rows, %d entries of the journal, %d events (%v), want the one that was made", rows, entries, d.events, err)
	}
}

func TestAChangeIsSpeltAtOnce(t *testing.T) {
	d := open(t)
	d.spells("Қазинформның", "Qazınformnyń", "قازينفورمنىڭ")
	made := d.made(scripts.Input{Stem: " Қазинформ ", Latin: "Kazinform", Note: "Өз атауы"})
	if made.Stem != "Қазинформ" || made.Version != 1 {
		t.Errorf("%+v", made)
	}
	d.spells("Қазинформның", "Kazinformnyń", "قازينفورمنىڭ")
	after, err := d.Update(t.Context(), made.ID, made.Version, scripts.Input{Stem: "Қазинформ", Arabic: "كازينفورم"})
	if err != nil {
		t.Fatal(err)
	}
	d.spells("Қазинформның", "Qazınformnyń", "كازينفورمنىڭ")
	if _, err := d.Update(t.Context(), made.ID, made.Version, scripts.Input{Stem: "Қазинформ", Latin: "X"}); !errors.Is(err, scripts.ErrStale) {
		t.Errorf("a stale change: %v", err)
	}
	other := d.made(scripts.Input{Stem: "Цой", Latin: "Tsoi"})
	if _, err := d.Update(t.Context(), other.ID, other.Version, scripts.Input{Stem: "қазинформ", Latin: "X"}); !errors.Is(err, scripts.ErrTaken) {
		t.Errorf("a word that is there: %v", err)
	}
	if err := d.Delete(t.Context(), after.ID); err != nil {
		t.Fatal(err)
	}
	if err := d.Delete(t.Context(), after.ID); !errors.Is(err, scripts.ErrNotFound) {
		t.Errorf("the second deletion: %v", err)
	}
	d.spells("Қазинформның Цойдың", "Qazınformnyń Tsoidyń", "قازينفورمنىڭ سويدىڭ")
	if _, err := d.db.Primary.ExecContext(t.Context(), "DELETE FROM script_exceptions"); err != nil { // past the program
		t.Fatal(err)
	}
	d.spells("Цойдың", "Tsoıdyń", "سويدىڭ")
}

// Many add at one moment: each word comes once, and none beyond what there may be.
func TestNoMoreThanThereMayBe(t *testing.T) {
	d := open(t)
	if _, err := d.db.Primary.ExecContext(t.Context(), `INSERT INTO script_exceptions (stem, latin) SELECT 'сөз' || n, 'soz' FROM generate_series(1, ?) AS n`, scripts.Most-2); err != nil {
		t.Fatal(err)
	}
	var group errgroup.Group
	results := make(chan error, 8)
	for i := range 8 {
		group.Go(func() error {
			_, err := d.Create(t.Context(), scripts.Input{Stem: "жаңа" + string(rune('а'+i)), Latin: "jana"})
			results <- err
			return nil
		})
	}
	_ = group.Wait()
	close(results)
	made := 0
	for err := range results {
		if err == nil {
			made++
		} else if !errors.Is(err, scripts.ErrFull) {
			t.Error(err)
		}
	}
	if made != 2 {
		t.Errorf("%d were added where two had room", made)
	}
}

func TestTheList(t *testing.T) {
	d := open(t)
	for i := range 5 {
		d.made(scripts.Input{Stem: "Сөз" + string(rune('а'+i)), Latin: fmt.Sprintf("Soz%c", 'a'+i), Arabic: "ءسوز"})
	}
	seen := 0
	for cursor := ""; ; {
		page, next, err := d.List(t.Context(), scripts.Query{Cursor: cursor, Limit: 2})
		if err != nil {
			t.Fatal(err)
		}
		seen += len(page)
		if next == nil {
			break
		}
		cursor = *next
	}
	if seen != 5 {
		t.Errorf("the pages show %d", seen)
	}
	for search, want := range map[string]int{"сөзб": 1, "SOZ": 5, "سوز": 5, "%": 0, "_": 0, "joq": 0} {
		if page, _, err := d.List(t.Context(), scripts.Query{Search: search, Limit: 10}); err != nil || len(page) != want {
			t.Errorf("%q finds %d (%v), want %d", search, len(page), err, want)
		}
	}
	if _, _, err := d.List(t.Context(), scripts.Query{Cursor: "x", Limit: 2}); err == nil {
		t.Error("a cursor that is none was taken")
	}
}

// A process that remembers the dictionary sees what another one changed.
func TestAnotherProcess(t *testing.T) {
	d := open(t)
	if e, err := d.Exceptions(t.Context(), d.db.Primary, "latn"); err != nil || kazscript.New(alphabet(t), e).Text("Цой") != "Tsoı" {
		t.Fatal(err)
	}
	if _, err := d.db.Primary.ExecContext(t.Context(), "INSERT INTO script_exceptions (stem, latin) VALUES ('Цой', 'Tsoi')"); err != nil {
		t.Fatal(err)
	}
	if e, err := d.Exceptions(t.Context(), d.db.Primary, "latn"); err != nil || kazscript.New(alphabet(t), e).Text("Цой") != "Tsoi" {
		t.Errorf("what another process added is not known (%v)", err)
	}
}

func alphabet(t *testing.T) *kazscript.Alphabet {
	t.Helper()
	all, err := kazscript.Load()
	if err != nil {
		t.Fatal(err)
	}
	return all["latin-2018"]
}
