package rendition

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"

	"baq.kz/portal/api/internal/platform/blob"
	"baq.kz/portal/api/internal/platform/fault"
)

// ErrBusy is the refusal when time ran out before the picture had used up its
// share of CPU: the machine was busy, and nothing is known against the picture.
var ErrBusy = fault.New(fault.Unavailable, "photobank.busy", "the machine is too busy to make the picture; try again in a minute")

// Options is what a Renderer needs.
type Options struct {
	Program string // to start as the child, with IsChild and Main in it; empty: the present one
	Dir     string // for files that have no name, and go with the process
	Workers int    // children at a time
	Limits  Limits
}

// Renderer makes renditions in child processes. Whatever a picture does to its
// child, the process that has the Renderer lives on.
type Renderer struct {
	options Options
	places  chan struct{}
}

// NewRenderer makes a renderer.
func NewRenderer(o Options) *Renderer {
	if o.Program == "" {
		o.Program = "/proc/self/exe" // right even when the file has been replaced by an update
	}
	return &Renderer{options: o, places: make(chan struct{}, o.Workers)}
}

// Place waits for one of the workers' places. Call leave when the work is done.
func (r *Renderer) Place(ctx context.Context) (leave func(), err error) {
	select {
	case r.places <- struct{}{}:
		return func() { <-r.places }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// FirstFrame is the renderer, with the same places, that takes animations as the still
// pictures that they begin with, or refuses them.
func (r *Renderer) FirstFrame(taken bool) *Renderer {
	other := *r
	other.options.Limits.FirstFrame = taken
	return &other
}

// Again is the renderer, with the same places, for a picture of so many pixels that was
// taken in before: narrower rules of later do not keep its files from being made.
func (r *Renderer) Again(pixels int) *Renderer {
	other := *r.FirstFrame(true)
	other.options.Limits.Pixels = max(other.options.Limits.Pixels, min(pixels, MaxPixels))
	return &other
}

// Inspect refuses what Render would refuse by its header: see Limits.Inspect.
func (r *Renderer) Inspect(original io.ReaderAt, size int64) (Header, error) {
	return r.options.Limits.Inspect(original, size)
}

// Rendered is a picture's facts and its renditions. Close it.
type Rendered struct {
	Facts
	CPU   time.Duration // what it cost
	files []*os.File
}

// Open is the content of the i-th of Files, from its beginning.
func (r *Rendered) Open(i int) *os.File {
	_, _ = r.files[i].Seek(0, 0)
	return r.files[i]
}

// Close gives the renditions' space back.
func (r *Rendered) Close() {
	for _, f := range r.files {
		_ = f.Close()
	}
}

// Render makes the variants of the original. Those of the whole picture are made each
// from the next wider one: who wants the same bytes again asks for all of them. Crops
// depend on nothing else. A file that is not acceptable is
// a Refusal, one whose child dies is Broken; ErrBusy and blob.ErrFull speak for
// themselves. The child ends with ctx, and with the present process.
func (r *Renderer) Render(ctx context.Context, original *os.File, variants []Variant) (*Rendered, error) {
	out := &Rendered{}
	for range variants {
		f, err := Scratch(r.options.Dir)
		if err != nil {
			out.Close()
			return nil, err
		}
		out.files = append(out.files, f)
	}
	err := r.run(ctx, original, variants, out)
	if err == nil {
		err = out.verify(variants)
	}
	if err != nil {
		out.Close()
		return nil, err
	}
	return out, nil
}

// run keeps its thread: the kernel ends the child when the thread that started
// it ends.
func (r *Renderer) run(ctx context.Context, original *os.File, variants []Variant, out *Rendered) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	limited, cancel := context.WithTimeout(ctx, r.options.Limits.Wall)
	defer cancel()
	cmd, stdout, stderr, err := r.command(limited, original, variants, out.files)
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("the picture's process could not be started: %w", err)
	}
	died := cmd.Wait()
	out.CPU = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	var answer reply
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case died == nil && json.Unmarshal(stdout.kept.Bytes(), &answer) == nil:
		return answer.result(&out.Facts)
	case limited.Err() != nil && out.CPU < r.options.Limits.CPU:
		return ErrBusy
	}
	return fmt.Errorf("%w: its process ended (%w) after %s of CPU: %s", Broken, died, out.CPU, stderr.kept.Bytes())
}

func (r *Renderer) command(ctx context.Context, original *os.File, variants []Variant, outputs []*os.File) (cmd *exec.Cmd, stdout, stderr *capped, err error) {
	told, err := json.Marshal(job{Variants: variants, Limits: r.options.Limits})
	if err != nil {
		return nil, nil, nil, err
	}
	stdout, stderr = &capped{room: maxReply}, &capped{room: 2 << 10}
	cmd = exec.CommandContext(ctx, r.options.Program, command, string(told))
	cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.ExtraFiles = original, stdout, stderr, outputs
	// Nothing of ours, secrets least of all; the second is for race builds, which sleep at exit.
	cmd.Env = []string{"MALLOC_ARENA_MAX=1", "GORACE=atexit_sleep_ms=0"}
	cmd.Dir = "/"
	cmd.WaitDelay = time.Second
	// A group of its own: Ctrl-C at the terminal lets running uploads finish.
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
	return cmd, stdout, stderr, nil
}

func (a reply) result(facts *Facts) error {
	switch {
	case a.Facts != nil:
		*facts = *a.Facts
		return nil
	case a.Refusal != "":
		return a.Refusal
	case a.Full:
		return blob.ErrFull
	}
	return errors.New("the picture's process failed: " + a.Failure)
}

// verify believes nothing that the child says of its files.
func (r *Rendered) verify(variants []Variant) error {
	if len(r.Files) != len(r.files) {
		return errors.New("the picture's process made too few renditions")
	}
	for i, f := range r.Files {
		v := variants[i]
		w, h := v.Size(r.Width, r.Height)
		info, err := r.files[i].Stat()
		if err != nil {
			return err
		}
		made, err := Inspect(r.files[i], info.Size(), MaxPixels)
		if err != nil || f != (File{Name: v.Name, Width: w, Height: h, Bytes: info.Size()}) || made != (Header{Format: v.Format, Width: w, Height: h}) {
			return fmt.Errorf("the rendition %s of a picture of %dx%d came out wrong: %+v, %v", v.Name, r.Width, r.Height, made, err)
		}
	}
	return nil
}

// Scratch opens a file without a name in dir: its space is free again when it
// is closed, however the process ends.
func Scratch(dir string) (*os.File, error) {
	f, err := os.CreateTemp(dir, "picture-")
	if err != nil {
		return nil, blob.Explain(err)
	}
	if err := os.Remove(f.Name()); err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

// maxReply is in bytes. The most that metadata can say is a third of it.
const maxReply = 1 << 20

// capped keeps the first bytes that are written to it. It must not be a
// bytes.Buffer itself, which would take all that comes by its ReadFrom.
type capped struct {
	kept bytes.Buffer
	room int
}

// Write implements io.Writer; it never fails.
func (c *capped) Write(p []byte) (int, error) {
	keep := min(len(p), c.room)
	c.room -= keep
	c.kept.Write(p[:keep])
	return len(p), nil
}
