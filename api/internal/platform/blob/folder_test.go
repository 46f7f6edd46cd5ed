package blob

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
	"time"

	"baq.kz/portal/api/internal/platform/fault"
)

func open(t *testing.T, dir string) *Folder {
	t.Helper()
	f, err := OpenFolder(dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func read(t *testing.T, f Store, key string) string {
	t.Helper()
	object, err := f.Open(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	defer object.Close()
	text, err := io.ReadAll(object)
	if err != nil || int64(len(text)) != object.Size {
		t.Fatalf("%d bytes of %d, %v", len(text), object.Size, err)
	}
	return string(text)
}

func TestLinksLeadNowhere(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	f := open(t, dir)
	if err := os.WriteFile(filepath.Join(outside, "secret"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "out")); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Open(t.Context(), "out/secret"); err == nil {
		t.Error("a link led out of the folder")
	}
	if err := f.Put(t.Context(), "out/new", strings.NewReader("x")); err == nil {
		t.Error("a link led a write out of the folder")
	}
}

func TestFailedPutLeavesTheOldAndNoRest(t *testing.T) {
	dir := t.TempDir()
	f, ctx := open(t, dir), t.Context()
	if err := f.Put(ctx, "a/b", strings.NewReader("old")); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	if err := f.Put(ctx, "a/b", io.MultiReader(strings.NewReader("half"), iotest.ErrReader(broken))); !errors.Is(err, broken) {
		t.Error(err)
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if err := f.Put(gone, "a/b", strings.NewReader("late")); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if read(t, f, "a/b") != "old" {
		t.Error("the old object has changed")
	}
	if rest, _ := os.ReadDir(filepath.Join(dir, incoming)); len(rest) > 0 {
		t.Errorf("%d files are left", len(rest))
	}
}

// The errno is the kernel's own: /dev/full is always full.
func TestFullDiskIsAFault(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer full.Close()
	_, err = full.WriteString("x")
	if f, ok := fault.As(Explain(err)); !ok || f.Code != "media.storage_full" || f.Kind != fault.Unavailable {
		t.Errorf("%v is explained as %v", err, Explain(err))
	}
	if other := errors.New("other"); Explain(other) != other || Explain(nil) != nil {
		t.Error("other errors are touched")
	}
}

func TestFullDiskKeepsWhatIsThere(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=256k"); err != nil {
		t.Skip("a small file system can't be mounted here:", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	f, ctx := open(t, dir), t.Context()
	if err := f.Put(ctx, "k", strings.NewReader("old")); err != nil {
		t.Fatal(err)
	}
	if err := f.Put(ctx, "k", io.LimitReader(rand.Reader, 1<<20)); !errors.Is(err, ErrFull) {
		t.Errorf("%v", err)
	}
	if read(t, f, "k") != "old" {
		t.Error("the old object has changed")
	}
	if err := f.Put(ctx, "k", strings.NewReader("new")); err != nil {
		t.Error("the rest of the failed write takes the room:", err)
	}
}

func TestSweepsWhatKilledWritersLeft(t *testing.T) {
	dir := t.TempDir()
	open(t, dir)
	old, young := filepath.Join(dir, incoming, "OLD"), filepath.Join(dir, incoming, "YOUNG")
	for _, name := range []string{old, young} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	long := time.Now().Add(-leftBehind - time.Minute)
	if err := os.Chtimes(old, long, long); err != nil {
		t.Fatal(err)
	}
	open(t, dir)
	if _, err := os.Stat(old); err == nil {
		t.Error("the old one is still there")
	}
	if _, err := os.Stat(young); err != nil {
		t.Error("the young one, perhaps being written, is gone")
	}
}
