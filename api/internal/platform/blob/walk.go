package blob

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"
)

// Walk implements Store. What is no object (links, what no key can name) is
// passed over. It holds the names of one folder on each level at a time.
func (f *Folder) Walk(ctx context.Context, folder, after string) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		if folder != "" {
			if err := checkKey(folder); err != nil {
				yield(Entry{}, err)
				return
			}
		}
		f.walk(ctx, cmp.Or(folder, "."), after, yield)
	}
}

// walk tells whether to go on.
func (f *Folder) walk(ctx context.Context, dir, after string, yield func(Entry, error) bool) bool {
	entries, err := fs.ReadDir(f.root.FS(), dir)
	if missing(err) {
		err = nil
	}
	if err = errors.Join(ctx.Err(), err); err != nil {
		yield(Entry{}, err)
		return false
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return cmp.Compare(inKey(a), inKey(b)) })
	for _, entry := range entries {
		key := path.Join(dir, entry.Name())
		if checkKey(key) != nil || over(key, entry, after) {
			continue
		}
		if entry.IsDir() {
			if !f.walk(ctx, key, after, yield) {
				return false
			}
			continue
		}
		info, err := entry.Info()
		if missing(err) || err == nil && !info.Mode().IsRegular() {
			continue // deleted meanwhile, or no object
		}
		if err != nil {
			yield(Entry{}, err)
			return false
		}
		if !yield(Entry{Key: key, Size: info.Size(), Modified: info.ModTime()}, nil) {
			return false
		}
	}
	return true
}

// inKey is how a name stands in keys: "a-b" comes before "a/b".
func inKey(entry fs.DirEntry) string {
	if entry.IsDir() {
		return entry.Name() + "/"
	}
	return entry.Name()
}

// over tells whether all that an entry holds comes before or at the key after.
func over(key string, entry fs.DirEntry, after string) bool {
	if entry.IsDir() {
		return key+"/" < after && !strings.HasPrefix(after, key+"/")
	}
	return key <= after
}
