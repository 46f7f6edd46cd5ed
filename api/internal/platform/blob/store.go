package blob

import (
	"context"
	"io"
	"iter"
	"time"
)

// Store keeps objects by key; see checkKey for what a key may be. Any number of
// processes may share one.
type Store interface {
	// Put stores the content under the key, in place of what was there. When it
	// returns nil the object is whole and durable. When it fails or the process
	// dies, a reader finds either the old object or the whole new one. Without
	// room it is ErrFull.
	Put(ctx context.Context, key string, content io.Reader) error
	// Open finds an object. It fails with ErrNotFound.
	Open(ctx context.Context, key string) (*Object, error)
	// Exists tells whether an object is there.
	Exists(ctx context.Context, key string) (bool, error)
	// Delete removes an object; one that isn't there is no error.
	Delete(ctx context.Context, key string) error
	// List is the names of the objects right below a folder; none when it isn't
	// there. Use it where folders are small.
	List(ctx context.Context, folder string) ([]string, error)
	// Walk goes through all objects below a folder (empty: all there are) in the
	// order of their keys' bytes, from the first one after the given key (empty:
	// from the first). What is stored or deleted meanwhile may be seen or not. An
	// error is the last thing that it yields.
	Walk(ctx context.Context, folder, after string) iter.Seq2[Entry, error]
	// Close gives back what the store holds open.
	Close() error
}

// Entry is an object as Walk sees it.
type Entry struct {
	Key      string
	Size     int64 // in bytes
	Modified time.Time
}

// Object is an opened object. Close it.
type Object struct {
	io.ReadSeekCloser
	Size     int64 // in bytes
	Modified time.Time
}
