package credentials

import (
	"errors"
	"fmt"
	"os"
)

// draft is a file that comes into its place only once it is recorded: until then
// its name is taken by an empty one.
type draft struct {
	path string
	file *os.File
}

// newDraft refuses to write over anything.
func newDraft(path string) (*draft, error) {
	place, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil, fmt.Errorf("%s is there already: a package is never written over something", path)
	}
	if err != nil {
		return nil, err
	}
	d := &draft{path: path}
	if err := place.Close(); err != nil {
		return nil, errors.Join(err, os.Remove(path))
	}
	d.file, err = os.OpenFile(d.part(), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, errors.Join(err, os.Remove(path))
	}
	return d, nil
}

func (d *draft) part() string { return d.path + ".part" }

// finish brings what was written onto the disk.
func (d *draft) finish() error { return errors.Join(d.file.Sync(), d.file.Close()) }

// settle puts the file into its place.
func (d *draft) settle() error { return os.Rename(d.part(), d.path) }

// discard leaves nothing behind.
func (d *draft) discard() {
	_ = d.file.Close()
	_ = os.Remove(d.part())
	_ = os.Remove(d.path)
}
