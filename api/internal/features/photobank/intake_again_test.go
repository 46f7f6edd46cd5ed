package photobank

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/platform/blob"
)

// TestTheSameFileOfTheTrash comes back out of it: somebody wants it.
func TestTheSameFileOfTheTrash(t *testing.T) {
	b := start(t)
	ctx := b.person(t, "a")
	file := sample(t, 60, 40)
	first := b.upload(t, Upload{Content: bytes.NewReader(file)})
	if _, err := b.Trash(ctx, first.ID, first.Version); err != nil {
		t.Fatal(err)
	}
	in := b.send(t, ctx, "again.jpg", file, 1<<20)
	b.work(t)
	got, err := b.UploadOf(ctx, in.ID)
	if err != nil || got.State != Done || !got.Known || got.Picture == nil || got.Picture.ID != first.ID || got.Picture.TrashedAt != nil {
		t.Errorf("%+v, %v", got, err)
	}
	if n := b.count(t, "journal_entries WHERE action = 'photobank.restore'"); n != 1 {
		t.Error(n, "entries of its return")
	}
}

// TestTheSameFileOfAMergedPicture is the picture that stands for it.
func TestTheSameFileOfAMergedPicture(t *testing.T) {
	b := start(t)
	file := sample(t, 60, 40)
	gone, stays := b.upload(t, Upload{Content: bytes.NewReader(file)}), b.upload(t, Upload{})
	b.exec(t, "UPDATE pictures SET merged_into = ? WHERE id = ?", stays.ID, gone.ID)
	if again := b.upload(t, Upload{Content: bytes.NewReader(file)}); again.ID != stays.ID {
		t.Errorf("%d, want %d", again.ID, stays.ID)
	}
}

// removing is a store in which, at one moment, a deleted picture's files are removed.
type removing struct {
	blob.Store
	at   string
	once *bool
}

func (r removing) Put(ctx context.Context, key string, content io.Reader) error {
	err := r.Store.Put(ctx, key, content)
	if err == nil && !*r.once && strings.HasSuffix(key, r.at) {
		*r.once = true
		return r.Delete(ctx, key)
	}
	return err
}

// TestFilesThatAreRemovedMeanwhile, since a picture of the same original was deleted
// just then, are put back before the row comes.
func TestFilesThatAreRemovedMeanwhile(t *testing.T) {
	done := false
	folder, err := blob.OpenFolder(t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	b := start(t, func(d *Deps) { d.Store = removing{folder, "/800.webp", &done} })
	p := b.upload(t, Upload{})
	troubles, _, err := b.CheckFiles(t.Context(), b.deps.DB.Primary, []int64{p.ID})
	if err != nil || len(troubles) > 0 || !done {
		t.Errorf("%+v, %v", troubles, err)
	}
}

// panicking is a store that can't bear originals.
type panicking struct{ blob.Store }

func (p panicking) Put(ctx context.Context, key string, content io.Reader) error {
	if strings.HasPrefix(key, "originals/") {
		panic("a flaw of ours")
	}
	return p.Store.Put(ctx, key, content)
}

// TestAPanicIsOneUploadsFailure: the process goes on, and the upload is tried again.
func TestAPanicIsOneUploadsFailure(t *testing.T) {
	folder, err := blob.OpenFolder(t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	b := start(t, func(d *Deps) { d.Store = panicking{folder} })
	b.send(t, b.person(t, "a"), "қ.jpg", sample(t, 60, 40), 1<<20)
	w, found, err := b.WorkUpload(t.Context())
	if err != nil || !found || w.Intake.State != Waiting || w.Err == nil || !strings.Contains(w.Err.Error(), "a flaw of ours") {
		t.Errorf("%+v, %t, %v", w, found, err)
	}
}

// TestAnUploadTellsOfLookAlikes in its answer.
func TestAnUploadTellsOfLookAlikes(t *testing.T) {
	b := start(t)
	ctx := b.person(t, "a")
	file := textured(t)
	b.upload(t, Upload{Content: bytes.NewReader(file)})
	in := b.send(t, ctx, "another.jpg", append(bytes.Clone(file), 'x'), 1<<20) // another file, the same pixels
	b.work(t)
	if got, err := b.UploadOf(ctx, in.ID); err != nil || got.Known || got.Similar != 1 || b.count(t, "picture_likenesses") != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

// textured is a picture with something in it, so that it has a hash of its looks.
func textured(t *testing.T) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 128, 128))
	for y := range 128 {
		for x := range 128 {
			img.SetGray(x, y, color.Gray{uint8(x*x/90 + 60*(y/37%2) + x*y/200)})
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
