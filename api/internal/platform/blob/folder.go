// Package blob keeps files by key: pictures and their originals.
//
// A Store holds whole objects: no appending, no renaming. Folder is that of one
// machine; S3 takes its place when the portal outgrows a disk.
package blob

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"syscall"
	"time"
)

// incoming holds what is being written. No key can begin with a dot.
const incoming = ".incoming"

// leftBehind is the age at which an unfinished file belongs to nobody: no
// upload lasts that long.
const leftBehind = 24 * time.Hour

// Folder keeps each object as a file. Any number of processes may share it.
type Folder struct {
	root *os.Root // refuses every path that leads out, symbolic links included
}

// OpenFolder opens the store in a folder, which it makes if need be, and
// removes what killed writers left unfinished a day ago.
func OpenFolder(dir string, now func() time.Time) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("the media folder can't be made; see PORTAL_MEDIA_DIR: %w", Explain(err))
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("the media folder can't be opened; see PORTAL_MEDIA_DIR: %w", err)
	}
	f := &Folder{root: root}
	if err := root.MkdirAll(incoming, 0o750); err != nil {
		return nil, fmt.Errorf("the media folder can't be written; see PORTAL_MEDIA_DIR: %w", Explain(err))
	}
	return f, f.sweep(now().Add(-leftBehind))
}

// Put stores the content under the key, in place of what was there. When it
// returns nil the object is whole and survives a power cut. When it fails or
// the process dies, a reader finds either the old object or the whole new one.
// A full disk is ErrFull.
func (f *Folder) Put(ctx context.Context, key string, content io.Reader) error {
	if err := errors.Join(checkKey(key), ctx.Err()); err != nil {
		return err
	}
	temporary := path.Join(incoming, rand.Text())
	err := f.write(temporary, content)
	if err == nil {
		err = f.move(temporary, key)
	}
	if err != nil {
		_ = f.root.Remove(temporary)
		return Explain(err)
	}
	return nil
}

func (f *Folder) write(name string, content io.Reader) error {
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, content)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// move gives the file its name and makes the name durable. Folders that are
// already there are synced too: another process may have made them just now.
func (f *Folder) move(name, key string) error {
	dir := path.Dir(key)
	if err := f.root.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	if err := f.root.Rename(name, key); err != nil {
		return err
	}
	for ; dir != "."; dir = path.Dir(dir) {
		if err := f.sync(dir); err != nil {
			return err
		}
	}
	return f.sync(".")
}

func (f *Folder) sync(dir string) error {
	d, err := f.root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Open finds an object. It fails with ErrNotFound.
func (f *Folder) Open(ctx context.Context, key string) (*Object, error) {
	if err := errors.Join(checkKey(key), ctx.Err()); err != nil {
		return nil, err
	}
	file, err := f.root.Open(key)
	if missing(err) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = ErrNotFound
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return &Object{ReadSeekCloser: file, Size: info.Size(), Modified: info.ModTime()}, nil
}

// Exists tells whether an object is there.
func (f *Folder) Exists(ctx context.Context, key string) (bool, error) {
	if err := errors.Join(checkKey(key), ctx.Err()); err != nil {
		return false, err
	}
	info, err := f.root.Stat(key)
	if missing(err) {
		return false, nil
	}
	return err == nil && info.Mode().IsRegular(), err
}

// Delete removes an object; one that isn't there is no error.
func (f *Folder) Delete(ctx context.Context, key string) error {
	if err := errors.Join(checkKey(key), ctx.Err()); err != nil {
		return err
	}
	if there, err := f.Exists(ctx, key); !there {
		return err
	}
	if err := f.root.Remove(key); err != nil && !missing(err) {
		return err
	}
	return f.sync(path.Dir(key))
}

// Close gives the folder back.
func (f *Folder) Close() error { return f.root.Close() }

// missing also knows a key that goes on below a file: "a/b/c" where "a/b" is one.
func missing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

func (f *Folder) sweep(before time.Time) error {
	entries, err := fs.ReadDir(f.root.FS(), incoming)
	for _, entry := range entries {
		info, gone := entry.Info()
		if gone == nil && info.ModTime().Before(before) {
			_ = f.root.Remove(path.Join(incoming, entry.Name()))
		}
	}
	return err
}
