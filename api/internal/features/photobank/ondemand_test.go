package photobank

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"image"
	"image/jpeg"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/image/webp"

	"baq.kz/portal/api/internal/features/photobank/rendition"
	"baq.kz/portal/api/internal/platform/blob"
)

// counted is a store that counts.
type counted struct {
	blob.Store
	puts, originals atomic.Int64
}

// Put implements blob.Store.
func (c *counted) Put(ctx context.Context, key string, content io.Reader) error {
	c.puts.Add(1)
	return c.Store.Put(ctx, key, content)
}

// Open implements blob.Store.
func (c *counted) Open(ctx context.Context, key string) (*blob.Object, error) {
	if strings.HasPrefix(key, "originals/") {
		c.originals.Add(1)
	}
	return c.Store.Open(ctx, key)
}

func countedStore(t *testing.T) (*counted, string) {
	t.Helper()
	dir := t.TempDir()
	folder, err := blob.OpenFolder(dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = folder.Close() })
	return &counted{Store: folder}, dir
}

// Two processes, and a crowd at each of them, want a crop that nobody has made.
func TestAMissingFileIsMadeOnceHoweverManyAsk(t *testing.T) {
	store, _ := countedStore(t)
	b := start(t, func(d *Deps) { d.Store = store })
	p := b.published(t, Upload{Content: bytes.NewReader(sample(t, 1000, 500))})
	wide, _ := proportion(Wide)
	path := Path(p.Hash, p.CropFile(wide, 400, rendition.WebP))
	store.puts.Store(0)
	nodes := []web{serve(t, b), serve(t, b)}
	var all sync.WaitGroup
	var first sync.Map
	for i := range 40 {
		all.Go(func() {
			recorder := httptest.NewRecorder()
			nodes[i%2].ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
			if recorder.Code != http.StatusOK {
				t.Errorf("%d: %s", recorder.Code, recorder.Body)
			}
			first.Store(recorder.Body.String(), true)
		})
	}
	all.Wait()
	if n := store.puts.Load(); n != 1 {
		t.Errorf("made %d times", n)
	}
	first.Range(func(body, _ any) bool {
		text, _ := body.(string)
		config, err := webp.DecodeConfig(strings.NewReader(text))
		if err != nil || image.Pt(config.Width, config.Height) != image.Pt(400, 225) {
			t.Errorf("%+v, %v", config, err)
		}
		return true
	})
	if n := b.count(t, "picture_files WHERE picture_id = ? AND name LIKE '16x9-%'", p.ID); n != 1 {
		t.Errorf("%d are noted", n)
	}
	if n := b.count(t, "journal_entries WHERE action = 'photobank.renew'"); n != 0 {
		t.Error("a first crop is no change")
	}
	b.sound(t, p.ID)
}

// sound holds a picture against its seal and its files against what is noted of them.
func (b bank) sound(t *testing.T, id int64) {
	t.Helper()
	troubles, _, err := b.CheckFiles(t.Context(), b.deps.DB.Primary, []int64{id})
	if err != nil || len(troubles) > 0 {
		t.Errorf("%+v, %v", troubles, err)
	}
	var schema int
	var kept string
	if err := b.deps.DB.Primary.NewRaw("SELECT schema, encode(hash, 'hex') FROM content_seals WHERE object_type = 'picture' AND object_id = ?", id).Scan(t.Context(), &schema, &kept); err != nil {
		t.Fatal(err)
	}
	rows, err := sealedRows(t.Context(), sealTable.Select(b.deps.DB.Primary, []int64{id}))
	if err != nil || len(rows) != 1 {
		t.Fatal(err)
	}
	if hash := rows[0].object().Hash; hex.EncodeToString(hash[:]) != kept {
		t.Errorf("picture %d is not as it was sealed", id)
	}
}

func TestOnlyNamesThatAPictureHasAreMade(t *testing.T) {
	store, _ := countedStore(t)
	b := start(t, func(d *Deps) { d.Store = store })
	w, p := serve(t, b), b.published(t, Upload{Content: bytes.NewReader(sample(t, 1000, 500))})
	store.puts.Store(0)
	store.originals.Store(0)
	wide, _ := proportion(Wide)
	social, _ := proportion(Social)
	now := p.CropFile(wide, 400, rendition.WebP)
	before := Picture{Width: p.Width, Height: p.Height, Focus: &Point{X: 0.9, Y: 0.9}}.CropFile(wide, 400, rendition.WebP)
	for _, file := range []string{
		strings.Replace(now, "400", "401", 1), strings.Replace(now, "16x9", "16x8", 1), before, "16x9-00000000-400.webp", "500.webp", "800.jpg",
		p.CropFile(social, 400, rendition.JPEG), strings.Replace(now, ".webp", ".webp.jpg", 1), "original.jpg", "1200.png", "400.avif",
	} {
		if answer := w.get(http.MethodGet, Path(p.Hash, file)); answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", file, answer.StatusCode)
		}
	}
	if store.puts.Load()+store.originals.Load() != 0 {
		t.Error("something was made of it")
	}
	for file, size := range map[string]image.Point{
		p.CropFile(social, 1200, rendition.JPEG): {X: 952, Y: 500}, p.CropFile(wide, 800, rendition.JPEG): {X: 800, Y: 450},
	} {
		answer := w.get(http.MethodGet, Path(p.Hash, file))
		config, err := jpeg.DecodeConfig(answer.Body)
		if err != nil || answer.Header.Get("Content-Type") != "image/jpeg" || image.Pt(config.Width, config.Height) != size {
			t.Errorf("%s: %d, %+v, %v", file, answer.StatusCode, config, err)
		}
	}
}

// A file of those that every picture has comes back as it was: nothing is journalled.
func TestALostFileComesBack(t *testing.T) {
	b := start(t)
	w, p := serve(t, b), b.published(t, Upload{})
	if err := b.deps.Store.Delete(t.Context(), renditionKey(p.Hash, "800.webp")); err != nil {
		t.Fatal(err)
	}
	if answer := w.get(http.MethodGet, Path(p.Hash, "800.webp")); answer.StatusCode != http.StatusOK {
		t.Errorf("%d", answer.StatusCode)
	}
	if n := b.count(t, "journal_entries WHERE action = 'photobank.renew'"); n != 0 {
		t.Errorf("%d entries", n)
	}
	b.sound(t, p.ID)
	b.exec(t, "UPDATE picture_files SET sha256 = decode(repeat('00', 32), 'hex') WHERE picture_id = ? AND name = '800.webp'", p.ID)
	if err := b.deps.Store.Delete(t.Context(), renditionKey(p.Hash, "800.webp")); err != nil {
		t.Fatal(err)
	}
	if answer := w.get(http.MethodGet, Path(p.Hash, "800.webp")); answer.StatusCode != http.StatusOK {
		t.Errorf("%d", answer.StatusCode)
	}
	if n := b.count(t, "journal_entries WHERE action = 'photobank.renew'"); n != 1 {
		t.Errorf("%d entries of a file that is another than was noted", n)
	}
	b.sound(t, p.ID)
}

func TestASpoiltPictureIsLeftAloneForAMinute(t *testing.T) {
	c := &clock{}
	store, dir := countedStore(t)
	b := start(t, c.set, func(d *Deps) { d.Store = store })
	w, p := serve(t, b), b.published(t, Upload{})
	originals, err := filepath.Glob(filepath.Join(dir, "originals/*/*/*"))
	if err != nil || len(originals) != 1 {
		t.Fatal(originals, err)
	}
	content, err := os.ReadFile(originals[0])
	if err == nil {
		err = os.WriteFile(originals[0], append(content, 0), 0o600)
	}
	if err == nil {
		err = store.Delete(t.Context(), renditionKey(p.Hash, "800.webp"))
	}
	if err != nil {
		t.Fatal(err)
	}
	store.originals.Store(0)
	ask := func() int { return w.get(http.MethodGet, Path(p.Hash, "800.webp")).StatusCode }
	for range 5 {
		if status := ask(); status != http.StatusNotFound {
			t.Error(status)
		}
	}
	if n := store.originals.Load(); n != 1 {
		t.Errorf("tried %d times", n)
	}
	if err := os.WriteFile(originals[0], content, 0o600); err != nil {
		t.Fatal(err)
	}
	c.forward(spoiltLife)
	if status := ask(); status != http.StatusOK {
		t.Errorf("mended: %d", status)
	}
}

func TestACrowdForManyFilesIsToldToComeAgain(t *testing.T) {
	b := start(t)
	p := b.published(t, Upload{})
	m := newMaker(b.Service)
	for range makingMost {
		m.queue <- struct{}{}
	}
	if err := m.make(t.Context(), p.ID, p.Hash, "800.webp"); !errors.Is(err, rendition.ErrBusy) {
		t.Errorf("%v", err)
	}
	<-m.queue
	if err := m.make(t.Context(), p.ID, p.Hash, "800.webp"); err != nil {
		t.Errorf("once there is room: %v", err)
	}
	for range makingMost - 1 { // who does not wait for an answer takes no place for ever
		<-m.queue
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := m.make(gone, p.ID, p.Hash, "400.webp"); err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
