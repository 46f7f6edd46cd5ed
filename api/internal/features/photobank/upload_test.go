package photobank

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image/color"
	"io"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/uuid"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/blob"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/lang"
)

func TestUploadKeepsThePictureAndTellsOfIt(t *testing.T) {
	b := start(t)
	var userID int64
	if err := b.deps.DB.Primary.QueryRowContext(t.Context(),
		"INSERT INTO users (email, name, password_hash) VALUES ('a@baq.kz', 'Әсел', '') RETURNING id").Scan(&userID); err != nil {
		t.Fatal(err)
	}
	ctx := access.WithPrincipal(t.Context(), access.Principal{UserID: userID, SessionID: uuid.New(), Name: "Әсел"})
	content := plainPNG(t, 1500, 1000, color.NRGBA{R: 0x20, G: 0x80, B: 0x40, A: 255})
	p, err := b.Upload(ctx, Upload{FileName: `C:\суреттер\Алатау.PNG`, Content: bytes.NewReader(content)})
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(content)
	full := hex.EncodeToString(sum[:])
	if p.Hash != full[:40] || p.FileName != "Алатау.PNG" || p.Format != "png" || p.Width != 1500 || p.Height != 1000 ||
		p.Bytes != int64(len(content)) || p.Colour != "#208040" || p.Version != 1 || len(p.Renditions) != 4 || *p.CreatedBy != userID ||
		time.Since(p.CreatedAt).Abs() > time.Minute {
		t.Errorf("%+v", p)
	}
	if read, err := b.Get(ctx, p.ID); err != nil || read.Hash != p.Hash || read.Renditions[2] != p.Renditions[2] {
		t.Errorf("%+v, %v", read, err)
	}
	kept, err := b.deps.Store.Open(ctx, originalKey(full))
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	if text, err := io.ReadAll(kept); err != nil || !bytes.Equal(text, content) {
		t.Error("the original is not what came", err)
	}
	if files := b.files(t); len(files) != 5 {
		t.Error(files)
	}
	if diff := b.journal(t, "photobank.upload"); string(diff["hash"][1]) != `"`+p.Hash+`"` {
		t.Errorf("%s", diff)
	}
	if len(*b.events) != 1 || (*b.events)[0] != (Uploaded{ID: p.ID}) {
		t.Error(*b.events)
	}
	if left, _ := os.ReadDir(b.deps.TempDir); len(left) > 0 {
		t.Error("left on the way:", left)
	}
}

func TestSameFileIsThereOnce(t *testing.T) {
	b, content := start(t), sample(t, 900, 600)
	var all sync.WaitGroup
	ids := make(chan int64, 16)
	for range 16 {
		all.Go(func() {
			p, err := b.Upload(t.Context(), Upload{FileName: "same.jpg", Content: iotest.HalfReader(bytes.NewReader(content))})
			if err != nil {
				t.Error(err)
			}
			ids <- p.ID
		})
	}
	all.Wait()
	close(ids)
	first := <-ids
	for id := range ids {
		if id != first || id == 0 {
			t.Errorf("ids %d and %d", first, id)
		}
	}
	if n := b.count(t, "pictures"); n != 1 {
		t.Errorf("%d rows", n)
	}
	if files := b.files(t); len(files) != 5 {
		t.Error(files)
	}
	if n := b.count(t, "journal_entries WHERE action = 'photobank.upload'"); n != 1 || len(*b.events) != 1 {
		t.Errorf("%d entries, %v", n, *b.events)
	}
	later := b.upload(t, Upload{FileName: "other.jpg", Content: bytes.NewReader(content), Description: Description{Author: "Other"}})
	if later.ID != first || later.FileName != "same.jpg" || later.Author != "" {
		t.Errorf("%+v", later)
	}
}

func TestTwoProcessesTakeTheSameFileInOnce(t *testing.T) {
	b, content := start(t), sample(t, 300, 200)
	other, err := New(b.deps) // with places of its own, so that both render
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for _, s := range []*Service{b.Service, other, b.Service, other} {
		all.Go(func() {
			if _, err := s.Upload(t.Context(), Upload{Content: bytes.NewReader(content)}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := b.count(t, "pictures"); n != 1 || len(*b.events) != 1 {
		t.Errorf("%d rows, %v", n, *b.events)
	}
}

func TestRefusedFileLeavesNothing(t *testing.T) {
	b, good := start(t), sample(t, 300, 200)
	broken := errors.New("the line is cut")
	for _, c := range []struct {
		name    string
		content io.Reader
		code    string
		kind    fault.Kind
	}{
		{"text", strings.NewReader("Мектеп ашылды"), "photobank.not_an_image", fault.Unprocessable},
		{"nothing", strings.NewReader(""), "photobank.not_an_image", fault.Unprocessable},
		{"gif", strings.NewReader("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), "photobank.unsupported_format", fault.Unprocessable},
		{"half a jpeg", bytes.NewReader(good[:len(good)/2]), "photobank.broken", fault.Unprocessable},
		{"large", io.MultiReader(bytes.NewReader(good), bytes.NewReader(make([]byte, uploadLimit))), "photobank.too_large", fault.TooLarge},
		{"cut", io.MultiReader(bytes.NewReader(good[:100]), iotest.ErrReader(broken)), "", 0},
	} {
		_, err := b.Upload(t.Context(), Upload{FileName: "x.jpg", Content: c.content})
		f, ok := fault.As(err)
		if c.code == "" && !errors.Is(err, broken) || c.code != "" && (!ok || f.Code != c.code || f.Kind != c.kind) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := b.Upload(t.Context(), Upload{Content: bytes.NewReader(good), Description: Description{Labels: map[lang.Code]Label{"xx": {}}}}); err == nil {
		t.Error("a language that is not configured is taken")
	}
	if n := b.count(t, "pictures"); n != 0 || len(b.files(t)) > 0 || len(*b.events) > 0 {
		t.Errorf("%d rows, %v, %v", n, b.files(t), *b.events)
	}
}

func TestExactlyTheLimitIsTaken(t *testing.T) {
	b, content := start(t), sample(t, 40, 30)
	content = append(content, make([]byte, uploadLimit-len(content))...)
	if p := b.upload(t, Upload{Content: bytes.NewReader(content)}); p.Bytes != uploadLimit {
		t.Error(p.Bytes)
	}
}

func TestUploadThatIsGivenUpLeavesNoPicture(t *testing.T) {
	b := start(t)
	for range 2 { // every place is taken
		leave, err := b.renderer.Place(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer leave()
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := b.Upload(ctx, Upload{Content: bytes.NewReader(sample(t, 40, 30))}); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	if n := b.count(t, "pictures"); n != 0 || len(b.files(t)) > 0 {
		t.Errorf("%d rows, %v", n, b.files(t))
	}
}

func TestLostFilesComeBackWithTheSameFile(t *testing.T) {
	b, content := start(t), sample(t, 900, 600)
	p := b.upload(t, Upload{Content: bytes.NewReader(content)})
	if err := b.deps.Store.Delete(t.Context(), renditionKey(p.Hash, "800.webp")); err != nil {
		t.Fatal(err)
	}
	if again := b.upload(t, Upload{Content: bytes.NewReader(content)}); again.ID != p.ID {
		t.Errorf("%d is %d now", p.ID, again.ID)
	}
	if files := b.files(t); len(files) != 5 {
		t.Error(files)
	}
}

func TestFullDiskRefusesAndLosesNothing(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=96k"); err != nil {
		t.Skip("a small file system can't be mounted here:", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	small, err := blob.OpenFolder(dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = small.Close() })
	b := start(t, func(d *Deps) { d.Store = small })
	first := b.upload(t, Upload{})
	large := append(sample(t, 60, 40), make([]byte, 200<<10)...)
	if _, err := b.Upload(t.Context(), Upload{Content: bytes.NewReader(large)}); !errors.Is(err, blob.ErrFull) {
		t.Error(err)
	}
	if n := b.count(t, "pictures"); n != 1 {
		t.Errorf("%d rows", n)
	}
	if there, err := small.Exists(t.Context(), renditionKey(first.Hash, "400.webp")); !there || err != nil {
		t.Error("the first picture has gone", err)
	}
}

func TestWhatIsSaidAtUploadWinsOverTheFile(t *testing.T) {
	b := start(t)
	at := time.Date(2025, 3, 22, 9, 0, 0, 0, time.UTC)
	p := b.upload(t, Upload{FileName: "nauryz.jpg", Description: Description{
		Labels: map[lang.Code]Label{"kk": {Caption: " Наурыз \n мейрамы ", Alt: "Алтыбақан"}, "ru": {}},
		Author: "Ерлан Омаров", Source: "BAQ.KZ", Licence: "own", TakenAt: &at,
	}})
	read, err := b.Get(t.Context(), p.ID)
	if err != nil || read.Author != "Ерлан Омаров" || read.Source != "BAQ.KZ" || read.Licence != "own" || !read.TakenAt.Equal(at) {
		t.Errorf("%+v, %v", read, err)
	}
	if len(read.Labels) != 1 || read.Labels["kk"] != (Label{Caption: "Наурыз мейрамы", Alt: "Алтыбақан"}) {
		t.Errorf("%+v", read.Labels)
	}
	var actor string
	if err := b.deps.DB.Primary.QueryRowContext(t.Context(), "SELECT actor_name FROM journal_entries").Scan(&actor); err != nil || actor != audit.System {
		t.Error(actor, err)
	}
}
