package photobank

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"baq.kz/portal/api/internal/features/photobank/rendition"
	"baq.kz/portal/api/internal/platform/blob"
	"baq.kz/portal/api/internal/platform/malware"
)

// TestAFileThatIsNoPictureFailsForGood: its code says why, and nothing is kept of it.
func TestAFileThatIsNoPictureFailsForGood(t *testing.T) {
	b := start(t)
	ctx := b.person(t, "a")
	for name, c := range map[string]struct {
		file []byte
		code string
	}{
		"text":  {[]byte("Бұл сурет емес"), "photobank.not_an_image"},
		"cut":   {sample(t, 300, 300)[:400], "photobank.broken"},
		"a gif": {[]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), "photobank.unsupported_format"},
	} {
		in := b.send(t, ctx, name, c.file, 100)
		b.work(t)
		got, err := b.UploadOf(ctx, in.ID)
		if err != nil || got.State != Failed || got.Code != c.code || got.Picture != nil {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if _, err := b.RetryUpload(ctx, in.ID); !errors.Is(err, ErrNotRetriable) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if b.count(t, "pictures") != 0 || len(b.files(t)) != 0 {
		t.Error("something is left:", b.files(t))
	}
}

// TestAPartThatIsMissing is told, not made up for.
func TestAPartThatIsMissing(t *testing.T) {
	b := start(t)
	ctx := b.person(t, "a")
	in := b.send(t, ctx, "a.jpg", sample(t, 60, 40), 300)
	if err := b.deps.Store.Delete(ctx, b.parts(t)[0]); err != nil {
		t.Fatal(err)
	}
	b.work(t)
	if got, err := b.UploadOf(ctx, in.ID); err != nil || got.State != Failed || got.Code != ErrIncomplete.Code {
		t.Errorf("%+v, %v", got, err)
	}
}

// failing is a store that fails to keep pictures while it is told to.
type failing struct {
	blob.Store
	down *bool
}

func (f failing) Put(ctx context.Context, key string, content io.Reader) error {
	if *f.down && !strings.HasPrefix(key, uploadsFolder) {
		return blob.ErrFull
	}
	return f.Store.Put(ctx, key, content)
}

// TestOurOwnTroubleIsTriedAgain, with growing pauses, and at last by hand.
func TestOurOwnTroubleIsTriedAgain(t *testing.T) {
	down := true
	var folder *blob.Folder
	b := start(t, func(d *Deps) {
		var err error
		if folder, err = blob.OpenFolder(t.TempDir(), time.Now); err != nil {
			t.Fatal(err)
		}
		d.Store = failing{folder, &down}
	})
	defer folder.Close()
	ctx := b.person(t, "a")
	in := b.send(t, ctx, "a.jpg", sample(t, 60, 40), 1<<20)
	b.work(t)
	got, err := b.UploadOf(ctx, in.ID)
	if err != nil || got.State != Waiting || got.attempts != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	if again := b.work(t); len(again) != 0 {
		t.Error("there was no pause")
	}
	b.exec(t, "UPDATE picture_uploads SET due_at = now(), attempts = ?", patience-1)
	b.work(t)
	if got, err = b.UploadOf(ctx, in.ID); err != nil || got.State != Failed || got.Code != blob.ErrFull.Code {
		t.Fatalf("%+v, %v", got, err)
	}
	down = false
	if got, err = b.RetryUpload(ctx, in.ID); err != nil || got.State != Waiting || got.Code != "" {
		t.Fatalf("%+v, %v", got, err)
	}
	b.work(t)
	if got, err = b.UploadOf(ctx, in.ID); err != nil || got.State != Done {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestHowAnUploadGoesOn(t *testing.T) {
	waits, keeps := &Service{}, &Service{deps: Deps{Quarantine: true}}
	died := func(how string) error {
		return errors.Join(rendition.Broken, exec.CommandContext(t.Context(), "sh", "-c", how).Run())
	}
	killed, atItsLimit := died("kill -9 $$"), died("ulimit -t 2; while :; do :; done")
	down := malware.ErrDown
	for _, c := range []struct {
		name     string
		s        *Service
		attempts int
		why      error
		want     step
	}{
		{"the file is none", waits, 1, rendition.NotAnImage, step{Failed, "photobank.not_an_image", 0, true}},
		{"malware", keeps, 1, ErrMalware, step{Failed, "photobank.malware", 0, true}},
		{"too large meanwhile", keeps, 1, ErrTooLarge, step{Failed, "photobank.too_large", 0, true}},
		{"the process is ended", waits, 9, context.Canceled, step{state: Waiting}},
		{"its process was killed", waits, 1, killed, step{state: Waiting, pause: time.Second}},
		{"its process gave up", waits, 1, died("exit 2"), step{Failed, "photobank.broken", 0, true}},
		{"its process used up its CPU", waits, 2, atItsLimit, step{state: Waiting, pause: 2 * time.Second}},
		{"its process used it up a third time", waits, 3, atItsLimit, step{Failed, "photobank.broken", 0, false}},
		{"it was killed a tenth time", waits, 10, killed, step{Failed, "photobank.broken", 0, false}},
		{"the scanner is down", waits, 2, down, step{state: Waiting, pause: 2 * time.Second}},
		{"the scanner stays down", waits, 5, down, step{state: Failed, code: "photobank.scanner_down"}},
		{"the scanner is down, files are kept", keeps, 1, down, step{state: Quarantined, pause: time.Second}},
		{"the scanner is down for days", keeps, 9999, down, step{state: Quarantined, pause: time.Minute}},
		{"the machine is busy", waits, 4, rendition.ErrBusy, step{state: Waiting, pause: 8 * time.Second}},
		{"something fails", waits, 20, errors.New("x"), step{state: Waiting, pause: longestPause}},
		{"something always fails", waits, patience, errors.New("x"), step{state: Failed, code: "internal"}},
	} {
		if got := c.s.after(Intake{attempts: c.attempts}, c.why); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

// TestADeadWorkersUploadIsTakenOver when its lease has run out, and not before; the
// dead one, should it live after all, does no harm.
func TestADeadWorkersUploadIsTakenOver(t *testing.T) {
	b := start(t)
	ctx := b.person(t, "a")
	in := b.send(t, ctx, "a.jpg", sample(t, 60, 40), 1<<20)
	dead, err := claimIntake(t.Context(), b.deps.DB.Primary)
	if err != nil || dead.ID != in.ID {
		t.Fatal(dead, err)
	}
	if early := b.work(t); len(early) != 0 {
		t.Fatal("taken over before its lease had run out")
	}
	if wait, err := b.NextUpload(ctx, time.Hour); err != nil || wait < lease/2 || wait > lease {
		t.Error(wait, err)
	}
	b.exec(t, "UPDATE picture_uploads SET due_at = now()")
	if late := b.work(t); len(late) != 1 || late[0].Err != nil {
		t.Fatal(late)
	}
	if err := b.workAt(t.Context(), dead); err == nil {
		t.Error("the dead one could go on")
	}
	if held, err := renewIntake(t.Context(), b.deps.DB.Primary, dead); err != nil || held {
		t.Error("the dead one's lease was renewed", err)
	}
	if _, err := b.settle(t.Context(), dead, errors.New("late")); err != nil {
		t.Error(err)
	}
	got, err := b.UploadOf(ctx, in.ID)
	if err != nil || got.State != Done || got.Known || b.count(t, "pictures") != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestManyWorkAtOnce: each upload is made once.
func TestManyWorkAtOnce(t *testing.T) {
	b := start(t, func(d *Deps) { d.Workers = 3 })
	ctx := b.person(t, "a")
	const uploads = 12
	for range uploads {
		b.send(t, ctx, "a.jpg", sample(t, 60, 40), 1<<20)
	}
	var mu sync.Mutex
	seen := 0
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			worked := b.work(t)
			mu.Lock()
			defer mu.Unlock()
			seen += len(worked)
		})
	}
	group.Wait()
	if n := b.count(t, "picture_uploads WHERE state = 'done' AND attempts = 1 AND NOT known"); n != uploads || seen != uploads || b.count(t, "pictures") != uploads {
		t.Errorf("%d done, %d worked at, %d pictures", n, seen, b.count(t, "pictures"))
	}
}

// TestTheDescriptionIsNotLostInQuarantine: it can't wait with its file.
func TestTheDescriptionIsNotLostInQuarantine(t *testing.T) {
	b := start(t, func(d *Deps) { d.Scanner, d.Quarantine = nowhere(t), true })
	_, err := b.Upload(t.Context(), Upload{Content: bytes.NewReader(sample(t, 60, 40)), Description: Description{Author: "Ә. Ғалиева"}})
	if !errors.Is(err, ErrScannerDown) || b.count(t, "picture_uploads") != 0 {
		t.Error(err)
	}
}

// nowhere is a scanner that does not answer.
func nowhere(t *testing.T) *malware.Scanner {
	t.Helper()
	s, err := malware.Parse("unix:"+t.TempDir()+"/nothing", nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
