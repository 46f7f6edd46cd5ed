package photobank

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/uuid"

	"baq.kz/portal/api/internal/platform/access"
)

// person is somebody who may have uploads.
func (b bank) person(t *testing.T, name string) context.Context {
	t.Helper()
	var id int64
	if err := b.deps.DB.Primary.NewRaw("INSERT INTO users (email, name, password_hash) VALUES (?, ?, 'x') RETURNING id", strings.ToLower(rand.Text())+"@baq.kz", name).Scan(t.Context(), &id); err != nil {
		t.Fatal(err)
	}
	return access.WithPrincipal(t.Context(), access.Principal{UserID: id, Name: name})
}

// send uploads a file in parts of a size.
func (b bank) send(t *testing.T, ctx context.Context, name string, file []byte, size int) Intake { //nolint:revive // the test comes first
	t.Helper()
	in, err := b.BeginUpload(ctx, name, int64(len(file)))
	for part := range slices.Chunk(file, size) {
		if err == nil {
			in, err = b.Append(ctx, in.ID, in.Received, bytes.NewReader(part))
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// work works at all that is due.
func (b bank) work(t *testing.T) (all []Worked) {
	t.Helper()
	for {
		w, found, err := b.WorkUpload(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !found {
			return all
		}
		all = append(all, w)
	}
}

func (b bank) exec(t *testing.T, statement string, args ...any) {
	t.Helper()
	if _, err := b.deps.DB.Primary.ExecContext(t.Context(), statement, args...); err != nil {
		t.Fatal(err)
	}
}

// parts are the keys of the parts that lie in the store.
func (b bank) parts(t *testing.T) []string {
	t.Helper()
	return slices.DeleteFunc(b.files(t), func(key string) bool { return !strings.HasPrefix(key, uploadsFolder+"/") })
}

func TestAnUploadInPartsBecomesItsPicture(t *testing.T) {
	b := start(t)
	ctx := b.person(t, "Айгүл")
	file := sample(t, 300, 200)
	in := b.send(t, ctx, `C:\Суреттер\әңгіме ғ.jpg`, file, 1000)
	if in.State != Waiting || in.Received != int64(len(file)) || len(b.parts(t)) != (len(file)+999)/1000 {
		t.Fatalf("%+v, %d parts", in, len(b.parts(t)))
	}
	if worked := b.work(t); len(worked) != 1 || worked[0].Err != nil {
		t.Fatal(worked)
	}
	got, err := b.UploadOf(ctx, in.ID)
	if err != nil || got.State != Done || got.Picture == nil || got.Known || got.Code != "" {
		t.Fatalf("%+v, %v", got, err)
	}
	sum := sha256.Sum256(file)
	if p := got.Picture; p.Hash != hex.EncodeToString(sum[:20]) || p.FileName != "әңгіме ғ.jpg" || p.Bytes != int64(len(file)) || p.CreatedBy == nil || *p.CreatedBy != *in.UserID {
		t.Errorf("%+v", p)
	}
	if len(b.parts(t)) != 0 {
		t.Error("its parts are still there:", b.parts(t))
	}
	if n := b.count(t, "journal_entries WHERE action = 'photobank.upload' AND actor_name = 'Айгүл'"); n != 1 {
		t.Error(n, "entries of the journal name who uploaded it")
	}
	again := b.send(t, ctx, "again.jpg", file, len(file))
	b.work(t)
	if got, err := b.UploadOf(ctx, again.ID); err != nil || !got.Known || got.PictureID == nil || b.count(t, "pictures") != 1 {
		t.Errorf("the same file again: %+v, %v", got, err)
	}
}

func TestUploadsAreOnesOwn(t *testing.T) {
	b := start(t)
	mine, theirs := b.person(t, "a"), b.person(t, "b")
	in := b.send(t, mine, "a.jpg", sample(t, 60, 40), 1<<20)
	if _, err := b.UploadOf(theirs, in.ID); !errors.Is(err, ErrNoUpload) {
		t.Error(err)
	}
	if _, err := b.Append(theirs, in.ID, 0, strings.NewReader("x")); !errors.Is(err, ErrNoUpload) {
		t.Error(err)
	}
	if err := b.DropUpload(theirs, in.ID); !errors.Is(err, ErrNoUpload) {
		t.Error(err)
	}
	if _, err := b.RetryUpload(theirs, in.ID); !errors.Is(err, ErrNoUpload) {
		t.Error(err)
	}
	if list, _, err := b.Uploads(theirs, "", 10); err != nil || len(list) != 0 {
		t.Error(list, err)
	}
	if _, err := b.UploadOf(t.Context(), in.ID); !errors.Is(err, ErrNoUpload) {
		t.Error(err)
	}
}

func TestPartsThatDoNotFit(t *testing.T) {
	b := start(t)
	ctx := b.person(t, "a")
	if _, err := b.BeginUpload(ctx, "a.jpg", uploadLimit+1); !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
	in, err := b.BeginUpload(ctx, "", 10)
	if err != nil {
		t.Fatal(err)
	}
	for offset, want := range map[int64]error{1: ErrWrongOffset, 10: ErrWrongOffset, -1: ErrWrongOffset} {
		if _, err := b.Append(ctx, in.ID, offset, strings.NewReader("x")); !errors.Is(err, want) {
			t.Errorf("%d: %v", offset, err)
		}
	}
	if _, err := b.Append(ctx, in.ID, 0, strings.NewReader("12345678901")); !errors.Is(err, ErrPastEnd) {
		t.Error(err)
	}
	if after, err := b.Append(ctx, in.ID, 0, strings.NewReader("")); err != nil || after.Received != 0 {
		t.Error(after, err)
	}
	if _, err := b.Append(ctx, uuid.New(), 0, strings.NewReader("x")); !errors.Is(err, ErrNoUpload) {
		t.Error(err)
	}
	if len(b.parts(t)) != 0 {
		t.Error("something was kept:", b.parts(t))
	}
	if after, err := b.Append(ctx, in.ID, 0, strings.NewReader("1234567890")); err != nil || after.State != Waiting {
		t.Error(after, err)
	}
	if _, err := b.Append(ctx, in.ID, 10, strings.NewReader("x")); !errors.Is(err, ErrPastEnd) {
		t.Error(err)
	}
	if after, err := b.Append(ctx, in.ID, 10, strings.NewReader("")); err != nil || after.Received != 10 {
		t.Error("an empty request at the end:", err)
	}
}

// TestABrokenLine: what had arrived is kept, and the rest begins behind it.
func TestABrokenLine(t *testing.T) {
	b := start(t)
	file := sample(t, 100, 100)
	ctx, cancel := context.WithCancel(b.person(t, "a"))
	in, err := b.BeginUpload(ctx, "a.jpg", int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	gone := errors.New("the line is gone")
	body := io.MultiReader(bytes.NewReader(file[:700]), readerFunc(func([]byte) (int, error) { cancel(); return 0, gone }))
	after, err := b.Append(ctx, in.ID, 0, body)
	if !errors.Is(err, gone) || after.Received != 700 {
		t.Fatalf("%+v, %v", after, err)
	}
	ctx = context.WithoutCancel(ctx)
	if got, err := b.UploadOf(ctx, in.ID); err != nil || got.Received != 700 {
		t.Fatalf("%+v, %v", got, err)
	}
	if _, err := b.Append(ctx, in.ID, 700, iotest.OneByteReader(bytes.NewReader(file[700:]))); err != nil {
		t.Fatal(err)
	}
	if b.work(t); b.count(t, "pictures") != 1 {
		t.Error("no picture")
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// TestManyAppendAtOnce: one wins at each offset, and the file is whole.
func TestManyAppendAtOnce(t *testing.T) {
	b := start(t)
	ctx := b.person(t, "a")
	file := sample(t, 200, 200)
	in, err := b.BeginUpload(ctx, "a.jpg", int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for i := range 6 {
		group.Go(func() { // each with parts of another size
			for {
				now, err := b.UploadOf(ctx, in.ID)
				if err != nil || now.State != Receiving {
					return
				}
				end := min(now.Received+int64(137+i*41), now.Bytes)
				if _, err := b.Append(ctx, in.ID, now.Received, bytes.NewReader(file[now.Received:end])); err != nil && !errors.Is(err, ErrWrongOffset) && !errors.Is(err, ErrPastEnd) {
					t.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	got, err := b.UploadOf(ctx, in.ID)
	if err != nil || len(got.parts) != len(b.parts(t)) {
		t.Fatalf("%d parts noted, %d kept, %v", len(got.parts), len(b.parts(t)), err)
	}
	if b.work(t); b.count(t, "pictures WHERE bytes = ?", len(file)) != 1 {
		t.Error("no picture")
	}
	sum := sha256.Sum256(file)
	if n := b.count(t, "pictures WHERE hash = ?", hex.EncodeToString(sum[:20])); n != 1 {
		t.Error("the file was put together wrongly")
	}
}

func TestHowMuchMayBeUnfinished(t *testing.T) {
	b := start(t, func(d *Deps) { d.UploadLimit = 4 << 30 })
	ctx := b.person(t, "a")
	for range 2 {
		if _, err := b.BeginUpload(ctx, "a.jpg", 4<<30); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.BeginUpload(ctx, "a.jpg", 3<<30); !errors.Is(err, ErrUploadsFull) {
		t.Error(err)
	}
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			for range 12 {
				if _, err := b.BeginUpload(ctx, "a.jpg", 10); err != nil && !errors.Is(err, ErrTooManyUploads) {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if n := b.count(t, "picture_uploads"); n != maxUploads {
		t.Error(n, "uploads are unfinished")
	}
	if _, err := b.BeginUpload(b.person(t, "b"), "a.jpg", 10); err != nil {
		t.Error("somebody else:", err)
	}
}

func TestWhatExpires(t *testing.T) {
	b := start(t)
	ctx := b.person(t, "a")
	file := sample(t, 60, 40)
	begun, err := b.BeginUpload(ctx, "a.jpg", 1000)
	if err == nil {
		begun, err = b.Append(ctx, begun.ID, 0, strings.NewReader("some"))
	}
	if err != nil || time.Until(begun.ExpiresAt) < 23*time.Hour {
		t.Fatal(begun, err)
	}
	whole := b.send(t, ctx, "b.jpg", file, 1<<20)
	b.exec(t, "UPDATE picture_uploads SET expires_at = now() - interval '1 s'")
	if _, err := b.UploadOf(ctx, begun.ID); !errors.Is(err, ErrUploadGone) {
		t.Error(err)
	}
	if _, err := b.Append(ctx, begun.ID, 4, strings.NewReader("x")); !errors.Is(err, ErrUploadGone) {
		t.Error(err)
	}
	var group sync.WaitGroup
	for range 3 { // several nodes
		group.Go(func() {
			if _, err := b.ExpireUploads(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if n := b.count(t, "picture_uploads"); n != 1 || len(b.parts(t)) != 1 {
		t.Errorf("%d uploads, parts %v", n, b.parts(t))
	}
	b.work(t)
	if got, err := b.UploadOf(ctx, whole.ID); err != nil || got.State != Done {
		t.Errorf("a whole upload was not kept: %+v, %v", got, err)
	}
	if _, err := b.UploadOf(ctx, begun.ID); !errors.Is(err, ErrNoUpload) {
		t.Error(err)
	}
}

func TestUploadsAreGivenUp(t *testing.T) {
	b := start(t)
	ctx := b.person(t, "a")
	in, err := b.BeginUpload(ctx, "a.jpg", 1000)
	if err == nil {
		in, err = b.Append(ctx, in.ID, 0, strings.NewReader("some"))
	}
	if err == nil {
		err = b.DropUpload(ctx, in.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	if n := b.count(t, "picture_uploads"); n != 0 || len(b.parts(t)) != 0 {
		t.Errorf("%d uploads, parts %v", n, b.parts(t))
	}
	if err := b.DropUpload(ctx, in.ID); !errors.Is(err, ErrNoUpload) {
		t.Error(err)
	}
	busy := b.send(t, ctx, "b.jpg", sample(t, 60, 40), 1<<20)
	b.exec(t, "UPDATE picture_uploads SET state = 'working'")
	if err := b.DropUpload(ctx, busy.ID); !errors.Is(err, ErrUploadWorking) {
		t.Error(err)
	}
}

// TestStrayParts: what a killed request left behind goes, what an upload has stays.
func TestStrayParts(t *testing.T) {
	b := start(t, func(d *Deps) { d.Now = func() time.Time { return time.Now().Add(2 * time.Hour) } })
	ctx := b.person(t, "a")
	b.send(t, ctx, "a.jpg", sample(t, 60, 40), 500)
	kept := b.parts(t)
	if err := b.deps.Store.Put(t.Context(), partKey(uuid.New(), 0), strings.NewReader("left behind")); err != nil {
		t.Fatal(err)
	}
	if n, err := b.SweepParts(t.Context()); err != nil || n != 1 {
		t.Error(n, err)
	}
	if got := b.parts(t); !slices.Equal(got, kept) {
		t.Error(got, kept)
	}
}

func TestUploadsAreListed(t *testing.T) {
	b := start(t)
	ctx := b.person(t, "a")
	var want []uuid.UUID
	for range 5 {
		in, err := b.BeginUpload(ctx, "a.jpg", 10)
		if err != nil {
			t.Fatal(err)
		}
		want = append([]uuid.UUID{in.ID}, want...)
	}
	b.exec(t, "UPDATE picture_uploads SET created_at = '2026-11-28T12:00:00Z' WHERE id <> ?", want[4]) // ids decide
	b.exec(t, "UPDATE picture_uploads SET created_at = '2026-11-28T11:00:00Z' WHERE id = ?", want[4])
	var got []uuid.UUID
	for cursor := ""; ; {
		page, next, err := b.Uploads(ctx, cursor, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, in := range page {
			got = append(got, in.ID)
		}
		if next == nil {
			break
		}
		cursor = *next
	}
	if !slices.Equal(got, want) {
		t.Error(got, want)
	}
}
