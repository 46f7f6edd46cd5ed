package photobank

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"baq.kz/portal/api/internal/features/photobank/rendition"
	"baq.kz/portal/api/internal/platform/blob"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/outbox"
	"baq.kz/portal/api/internal/platform/testkit"
)

// The test program is its own child, as the portal is.
func TestMain(m *testing.M) {
	if rendition.IsChild(os.Args) {
		os.Exit(rendition.Main(os.Args))
	}
	if len(os.Args) == 3 && os.Args[1] == convertRole {
		if err := beConverter(os.Args[2]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// bank is a photobank on a database and a folder of its own.
type bank struct {
	*Service
	dir    string
	mu     *sync.Mutex
	events *[]outbox.Event
}

const uploadLimit = 2 << 20

func start(t *testing.T, change ...func(*Deps)) bank {
	t.Helper()
	db := testkit.DB(t)
	box, err := outbox.New(db.Primary)
	if err != nil {
		t.Fatal(err)
	}
	languages, err := lang.Parse("kk=http://localhost:8080,ru=http://rus.localhost:8080")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := NewSigner([]byte("a secret of at least 32 bytes, yes"), "test")
	if err != nil {
		t.Fatal(err)
	}
	b := bank{dir: t.TempDir(), mu: &sync.Mutex{}, events: &[]outbox.Event{}}
	box.OnCommit(func(_ context.Context, events []outbox.Event) {
		b.mu.Lock()
		defer b.mu.Unlock()
		*b.events = append(*b.events, events...)
	})
	d := Deps{
		DB: db, Journal: testkit.Journal(t), Outbox: box, Seals: testkit.Seals(t), Signer: signer, Languages: languages, Zone: time.FixedZone("", 5*3600), Now: time.Now,
		UploadLimit: uploadLimit, Workers: 2, Recipe: rendition.DefaultRecipe(), TempDir: t.TempDir(), Log: slog.New(slog.DiscardHandler),
	}
	for _, c := range change {
		c(&d)
	}
	if d.Store == nil {
		if d.Store, err = blob.OpenFolder(b.dir, time.Now); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = d.Store.Close() })
	}
	if b.Service, err = New(d); err != nil {
		t.Fatal(err)
	}
	return b
}

// upload takes a picture of its own in.
func (b bank) upload(t *testing.T, u Upload) Picture {
	t.Helper()
	if u.Content == nil {
		u.Content = bytes.NewReader(sample(t, 60, 40))
	}
	p, err := b.Upload(t.Context(), u)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (b bank) count(t *testing.T, from string, args ...any) int {
	t.Helper()
	var n int
	if err := b.deps.DB.Primary.QueryRowContext(t.Context(), "SELECT count(*) FROM "+from, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// files are the keys of everything that the store keeps.
func (b bank) files(t *testing.T) (keys []string) {
	t.Helper()
	err := filepath.WalkDir(b.dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			keys = append(keys, strings.TrimPrefix(path, b.dir+"/"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// journal is the diff of the latest entry of an action.
func (b bank) journal(t *testing.T, action string) map[string][2]json.RawMessage {
	t.Helper()
	var text []byte
	diff := map[string][2]json.RawMessage{}
	err := b.deps.DB.Primary.QueryRowContext(t.Context(),
		"SELECT diff FROM journal_entries WHERE action = ? ORDER BY id DESC LIMIT 1", action).Scan(&text)
	if err == nil {
		err = json.Unmarshal(text, &diff)
	}
	if err != nil {
		t.Fatal(err)
	}
	return diff
}

var samples struct {
	sync.Mutex
	made uint32
}

// sample is a sound JPEG that is unlike any other of this test run.
func sample(t testing.TB, w, h int) []byte {
	t.Helper()
	samples.Lock()
	samples.made++
	n := samples.made
	samples.Unlock()
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := 0; i < len(img.Pix); i += 4 {
		copy(img.Pix[i:], []byte{uint8(n * 40), uint8(n >> 2), uint8(i / 4 % w), 255})
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return append(b.Bytes(), byte(n), byte(n>>8)) // behind the end: ignored, and yet another file
}

func plainPNG(t testing.TB, w, h int, c color.Color) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
