package blob

import (
	"context"
	"errors"
	"io/fs"
)

// List is the names of the objects right below a folder; none when it
// isn't there. Read it where folders are small.
func (f *Folder) List(ctx context.Context, folder string) (names []string, err error) {
	if err := errors.Join(checkKey(folder), ctx.Err()); err != nil {
		return nil, err
	}
	entries, err := fs.ReadDir(f.root.FS(), folder)
	if missing(err) {
		return nil, nil
	}
	for _, entry := range entries {
		if entry.Type().IsRegular() {
			names = append(names, entry.Name())
		}
	}
	return names, err
}
