package journal

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
)

// headFiles are this node's own heads: files outside of the database, a line for
// each head, one file a month, that are only ever added to.
type headFiles struct {
	dir  string
	keys Keys

	mu     sync.Mutex
	loaded bool
	last   *Head // the furthest one that is written here
}

// newest is the furthest head that this node has written; nil: none yet.
func (f *headFiles) newest() (*Head, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.last, f.load()
}

// load finds the furthest head of the newest file, once. Lines that a crash cut
// off or somebody spoilt say nothing here; the verification looks at all of them.
func (f *headFiles) load() error {
	if f.loaded {
		return nil
	}
	files, err := f.files()
	if err != nil {
		return err
	}
	for i := len(files) - 1; i >= 0 && f.last == nil; i-- {
		err := files[i].each(func(_ int, line string) error {
			h, err := readHead(line)
			if err == nil && f.keys.signed(h) == "" && (f.last == nil || h.Seq > f.last.Seq) {
				f.last = &h
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	f.loaded = true
	return nil
}

// add writes a head down for good. One that is not further than the last is
// there already.
func (f *headFiles) add(h Head) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.load(); err != nil {
		return err
	}
	if f.last != nil && h.Seq <= f.last.Seq {
		return nil
	}
	if err := os.MkdirAll(f.dir, 0o750); err != nil {
		return err
	}
	if err := appendLine(filepath.Join(f.dir, h.At.UTC().Format("heads-2006-01.jsonl")), h.Line()); err != nil {
		return err
	}
	f.last = &h
	return nil
}

// appendLine adds a line and waits until the disk has it. A line that a crash cut
// off is ended first.
func appendLine(path, line string) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o640)
	if err != nil {
		return err
	}
	text := line + "\n"
	var end [1]byte
	if info, err := file.Stat(); err == nil && info.Size() > 0 {
		if _, err := file.ReadAt(end[:], info.Size()-1); err == nil && end[0] != '\n' {
			text = "\n" + text
		}
	}
	_, err = file.WriteString(text) // one write: nodes that share a folder don't mix their lines
	return errors.Join(err, file.Sync(), file.Close())
}

// headFile is a file as far as it reached at a moment.
type headFile struct {
	path string
	size int64
}

// files are the node's own, oldest first.
func (f *headFiles) files() ([]headFile, error) {
	paths, err := filepath.Glob(filepath.Join(f.dir, "heads-*.jsonl"))
	if err != nil {
		return nil, err
	}
	return measure(paths)
}

func measure(paths []string) ([]headFile, error) {
	all := make([]headFile, 0, len(paths))
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		all = append(all, headFile{path: path, size: info.Size()})
	}
	return all, nil
}

// longestLine bounds what is read as a head, in bytes; a head has about 300.
const longestLine = 64 << 10

// each gives every line that was there when the file was measured.
func (f headFile) each(do func(number int, line string) error) error {
	file, err := os.Open(f.path)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(io.LimitReader(file, f.size))
	lines.Buffer(nil, longestLine)
	for number := 1; lines.Scan(); number++ {
		if err := do(number, lines.Text()); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s: %w", f.path, err)
	}
	return nil
}
