package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"baq.kz/portal/api/internal/features/photobank/rendition"
)

// render is our way: one process, the start of which counts.
func render(ctx context.Context, r *rendition.Renderer, path string) (made, error) {
	file, err := os.Open(path)
	if err != nil {
		return made{}, err
	}
	defer file.Close()
	var variants []rendition.Variant
	for _, width := range widths {
		variants = append(variants, rendition.Variant{Name: fmt.Sprintf("%d.webp", width), Format: rendition.WebP, Quality: quality, Width: width})
	}
	out, err := r.Render(ctx, file, variants)
	if err != nil {
		return made{}, err
	}
	defer out.Close()
	m := made{cpu: out.CPU, memory: out.Memory}
	for i := range out.Files {
		content, err := io.ReadAll(out.Open(i))
		if err != nil {
			return made{}, err
		}
		m.files = append(m.files, content)
	}
	return m, nil
}

// vips is the cheapest way of its program: the widest from the photograph, at
// reduced size, and kept uncompressed for the narrower ones.
func vips(ctx context.Context, path, dir string) (m made, err error) {
	widest, input := filepath.Join(dir, "widest.v"), path
	for i, width := range widths {
		file := filepath.Join(dir, fmt.Sprintf("vips-%d.webp", width))
		save := fmt.Sprintf("%s[Q=%d,strip]", file, quality)
		if i == 0 {
			err = m.command(ctx, "vipsthumbnail", input, "--size", strconv.Itoa(width)+"x", "-o", widest)
			if err == nil {
				err = m.command(ctx, "vips", "copy", widest, save)
			}
			input = widest
		} else {
			err = m.command(ctx, "vipsthumbnail", input, "--size", strconv.Itoa(width)+"x", "-o", save)
		}
		if err != nil {
			return m, err
		}
		content, err := os.ReadFile(file)
		if err != nil {
			return m, err
		}
		m.files = append(m.files, content)
	}
	return m, nil
}

func (m *made) command(ctx context.Context, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, out)
	}
	m.cpu += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		m.memory = max(m.memory, usage.Maxrss<<10)
	}
	return nil
}

// benchBatch sends photographs through the pool, as many at once as it lets.
func benchBatch(ctx context.Context, r *rendition.Renderer, photographs []photograph, n int) error {
	var cpu atomic.Int64
	var all sync.WaitGroup
	failed := make(chan error, n)
	begun := time.Now()
	worked, idled := ticks()
	for i := range n {
		all.Go(func() {
			leave, err := r.Place(ctx)
			if err != nil {
				failed <- err
				return
			}
			defer leave()
			m, err := render(ctx, r, photographs[i%len(photographs)].path)
			cpu.Add(int64(m.cpu))
			failed <- err
		})
	}
	all.Wait()
	took := time.Since(begun)
	worked2, idled2 := ticks()
	for range n {
		if err := <-failed; err != nil {
			return err
		}
	}
	fmt.Printf("%d photographs through the pool in %.1f s: %.1f CPU seconds, which is %.0f %% of %d cores; with all else on the machine they were %.0f %% busy\n",
		n, took.Seconds(), time.Duration(cpu.Load()).Seconds(), 100*float64(cpu.Load())/float64(took)/float64(runtime.NumCPU()), runtime.NumCPU(),
		100*float64(worked2-worked)/float64(worked2-worked+idled2-idled))
	return nil
}

// ticks is how long all cores have worked and idled since the machine started.
func ticks() (worked, idled uint64) {
	text, _ := os.ReadFile("/proc/stat")
	var user, nice, system, idle, wait uint64
	_, _ = fmt.Sscanf(string(text), "cpu %d %d %d %d %d", &user, &nice, &system, &idle, &wait)
	return user + nice + system, idle + wait
}
