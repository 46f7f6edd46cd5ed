package rendition

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"baq.kz/portal/api/internal/platform/blob"
)

// slow takes a child more than a second of CPU: 60 million empty pixels.
var slow = sync.OnceValue(func() []byte { return blackPNG(10000, 6000) })

// children are the processes at work on the pictures of process of.
func children(t *testing.T, of int) (all []int) {
	t.Helper()
	lists, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", of))
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range lists {
		text, _ := os.ReadFile(list)
		for _, pid := range strings.Fields(string(text)) {
			line, _ := os.ReadFile("/proc/" + pid + "/cmdline")
			if n, err := strconv.Atoi(pid); err == nil && bytes.Contains(line, []byte(command)) {
				all = append(all, n)
			}
		}
	}
	return all
}

func awaitChild(t *testing.T, of int) int {
	t.Helper()
	for range 5000 {
		if all := children(t, of); len(all) > 0 {
			return all[0]
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatal("no child was started")
	return 0
}

// What a child that was taken over says does not fill its parent's memory, however
// os/exec copies it.
func TestAChildsWordsAreCapped(t *testing.T) {
	var out io.Writer = &capped{room: 10}
	if n, err := io.Copy(out, strings.NewReader(strings.Repeat("x", 1<<20))); err != nil || n != 1<<20 {
		t.Fatal(n, err)
	}
	cmd := exec.CommandContext(t.Context(), "head", "-c", "1000000", "/dev/zero")
	said := &capped{room: 10}
	cmd.Stdout = said
	if err := cmd.Run(); err != nil || said.kept.Len() != 10 || out.(*capped).kept.Len() != 10 {
		t.Error(said.kept.Len(), out.(*capped).kept.Len(), err)
	}
}

func TestKilledChildFailsOnePictureOnly(t *testing.T) {
	r, content := renderer(t), slow()
	failed := make(chan error, 1)
	go func() {
		_, err := r.Render(t.Context(), file(t, content), DefaultRecipe().Eager())
		failed <- err
	}()
	child := awaitChild(t, os.Getpid())
	time.Sleep(20 * time.Millisecond) // it decodes
	if err := syscall.Kill(child, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if err := <-failed; !errors.Is(err, Broken) || !strings.Contains(err.Error(), "killed") {
		t.Error(err)
	}
	render(t, r, asPNG(t, quartered(30, 20)))
}

func TestChildEndsWithTheRequest(t *testing.T) {
	r, content := renderer(t), slow()
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error, 1)
	go func() {
		_, err := r.Render(ctx, file(t, content), DefaultRecipe().Eager())
		failed <- err
	}()
	awaitChild(t, os.Getpid())
	cancel()
	select {
	case err := <-failed:
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("the child goes on")
	}
	if left := children(t, os.Getpid()); len(left) > 0 {
		t.Error("left:", left)
	}
}

func TestChildEndsWithItsParent(t *testing.T) {
	path := filepath.Join(t.TempDir(), "slow.png")
	if err := os.WriteFile(path, slow(), 0o600); err != nil {
		t.Fatal(err)
	}
	parent := exec.Command("/proc/self/exe", parentCommand, path)
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	child := awaitChild(t, parent.Process.Pid)
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait()
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(time.Millisecond) {
		// A command line that is gone is that of a process that is, or of its remains.
		line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", child))
		if !bytes.Contains(line, []byte(command)) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("the child outlives its parent")
		}
	}
}

func TestLimitsEndTheChild(t *testing.T) {
	content := slow()
	for _, c := range []struct {
		name    string
		content []byte
		limit   func(*Options)
		want    error
	}{
		{"too little of the machine", content, func(o *Options) { o.Limits.Wall = 50 * time.Millisecond }, ErrBusy},
		{"too much time", content, func(o *Options) { o.Limits.Wall, o.Limits.CPU = time.Second/2, time.Millisecond }, Broken},
		{"too much work", blackPNG(12000, 10000), func(o *Options) { o.Limits.CPU, o.Limits.Pixels = time.Second, 120_000_000 }, Broken},
		{"too much memory", content, func(o *Options) { o.Limits.Memory = 150 << 20 }, Broken},
	} {
		if !memoryCounts && c.name == "too much memory" {
			continue
		}
		_, err := renderer(t, c.limit).Render(t.Context(), file(t, c.content), DefaultRecipe().Eager())
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
		t.Logf("%s: %.200v", c.name, err)
	}
}

func TestDamagedFilesAreRefused(t *testing.T) {
	r := renderer(t)
	for name, content := range map[string][]byte{"jpeg": asJPEG(t, noise(300, 200)), "png": asPNG(t, noise(300, 200)), "webp": webpWith(t, noise(300, 200), nil)} {
		if _, err := r.Render(t.Context(), file(t, content[:len(content)/2]), DefaultRecipe().Eager()); !errors.Is(err, Broken) {
			t.Errorf("half a %s: %v", name, err)
		}
	}
	if _, err := r.Render(t.Context(), file(t, []byte("<svg xmlns='http://www.w3.org/2000/svg'/>")), DefaultRecipe().Eager()); !errors.Is(err, UnsupportedFormat) {
		t.Error(err)
	}
}

func TestMutationsLeaveTheParentAlive(t *testing.T) {
	r := renderer(t)
	samples := [][]byte{asJPEG(t, noise(64, 48)), asPNG(t, noise(64, 48)), webpWith(t, noise(64, 48), nil)}
	random := rand.New(rand.NewPCG(5, 6))
	for i := range 60 {
		out, err := r.Render(t.Context(), file(t, mutate(random, samples[i%len(samples)])), DefaultRecipe().Eager())
		var refusal Refusal
		if err != nil && !errors.As(err, &refusal) {
			t.Errorf("%d: %v", i, err)
		}
		if out != nil {
			out.Close()
		}
	}
}

func TestSameFileSameRenditions(t *testing.T) {
	r, content := renderer(t), asJPEG(t, noise(1500, 1000))
	first, second := render(t, r, content), render(t, r, content)
	if fmt.Sprint(first.Files, first.Colour) != fmt.Sprint(second.Files, second.Colour) {
		t.Error(first.Facts, second.Facts)
	}
	for i, f := range first.Files {
		a, b := make([]byte, f.Bytes), make([]byte, f.Bytes)
		_, errA := first.Open(i).ReadAt(a, 0)
		_, errB := second.Open(i).ReadAt(b, 0)
		if errA != nil || errB != nil || string(a) != string(b) {
			t.Errorf("%s differs", f.Name)
		}
	}
}

func TestPlacesBoundTheChildren(t *testing.T) {
	r := renderer(t, func(o *Options) { o.Workers = 2 })
	var inside, most atomic.Int64
	done := make(chan error)
	for range 10 {
		go func() {
			leave, err := r.Place(t.Context())
			if err == nil {
				n := inside.Add(1)
				for seen := most.Load(); n > seen && !most.CompareAndSwap(seen, n); seen = most.Load() {
				}
				time.Sleep(5 * time.Millisecond)
				inside.Add(-1)
				leave()
			}
			done <- err
		}()
	}
	for range 10 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if most.Load() != 2 {
		t.Errorf("%d at a time", most.Load())
	}
	for range 2 {
		_, _ = r.Place(t.Context())
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := r.Place(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

func TestFullDiskIsSaid(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64k"); err != nil {
		t.Skip("a small file system can't be mounted here:", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	r := renderer(t, func(o *Options) { o.Dir = dir })
	if _, err := r.Render(t.Context(), file(t, asPNG(t, noise(1400, 1000))), DefaultRecipe().Eager()); !errors.Is(err, blob.ErrFull) {
		t.Error(err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Error("names are left:", left)
	}
}

func TestProgramThatIsNoChildIsAnError(t *testing.T) {
	for _, program := range []string{"/bin/true", "/nonexistent"} {
		r := renderer(t, func(o *Options) { o.Program = program })
		if _, err := r.Render(t.Context(), file(t, asPNG(t, quartered(9, 9))), DefaultRecipe().Eager()); err == nil {
			t.Errorf("%s made a picture", program)
		}
	}
}
