package photobank

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/features/photobank/rendition"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/blob"
	"baq.kz/portal/api/internal/platform/contentseal"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/signing"
)

// convertRole is the argument by which the test program is told to convert.
const convertRole = "convert-for-test"

const convertSecret = "a secret of at least 32 bytes, yes"

// conversion is what a second process has to know.
type conversion struct {
	DSN, Media, Temp string
	Recipe           rendition.Recipe
}

// beConverter converts as `portal media convert` does.
func beConverter(told string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var c conversion
	if err := json.Unmarshal([]byte(told), &c); err != nil {
		return err
	}
	db, err := postgres.Open(ctx, postgres.Options{Primary: c.DSN, Pool: 8})
	if err != nil {
		return err
	}
	defer db.Close()
	d, err := c.deps(db)
	if err != nil {
		return err
	}
	s, err := New(d)
	if err != nil {
		return err
	}
	_, err = s.Convert(ctx, RunOptions{Workers: 2})
	return err
}

func (c conversion) deps(db *postgres.Databases) (Deps, error) {
	box, err := outbox.New(db.Primary)
	if err != nil {
		return Deps{}, err
	}
	key, err := audit.NewKey([]byte(convertSecret), "test")
	if err != nil {
		return Deps{}, err
	}
	seals, err := signing.New([]byte(convertSecret), "test", contentseal.Purpose)
	if err != nil {
		return Deps{}, err
	}
	languages, err := lang.Parse("kk=http://localhost:8080")
	if err != nil {
		return Deps{}, err
	}
	store, err := blob.OpenFolder(c.Media, time.Now)
	return Deps{
		DB: db, Journal: audit.New(key, time.Now), Outbox: box, Seals: contentseal.New(seals), Store: store, Languages: languages, Zone: time.UTC,
		Now: time.Now, UploadLimit: uploadLimit, Workers: 2, Recipe: c.Recipe, TempDir: c.Temp, Log: slog.New(slog.NewTextHandler(os.Stderr, nil)),
	}, err
}

// outcome is what a conversion leaves: the sums of all files in the store, and what
// is noted of the pictures.
func (b bank) outcome(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, key := range b.files(t) {
		content, err := os.ReadFile(filepath.Join(b.dir, key))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(key, ".") { // what a killed writer left unfinished is no object
			out[key] = fmt.Sprintf("%x", sha256.Sum256(content))
		}
	}
	var rows []struct {
		ID   int64
		Text string
	}
	if err := b.deps.DB.Primary.NewRaw(`SELECT id, concat_ws(' ', recipe, renditions, colour, tone, phash, facts, (SELECT string_agg(name || encode(sha256, 'hex') || bytes, ' ' ORDER BY name)
		FROM picture_files WHERE picture_id = p.id)) AS text FROM pictures AS p`).Scan(t.Context(), &rows); err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		out[fmt.Sprint(r.ID)] = r.Text
	}
	return out
}

// older makes the pictures what an older recipe left: other files, one of them
// missing, and nothing known of what was not looked for then.
func (b bank) older(t *testing.T) {
	t.Helper()
	b.exec(t, "UPDATE pictures SET recipe = CASE WHEN id % 2 = 0 THEN '' ELSE '1:webp' END, tone = '', phash = NULL, facts = '[]', renditions = '[]'")
	b.exec(t, "DELETE FROM picture_files WHERE name <> 'original'")
	b.exec(t, "DELETE FROM media_runs")
	b.exec(t, "DELETE FROM picture_likenesses")
	if err := os.RemoveAll(filepath.Join(b.dir, "renditions")); err != nil {
		t.Fatal(err)
	}
}

// TestAKilledConversionIsGoneOnWith is `make prove-media`: with PROVE_MEDIA of 2,000
// pictures, else of a few, and in the quick tests of fewer.
func TestAKilledConversionIsGoneOnWith(t *testing.T) {
	pictures := 60
	if os.Getenv("PROVE_MEDIA") != "" {
		pictures = 2000
	} else if testing.Short() {
		pictures = 20
	}
	b := start(t)
	for range pictures {
		b.upload(t, Upload{})
	}
	told, err := json.Marshal(conversion{DSN: b.deps.DB.Pool.Config().ConnString(), Media: b.dir, Temp: t.TempDir(), Recipe: b.deps.Recipe})
	if err != nil {
		t.Fatal(err)
	}
	convert := func(killAt int) error {
		cmd := exec.CommandContext(t.Context(), os.Args[0], convertRole, string(told))
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if killAt == 0 {
			return cmd.Wait()
		}
		for b.count(t, "pictures WHERE recipe = ?", b.deps.Recipe.Version()) < killAt {
			time.Sleep(5 * time.Millisecond)
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Error(err)
		}
		_ = cmd.Wait()
		return nil
	}
	b.older(t)
	for kill := range 3 {
		if err := convert(pictures * (kill + 1) / 5); err != nil {
			t.Fatal(err)
		}
		if done := b.count(t, "pictures WHERE recipe = ?", b.deps.Recipe.Version()); done == pictures {
			t.Fatal("all were done before the kill: the test proves nothing")
		}
	}
	if err := convert(0); err != nil {
		t.Fatal(err)
	}
	killed := b.outcome(t)
	b.older(t)
	if err := convert(0); err != nil {
		t.Fatal(err)
	}
	undisturbed := b.outcome(t)
	if !maps.Equal(killed, undisturbed) {
		for key, sum := range undisturbed {
			if killed[key] != sum {
				t.Errorf("%s: %s, undisturbed %s", key, killed[key], sum)
			}
		}
		t.Errorf("%d things and %d", len(killed), len(undisturbed))
	}
	if want := pictures * (len(b.deps.Recipe.Eager()) + 2); len(undisturbed) != want {
		t.Errorf("%d things, want %d", len(undisturbed), want)
	}
	// And a further run changes nothing.
	if err := convert(0); err != nil || !maps.Equal(b.outcome(t), undisturbed) {
		t.Errorf("a further run changes something: %v", err)
	}
}

func TestAConversionMakesWhatIsMissingAndReportsWhatCantBeMade(t *testing.T) {
	b := start(t)
	whole, lost, damaged, cropped := b.upload(t, Upload{}), b.upload(t, Upload{}), b.upload(t, Upload{}), b.upload(t, Upload{})
	wide, _ := proportion(Wide)
	crop := cropped.CropFile(wide, 400, rendition.WebP)
	if err := b.makeFile(t.Context(), cropped.ID, cropped.Hash, crop); err != nil {
		t.Fatal(err)
	}
	b.exec(t, "UPDATE pictures SET recipe = '' WHERE id IN (?, ?)", damaged.ID, cropped.ID)
	if err := b.deps.Store.Delete(t.Context(), renditionKey(lost.Hash, "400.webp")); err != nil {
		t.Fatal(err)
	}
	if err := b.deps.Store.Delete(t.Context(), renditionKey(cropped.Hash, crop)); err != nil {
		t.Fatal(err)
	}
	originals, err := filepath.Glob(filepath.Join(b.dir, "originals/*/*", damaged.Hash+"*"))
	if err != nil || len(originals) != 1 || os.WriteFile(originals[0], []byte("damaged"), 0o600) != nil {
		t.Fatal(originals, err)
	}
	run, err := b.Convert(t.Context(), RunOptions{Workers: 2, Rate: 1000})
	if err != nil {
		t.Fatal(err)
	}
	if run.Report.Counts[countMade] != 2 || run.Failed != 1 || len(run.Report.Findings) != 1 || !strings.Contains(run.Report.Findings[0].Where, fmt.Sprint("picture ", damaged.ID)) {
		t.Errorf("%+v", run)
	}
	for _, p := range []Picture{whole, lost, cropped} {
		b.sound(t, p.ID)
	}
	if run, err = b.Convert(t.Context(), RunOptions{Workers: 1}); err != nil || run.Report.Counts[countMade] != 0 || run.Failed != 1 || run.Resumed {
		t.Errorf("once more: %+v, %v", run, err)
	}
}

func TestOneProcessConvertsAtATime(t *testing.T) {
	b := start(t)
	release, err := holdRuns(t.Context(), b.deps.DB.Primary, "convert")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Convert(t.Context(), RunOptions{}); !errors.Is(err, ErrRunning) {
		t.Errorf("%v", err)
	}
	release()
	if _, err := b.Convert(t.Context(), RunOptions{}); err != nil {
		t.Error(err)
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	b.upload(t, Upload{})
	b.exec(t, "UPDATE pictures SET recipe = ''")
	if _, err := b.Convert(stopped, RunOptions{}); err == nil {
		t.Error("a stopped run came to its end")
	}
}

func TestAVerificationNamesWhatIsWrong(t *testing.T) {
	b := start(t)
	ctx, store := t.Context(), b.deps.Store
	fine, lost, changed := b.upload(t, Upload{}), b.upload(t, Upload{}), b.upload(t, Upload{})
	orphan := renditionKey(strings.Repeat("ab", 20), "800.webp")
	young := renditionKey(strings.Repeat("cd", 20), "800.webp")
	foreign := "something/else"
	part := "uploads/01/00000000-0000-0000-0000-000000000001-0-abc"
	b.exec(t, "INSERT INTO picture_uploads (id, file_name, bytes, expires_at) VALUES ('00000000-0000-0000-0000-000000000001', 'a', 1, now())")
	unused := renditionKey(fine.Hash, "999.webp")
	for _, key := range []string{orphan, young, foreign, part, unused, renditionKey(changed.Hash, "400.webp")} {
		if err := store.Put(ctx, key, strings.NewReader("x")); err != nil {
			t.Fatal(err)
		}
	}
	old := time.Now().Add(-25 * time.Hour)
	for _, key := range []string{orphan, foreign, part, unused, originalKey(b.sumOf(t, fine.ID))} {
		if err := os.Chtimes(filepath.Join(b.dir, key), old, old); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.Delete(ctx, renditionKey(lost.Hash, "1200.jpg")); err != nil {
		t.Fatal(err)
	}
	run, err := b.Verify(ctx, RunOptions{Workers: 2}, false)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, f := range run.Report.Findings {
		where, _, _ := strings.Cut(f.Where, " (")
		found = append(found, f.What+" "+where)
	}
	slices.Sort(found)
	want := []string{fmt.Sprint("changed picture ", changed.ID), fmt.Sprint("missing picture ", lost.ID), "orphaned " + orphan, "orphaned " + unused, "orphaned " + foreign}
	slices.Sort(want)
	if !slices.Equal(found, want) || run.Failed != 5 {
		t.Errorf("%q, want %q", found, want)
	}
	if run, err = b.Verify(ctx, RunOptions{Workers: 2}, true); err != nil || run.Failed != 2 || run.Report.Counts["orphans deleted"] != 3 {
		t.Errorf("%+v, %v", run, err)
	}
	for key, there := range map[string]bool{orphan: false, foreign: false, unused: false, young: true, part: true, originalKey(b.sumOf(t, fine.ID)): true} {
		if got, err := store.Exists(ctx, key); got != there || err != nil {
			t.Errorf("%s: %v, %v", key, got, err)
		}
	}
	if _, err := b.Convert(ctx, RunOptions{}); err != nil {
		t.Fatal(err)
	}
	b.sound(t, lost.ID)
}

func (b bank) sumOf(t *testing.T, id int64) string {
	t.Helper()
	files, err := keptOf(t.Context(), b.deps.DB.Primary, id)
	if err != nil {
		t.Fatal(err)
	}
	return files[slices.IndexFunc(files, func(f keptFile) bool { return f.Name == originalName })].Sum
}
